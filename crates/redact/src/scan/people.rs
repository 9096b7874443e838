//! People by the names of columns and of values: `First name: Ann`, a table's column `Login`.

use super::Scan;
use crate::finding::BY_PLACE;
use crate::json::member;
use crate::kind;
use crate::token;
use crate::view::{Ranges, View};
use std::ops::Range;

/// The longest text that is what a person is called, with what stands around it, in bytes.
const LONGEST_CALLED: usize = 96;
/// The longest name of a value, in bytes.
const LONGEST_NAME: usize = 32;

impl Scan<'_> {
    /// Finds what a person is called in a text, where one of its labels, as the name of a column is, says that it holds that.
    pub(crate) fn look_under(&mut self, labels: &[String], view: &View) {
        if !is_short(view.text()) {
            return;
        }
        let names = labels.iter().filter_map(|label| label.trim_end().strip_suffix(':'));
        for kind in names.filter_map(member::kind_like) {
            self.called(kind, view, 0..view.text().len());
        }
    }

    /// Finds what people are called in lines of a name and a value, as in settings and letterheads.
    pub(super) fn look_at_lines(&mut self, view: &View) {
        let text = view.text();
        let mut at = 0;
        while at < text.len() {
            let line = &text[at..];
            let line = &line[..memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len())];
            if let Some((kind, sign)) = named(line) {
                self.called(kind, view, at + sign + 1..at + line.len());
            }
            at += line.len() + 1;
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
        if token::is_any_written(value.as_bytes()) || self.rulebook.book.is_absent(value.as_bytes()) {
            return;
        }
        if let Some(rule) = member::person(kind) {
            self.keep(rule, BY_PLACE, None, view, &Ranges::new(), span);
        }
    }
}

/// Whether a text may be what a person is called, at a glance: a few words of letters.
fn is_short(text: &[u8]) -> bool {
    text.len() <= LONGEST_CALLED && text.iter().all(|b| CALLED[usize::from(*b)])
}

/// The bytes of what a person is called, and of what stands around it.
const CALLED: [bool; 256] = {
    let mut called = [false; 256];
    let mut b = 0;
    while b < 256 {
        called[b] = match b as u8 {
            b' ' | b'.' | b'\'' | b'-' | b'_' | b'@' | b',' | b'(' | b')' | b'+' | b'~' | b':' => true,
            b'\n' | b'\t' | b'"' | 0x80.. => true,
            b => b.is_ascii_alphanumeric(),
        };
        b += 1;
    }
    called
};

/// The kind of person's value that a line of a name and a value holds, and where its sign stands. What begins with a number is a time.
fn named(line: &[u8]) -> Option<(&'static str, usize)> {
    let sign = line.iter().take(LONGEST_NAME + 1).position(|b| matches!(b, b':' | b'='))?;
    let name = &line[..sign];
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b" _-.*\"'/@#$?()[]".contains(b) || *b >= 0x80;
    if name.first()?.is_ascii_digit() || !name.iter().all(is_name) {
        return None;
    }
    Some((member::kind_like(std::str::from_utf8(name).ok()?)?, sign))
}

/// Whether a value in a text may be a person's: what one is called, or one word that is none of a sentence.
fn may_be(kind: &str, value: &str) -> bool {
    let is_sign = |c: char| "._-@:+~".contains(c);
    let is_token = || {
        let is_word = value.chars().all(|c| c.is_alphanumeric() || is_sign(c));
        is_word && value.len() > 2 && value.contains(char::is_alphabetic)
    };
    match kind {
        kind::PERSON_NAME => member::is_called(value),
        // It is found by itself.
        kind::EMAIL_ADDRESS => false,
        _ => is_token(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_called_by_names_with_affixes_and_in_other_languages() {
        for name in [
            "accountId",
            "userKey",
            "emailAddress",
            "displayName",
            "communityNickname",
            "u_first_name",
            "FirstName__c",
            "user.firstName",
            "last name (required)",
            "last_name_value2",
            "patient_name",
            "customerFullName",
            "Nachname",
            "Фамилия",
            "prénom",
            "Apellidos",
            "nom de famille",
            "Nazwisko",
            "sukunimi",
            "fornavn",
            "efternamn",
            "příjmení",
            "loginText",
            "lastNameOld",
            "LastName__pc",
            "first_names",
            "userNames",
        ] {
            assert!(member::kind_like(name).is_some(), "{name}");
        }
        for name in ["Version", "", "file_name", "lastLogin", "projectDisplayName", "names", "first", "id"] {
            assert!(member::kind_like(name).is_none(), "{name}");
        }
    }
}
