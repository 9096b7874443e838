//! People by the names of columns and of values: `First name: Ann`, a table's column `Login`.

use super::Scan;
use crate::finding::BY_PLACE;
use crate::json::member;
use crate::kind;
use crate::token;
use crate::view::{Ranges, View};
use std::ops::Range;

/// The longest name of a value, in bytes.
const LONGEST_NAME: usize = 32;
/// Parts of names in small letters: `Ludwig van Beethoven`.
const PARTICLES: [&str; 27] = [
    "van", "von", "vom", "zu", "zur", "der", "den", "de", "del", "della", "dello", "di", "da", "das", "do", "dos",
    "du", "des", "la", "le", "el", "al", "bin", "ibn", "ten", "ter", "y",
];
/// The most words of what a person is called.
const MOST_WORDS: usize = 4;

impl Scan<'_> {
    /// Finds what a person is called in a cell, where the name of its column says that it holds that.
    pub(crate) fn look_under(&mut self, column: &str, view: &View, span: Range<usize>) {
        if let Some(kind) = person_of(column) {
            self.called(kind, view, span);
        }
    }

    /// Finds what people are called in lines of a name and a value, as in settings and letterheads.
    pub(super) fn look_at_lines(&mut self, view: &View) {
        let text = view.text();
        for sign in memchr::memchr2_iter(b':', b'=', text) {
            if !may_end_name(&text[..sign]) {
                continue;
            }
            let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b' ' | b'"' | b'\'');
            let len = text[..sign].iter().rev().take(LONGEST_NAME + 1).take_while(is_name).count();
            let begins = matches!(text[..sign - len].last(), None | Some(b'\n' | b'\r'));
            if len == 0 || len > LONGEST_NAME || !begins {
                continue;
            }
            let name = String::from_utf8_lossy(&text[sign - len..sign]).replace(['"', '\''], "");
            let Some(kind) = person_of(&name) else { continue };
            let behind = &text[sign + 1..];
            let end = sign + 1 + memchr::memchr2(b'\n', b'\r', behind).unwrap_or(behind.len());
            self.called(kind, view, sign + 1..end);
        }
    }

    /// Keeps what stands in a span as what a person is called, if it may be that and is no word for an absent value.
    pub(super) fn called(&mut self, kind: &'static str, view: &View, span: Range<usize>) {
        let text = view.text();
        let is_around = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b',' | b';');
        let lead = text[span.clone()].iter().take_while(is_around).count();
        let tail = text[span.start + lead..span.end].iter().rev().take_while(is_around).count();
        let span = span.start + lead..span.end - tail;
        let Ok(value) = std::str::from_utf8(&text[span.clone()]) else { return };
        if value.is_empty() || !may_be(kind, value) {
            return;
        }
        if token::is_any_written(value.as_bytes()) || self.rulebook.book.is_placeholder(value.as_bytes()) {
            return;
        }
        if let Some(rule) = member::person(kind) {
            self.keep(rule, BY_PLACE, None, view, &Ranges::new(), span);
        }
    }
}

/// Whether the name of a value that a person has may end here, as all that are known do.
fn may_end_name(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let text = text.strip_suffix(b"\"").or_else(|| text.strip_suffix(b"'")).unwrap_or(text);
    let text = [&b"__c"[..], b"__pc"].iter().find_map(|added| text.strip_suffix(*added)).unwrap_or(text);
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let last = text[..text.len() - digits].last_chunk::<2>().map(|last| last.map(|b| b | 0x20));
    matches!(last, Some([b'i', b'd' | b'l' | b'n'] | [b'e', b'y' | b'r'] | [b's', b's'] | [b'm', b'e']))
}

/// The kind of person's value that something of this name holds.
pub(super) fn person_of(name: &str) -> Option<&'static str> {
    member::kind_of(&member::plain(name))
}

/// Whether a person may be called so: a name of a few words with capitals, or one word that is none of a sentence.
fn may_be(kind: &str, value: &str) -> bool {
    let is_sign = |c: char| "._-@:+~".contains(c);
    let is_token = || {
        let is_word = value.chars().all(|c| c.is_alphanumeric() || is_sign(c));
        is_word && value.len() > 3 && value.contains(|c: char| c.is_ascii_digit() || is_sign(c))
    };
    match kind {
        kind::PERSON_NAME => {
            let words = || value.split_whitespace().filter(|word| !PARTICLES.contains(word));
            let is_part =
                |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_ascii());
            member::names_person(value) && (1..=MOST_WORDS).contains(&words().count()) && words().all(is_part)
        }
        // It is found by itself.
        kind::EMAIL_ADDRESS => false,
        _ => is_token(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_persons_value_may_end_one() {
        for name in [
            "accountId",
            "userKey",
            "email",
            "emailAddress",
            "displayName",
            "lastName",
            "username",
            "login",
            "communityNickname",
            "federationIdentifier",
            "\"login\"",
        ] {
            assert!(person_of(&name.replace('"', "")).is_some() && may_end_name(name.as_bytes()), "{name}");
        }
        assert!(!may_end_name(b"Version") && !may_end_name(b""));
    }
}
