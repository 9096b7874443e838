//! The telling words: beginnings of words beside which a secret or an identifier may stand.

use super::super::detect::{self, Service};
use super::Signals;
use super::codes::{
    BANKS, BORN, COLUMNS, DOCUMENTS, DOORS, LOCKS, LOGIN_FILES, NAMES, QUESTIONS, SETTINGS, SHORT, STAFF, locked,
};
use super::forms::{Around, CODES, COMMANDS, FIELDS, FOLLOWED, FORMS, SIGNS, logins};
use super::lexicon::Lexicon;
use super::secrets::SECRETS;
use crate::redact::runs::parted;
use std::sync::LazyLock;

/// Words of identifiers, which have digits.
const WORDS: &[&str] = &[
    "cvv",
    "cvc",
    " cid ",
    "security code",
    "securitycode",
    " pin ",
    "pincode",
    "pinkod",
    "geldig t",
    "wa\u{17c}n",
    "dit\u{e9} ",
    "giltig",
    "kullanma",
    "codice fiscal",
    // Numbers, patients and the two kinds of accounts in Japanese.
    "\u{666e}\u{901a}",
    "\u{5f53}\u{5ea7}",
    "\u{756a}\u{53f7}",
    "\u{60a3}\u{8005}",
    "gyldig til",
    "g\u{fc}venlik kodu",
    "kerhetskod",
    "kod zabezp",
    "iligingscode",
    "durchwahl",
    "nebenstelle",
    "empno",
    "empid",
    "staff n",
    "staff i",
    "badge n",
    "badge i",
    " badge ",
    "ssn4",
    "plaka ",
    "plakal",
    "arga ",
    "nr rej",
    "regnr ",
    "registreringsn",
    "alnumm",
    "matricul",
    "kundennummer",
    "expir",
    " exp ",
    "valid t",
    "valid until",
    "good thr",
    "good till",
    "good until",
    "icd",
    "diagnos",
    "diagn\u{f3}s",
    "krankges",
    "krankschr",
    "krankmeld",
    "bescheinigung ",
    "arbeitsunf",
    " cim ",
    " cim10",
    " cie ",
    " cie10",
    " dx ",
    // Right behind the figures as well.
    "yo ",
    "licen",
    "passport",
    " mrn",
    "record n",
    "member",
    " plate ",
    "registration",
    "patient",
    "account",
    "acct",
    "policy",
    "sort code",
    " vin ",
    "insur",
    " ins ",
    "chart n",
    " plan ",
    "iban",
    " reg ",
    "vehicle",
    " vrm ",
    " vrn ",
    "medicare",
    " mbi ",
    " nhi ",
    " mrs ",
    " frau ",
    "\u{6b73}",
    "vuotias",
    "chassi",
    "nadwozia",
    "telaio",
    " bastidor",
    " seg ",
    " csc ",
    " cvn ",
    "verification",
    " dea ",
    " mac ",
    " macs ",
    "mac addr",
    "macaddr",
    "hardware addr",
    "physical addr",
    "ethernet addr",
    "bssid",
    "cryptogramme",
    "fnummer",
    // Of the data of cards and of vehicles.
    "security number",
    "fziffer",
    "eitscode",
    "de segur",
    "sicurezz",
    "ltig bis",
    "fallsdatum",
    "laufdatum",
    "caduc",
    "vencim",
    "validade",
    "scadenz",
    "rvaldatum",
    "nr konta",
    "bankgiro",
    "plusgiro",
    "kundennr",
    "kunden nr",
    "n\u{fa}mero de cliente",
    "num\u{e9}ro client",
    "klantnummer",
    "nr klienta",
    "paszport",
    "kennzeichen",
    "immatricul",
    "matr\u{ed}cula",
    "kenteken",
    " placa ",
    "rejestracyjn",
    "rejestracj",
    "registreringssk",
    "nummerplad",
    "nummerplate",
    "immatricul\u{e9}",
    "targat",
    "skyltnummer",
    // Of accounts.
    " acc ",
    " a c ",
    "customer n",
    "client n",
    " loan ",
    "konto",
    " kto",
    "ktonr",
    "compte",
    "cuenta",
    " conta ",
    " plaque ",
    " kfz ",
    " cad ",
    "valable ",
    "lida hasta",
    "lido at\u{e9}",
    "utg\u{e5}r",
    "ller till",
    "udl\u{f8}ber",
    "valida fino",
    "pin kod",
    "go pin ",
    "ce pin ",
    "od pin ",
    "code de s\u{e9}",
    "nummerpla",
    "nummernschi",
    "ausweis",
    "rekening",
    "di conto",
    " dda ",
    // Of licences and passports.
    " dl ",
    " dl num",
    " lic ",
    " fs nr",
    "tag no ",
    "tag num",
    " kz ",
    "osologico",
    "episodio",
    "de s\u{e9}jour",
    " ekvk",
    " ceam ",
    "river lic",
    "rivers lic",
    "ver s lic",
    "ver\u{2019}s lic",
    " dln ",
    " oln ",
    " cdl ",
    " d l ",
    "state id",
    "hrerschein",
    " permis ",
    "permiso de",
    "carnet de c",
    "carteira de m",
    "carta de c",
    " cnh ",
    "rijbewijs",
    "patente ",
    "travel doc",
    " ppt ",
    " pp n",
    "reisepass",
    "passnummer",
    "passeport",
    "pasaporte",
    "passapor",
    "paspoort",
    // Of health plans and records.
    "subscriber",
    "beneficiar",
    " hbn ",
    " hicn ",
    " hpbn ",
    "medicaid",
    " mem id",
    " mem n",
    " hp id",
    " hp n",
    "enrollee",
    "cardholder id",
    "coverage id",
    "coverage n",
    "bcbs",
    "blue cross",
    "aetna",
    " bupa ",
    "medibank",
    "barmer ",
    "debeka",
    "cigna",
    "humana",
    "kaiser",
    " uhc ",
    "health card",
    " ohip ",
    " phn ",
    " hcn ",
    " hc  ",
    " ramq ",
    " ovhc ",
    " dva ",
    " gms ",
    "medical card",
    " vhi ",
    " laya ",
    "medical aid n",
    "discovery health",
    " hcf ",
    "green shield",
    "manulife",
    " rx id",
    "versichert",
    "rungsnummer",
    " kvnr ",
    "assur\u{e9}",
    "adh\u{e9}rent",
    "mutuelle",
    "afiliad",
    "poliza",
    "p\u{f3}liza",
    "sanitaria",
    "de sa\u{fa}de",
    "carteirinha",
    "polisnummer",
    "keringsnummer",
    "polizza",
    " mr n",
    "medical rec",
    "med rec",
    "med  rec",
    " emr ",
    " ehr ",
    " pt id",
    " pt n",
    " pt  id",
    "chart id",
    "hospital n",
    "hospital id",
    " hosp n",
    "health rec",
    "medical id",
    "medical n",
    " m r ",
    " uhid ",
    "epic id",
    "record id",
    "file no ",
    "file num",
    "fallnumm",
    "dossier",
    "historia cl",
    "de historia",
    "prontu",
    "ati\u{eb}nt",
    "cartella cl",
    "paziente",
    "paciente",
    "pasient",
    "pacjent",
    " utente ",
    "ziekenhuis n",
    "ziekenhuisn",
    "krankenhaus n",
    " klinik n",
    "de historia",
    " no historia",
    "kartoteki",
    "historii chor",
    " hosp  n",
    " hosp  i",
    " pt  no",
    " pat  no",
    "krankenkassen",
    " zorg",
    " mem  id",
    "medigap",
    " rozp",
    " dg ",
    " cid 10",
    " cid10",
    "zdiagno",
    "akte ",
    "unit n",
    "ger\u{e4}ten",
    " diagn ",
];

/// What a word of the lexicon says.
#[derive(Clone, Copy)]
enum Meaning {
    /// It raises a signal wherever it stands.
    Word(Signals),
    /// It raises a signal where something stands around it. How long the word is without the blank behind it, and whether a
    /// blank begins it.
    Form(usize, bool, Around, Signals),
    /// It may be the mark of a service's keys.
    Mark(&'static Service),
}

impl Meaning {
    /// What the word raises at a place of a text.
    fn raised(self, text: &[u8], at: Option<usize>) -> Signals {
        match self {
            Self::Word(signals) => signals,
            Self::Form(len, led, is_there, signals) => {
                let (start, end) = at.map_or((0, len - usize::from(led)), |at| (at, at + len));
                if is_there(text, start, end) { signals } else { Signals::default() }
            }
            Self::Mark(service) if service.is_led(text, at) => Signals::MARK,
            Self::Mark(_) => Signals::default(),
        }
    }
}

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| Lexicon::new(all()));

/// What the words of the text raise.
pub(in crate::redact) fn met(text: &[u8]) -> Signals {
    let mut signals = Signals::default();
    LEXICON.find(text, |at, meaning| signals |= meaning.raised(text, at));
    signals
}

/// The same for a text without line breaks.
pub(super) fn met_in_line(text: &[u8]) -> Signals {
    let mut signals = Signals::default();
    LEXICON.find_in_line(text, |at, meaning| signals |= meaning.raised(text, at));
    signals
}

/// The same of a name, whose words capitals may begin.
pub(in crate::redact) fn met_in_name(name: &str) -> Signals {
    let parted = parted(name);
    [Some(name), parted.as_deref()]
        .into_iter()
        .flatten()
        .fold(Signals::default(), |sum, name| sum | met(name.as_bytes()))
}

/// All words and what they mean.
fn all() -> impl Iterator<Item = (Vec<u8>, Meaning)> {
    let raising = |words: &'static [&'static str], signal: Signals| {
        words.iter().map(move |word| (word.as_bytes().to_vec(), Meaning::Word(signal)))
    };
    let form = |word: &str, around: Around, signal: Signals| {
        (word.as_bytes().to_vec(), Meaning::Form(word.trim_end().len(), word.starts_with(' '), around, signal))
    };
    let forms_raising = |forms: &'static [(&'static str, Around)], signal: Signals| {
        forms.iter().map(move |(word, around)| form(word, *around, signal))
    };
    let forms = forms_raising(FORMS, Signals::SECRET).chain(forms_raising(COMMANDS, Signals::COMMAND));
    let forms = forms.chain(forms_raising(CODES, Signals::ONCE)).chain(forms_raising(FOLLOWED, Signals::WORD));
    let forms = forms.chain(forms_raising(LOCKS, Signals::DOOR)).chain(forms_raising(FIELDS, Signals::FIELDS));
    let forms = forms.chain(forms_raising(DOCUMENTS, Signals::FIELDS)).chain(forms_raising(NAMES, Signals::SECRET));
    let forms = forms.chain(forms_raising(BORN, Signals::BIRTH)).chain(forms_raising(SIGNS, Signals::SPELLED));
    let forms = forms.chain(locked().map(move |(word, around)| form(&word, around, Signals::DOOR)));
    let forms = forms.chain(logins().map(move |(word, around)| form(&word, around, Signals::LOGIN)));
    let marks = detect::stems().map(|(stem, service)| (stem.into_bytes(), Meaning::Mark(service)));
    raising(SECRETS, Signals::SECRET)
        .chain(raising(WORDS, Signals::WORD))
        .chain(forms)
        .chain(raising(COLUMNS, Signals::WORD))
        .chain(raising(SHORT, Signals::WORD))
        .chain(raising(STAFF, Signals::WORD))
        .chain(raising(detect::DISEASES, Signals::WORD))
        .chain(detect::AILMENTS.iter().map(|word| (format!(" {word} ").into_bytes(), Meaning::Word(Signals::WORD))))
        .chain(raising(BANKS, Signals::BANK))
        .chain(raising(detect::BIRTHS, Signals::BIRTH))
        .chain(raising(detect::NUMERALS, Signals::NUMERAL))
        .chain(raising(DOORS, Signals::DOOR))
        .chain(raising(detect::ONCE, Signals::ONCE))
        .chain(raising(detect::TONGUES, Signals::SECRET))
        .chain(raising(SETTINGS, Signals::SECRET))
        .chain(raising(QUESTIONS, Signals::QUESTION))
        .chain(raising(LOGIN_FILES, Signals::LOGINS))
        .chain(detect::telling().map(|word| (word, Meaning::Word(Signals::ABROAD))))
        .chain(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_met(text: &str) -> bool {
        met(text.as_bytes()) != Signals::default()
    }

    #[test]
    fn words_are_met_in_any_case_with_any_joint_and_across_lines() {
        for text in
            ["Password", "API_KEY", "api-key=", "my pass\nword", "p\r\nassword", "papassword", "Aged 93", "PIN: 4"]
        {
            assert!(is_met(text), "{text}");
        }
        for text in [
            "a\npin 4",
            "my pin",
            "my pin\n4",
            "year\nold",
            "no pass\n\nword",
            "x\n\npin",
            "api\nkey",
            "api \nkey",
            "s\ne\nc\nr\ne\nt",
        ] {
            assert!(is_met(text), "{text}");
        }
        for text in ["", "p", "pi", "passing", "key", "the sword", "engaged 3", "page 7", "messages", "spin\nning"] {
            assert!(!is_met(text), "{text}");
        }
    }

    #[test]
    fn marks_are_met_where_a_key_may_stand_behind_them() {
        for text in
            ["\u{e9}ghp_aB3dE5gH7jK9mN1p", "AKIAIOSFODNN7DOCUMEN", "AK\nIAIOSFO\nDNN7DOCUMEN", "x:AA0123456789ab"]
        {
            assert!(met(text.as_bytes()).intersects(Signals::MARK), "{text}");
        }
        for text in ["AKIA", "akiaiosfodnn7documen", "AKIA IOSFODNN7DOCUMEN", "a pattern", "key - value", "AKIA=0123"] {
            assert!(!is_met(text), "{text}");
        }
    }

    #[test]
    fn forms_are_met_where_they_stand_whole() {
        for text in [
            "DB_PASS=Walnut27",
            "smtpPass: 'x'",
            "{\"pass\":\"x\"}",
            "--pass x",
            "<pass>x",
            "PW = x",
            "pw\nx",
            "Login: admin / x",
            "creds: admin/x",
            "Login",
            "Login:",
            "run -u a -p x",
            "psk=x",
            "Pass",
        ] {
            assert!(met(text.as_bytes()).intersects(Signals::SECRET), "{text}");
        }
        for text in [
            "pass the salt",
            "bypass it",
            "passing: 3",
            "a pass or two",
            "tar -p x",
            "the p value",
            "pwx: 1",
            "login: admin",
            "the user admin / x",
            "use mysql",
            "auth: (x)",
            "h:5432/x",
        ] {
            assert!(!is_met(text), "{text}");
        }
    }

    #[test]
    fn some_words_are_met_before_figures_and_as_labels_only() {
        for text in [
            "ext. 471",
            "Ext: 4711",
            "DW -4711",
            "phone_ext=471",
            "Desk ext:",
            "phoneExt",
            "of SSN 7262",
            "SSN (last four): 7262",
            "ssn_last_4",
        ] {
            assert!(met(text.as_bytes()).intersects(Signals::WORD), "{text}");
        }
        for text in ["the ext2 471", "ext of 4711", "text 4711", "ext. 12", "dw is 4711", "SSN 212-34-5678", "the SSN"]
        {
            assert!(!met(text.as_bytes()).intersects(Signals::WORD), "{text}");
        }
    }

    #[test]
    fn commands_are_met_with_what_takes_a_password() {
        for text in [
            "mysqldump -h db -pSunny-7",
            "redis-cli -a Sunny-7",
            "sqlplus a/b",
            "ssh a:b@h",
            "auth = ('a', 'b')",
            "a:b@tcp(h)",
            "echo x | sudo -S y",
            "unzip -P x a",
            "docker login -p x",
            "conn a/b",
            "expect *assword:",
            "\"auth\": \"amFuZTpTdW5ueS03\"",
            "snmp-server community x",
        ] {
            assert!(met(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
        for text in [
            "use mysql",
            "ssh a@h",
            "auth: (x)",
            "sudo -S y",
            "tcp(h)",
            "connect to a/b",
            "the password",
            "auth: basic",
        ] {
            assert!(!met(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
    }

    #[test]
    fn every_word_raises_its_signal_wherever_it_stands() {
        let raising = all().filter_map(|(word, meaning)| match meaning {
            Meaning::Word(signal) => Some((String::from_utf8(word).ok()?, signal)),
            Meaning::Form(..) | Meaning::Mark(_) => None,
        });
        for (word, signal) in raising {
            assert!(word.len() >= 3, "{word}");
            let mut texts = vec![format!("{word} x"), format!("x y{word}."), format!("x y {word}")];
            let halves = (1..word.len()).filter_map(|cut| word.split_at_checked(cut));
            texts.extend(halves.map(|(one, other)| format!("x {one}\n{other} y")));
            for text in texts {
                assert!(met(text.as_bytes()).intersects(signal), "{text:?}");
            }
        }
    }
}
