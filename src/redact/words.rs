//! The telling words: beginnings of words beside which a secret or a short identifier may stand.
//!
//! Three bytes in a row, letters in any case, tell whether one of the words may begin there: a bit each says so. Only
//! where it is set the words that begin like that are compared. Nothing has to be known of the bytes before, so that
//! a processor reads several places at once. Words are known across line breaks as well.

use super::detect;
use std::sync::LazyLock;

/// The words, in lower case; a blank stands for anything but letters and digits, and for the beginning and
/// the end of a text. The marks of services' keys come on top.
const WORDS: &[&str] = &[
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
    "begin ",
    "account key",
    "accountkey",
    "shared key",
    "encryption key",
    "signing key",
    "client key",
    "auth key",
    "authkey",
    "cvv",
    "cvc",
    " cid ",
    "security code",
    " pin ",
    "expir",
    " exp ",
    "valid thru",
    "valid until",
    "swift",
    " bic ",
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
    "born",
    "birth",
    " dob ",
    " plate ",
    "registration",
    "patient",
    "account",
    "acct",
    "policy n",
    "sort code",
    " vin ",
    " curl ",
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
    "insur",
    " ins ",
    "chart n",
    " plan ",
    "iban",
    " reg ",
    "vehicle",
    " vrm ",
    " dea ",
    " mac ",
    " macs ",
    "mac addr",
    "macaddr",
    "hardware addr",
    "physical addr",
    "ethernet addr",
    "bssid",
    " geb ",
    "gebur",
    "gebor",
    "naiss",
    "nacim",
    "nascim",
    "bday",
    " d o b ",
    " y o ",
];

/// The bytes of a word that are looked at first. No word is shorter.
const FIRST: usize = 3;
/// How many bits tell bytes apart: each letter, blanks, digits, and the bytes of foreign letters.
const BITS: u32 = 5;
/// How many beginnings there are.
const BEGINNINGS: usize = 1 << (BITS * FIRST as u32);
/// The longest word.
const LONGEST: usize = 20;

/// Whether one of the words is in the text.
pub(super) fn are_met(text: &[u8]) -> bool {
    let table = table();
    table.meets_at_start(text) || table.meets(text) || line_ends(text).any(|line| table.meets(&joined(text, line)))
}

fn line_ends(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr2_iter(b'\n', b'\r', text)
}

/// What stands around a line break, without line breaks.
fn joined(text: &[u8], line: usize) -> [u8; 2 * LONGEST] {
    let mut around = [b' '; 2 * LONGEST];
    let in_line = |b: &&u8| !matches!(b, b'\n' | b'\r');
    let before = text[..line].iter().rev().filter(in_line);
    around[..LONGEST].iter_mut().rev().zip(before).for_each(|(place, b)| *place = *b);
    let behind = text[line..].iter().filter(in_line);
    around[LONGEST..].iter_mut().zip(behind).for_each(|(place, b)| *place = *b);
    around
}

/// The words by how they begin.
struct Table {
    /// A bit for each beginning.
    begins: [u64; BEGINNINGS / 64],
    /// The words, by the number of their beginning.
    words: Vec<(usize, Vec<u8>)>,
}

impl Table {
    fn meets(&self, text: &[u8]) -> bool {
        let mut beginnings = text.windows(FIRST).map(beginning).enumerate();
        beginnings.any(|(at, beginning)| self.is_beginning(beginning) && self.words(beginning).any(|word| begins(word, &text[at..])))
    }

    /// Whether a word that a blank begins is the first of the text.
    fn meets_at_start(&self, text: &[u8]) -> bool {
        let [one, two, ..] = text else { return false };
        let beginning = beginning(&[b' ', *one, *two]);
        self.words(beginning).filter_map(|word| word.strip_prefix(b" ")).any(|word| begins(word, text))
    }

    fn is_beginning(&self, beginning: usize) -> bool {
        self.begins[beginning / 64 % (BEGINNINGS / 64)] >> (beginning % 64) & 1 != 0
    }

    fn words(&self, beginning: usize) -> impl Iterator<Item = &[u8]> {
        let first = self.words.partition_point(|(other, _)| *other < beginning);
        self.words[first..].iter().take_while(move |(other, _)| *other == beginning).map(|(_, word)| word.as_slice())
    }
}

/// The number of a beginning.
fn beginning(three: &[u8]) -> usize {
    three.iter().fold(0, |number, b| number << BITS | usize::from(CLASS[usize::from(*b)]))
}

/// What a byte is to beginnings.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match (byte as u8).to_ascii_lowercase() {
            letter @ b'a'..=b'z' => letter - b'a' + 1,
            b'0'..=b'9' => 27,
            0x80.. => 28,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// Whether the text begins with the word. Its end is as good as a blank.
fn begins(word: &[u8], text: &[u8]) -> bool {
    word.iter().enumerate().all(|(at, wanted)| text.get(at).map_or(b' ', |b| plain(*b)) == *wanted)
}

/// The table of all words.
fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(made);
    &TABLE
}

/// What a byte is to the words: its lower case, or a blank.
fn plain(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() || byte >= 0x80 { byte.to_ascii_lowercase() } else { b' ' }
}

/// All words; one that begins with another says nothing more.
fn all() -> Vec<Vec<u8>> {
    let mut words: Vec<Vec<u8>> = WORDS.iter().map(|word| word.as_bytes().to_vec()).collect();
    words.extend(detect::stems().map(String::into_bytes));
    words.sort_unstable();
    words.dedup_by(|word, before| word.starts_with(before));
    words
}

fn made() -> Table {
    let begin = |word: Vec<u8>| (beginning(&word[..FIRST]), word);
    let mut words: Vec<(usize, Vec<u8>)> = all().into_iter().filter(|word| word.len() >= FIRST).map(begin).collect();
    words.sort_unstable();
    let mut begins = [0; BEGINNINGS / 64];
    words.iter().for_each(|(beginning, _)| begins[beginning / 64] |= 1 << (beginning % 64));
    Table { begins, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_met_in_any_case_with_any_joint_and_across_lines() {
        for text in [
            "Password", "API_KEY", "api-key=", "my pass\nword", "p\r\nassword", "papassword", "Aged 93", "PIN: 4", "a\npin 4",
            "my pin", "x\n\npin",
        ] {
            assert!(are_met(text.as_bytes()), "{text}");
        }
        for text in ["", "p", "pi", "passing", "key", "the sword", "engaged 3", "page 7", "messages", "spin\nning"] {
            assert!(!are_met(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn every_word_is_met_wherever_it_stands() {
        for word in all().into_iter().filter_map(|word| String::from_utf8(word).ok()) {
            assert!((FIRST..LONGEST).contains(&word.len()), "{word}");
            for text in [format!("{word} x"), format!("x y{word}."), format!("x y {word}")] {
                assert!(are_met(text.as_bytes()), "{text}");
            }
            let middle = word.len() / 2;
            let broken = format!("x {}\n{} y", &word[..middle], &word[middle..]);
            assert!(are_met(broken.as_bytes()), "{broken}");
        }
    }
}
