//! What the detectors of secrets look for in a text, found in one pass: the words of names, and the texts that they go on
//! from. Most texts have none of the latter, so that most detectors need not look at them.

use super::name::{Promise, words};
use crate::redact::gate::lexicon::{Lexicon, entry};
use std::ops::Range;
use std::sync::LazyLock;

/// A text that a detector goes on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Auth,
    Basic,
    Bearer,
    Begin,
    Curl,
    Device,
    EnablePassword,
    EnableSecret,
    Environment,
    Identified,
    IdentifiedInCapitals,
    IdentifiedWith,
    IdentifiedWithInCapitals,
    Ipsec,
    Isakmp,
    Kind,
    MasterAuth,
    Password,
    PasswordOption,
    PrivateLines,
    Procedure,
    RadiusServer,
    RequirePass,
    Secret,
    SecureString,
    Seed,
    Send,
    SentinelPass,
    SnmpServer,
    SshPass,
    TacacsServer,
}

impl Mark {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// How they are written.
const MARKS: &[(Mark, &str)] = &[
    // What the words of a seed are called, from the last that it begins with.
    (Mark::Seed, "eed phrase"),
    (Mark::Seed, "eed words"),
    (Mark::Seed, "eed:"),
    (Mark::Seed, "eed :"),
    (Mark::Seed, "ecovery phrase"),
    (Mark::Seed, "ackup phrase"),
    (Mark::Seed, "nemonic"),
    (Mark::Seed, "eed-phrase"),
    (Mark::Seed, "eed-Phrase"),
    (Mark::Seed, "ecret phrase"),
    (Mark::Seed, "herstellungsphrase"),
    (Mark::Seed, "phrase de r"),
    (Mark::Seed, "phrase secr"),
    (Mark::Seed, "rase semilla"),
    (Mark::Seed, "rase de recupera"),
    (Mark::Seed, "rase di recupero"),
    (Mark::Seed, "erstelzin"),
    (Mark::Seed, "raza odzysk"),
    (Mark::Seed, "llningsfras"),
    (Mark::Auth, "auth"),
    // The case of the first letter of these words is left open.
    (Mark::Basic, "asic"),
    (Mark::Bearer, "earer"),
    (Mark::Begin, "BEGIN "),
    (Mark::Curl, "curl"),
    // One of these is in each line of a device.
    (Mark::Device, "enable"),
    (Mark::Device, "username"),
    (Mark::Device, "snmp"),
    (Mark::Device, "acs-server"),
    (Mark::Device, "ius-server"),
    (Mark::Device, "wpa-psk"),
    (Mark::Device, "crypto"),
    (Mark::Device, "ospf"),
    (Mark::Device, "neighbor"),
    (Mark::Device, "key"),
    (Mark::Device, "community"),
    (Mark::Device, "com2sec"),
    (Mark::Device, "createUser"),
    (Mark::Device, "authentication "),
    (Mark::Device, "ldap-login-p"),
    (Mark::Device, "set passw"),
    (Mark::Device, "set passph"),
    (Mark::Device, "set psk"),
    (Mark::Device, "set secret"),
    (Mark::Device, "local-user "),
    (Mark::Device, "intext-password "),
    (Mark::Device, "shared-secret "),
    (Mark::Device, "wpa passphrase "),
    (Mark::Device, "d cipher "),
    (Mark::Device, "d manager "),
    (Mark::Device, "d operator "),
    (Mark::Device, "super password "),
    (Mark::Device, "rcon_password "),
    (Mark::Device, "sv_password "),
    (Mark::EnablePassword, "enable password "),
    (Mark::EnableSecret, "enable secret "),
    (Mark::Environment, "process.env"),
    (Mark::Identified, "identified by "),
    (Mark::IdentifiedInCapitals, "IDENTIFIED BY "),
    (Mark::IdentifiedWith, "identified with "),
    (Mark::IdentifiedWithInCapitals, "IDENTIFIED WITH "),
    (Mark::Procedure, "sp_password "),
    (Mark::Procedure, "sp_addlogin "),
    (Mark::Procedure, "sp_addlinkedsrvlogin "),
    (Mark::Ipsec, "PSK "),
    (Mark::Ipsec, "EAP "),
    (Mark::Ipsec, "XAUTH "),
    (Mark::Ipsec, "RSA "),
    (Mark::Ipsec, "ECDSA "),
    (Mark::Ipsec, "P12 "),
    (Mark::Ipsec, "PKCS8 "),
    (Mark::Isakmp, "crypto isakmp key "),
    (Mark::Kind, "kind:"),
    (Mark::MasterAuth, "masterauth "),
    (Mark::Password, "password "),
    (Mark::PasswordOption, " -p "),
    (Mark::PrivateLines, "Private-Lines: "),
    (Mark::RadiusServer, "radius-server "),
    (Mark::RequirePass, "requirepass "),
    (Mark::Secret, "secret "),
    (Mark::SecureString, "SecureString"),
    (Mark::Send, "send"),
    (Mark::SentinelPass, "sentinel auth-pass "),
    (Mark::SnmpServer, "snmp-server "),
    (Mark::SshPass, "sshpass -p"),
    (Mark::TacacsServer, "tacacs-server "),
];

/// A word of names, and what it promises.
pub(super) type Word = (&'static str, Promise);

/// What the pass looks for.
enum Entry {
    /// A word of names in any case; a blank at its end stands for the end of the word.
    Word(Word),
    /// A text as it is written.
    Mark(Mark, &'static str),
}

/// What is there of it.
#[derive(Default)]
pub(in crate::redact) struct Sought {
    /// The words, in order; of those that begin together the longest comes first.
    pub(super) words: Vec<(Range<usize>, Word)>,
    marks: Vec<(Mark, Range<usize>)>,
    /// A bit for each mark that is there.
    present: u32,
}

/// All that is looked for, by those that all others begin with: where one of these is not, none is that it leads to.
fn by_head() -> Vec<(Vec<u8>, Vec<Entry>)> {
    // A blank at the end of a word finds it there alone; it is none of the word.
    let words = words().map(|(word, promise)| (entry(word), Entry::Word((word.trim_end(), promise))));
    let mut all: Vec<_> =
        words.chain(MARKS.iter().map(|(mark, text)| (entry(text), Entry::Mark(*mark, text)))).collect();
    all.sort_by_key(|(text, _)| text.len());
    let mut heads: Vec<(Vec<u8>, Vec<Entry>)> = Vec::new();
    for (text, entry) in all {
        match heads.iter_mut().find(|(head, _)| text.starts_with(head)) {
            Some((_, led)) => led.push(entry),
            None => heads.push((text, vec![entry])),
        }
    }
    heads
}

impl Sought {
    /// What a text has of it.
    pub(in crate::redact) fn of(text: &[u8]) -> Self {
        static LEXICON: LazyLock<Lexicon<Vec<Entry>>> = LazyLock::new(|| Lexicon::new(by_head().into_iter()));
        let mut sought = Self::default();
        // Nothing of it goes on over a line break.
        LEXICON.find_in_line(text, |at, led| led.iter().for_each(|entry| sought.add(text, at.unwrap_or(0), entry)));
        sought.words.sort_unstable_by_key(|(span, _)| (span.start, usize::MAX - span.end));
        sought.marks.sort_unstable_by_key(|(_, span)| span.start);
        sought
    }

    fn add(&mut self, text: &[u8], at: usize, entry: &Entry) {
        let rest = text.get(at..).unwrap_or_default();
        match entry {
            Entry::Word((word, promise)) => {
                // Words that begin alike are told apart by their ends.
                let ends = |there: &[u8]| there.last().map(u8::to_ascii_lowercase) == word.bytes().last();
                let is_word = |there: &&[u8]| ends(there) && is_written(there, word.as_bytes(), *promise);
                if rest.get(..word.len()).filter(is_word).is_some() {
                    self.words.push((at..at + word.len(), (word, *promise)));
                }
            }
            Entry::Mark(mark, written) if rest.starts_with(written.as_bytes()) => {
                self.present |= mark.bit();
                self.marks.push((*mark, at..at + written.len()));
            }
            Entry::Mark(..) => {}
        }
    }

    /// Whether a mark is there.
    pub(super) fn has(&self, mark: Mark) -> bool {
        self.present & mark.bit() != 0
    }

    /// Where a mark stands, in order.
    pub(super) fn places(&self, mark: Mark) -> impl Iterator<Item = Range<usize>> + '_ {
        let marks = if self.has(mark) { self.marks.as_slice() } else { &[] };
        marks.iter().filter(move |(known, _)| *known == mark).map(|(_, span)| span.clone())
    }
}

/// Whether this is the word, in any case. Between the parts of what promises a secret may be any joint of names.
fn is_written(there: &[u8], word: &[u8], promise: Promise) -> bool {
    let joint = |b: u8| matches!(b, b'_' | b'-' | b'.');
    let same = |(one, other): (&u8, &u8)| {
        one.eq_ignore_ascii_case(other) || *other == b' ' && promise >= Promise::Token && joint(*one)
    };
    there.len() == word.len() && there.iter().zip(word).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_found_wherever_it_stands_as_it_is_written() {
        for ((mark, written), lead) in MARKS.iter().flat_map(|mark| (0..40).map(move |lead| (mark, lead))) {
            let text = format!("{}{written}\n{written}", " ".repeat(lead));
            let at = Sought::of(text.as_bytes()).places(*mark).map(|span| span.start).collect::<Vec<_>>();
            assert_eq!(at, [lead, lead + written.len() + 1], "{text:?}");
            let capitals = written.to_ascii_uppercase();
            let altered = if capitals == *written { written.to_ascii_lowercase() } else { capitals };
            assert!(!Sought::of(altered.as_bytes()).has(*mark), "{altered:?}");
        }
    }

    #[test]
    fn every_word_is_found_wherever_it_stands() {
        for ((word, promise), lead) in words().flat_map(|word| (0..4).map(move |lead| (word, lead))) {
            let text = format!("{}{word}", "x".repeat(lead));
            let word = (word.trim_end(), promise);
            let found = Sought::of(text.as_bytes()).words;
            assert!(found.contains(&(lead..lead + word.0.len(), word)), "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_word_are_joined_in_any_way() {
        for text in ["api key", "API_KEY", "api-key", "api.key", "clave_secreta", "mot-de-passe"] {
            assert_eq!(
                Sought::of(text.as_bytes()).words.first().map(|(span, _)| span.len()),
                Some(text.len()),
                "{text}"
            );
        }
        for text in ["api/key", "user_name", "api  key"] {
            assert!(!Sought::of(text.as_bytes()).words.iter().any(|(span, _)| span.len() == text.len()), "{text}");
        }
    }

    #[test]
    fn words_are_found_in_order_and_in_any_case() {
        let words: Vec<&str> =
            Sought::of(b"PW: Api-Key, passWORD\npsk").words.iter().map(|(_, (word, _))| *word).collect();
        assert_eq!(words, ["pw", "api key", "api", "key", "password", "pass", "psk"]);
        let sought = Sought::of("pass\nword".as_bytes());
        assert_eq!(sought.words.len(), 1);
        assert!(!sought.has(Mark::Password));
    }
}
