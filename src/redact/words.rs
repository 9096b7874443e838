//! The telling words: beginnings of words beside which a secret or a short identifier may stand.
//!
//! One automaton knows all of them, in any case, at one step a byte. A line break may stand for nothing or
//! for a blank: words are known across it, and at the beginning of a line.

use super::detect;
use std::collections::HashMap;
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
    "valid t",
    "valid until",
    "good thru",
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
    "policy",
    "sort code",
    " vin ",
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
    let line_end = alphabet.len() + 1;
    let class = std::array::from_fn(|byte| match byte as u8 {
        b'\n' | b'\r' => line_end as u8,
        byte => alphabet.iter().position(|b| *b == plain(byte)).map_or(0, |at| at as u8 + 1),
    });
    let line = Line::of(&words, &alphabet);
    // A line break may be nothing or a blank, so that a state of the table is a set of states of one line.
    let mut sets = vec![vec![0], vec![line.after_blank(0)]];
    let mut numbers: HashMap<Vec<usize>, State> = sets.iter().cloned().zip(0..).collect();
    let mut next: Vec<[State; CLASSES]> = Vec::new();
    while let Some(set) = sets.get(next.len()).cloned() {
        next.push(std::array::from_fn(|class| match class {
            0 => 0,
            class if class == line_end => line.known(&mut sets, &mut numbers, line.broken(&set)),
            class if class < line_end => {
                line.known(&mut sets, &mut numbers, set.iter().map(|one| line.next[*one][class]).collect())
            }
            _ => 0,
        }));
    }
    Table { class, next }
}

/// The automaton of one line: each state is a prefix of a word, the longest that ends what was read.
struct Line<'a> {
    prefixes: Vec<&'a [u8]>,
    next: Vec<[usize; CLASSES]>,
    /// Whether a word ends in a state.
    met: Vec<bool>,
    blank: usize,
}

impl<'a> Line<'a> {
    fn of(words: &'a [String], alphabet: &[u8]) -> Self {
        let mut prefixes: Vec<&[u8]> =
            words.iter().flat_map(|word| (0..=word.len()).map(move |len| &word.as_bytes()[..len])).collect();
        let order = |prefix: &&'a [u8]| (prefix.len(), *prefix);
        prefixes.sort_unstable_by_key(order);
        prefixes.dedup();
        let blank = alphabet.iter().position(|b| *b == b' ').map_or(0, |at| at + 1);
        let mut line = Self { next: vec![[0; CLASSES]; prefixes.len()], met: Vec::new(), prefixes, blank };
        // The state of the longest end of each prefix that is one as well; shorter prefixes come first.
        let mut ends = vec![0; line.prefixes.len()];
        for state in 0..line.prefixes.len() {
            let prefix = line.prefixes[state];
            line.met
                .push(words.iter().any(|word| word.as_bytes() == prefix) || line.met.get(ends[state]) == Some(&true));
            for (at, byte) in alphabet.iter().enumerate() {
                let longer = [prefix, &[*byte]].concat();
                let after_end = if prefix.is_empty() { 0 } else { line.next[ends[state]][at + 1] };
                let child =
                    line.prefixes.binary_search_by_key(&(longer.len(), longer.as_slice()), |p| (p.len(), p)).ok();
                child.into_iter().for_each(|child| ends[child] = after_end);
                line.next[state][at + 1] = child.unwrap_or(after_end);
            }
        }
        line
    }

    fn after_blank(&self, state: usize) -> usize {
        self.next[state][self.blank]
    }

    /// The states behind a line break: it is not there, or it is a blank.
    fn broken(&self, set: &[usize]) -> Vec<usize> {
        set.iter().flat_map(|state| [*state, self.after_blank(*state)]).collect()
    }

    /// The number of a set; a new one gets the next. What another member of it ends with says nothing more.
    fn known(&self, sets: &mut Vec<Vec<usize>>, numbers: &mut HashMap<Vec<usize>, State>, set: Vec<usize>) -> State {
        let met = if set.iter().any(|state| self.met[*state]) { MET } else { 0 };
        let mut set = set;
        if set.len() > 1 {
            let says_more = |one: &usize| {
                !set.iter().any(|other| other != one && self.prefixes[*other].ends_with(self.prefixes[*one]))
            };
            set = set.iter().copied().filter(says_more).collect();
            set.sort_unstable();
            set.dedup();
        }
        if let Some(number) = numbers.get(&set) {
            return number | met;
        }
        let next = sets.len() as State;
        numbers.insert(set.clone(), next);
        sets.push(set);
        next | met
    }
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
        for text in [
            "Password",
            "API_KEY",
            "api-key=",
            "my pass\nword",
            "papassword",
            "Aged 93",
            "PIN: 4",
            "a\npin 4",
            "my pin\n4",
            "year\nold",
            "no pass\n\nword",
        ] {
            assert!(meets(text), "{text}");
        }
        assert_eq!(table().next(0, b' '), START);
        assert!(table().next.len() < usize::from(MET));
        for text in ["", "passing", "key", "the sword", "engaged 3", "page 7", "messages"] {
            assert!(!meets(text), "{text}");
        }
    }
}
