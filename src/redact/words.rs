//! The telling words: beginnings of words beside which a secret or a short identifier may stand.
//!
//! One automaton knows all of them, in any case, at one step a byte. Line breaks leave its state as it is, so
//! that words are known across them.

use super::detect;
use std::sync::LazyLock;

/// A state of the automaton; its top bit says that a word was met.
pub(super) type State = u16;

/// Where every text begins: behind a blank.
pub(super) const START: State = 1;
/// Set in a state that is the end of a word.
pub(super) const MET: State = 0x8000;

/// The words, in lower case; a blank stands for anything but letters and digits, and for the beginning. The marks of
/// services' keys come on top.
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

/// Bytes that the words do not tell apart.
const CLASSES: usize = 64;

/// The next state by state and class of byte.
pub(super) struct Table {
    class: [u8; 256],
    next: Vec<[State; CLASSES]>,
}

impl Table {
    /// The state after a byte.
    pub(super) fn next(&self, state: State, byte: u8) -> State {
        let row = usize::from(state & !MET);
        // A state is always a row: the table is made closed.
        self.next.get(row).map_or(0, |row| row[usize::from(self.class[usize::from(byte)]) % CLASSES])
    }
}

/// The table of all words.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(made);
    &TABLE
}

/// What a byte is to the words: its lower case, or a blank.
fn plain(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() || byte >= 0x80 { byte.to_ascii_lowercase() } else { b' ' }
}

fn made() -> Table {
    let mut words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).chain(detect::stems()).collect();
    words.sort_unstable();
    words.dedup();
    let mut alphabet: Vec<u8> = words.iter().flat_map(|word| word.bytes()).collect();
    alphabet.sort_unstable();
    alphabet.dedup();
    let line_end = alphabet.len() as u8 + 1;
    let class = std::array::from_fn(|byte| match byte as u8 {
        b'\n' | b'\r' => line_end,
        byte => alphabet.iter().position(|b| *b == plain(byte)).map_or(0, |at| at as u8 + 1),
    });
    // Each state is a prefix of a word; the longest suffix of what was read that is one of them is the next.
    let mut prefixes: Vec<&[u8]> =
        words.iter().flat_map(|word| (0..=word.len()).map(move |len| &word.as_bytes()[..len])).collect();
    // The blank comes right behind the empty prefix: it is where texts begin.
    prefixes.sort_unstable_by_key(order);
    prefixes.dedup();
    let row = |state: usize, prefix: &&[u8]| {
        std::array::from_fn(|class| match class {
            0 => 0,
            _ if class == usize::from(line_end) => state as State,
            _ => alphabet.get(class - 1).map_or(0, |byte| after(&prefixes, &words, prefix, *byte)),
        })
    };
    Table { class, next: prefixes.iter().enumerate().map(|(state, prefix)| row(state, prefix)).collect() }
}

/// How prefixes are ordered: by length first.
fn order<'a>(prefix: &&'a [u8]) -> (usize, &'a [u8]) {
    (prefix.len(), prefix)
}

fn after(prefixes: &[&[u8]], words: &[String], prefix: &[u8], byte: u8) -> State {
    let read = [prefix, &[byte]].concat();
    let is_prefix = |from: usize| prefixes.binary_search_by_key(&order(&&read[from..]), order).ok();
    let is_word = |from: usize| words.binary_search_by_key(&&read[from..], |word| word.as_bytes()).is_ok();
    let longest = (0..=read.len()).find_map(is_prefix);
    let met = (0..read.len()).any(is_word);
    longest.unwrap_or(0) as State | if met { MET } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(text: &str) -> bool {
        let mut state = START;
        text.bytes().any(|byte| {
            state = table().next(state, byte);
            state & MET != 0
        })
    }

    #[test]
    fn words_are_met_in_any_case_with_any_joint_and_across_lines() {
        for text in ["Password", "API_KEY", "api-key=", "my pass\nword", "papassword", "Aged 93", "PIN: 4"] {
            assert!(meets(text), "{text}");
        }
        assert_eq!(table().next(0, b' '), START);
        for text in ["", "passing", "key", "the sword", "engaged 3", "page 7", "messages"] {
            assert!(!meets(text), "{text}");
        }
    }
}
