//! The telling words: beginnings of words beside which a secret or an identifier may stand.

use super::detect::{self, Service};
use super::gate::Signals;
use super::lexicon::Lexicon;
use std::sync::LazyLock;

/// Words of secrets, in lower case; a blank stands for anything but letters and digits, and for the beginning and the
/// end of a text. The marks of services' keys come on top.
const SECRETS: &[&str] = &[
    "passw",
    "passphr",
    "passcode",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api key",
    "access key",
    "accesskey",
    "private key",
    "privatekey",
    "credential",
    "bearer",
    "basic ",
    "authoriz",
    "account key",
    "accountkey",
    "shared key",
    "encryption key",
    "signing key",
    "client key",
    "auth key",
    "authkey",
    " curl ",
    "psexec",
    "docker login",
    "private lines",
    " argon2",
    "scrypt",
    "bcrypt",
    "pbkdf2",
    "krb5",
    "ssha",
    "authoris",
    "passwort",
    " 2a ",
    " 2b ",
    " 2y ",
];

/// Words of identifiers, which have digits.
const WORDS: &[&str] = &[
    "cvv",
    "cvc",
    " cid ",
    "security code",
    " pin ",
    "expir",
    " exp ",
    "valid t",
    "valid until",
    "good thru",
    "icd",
    "diagnos",
    " dx ",
    "year old",
    "years old",
    " yo ",
    " aged ",
    " age ",
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
    " y o ",
    "yr old",
    "yrs old",
];

/// Words of the codes of banks, which may be letters alone.
const BANKS: &[&str] = &["swift", " bic "];

/// The words of births. Short ones count within words as well, for names in programs have no blanks.
const BIRTHS: &[&str] = &["birth", "born", "dob", "d o b", "bday", "geb", "naiss", "nacim", "nacid", "nasci"];

/// What a word of the lexicon says.
#[derive(Clone, Copy)]
enum Meaning {
    /// It raises a signal wherever it stands.
    Word(Signals),
    /// It may be the mark of a service's keys.
    Mark(&'static Service),
}

impl Meaning {
    /// What the word raises at a place of a text.
    fn raised(self, text: &[u8], at: Option<usize>) -> Signals {
        match self {
            Self::Word(signals) => signals,
            Self::Mark(service) if service.is_led(text, at) => Signals::MARK,
            Self::Mark(_) => Signals::default(),
        }
    }
}

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| Lexicon::new(all()));

/// What the words of the text raise.
pub(super) fn met(text: &[u8]) -> Signals {
    let mut signals = Signals::default();
    LEXICON.find(text, |at, meaning| signals = signals | meaning.raised(text, at));
    signals
}

/// The same for a text without line breaks.
pub(super) fn met_in_line(text: &[u8]) -> Signals {
    let mut signals = Signals::default();
    LEXICON.find_in_line(text, |at, meaning| signals = signals | meaning.raised(text, at));
    signals
}

/// All words and what they mean.
fn all() -> impl Iterator<Item = (Vec<u8>, Meaning)> {
    let raising = |words: &'static [&'static str], signal: Signals| {
        words.iter().map(move |word| (word.as_bytes().to_vec(), Meaning::Word(signal)))
    };
    let marks = detect::stems().map(|(stem, service)| (stem.into_bytes(), Meaning::Mark(service)));
    raising(SECRETS, Signals::SECRET)
        .chain(raising(WORDS, Signals::WORD))
        .chain(raising(BANKS, Signals::BANK))
        .chain(raising(BIRTHS, Signals::BIRTH))
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
        for text in ["AKIAIOSFODNN7DOCUMEN", "AK\nIAIOSFO\nDNN7DOCUMEN", "x:AA0123456789ab"] {
            assert!(met(text.as_bytes()).any_of(Signals::MARK), "{text}");
        }
        for text in ["AKIA", "akiaiosfodnn7documen", "AKIA IOSFODNN7DOCUMEN", "a pattern", "key - value", "AKIA=0123"] {
            assert!(!is_met(text), "{text}");
        }
    }

    #[test]
    fn every_word_raises_its_signal_wherever_it_stands() {
        let raising = all().filter_map(|(word, meaning)| match meaning {
            Meaning::Word(signal) => Some((String::from_utf8(word).ok()?, signal)),
            Meaning::Mark(_) => None,
        });
        for (word, signal) in raising {
            assert!(word.len() >= 3, "{word}");
            let mut texts = vec![format!("{word} x"), format!("x y{word}."), format!("x y {word}")];
            texts.extend((1..word.len()).map(|cut| format!("x {}\n{} y", &word[..cut], &word[cut..])));
            for text in texts {
                assert!(met(text.as_bytes()).any_of(signal), "{text:?}");
            }
        }
    }
}
