//! Logins in lines of their own without signs, as people paste them from their notes: `user  admin`, and below it
//! `pass  …`. What stands alone behind the word is its password; in a sentence or a table of types more or other words
//! stand there. In a script for the transfer of files the two stand in one line, below the one that opens the connection.

use super::super::call::is_given;
use super::super::value::Mix;
use super::super::value::shown::is_term;
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use crate::redact::gate::forms::opens_transfer;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. A short word raises the signal where a word with figures follows it.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&STACKED], needs: Signals::SECRET, find };

static STACKED: Rule = told("secret.stacked", "alone behind the word for a password, below the line of a login name");

/// The first words of both lines.
const USERS: &[&[u8]] = &[
    b"user",
    b"username",
    b"login",
    b"usr",
    b"account",
    b"benutzer",
    b"benutzername",
    b"usuario",
    b"utilisateur",
    b"identifiant",
    b"utente",
    b"gebruiker",
    b"gebruikersnaam",
];
const PASSWORDS: &[&[u8]] = &[
    b"pass",
    b"pw",
    b"pwd",
    b"passwd",
    b"password",
    b"passwort",
    b"passord",
    b"kennwort",
    b"psw",
    b"mdp",
    b"clave",
    b"senha",
    "contrase\u{f1}a".as_bytes(),
    b"wachtwoord",
];

/// The longest line, and the shortest password, in bytes.
const LONGEST: usize = 120;
const SHORTEST: usize = 6;

/// What a script sends with a login name and a password (RFC 959).
static USER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\nuser "));

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    // A password has a figure, and stands below another line.
    let Some(first) = memchr::memchr(b'\n', text).filter(|_| !reading.groups().is_empty()) else { return };
    if reading.view().is_tight() {
        return;
    }
    USER.find_iter(text).filter_map(|at| of_transfer(text, at)).for_each(|given| {
        tell(&STACKED, &text[given.clone()], given, hits);
    });
    if !may_lead(reading) {
        return;
    }
    // Above the line of the password stands that of the login name.
    let (mut start, mut above) = (first + 1, &text[..first]);
    for end in memchr::memchr_iter(b'\n', &text[start..]).map(|at| first + 1 + at).chain([text.len()]) {
        let line = &text[start..end];
        if has_figure(reading, start..end)
            && let Some(value) = value_behind(line, |word| is_one(word, PASSWORDS))
            && is_login(above, &line[value.clone()])
            && is_password(&line[value.clone()])
        {
            tell(&STACKED, &line[value.clone()], start + value.start..start + value.end, hits);
        }
        // An empty line may stand between the two.
        above = if line.iter().all(u8::is_ascii_whitespace) { above } else { line };
        start = end + 1;
    }
}

/// Whether figures begin in a stretch of the text.
fn has_figure(reading: &Reading<'_>, within: Range<usize>) -> bool {
    let groups = reading.groups();
    let next = groups.partition_point(|group| group.span().start < within.start);
    groups.get(next).is_some_and(|group| group.span().start < within.end)
}

/// The password in a line of a script that begins behind a line break, below the line that opens its connection.
fn of_transfer(text: &[u8], at: usize) -> Option<Range<usize>> {
    let above = &text[at.saturating_sub(LONGEST)..at];
    let above = memchr::memrchr(b'\n', above).map_or(above, |line| &above[line + 1..]);
    let from = at + USER.needle().len();
    let rest = &text[from..text.len().min(from + LONGEST)];
    let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
    let (_, given) = two_words(line)?;
    (opens_transfer(above) && is_password(&line[given.clone()])).then_some(from + given.start..from + given.end)
}

/// Whether one of the words for passwords stands somewhere with a blank behind it. They are names of secrets as well, some
/// of them by their ends.
fn may_lead(reading: &Reading<'_>) -> bool {
    let is_behind = |end: usize| reading.text().get(end).is_some_and(u8::is_ascii_whitespace);
    let mut words = reading.sought().words.iter();
    words.any(|(span, (name, _))| is_behind(span.end) && PASSWORDS.iter().any(|word| word.ends_with(name.as_bytes())))
}

/// Whether a line above what may be a password is that of a login name, or of an address: not of what stands there as
/// well, as the type of a column may.
fn is_login(line: &[u8], password: &[u8]) -> bool {
    let login = value_behind(line, |word| is_one(word.strip_suffix(b":").unwrap_or(word), USERS));
    login.is_some_and(|login| !line[login].eq_ignore_ascii_case(password)) || is_address(line)
}

/// Whether a line has an address and at most one word before it.
fn is_address(line: &[u8]) -> bool {
    let given = || line.split(u8::is_ascii_whitespace).filter(|word| !is_sign(word));
    memchr::memchr(b'@', line).is_some()
        && given().count() <= 2
        && given().next_back().is_some_and(|word| word.contains(&b'@'))
}

/// The second of the two words of a line, where the first says what it is.
fn value_behind(line: &[u8], says: impl Fn(&[u8]) -> bool) -> Option<Range<usize>> {
    let (first, value) = two_words(line)?;
    says(&line[first]).then_some(value)
}

/// Whether it is one of these words, in any case.
fn is_one(given: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(given))
}

/// The two words of a line that has no more, a sign of a list before them aside.
fn two_words(line: &[u8]) -> Option<(Range<usize>, Range<usize>)> {
    if line.len() > LONGEST {
        return None;
    }
    let mut at = 0;
    let mut words = line.split(u8::is_ascii_whitespace).filter_map(|word| {
        let start = at;
        at += word.len() + 1;
        (!is_sign(word)).then(|| start..start + word.len())
    });
    let pair = (words.next()?, words.next()?);
    words.next().is_none().then_some(pair)
}

/// Whether it is no word, but nothing or the sign of a list.
fn is_sign(word: &[u8]) -> bool {
    matches!(word, b"" | b"-" | b"*" | b"|")
}

/// Letters and figures, and none of the signs of programs; no term of technology.
fn is_password(given: &[u8]) -> bool {
    let mix = Mix::of(given);
    given.len() >= SHORTEST
        && mix.digits > 0
        && mix.small + mix.large > 0
        && !given.iter().any(|b| b"()[]{}<>,;=/\\".contains(b))
        && !is_term(given)
        && is_given(given)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::name::words as names;

    #[test]
    fn passwords_are_found_below_their_login_names() {
        for text in [
            "Grafana\n  user  admin\n  pass  Gravel-Otter-48",
            "User jane\nPW Gravel-Otter-48\n",
            "login\tjane\npass\tGravel-Otter-48\r\n",
            "- user jane\n- pass Gravel-Otter-48",
            "User: jane\nPassword Gravel-Otter-48",
            "Email jane@example.org\nContrase\u{f1}a Gravel-Otter-48",
            "jane@example.org\nPasswort Gravel-Otter-48",
        ] {
            finds(find, &[(text, "Gravel-Otter-48")]);
        }
        finds(find, &[("Username bob\nPassword hunter2", "hunter2")]);
        finds(
            find,
            &[
                ("open files.example\nuser ops Otter77x\nput a.txt", "Otter77x"),
                ("ftp -n files.example <<END\nuser ops Otter77x\nbinary", "Otter77x"),
            ],
        );
    }

    #[test]
    fn the_words_for_passwords_are_names_of_secrets() {
        let is_name = |word: &&[u8]| names().any(|(name, _)| word.ends_with(name.trim_end().as_bytes()));
        assert!(PASSWORDS.iter().all(is_name));
    }

    #[test]
    fn other_lines_are_left() {
        finds_nothing(
            find,
            &[
                "pass Gravel-Otter-48",
                "user admin\npass on to 48",
                "user varchar\npass varchar(48)",
                "user  required\npass  required",
                "user admin\nport 48000\npass Gravel-Otter-48",
                "user jane\npass [SECRET]",
                "user name\npass 481516",
                "open the page\nuser story 4711a done",
                "see below\nuser ops Otter77x",
                "open files.example\nuser ops",
                "open files.example\nuser ops secret",
                "username varchar2\npassword VARCHAR2",
                "user bob\npassword sha256",
                "user bob\npassword hunter2 was set",
                "write to jane@example.org\npassword level2",
                "jane@example.org and bob\npassword level2",
            ],
        );
    }
}
