//! The words that announce values.

use super::{Topic, further};
use crate::redact::detect::disease::{AILMENTS, DISEASES};
use crate::redact::detect::member::{CARDS, REMOTE};
use std::sync::LazyLock;

/// All words that announce something.
pub(super) fn all() -> impl Iterator<Item = (Topic, &'static str)> {
    static PAIRED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let pairs = PAIRS
            .iter()
            .flat_map(|(first, second)| first.iter().flat_map(|one| second.iter().map(move |other| (*one, *other))));
        // They live as long as the words of the list.
        pairs.map(|(one, other)| &*format!("{one} {other}").leak()).collect()
    });
    let lists = WORDS.iter().chain(further::WORDS).chain(std::iter::once(&further::ON_DEVICES));
    let listed = lists.flat_map(|(topic, words)| words.iter().map(|word| (*topic, *word)));
    let listed = listed.chain(DISEASES.iter().chain(AILMENTS).map(|word| (Topic::Diagnosis, *word)));
    let listed = listed.chain(CARDS.iter().chain(REMOTE).map(|word| (Topic::Account, *word)));
    listed.chain(PAIRED.iter().map(|word| (Topic::Account, *word)))
}

/// The number under which a company, an office or a school keeps somebody: each of the first before each of the second.
const PAIRS: &[(&[&str], &[&str])] = &[
    (
        &[
            "employee",
            "emp",
            "emp.",
            "staff",
            "personnel",
            "payroll",
            "badge",
            "student",
            "pupil",
            "membership",
            "loyalty",
            "frequent flyer",
            "frequent flier",
            "known traveler",
            "known traveller",
            "claim",
            "customer",
            "donor",
            "supporter",
            "volunteer",
            "patron",
            "workday",
            "library card",
            "membership card",
            "railcard",
        ],
        &["number", "no", "nr", "num", "#", "id", "ref", "reference"],
    ),
    (
        &["r\u{e9}f", "r\u{e9}f.", "r\u{e9}f\u{e9}rence", "ref", "ref."],
        &["client", "cliente", "abonn\u{e9}", "adh\u{e9}rent", "soci\u{e9}taire", "contrat", "contrato", "klienta"],
    ),
    (&["no"], &["empleado", "socio", "afiliado", "funcion\u{e1}rio", "funcionario", "s\u{f3}cio"]),
    (&["medarbejder", "ansatt", "medarbeider", "medarbetar"], &["nummer", "nr"]),
    (
        &["council tax", "rent", "rental", "tenancy", "gas", "electricity", "energy", "water", "broadband", "mortgage"],
        &["account", "acct", "a/c"],
    ),
    (
        &[
            "kunden",
            "kd",
            "kd.",
            "personal",
            "pers",
            "pers.",
            "mitarbeiter",
            "mitglieds",
            "matrikel",
            "schaden",
            "vertrag",
            "vertrags",
            "versicherungsschein",
            "policen",
            "abonnenten",
            "abo",
            "bonus",
            "spender",
            "mieter",
            "leser",
            "kundenkarten",
            "mitgliedskarten",
            "bahncard",
        ],
        &["nummer", "nr", "id"],
    ),
    (
        &["num\u{e9}ro", "numero", "n\u{b0}", "code"],
        &[
            "client",
            "employ\u{e9}",
            "salari\u{e9}",
            "adh\u{e9}rent",
            "soci\u{e9}taire",
            "contrat",
            "sinistre",
            "allocataire",
            "\u{e9}tudiant",
            "abonn\u{e9}",
            "assur\u{e9}",
            "police",
            "carte de fid\u{e9}lit\u{e9}",
        ],
    ),
    (
        &[
            "client",
            "cliente",
            "adh\u{e9}rent",
            "abonn\u{e9}",
            "soci\u{e9}taire",
            "contrat",
            "contrato",
            "contratto",
            "sinistre",
            "siniestro",
            "sinistro",
            "socio",
            "p\u{f3}liza",
            "polizza",
        ],
        &["n\u{b0}", "n\u{b0}.", "num\u{e9}ro"],
    ),
    (&["no", "n\u{b0}"], &["cliente"]),
    // The sign for a number in Spanish and Portuguese folds to `no` again.
    (&["cliente", "siniestro", "sinistro", "socio", "p\u{f3}liza", "polizza", "ap\u{f3}lice"], &["no", "n.o"]),
    (
        &["num\u{e9}ro de", "numero de", "n\u{b0} de"],
        &["client", "matricule", "salari\u{e9}", "soci\u{e9}taire", "contrat", "sinistre", "police"],
    ),
    (
        &["num\u{e9}ro d'", "n\u{b0} d'", "num\u{e9}ro d\u{2019}", "n\u{b0} d\u{2019}"],
        &["adh\u{e9}rent", "employ\u{e9}", "allocataire", "assur\u{e9}", "abonn\u{e9}", "\u{e9}tudiant"],
    ),
    (
        // The sign for a number in Spanish and Portuguese folds to `no`, which is an English word where `de` is left out.
        &["n\u{fa}mero de", "numero de", "no de", "n.o de", "n\u{b0} de", "n\u{fa}m. de", "c\u{f3}digo de", "n.o"],
        &[
            "cliente",
            "empleado",
            "trabajador",
            "socio",
            "afiliado",
            "afiliaci\u{f3}n",
            "p\u{f3}liza",
            "poliza",
            "siniestro",
            "contrato",
            "funcion\u{e1}rio",
            "funcionario",
            "colaborador",
            "s\u{f3}cio",
            "ap\u{f3}lice",
            "apolice",
            "aluno",
            "sinistro",
            "benefici\u{e1}rio",
        ],
    ),
    (
        &["numero", "numero di", "nr", "codice", "cod."],
        &[
            "cliente",
            "dipendente",
            "matricola",
            "polizza",
            "socio",
            "tessera",
            "sinistro",
            "contratto",
            "carta fedelt\u{e0}",
        ],
    ),
    (
        &[
            "personeels",
            "medewerkers",
            "klant",
            "lid",
            "lidmaatschaps",
            "polis",
            "schade",
            "studenten",
            "student",
            "kund",
            "kunde",
            "anst\u{e4}llnings",
            "medlems",
            "f\u{f6}rs\u{e4}krings",
        ],
        &["nummer", "nr", "nr."],
    ),
    (
        &["numer", "nr"],
        &[
            "klienta",
            "pracownika",
            "polisy",
            "szkody",
            "legitymacji",
            "albumu",
            "umowy",
            "ewidencyjny",
            "abonenta",
            "pracowniczy",
            "dawcy",
        ],
    ),
    (
        &["m\u{fc}\u{15f}teri", "musteri", "personel", "sicil", "poli\u{e7}e", "police", "abone", "hesap", "hasar"],
        &["no", "numarasi", "numaraniz", "kodu"],
    ),
];

/// Words for groups of whatever kind, of which health plans have some, and for ids.
pub(in crate::redact::detect) const GROUPS: &[&str] = &[
    "group number",
    "group no",
    "group #",
    "group",
    "grp",
    "grp no",
    "grp #",
    "rxgrp",
    "rx grp",
    "rx group",
    "id",
    "id #",
    "id no",
    "member",
];

/// The words, in lower case; a blank stands for a blank, `-`, `_` or nothing.
const WORDS: &[(Topic, &[&str])] = &[
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
    (Topic::Cvv, &["verification value", "cvn", "code de s\u{e9}curit\u{e9}"]),
    (Topic::Dea, &["dea", "dea number", "dea no", "dea registration", "controlled substance registration"]),
    (Topic::Dea, &["certificate number", "medical license", "medical licence", "prescriber"]),
    (
        Topic::Diagnosis,
        &["diagnosis", "diagnoses", "diagnosed", "diagnostic code", "icd", "icd 10", "icd 10 cm", "icd10cm"],
    ),
    (Topic::Diagnosis, &["dx", "diagnose", "diagnosen", "diagnóstico", "diagnostico", "diagnosi", "cim 10", "cie 10"]),
    (
        Topic::Expiry,
        &["expiry", "expires", "expire", "exp", "expiration", "expiry date", "expiration date", "exp date"],
    ),
    (
        Topic::Expiry,
        &["valid thru", "valid through", "valid until", "valid till", "valid to", "good thru", "good through"],
    ),
    (Topic::Extension, &["ext", "phone ext", "durchwahl", "durchwahlnummer", "dw", "nebenstelle"]),
    (Topic::Extension, &["my extension", "his extension", "her extension", "anknytning", "ramal"]),
    (Topic::Extension, &["toestel", "poste", "interno"]),
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
    (Topic::Pin, &["pin", "pin code", "pincode", "pin number", "atm pin", "card pin", "code pin", "pin kodu"]),
    (
        Topic::Pin,
        &[
            "pin kod",
            "pin kode",
            "pin koden",
            "pinkod",
            "pinkode",
            "pinkoden",
            "kod pin",
            "c\u{f3}digo pin",
            "codice pin",
        ],
    ),
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
    (
        Topic::Serial,
        &["serial number", "serial no", "serial #", "serial", "s/n", "sn", "seriennummer", "num\u{e9}ro de s\u{e9}rie"],
    ),
    (Topic::Serial, &["n\u{fa}mero de serie", "serienummer"]),
    (Topic::Routing, &["rdfi", "odfi", "rdfi aba", "rtg", "rtg no", "rtg #"]),
    (Topic::SortCode, &["sort", "bank sort", "bank sort code"]),
    (Topic::SortCode, &["sort code", "sortcode", "s/c", "bsb", "blz", "bankleitzahl"]),
    (
        Topic::Ssn,
        &["ssn", "social security", "social security number", "soc sec", "ss number", "ss no", "ss #", "social"],
    ),
    (Topic::Ssn, &["itin", "tin", "tax id", "taxpayer id", "taxpayer identification", "individual taxpayer"]),
    (
        Topic::SsnEnd,
        &["ssn last 4", "ssn last four", "ssn (last 4)", "ssn (last four)", "last 4 ssn", "last four ssn", "ssn4"],
    ),
    (Topic::Ein, &["ein", "fein", "ein number", "employer identification", "employer identification number", "tax id"]),
    (Topic::Ein, &["federal tax id", "federal ein", "tin", "tax id (ein)"]),
    (Topic::Swift, &["swift", "swift code", "bic", "swift/bic", "bic/swift", "bic code", "wire via", "wire to"]),
    (Topic::Utr, &["utr", "unique taxpayer reference", "taxpayer reference", "tax reference"]),
    (
        Topic::Vehicle,
        &["registration", "reg", "car reg", "vehicle reg", "vrm", "vrn", "vehicle", "vehicle registration"],
    ),
    (Topic::Vehicle, &["number plate", "licence plate", "license plate", "plate"]),
    (Topic::Vin, &["vin", "vin number", "vehicle identification", "chassis", "chassis no", "chassis number"]),
    (Topic::Account, &["account", "acc", "account id"]),
    (Topic::Account, &["client number", "client no", "client #", "loan"]),
    (Topic::Account, &["loan number", "loan no", "loan #", "dda"]),
    (Topic::Account, &["konto", "konto nr", "kontonr", "kontonummer", "kto"]),
    (Topic::Account, &["kto nr", "ktonr", "n° de compte", "numéro de compte"]),
    (Topic::Account, &["numero de compte", "cuenta", "número de cuenta", "numero de cuenta"]),
    (Topic::Account, &["número da conta", "numero da conta", "rekening", "rekeningnummer"]),
    (Topic::Account, &["numero di conto", "conto corrente", "numer konta", "nr konta", "numer rachunku"]),
    (Topic::Account, &["clabe", "nr rachunku", "mandatsreferenz", "mandatsref", "bankgiro", "plusgiro"]),
    (Topic::Account, &["matricule", "matricola", "claim ref", "claim reference", "ktn", "badge", "escrow account"]),
    (Topic::Plate, &["kennzeichen", "kfz kennzeichen", "autokennzeichen", "immatriculation", "matr\u{ed}cula"]),
    (Topic::Account, &["conta", "conta corrente", "conta banc\u{e1}ria", "conta poupan\u{e7}a", "cuenta corriente"]),
    (Topic::Account, &["cuenta bancaria", "compte bancaire", "bankkonto", "bankrekening", "bankrekeningnummer"]),
    (Topic::Plate, &["kfz", "pkw kennzeichen", "amtliches kennzeichen"]),
    (Topic::Expiry, &["exp. date"]),
    (Topic::Passport, &["travel doc", "travel doc no", "travel doc number", "paspoortnr"]),
    (Topic::Plate, &["kfz kennz", "kennz", "immat", "license tag", "licence tag"]),
    (Topic::Plate, &["plaque", "plaque d'immatriculation", "nummerplaat", "nummernschild"]),
    (Topic::Plate, &["plaka", "targa", "nr rej", "nr rej.", "regnr", "registreringsnummer"]),
    (Topic::Plate, &["immatricul\u{e9}", "immatricul\u{e9}e", "targata", "targato", "nummerplate", "skyltnummer"]),
    (Topic::Plate, &["kenteken", "rego", "placa", "numer rejestracyjny", "nr rejestracyjny"]),
    (Topic::Passport, &["paszport", "paszportu", "pasaport", "pasaport no"]),
    (Topic::Dea, &["dea reg", "dea lic", "dea license", "dea registrant"]),
    (Topic::License, &["ehliyet", "ehliyet no", "prawo jazdy", "k\u{f6}rkort", "k\u{f6}rkortsnummer"]),
    (Topic::License, &["dln", "oln", "cdl", "d.l", "state id", "license", "permis b"]),
    (Topic::License, &["license no", "license number", "license #", "licence no", "licence number"]),
    (Topic::License, &["führerschein", "führerscheinnummer", "führerschein nr", "permis", "permis de conduire"]),
    (
        Topic::License,
        &[
            "permiso de conducir",
            "carnet de conducir",
            "licencia de conducir",
            "carteira de motorista",
            "carta de condução",
        ],
    ),
    (Topic::License, &["cnh", "rijbewijs", "rijbewijsnummer", "patente", "patente di guida"]),
    (Topic::Passport, &["ppt", "pp no", "pp #", "reisepass", "reisepassnummer"]),
    (Topic::Passport, &["reisepass nr", "passnummer", "passeport", "pasaporte", "passaporto"]),
    (Topic::Passport, &["passaporte", "paspoort", "paspoortnummer"]),
    (Topic::Plan, &["mem id", "mem #", "mem no", "subscriber #", "subscriber"]),
    (Topic::Plan, &["membership", "membership no", "membership number"]),
    (Topic::Plan, &["utente", "n\u{ba} de utente", "n.\u{ba} de utente", "n\u{fa}mero de utente"]),
    (Topic::Plan, GROUPS),
    (Topic::Plan, &["hp id", "hp #", "hp no", "enrollee id", "enrollee no"]),
    (Topic::Plan, &["enrollee #", "enrollee number", "cardholder id", "cardholder #", "coverage id"]),
    (Topic::Plan, &["coverage #", "coverage no", "coverage number"]),
    (Topic::Plan, &["bcbs id", "bcbs #", "bcbs no", "bcbs number"]),
    (Topic::Plan, &["blue cross id", "blue cross #", "blue cross no", "blue cross number"]),
    (Topic::Plan, &["aetna id", "aetna #", "aetna no", "aetna number"]),
    (Topic::Plan, &["cigna id", "cigna #", "cigna no", "cigna number"]),
    (Topic::Plan, &["humana id", "humana #", "humana no", "humana number"]),
    (Topic::Plan, &["kaiser id", "kaiser #", "kaiser no", "kaiser number"]),
    (Topic::Plan, &["uhc id", "uhc #", "uhc no", "uhc number"]),
    (Topic::Plan, &["health card", "ohip", "rx id", "versichertennummer", "versicherten nr"]),
    (
        Topic::Plan,
        &["versicherungsnummer", "krankenversichertennummer", "kvnr", "numéro d'assuré", "numéro d'adhérent"],
    ),
    (Topic::Plan, &["numéro de mutuelle", "mutuelle", "número de afiliado", "numero de afiliado", "número de póliza"]),
    (Topic::Plan, &["numero de poliza", "póliza", "poliza", "tarjeta sanitaria", "plano de saúde"]),
    (Topic::Plan, &["carteirinha", "polisnummer", "verzekeringsnummer", "tessera sanitaria", "numero di polizza"]),
    (Topic::Plan, &["polizza", "vers nr", "vers. nr", "verzekerdennummer", "verzekerden nr", "versicherungs nr"]),
    (
        Topic::Record,
        &["fall nr", "pat id", "pat. id", "pat nr", "pat. nr", "journalnummer", "journal nr", "protokol no"],
    ),
    (Topic::Record, &["dossier patient", "hasta no", "dosya no"]),
    (Topic::Record, &["kartoteki", "nhc", "ipp"]),
    (Topic::Record, &["m.r.n", "m.r", "mr", "medical rec", "medical rec no"]),
    (Topic::Record, &["med. rec", "hosp no", "hosp #", "hosp number", "pt. id"]),
    (Topic::Record, &["pt no", "uhid", "epic id", "chart", "patient account"]),
    (Topic::Record, &["patient acct"]),
    (Topic::Record, &["record #", "record no", "record number", "record id", "file #"]),
    (Topic::Record, &["file no", "file number"]),
    (Topic::Record, &["patientennummer", "patienten nr", "patienten id", "fallnummer", "numéro de dossier"]),
    (
        Topic::Record,
        &["numero de dossier", "n° de dossier", "dossier médical", "dossier medical", "identifiant patient"],
    ),
    (Topic::Record, &["historia clínica", "historia clinica", "número de historia", "prontuário", "prontuario"]),
    (Topic::Record, &["patiëntnummer", "patientnummer", "dossiernummer", "cartella clinica", "numero paziente"]),
    (Topic::Record, &["codice paziente", "id paziente"]),
    (Topic::Cvv, &["security number", "prüfziffer", "kartenprüfnummer", "cryptogramme", "código de seguridad"]),
    (Topic::Cvv, &["codigo de seguridad", "código de segurança", "codice di sicurezza"]),
    (Topic::Expiry, &["gültig bis", "verfallsdatum", "ablaufdatum", "date d'expiration", "caduca"]),
    (Topic::Expiry, &["caducidad", "vencimiento", "validade", "vencimento", "scadenza"]),
    (
        Topic::Expiry,
        &["vervaldatum", "geldig tot", "geldig t/m", "wa\u{17c}na do", "wa\u{17c}no\u{15b}\u{107}", "validit\u{e9}"],
    ),
    (
        Topic::Expiry,
        &["cad.", "valable jusqu'au", "valable jusqu\u{2019}au", "v\u{e1}lida hasta", "v\u{e1}lido at\u{e9}"],
    ),
    (Topic::Expiry, &["utg\u{e5}r", "g\u{e4}ller till", "udl\u{f8}ber", "valida fino", "wa\u{17c}na do ko\u{144}ca"]),
    (Topic::Expiry, &["giltigt till", "giltig till", "gyldig til", "son kullanma", "son kullanma tarihi"]),
    (Topic::Cvv, &["g\u{fc}venlik kodu", "s\u{e4}kerhetskod", "kod zabezpieczaj\u{105}cy", "beveiligingscode"]),
    (
        Topic::Cvv,
        &["cryptogramme visuel", "prüfnummer", "sicherheitscode", "kartenprüfziffer", "kartensicherheitscode"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::gate::Signals;

    /// The shortest value of a topic, and the signals that let its detector look for it; none where longer numbers raise
    /// what is needed by themselves.
    fn shortest(topic: Topic) -> Option<(&'static str, Signals)> {
        const CODES: Signals = Signals::CODE.union(Signals::NUMBER).union(Signals::WORD);
        Some(match topic {
            Topic::Account => ("A4455", CODES),
            Topic::Passport => ("A44556", Signals::CODE),
            Topic::License => ("A44556", Signals::CODE.union(Signals::NUMBER)),
            Topic::Record | Topic::Plan => ("AB123", CODES),
            Topic::Cvv => ("482", Signals::WORD),
            Topic::Expiry => ("09/27", Signals::WORD),
            Topic::Pin => ("4821", Signals::WORD),
            Topic::Extension => ("4711", Signals::WORD),
            Topic::Diagnosis => ("I10", Signals::WORD),
            Topic::Plate | Topic::Vehicle => ("AB12 CDE", Signals::WORD),
            Topic::Vin => ("ABCDEFGH1JKLMNPRS", Signals::CODE.union(Signals::WORD)),
            Topic::Swift => ("DEUTDEFF", Signals::BANK),
            _ => return None,
        })
    }

    /// Words of most pages, and those of numbers of six digits and more: they count only beside what raises a signal by
    /// itself, and so does a sign.
    const SILENT: [&str; 71] = [
        "fin",
        "fin nr",
        "fgst nr",
        "fgst. nr",
        "fgstnr",
        "sub id",
        "sub no",
        "sub. id",
        "mbr id",
        "mbr no",
        "supplement",
        "medicare supplement",
        "fall",
        "record",
        "member",
        "id",
        "id no",
        "group number",
        "group no",
        "group",
        "grp",
        "grp no",
        "rxgrp",
        "rx grp",
        "rx group",
        "nhc",
        "ipp",
        "mr",
        "chart",
        "ext",
        "phone ext",
        "dw",
        "anknytning",
        "ramal",
        "toestel",
        "poste",
        "interno",
        "conto corrente",
        "numer konta",
        "numer rachunku",
        "nr rachunku",
        "clabe",
        "mandatsreferenz",
        "mandatsref",
        "matricola",
        "claim ref",
        "claim reference",
        "ktn",
        "pasaport",
        "pasaport no",
        "ehliyet",
        "ehliyet no",
        "prawo jazdy",
        "k\u{f6}rkort",
        "k\u{f6}rkortsnummer",
        "vers nr",
        "vers. nr",
        "verzekerdennummer",
        "verzekerden nr",
        "versicherungs nr",
        "fall nr",
        "pat id",
        "pat. id",
        "pat nr",
        "pat. nr",
        "journalnummer",
        "journal nr",
        "protokol no",
        "hasta no",
        "dosya no",
        "kartoteki",
    ];

    fn is_paired(word: &str) -> bool {
        !WORDS.iter().any(|(_, words)| words.contains(&word)) || CARDS.contains(&word) || REMOTE.contains(&word)
    }

    #[test]
    fn every_word_raises_what_its_detector_needs() {
        let mut silent = Vec::new();
        for (topic, word) in all() {
            let Some((value, needs)) = shortest(topic).filter(|_| !SILENT.contains(&word) && !word.contains('#'))
            else {
                continue;
            };
            // Six digits need no word to be looked at.
            let value = if is_paired(word) { "445566" } else { value };
            for text in [format!("{word}: {value}"), format!("The {word} is\n{value}.")] {
                if !Signals::of(text.as_bytes()).worth(text.as_bytes()).intersects(needs) {
                    silent.push((topic, text));
                }
            }
        }
        assert!(silent.is_empty(), "{silent:?}");
    }
}
