//! The words that announce values.

use super::Topic;

/// The words, in lower case; a blank stands for a blank, `-`, `_` or nothing.
pub(super) const WORDS: &[(Topic, &[&str])] = &[
    (
        Topic::Account,
        &["account number", "account no", "account num", "account #", "acct", "acct no", "acct number", "a/c"],
    ),
    (Topic::Account, &["a/c no", "a/c number", "acct num", "acc no", "acc number", "customer account"]),
    (Topic::BankAccount, &["bank account", "bank acct", "checking account", "checking acct", "savings account"]),
    (Topic::BankAccount, &["bank account number", "bank account no", "deposit account", "savings acct"]),
    (
        Topic::Card,
        &["card", "credit card", "debit card", "card number", "card no", "visa", "mastercard", "master card"],
    ),
    (Topic::Card, &["amex", "american express", "cc", "pan", "maestro", "diners", "diners club", "jcb", "ccn"]),
    (Topic::Cvv, &["cvv", "cvv2", "cvc", "cvc2", "csc", "cid", "security code", "card verification"]),
    (Topic::Cvv, &["verification value", "cvn"]),
    (Topic::Dea, &["dea", "dea number", "dea no", "dea registration", "controlled substance registration"]),
    (Topic::Dea, &["certificate number", "medical license", "medical licence", "prescriber"]),
    (
        Topic::Diagnosis,
        &["diagnosis", "diagnoses", "diagnosed", "diagnostic code", "icd", "icd 10", "icd 10 cm", "icd10cm"],
    ),
    (Topic::Diagnosis, &["dx"]),
    (
        Topic::Expiry,
        &["expiry", "expires", "expire", "exp", "expiration", "expiry date", "expiration date", "exp date"],
    ),
    (Topic::Expiry, &["valid thru", "valid through", "valid until", "valid to", "good thru"]),
    (Topic::Iban, &["iban", "international bank account number"]),
    (Topic::License, &["driver license", "drivers license", "driver's license", "driver’s license", "driving license"]),
    (Topic::License, &["driver licence", "drivers licence", "driver's licence", "driver’s licence", "driving licence"]),
    (Topic::License, &["dl number", "dl no", "dl #", "driver lic", "drivers lic", "driver's lic", "licence", "dl"]),
    (Topic::Mbi, &["mbi", "medicare beneficiary", "medicare id", "medicare number", "medicare no", "medicare"]),
    (Topic::Nhs, &["nhs", "nhs number", "nhs no", "national health service", "health service number"]),
    (Topic::Nino, &["nino", "national insurance", "ni number", "ni no", "insurance number"]),
    (
        Topic::Npi,
        &["npi", "national provider", "national provider identifier", "provider identifier", "provider number"],
    ),
    (Topic::Passport, &["passport", "passport number", "passport no", "travel document"]),
    (Topic::Pin, &["pin", "pin code", "pin number", "atm pin", "card pin"]),
    (
        Topic::Plan,
        &["member id", "member no", "member number", "member #", "membership id", "subscriber id", "subscriber no"],
    ),
    (Topic::Plan, &["subscriber number", "beneficiary id", "beneficiary no", "beneficiary number", "beneficiary"]),
    (
        Topic::Plan,
        &["policy id", "policy no", "policy number", "policy #", "plan id", "plan no", "plan number", "plan #"],
    ),
    (
        Topic::Plan,
        &["health plan", "insurance", "insurance policy", "insurance plan", "insurance card", "insur", "insurer"],
    ),
    (Topic::Plan, &["ins", "hbn", "hicn", "hpbn", "medicaid", "health insurance", "insured id", "policyholder id"]),
    (Topic::Plate, &["license plate", "licence plate", "number plate", "plate", "plate number", "plate no"]),
    (
        Topic::Record,
        &["mrn", "mr no", "mr #", "mr number", "medical record", "medical record number", "med rec", "emr", "ehr"],
    ),
    (
        Topic::Record,
        &["patient id", "patient no", "patient number", "patient #", "patient identifier", "pt id", "pt #"],
    ),
    (Topic::Record, &["patient record", "patient mrn", "chart no", "chart number", "chart id", "chart #"]),
    (
        Topic::Record,
        &["hospital number", "hospital no", "hospital id", "health record", "medical id", "medical number"],
    ),
    (
        Topic::Routing,
        &["routing", "routing number", "routing no", "aba", "aba routing", "rtn", "routing transit", "transit number"],
    ),
    (Topic::SortCode, &["sort code", "sortcode"]),
    (
        Topic::Ssn,
        &["ssn", "social security", "social security number", "soc sec", "ss number", "ss no", "ss #", "social"],
    ),
    (Topic::Ssn, &["itin", "tin", "tax id", "taxpayer id", "taxpayer identification", "individual taxpayer"]),
    (Topic::Swift, &["swift", "swift code", "bic", "swift/bic", "bic/swift", "bic code"]),
    (Topic::Utr, &["utr", "unique taxpayer reference", "taxpayer reference", "tax reference"]),
    (
        Topic::Vehicle,
        &["registration", "reg", "car reg", "vehicle reg", "vrm", "vrn", "vehicle", "vehicle registration"],
    ),
    (Topic::Vehicle, &["number plate", "licence plate", "license plate", "plate"]),
    (Topic::Vin, &["vin", "vin number", "vehicle identification", "chassis", "chassis no", "chassis number"]),
];
