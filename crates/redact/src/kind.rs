//! The types of what is found, by the names that placeholders, reports and policies use.

/// What stands in place of a text that could not be redacted; no type is called so.
pub const FAILED: &str = "[REDACTION_FAILED]";

/// What a type is protected for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It says who somebody is.
    Pii,
    /// It says something about somebody's health, or counts as an identifier under the HIPAA Safe Harbor rule.
    Phi,
    /// It moves money, or PCI DSS forbids to keep it.
    Pci,
    /// It opens a door.
    Secret,
    /// It is found so that it can be counted, and harms nobody.
    Plain,
}

impl Class {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Class::Pii => "PII",
            Class::Phi => "PHI",
            Class::Pci => "PCI",
            Class::Secret => "secret",
            Class::Plain => "plain",
        }
    }
}

/// One type.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// The name, as in `[NAME]`.
    pub name: &'static str,
    /// What it is protected for.
    pub class: Class,
    /// What it is, for a person who chooses a policy.
    pub about: &'static str,
}

macro_rules! types {
    ($($name:ident $class:ident $about:literal,)*) => {
        $(#[doc = $about] pub(super) const $name: &str = stringify!($name);)*
        /// All types, in the order of their classes.
        pub const TYPES: &[Type] = &[$(Type { name: $name, class: Class::$class, about: $about }),*];
    };
}

types! {
    ACCOUNT_ID Pii "the id by which the site knows a person",
    PERSON_NAME Pii "a display name",
    USERNAME Pii "a login name",
    PLACE Pii "a place or an address in a sentence; an analyzer finds it",
    ORGANISATION Pii "a company or another body in a sentence; an analyzer finds it",
    EMAIL_ADDRESS Pii "an e-mail address",
    PHONE_NUMBER Pii "a telephone or fax number",
    IP_ADDRESS Pii "an IPv4 or IPv6 address",
    MAC_ADDRESS Pii "the hardware address of a network card",
    DEVICE_ID Pii "the number of a mobile device or of its SIM card",
    US_SSN Pii "a US social security number",
    US_ITIN Pii "a US taxpayer identification number",
    US_PASSPORT Pii "the number of a US passport",
    US_DRIVER_LICENSE Pii "the number of a US driving licence",
    UK_NINO Pii "a UK national insurance number",
    UK_UTR Pii "a UK taxpayer reference",
    UK_PASSPORT Pii "the number of a UK passport",
    UK_DRIVING_LICENCE Pii "the number of a UK driving licence",
    UK_VEHICLE_REGISTRATION Pii "a UK registration plate",
    PASSPORT Pii "the number of another passport",
    DRIVER_LICENSE Pii "the number of another driving licence",
    LICENSE_PLATE Pii "another registration plate",
    VIN Pii "a vehicle identification number",
    IN_AADHAAR Pii "an Indian Aadhaar number",
    IN_PAN Pii "an Indian permanent account number",
    IN_GSTIN Pii "an Indian goods and services tax number",
    IN_PASSPORT Pii "the number of an Indian passport",
    AU_ABN Pii "an Australian business number",
    AU_ACN Pii "an Australian company number",
    AU_TFN Pii "an Australian tax file number",
    BR_CPF Pii "a Brazilian taxpayer number",
    BR_CNPJ Pii "a Brazilian company number",
    CA_SIN Pii "a Canadian social insurance number",
    DE_ID_CARD Pii "the number of a German identity card",
    DE_PASSPORT Pii "the number of a German passport",
    DE_SOCIAL_SECURITY Pii "a German pension insurance number",
    DE_TAX_ID Pii "a German tax identification number",
    ES_NIE Pii "a Spanish foreigner's number",
    ES_NIF Pii "a Spanish tax number",
    ES_PASSPORT Pii "the number of a Spanish passport",
    FI_PERSONAL_IDENTITY_CODE Pii "a Finnish personal identity code",
    FR_NIR Pii "a French social security number",
    IT_DRIVER_LICENSE Pii "the number of an Italian driving licence",
    IT_FISCAL_CODE Pii "an Italian fiscal code",
    IT_IDENTITY_CARD Pii "the number of an Italian identity card",
    IT_PASSPORT Pii "the number of an Italian passport",
    IT_VAT_CODE Pii "an Italian VAT number",
    KR_BRN Pii "a Korean business number",
    KR_DRIVER_LICENSE Pii "the number of a Korean driving licence",
    KR_FRN Pii "a Korean foreigner's number",
    KR_PASSPORT Pii "the number of a Korean passport",
    KR_RRN Pii "a Korean resident number",
    NG_NIN Pii "a Nigerian identity number",
    NL_BSN Pii "a Dutch citizen service number",
    PL_PESEL Pii "a Polish PESEL number",
    SE_ORGANISATIONSNUMMER Pii "a Swedish organisation number",
    SE_PERSONNUMMER Pii "a Swedish personal number",
    SG_NRIC_FIN Pii "a Singaporean identity number",
    SG_UEN Pii "a Singaporean entity number",
    TH_TNIN Pii "a Thai identity number",
    TR_NATIONAL_ID Pii "a Turkish identity number",
    ZA_ID_NUMBER Pii "a South African identity number",
    NATIONAL_ID Pii "an identity, tax or insurance number of another nation",
    DATE_OF_BIRTH Phi "a date of birth",
    AGE Phi "an age over 89",
    DATE_TIME Phi "any other date",
    MEDICAL_RECORD_NUMBER Phi "a patient's record number",
    HEALTH_PLAN_BENEFICIARY_NUMBER Phi "a member number of a health plan",
    AU_MEDICARE Phi "an Australian Medicare number",
    DE_HEALTH_INSURANCE Phi "a German health insurance number",
    MEDICAL_LICENSE Phi "a DEA registration number",
    MEDICAL_CODE Phi "a diagnosis in the ICD-10-CM code",
    MEDICAL_CONDITION Phi "an illness or a finding in a sentence; an analyzer finds it",
    UK_NHS Phi "a UK NHS number",
    US_MBI Phi "a US Medicare beneficiary identifier",
    US_NPI Phi "a US national provider identifier",
    CREDIT_CARD Pci "a payment card number",
    CARD_CVV Pci "the security code of a card",
    CARD_EXPIRY Pci "the expiry date of a card",
    CARD_PIN Pci "the PIN of a card",
    CARD_TRACK Pci "the magnetic stripe of a card",
    IBAN_CODE Pci "an international bank account number",
    ABA_ROUTING_NUMBER Pci "a US bank routing number",
    ACCOUNT_NUMBER Pci "another account number",
    SWIFT_CODE Pci "a bank identifier code",
    UK_SORT_CODE Pci "a UK sort code",
    US_BANK_NUMBER Pci "a US bank account number",
    CRYPTO Pci "the address of a wallet",
    SECRET Secret "a password, key or token; the rule says which",
    DENIED Pii "a text that the policy lists",
    TOKEN Plain "text in the shape of a pseudonym that this key did not make",
    URL Plain "a web address without a secret in it",
    UUID Plain "a universally unique identifier",
}

/// The type of this name.
pub fn named(name: &str) -> Option<&'static Type> {
    TYPES.iter().find(|one| one.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_name_that_can_stand_in_a_placeholder() {
        for (index, one) in TYPES.iter().enumerate() {
            assert!(
                one.name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'),
                "{}",
                one.name
            );
            assert_eq!(TYPES.iter().position(|other| other.name == one.name), Some(index), "{}", one.name);
        }
        assert_eq!(named("US_SSN").map(|one| one.class), Some(Class::Pii));
    }
}
