//! The telling words: beginnings of words beside which a secret or a short identifier may stand.
//!
//! Three bytes in a row, letters in any case, tell whether one of the words may begin there: a bit each says so. Only
//! where it is set the words that begin like that are compared. Nothing has to be known of the bytes before, so that
//! a processor reads several places at once. Words are known across line breaks as well.

use super::detect;
use super::gate::Signals;
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
    " y o ",
];

/// The words of births. Short ones count within words as well, for names in programs have no blanks.
const BIRTHS: &[&str] = &["birth", "born", "dob", "d o b", "bday", "geb", "naiss", "nacim", "nascim"];

/// The bytes of a word that are looked at first. No word is shorter.
const FIRST: usize = 3;
/// How many bits tell bytes apart: each letter, blanks, digits, and the bytes of foreign letters.
const BITS: u32 = 5;
/// How many beginnings there are.
const BEGINNINGS: usize = 1 << (BITS * FIRST as u32);
/// What the words of the text raise.
pub(super) fn met(text: &[u8]) -> Signals {
    let table = table();
    table.met(text) | table.met_across_lines(text)
}

/// The words by how they begin.
struct Table {
    /// A bit for each beginning.
    begins: [u64; BEGINNINGS / 64],
    /// How many beginnings there are before those of each number in `begins`.
    before: [usize; BEGINNINGS / 64],
    /// The words of each beginning that there is, and what they raise.
    words: Vec<Vec<(Vec<u8>, Signals)>>,
}

impl Table {
    fn met(&self, text: &[u8]) -> Signals {
        // Before the text there are blanks.
        let mut beginning = 0;
        let mut signals = Signals::default();
        for (at, byte) in text.iter().enumerate() {
            beginning = longer(beginning, *byte);
            if self.is_beginning(beginning) {
                signals = signals | self.met_at(beginning, text, at.checked_sub(2));
            }
        }
        signals
    }

    /// What the words raise that a line break cuts in their beginnings.
    fn met_across_lines(&self, text: &[u8]) -> Signals {
        let mut signals = Signals::default();
        for line in memchr::memchr2_iter(b'\n', b'\r', text) {
            let mut before = (0..line).rev().filter(|at| !is_line_end(text[*at]));
            let mut behind = text[line..].iter().copied().filter(|b| !is_line_end(*b));
            let (last, last_but_one) = (before.next(), before.next());
            let (Some(last), Some(next)) = (last, behind.next()) else { continue };
            let first = last_but_one.map_or(b' ', |at| text[at]);
            let two_before = longer(longer(longer(0, first), text[last]), next);
            let one_before = longer(longer(longer(0, text[last]), next), behind.next().unwrap_or(b' '));
            signals = signals | self.met_at(two_before, text, last_but_one) | self.met_at(one_before, text, Some(last));
        }
        signals
    }

    fn is_beginning(&self, beginning: usize) -> bool {
        self.begins[beginning / 64 % (BEGINNINGS / 64)] >> (beginning % 64) & 1 != 0
    }

    /// What the words with this beginning raise that stand at a place, or one before the text.
    fn met_at(&self, beginning: usize, text: &[u8], at: Option<usize>) -> Signals {
        let stands = |word: &[u8]| match at {
            Some(at) => begins(word, &text[at..]),
            None => word.strip_prefix(b" ").is_some_and(|word| begins(word, text)),
        };
        let met = self.words(beginning).iter().filter(|(word, _)| stands(word));
        met.fold(Signals::default(), |sum, (_, signal)| sum | *signal)
    }

    /// The words that have this beginning, which are numbered in order.
    fn words(&self, beginning: usize) -> &[(Vec<u8>, Signals)] {
        let (place, bit) = (beginning / 64, beginning % 64);
        let lower = self.begins[place] & ((1 << bit) - 1);
        let number = self.before[place] + lower.count_ones() as usize;
        if self.is_beginning(beginning) { self.words.get(number).map_or(&[], Vec::as_slice) } else { &[] }
    }
}

/// The number of the beginning that ends with a byte more.
fn longer(beginning: usize, byte: u8) -> usize {
    (beginning << BITS | usize::from(CLASS[usize::from(byte)])) % BEGINNINGS
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

/// Whether the text begins with the word. Its end is as good as a blank, and line breaks are blanks or nothing.
fn begins(word: &[u8], text: &[u8]) -> bool {
    let byte = |at: usize| text.get(at).map_or(b' ', |b| plain(*b));
    let mut at = 0;
    for wanted in word {
        if text.get(at).is_some_and(|b| is_line_end(*b)) {
            let skipped = text[at..].iter().take_while(|b| is_line_end(**b)).count();
            at += if byte(at + skipped) == *wanted { skipped } else { 0 };
        }
        if byte(at) != *wanted {
            return false;
        }
        at += 1;
    }
    true
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
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

/// All words and what they raise.
fn all() -> impl Iterator<Item = (Vec<u8>, Signals)> {
    let words = WORDS.iter().map(|word| (word.as_bytes().to_vec(), Signals::WORD));
    let births = BIRTHS.iter().map(|word| (word.as_bytes().to_vec(), Signals::BIRTH));
    words.chain(births).chain(detect::stems().map(|mark| (mark.into_bytes(), Signals::MARK)))
}

fn made() -> Table {
    let numbered = |(word, signals): (Vec<u8>, Signals)| {
        let beginning = word.iter().take(FIRST).fold(0, |number, b| longer(number, *b));
        (beginning, word, signals)
    };
    let mut sorted: Vec<(usize, Vec<u8>, Signals)> = all().map(numbered).collect();
    sorted.sort_unstable_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let mut begins = [0u64; BEGINNINGS / 64];
    sorted.iter().for_each(|(beginning, ..)| begins[beginning / 64] |= 1 << (beginning % 64));
    let before = std::array::from_fn(|place| begins[..place].iter().map(|bits| bits.count_ones() as usize).sum());
    let alike = sorted.chunk_by(|one, other| one.0 == other.0);
    let words = alike.map(|words| words.iter().map(|(_, word, signals)| (word.clone(), *signals)).collect()).collect();
    Table { begins, before, words }
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
    fn every_word_raises_its_signal_wherever_it_stands() {
        for (word, signal) in all().filter_map(|(word, signal)| Some((String::from_utf8(word).ok()?, signal))) {
            assert!(word.len() >= FIRST, "{word}");
            let mut texts = vec![format!("{word} x"), format!("x y{word}."), format!("x y {word}")];
            texts.extend((1..word.len()).map(|cut| format!("x {}\n{} y", &word[..cut], &word[cut..])));
            for text in texts {
                assert!(met(text.as_bytes()).any_of(signal), "{text:?}");
            }
        }
    }
}
