//! A login name and its password behind one name: `login: admin / …`, `credentials: admin/… (prod)`.

use super::assign::{PASSWORD, is_word, judge_login};
use super::link::{Link, Value, count};
use super::name::{Name, Promise};
use super::value::{self, Mix};
use super::{Hits, Reading};
use std::ops::Range;

/// What may stand between the two.
const SLASH: &[u8] = b" / ";
/// What begins a remark behind a password.
const REMARKS: &[&str] = &[
    "(",
    "[",
    "<",
    "#",
    "- ",
    "\u{2013} ",
    "for ",
    "on ",
    "in ",
    "at ",
    "via ",
    "f\u{fc}r ",
    "fuer ",
    "auf ",
    "im ",
    "bei ",
    "am ",
    "pour ",
    "sur ",
    "para ",
    "en ",
    "per ",
];

/// The password behind a login name and a slash: `login: admin / …`, `user/password: admin / …`.
pub(super) fn second(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) {
    let text = reading.text();
    let names_both = match name.promise {
        Promise::Login => name.word != "uid" && name.word != "user id",
        Promise::Password => text[..name.span.start].trim_ascii_end().ends_with(b"/"),
        _ => matches!(name.word, "credential" | "creds"),
    };
    let tied = matches!(value.link, Link::Sign | Link::Tight) && !value.quoted && !reading.view().is_tight();
    if !names_both || !tied {
        return;
    }
    let Some((login, given)) = apart(text, value).or_else(|| joined(text, name, value)) else { return };
    match value::stand_in(&text[given.clone()]) {
        Some(why) => hits.miss(&PASSWORD, given, why),
        None => {
            hits.near(&PASSWORD, given, name.word);
            judge_login(reading, Value { span: login, ..*value }, hits);
        }
    }
}

/// The two with blanks around the slash.
fn apart(text: &[u8], value: &Value) -> Option<(Range<usize>, Range<usize>)> {
    let rest = text[value.span.end..].strip_prefix(SLASH)?;
    let from = value.span.end + SLASH.len();
    let given = word(rest);
    let mix = Mix::of(given);
    let strong = mix.small + mix.large > 0 && (mix.digits > 0 || mix.signs > 0 && !is_word(given));
    let ends = is_end(&rest[given.len()..]) || is_mixed(given) && is_remark(&rest[given.len()..]);
    let fits = strong && ends && (6..=64).contains(&given.len()) && !value::is_expression(given);
    fits.then(|| (value.span.clone(), from..from + given.len()))
}

/// The two with nothing but the slash between them, where the second one shows that it is a password.
fn joined(text: &[u8], name: &Name, value: &Value) -> Option<(Range<usize>, Range<usize>)> {
    let run = &text[value.span.start..];
    let run = word(&run[..count(run, 0, 128, |b| !b.is_ascii_whitespace() && b != b'<')]);
    let slash = memchr::memchr(b'/', run)?;
    let (login, given) = (&run[..slash], &run[slash + 1..]);
    let is_login = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@');
    let sole = !matches!(name.word, "user" | "username" | "user name");
    let shows = is_signed(given) || sole && is_mixed(given);
    let fits = !login.is_empty() && login.iter().all(is_login) && !given.contains(&b'/') && shows;
    let from = value.span.start + slash + 1;
    (fits && (6..=64).contains(&given.len()) && !value::is_expression(given))
        .then(|| (value.span.start..from - 1, from..from + given.len()))
}

/// The first word, without what ends a part of a sentence.
fn word(rest: &[u8]) -> &[u8] {
    let given = &rest[..count(rest, 0, 128, |b| !b.is_ascii_whitespace())];
    given.strip_suffix(b".").or_else(|| given.strip_suffix(b",")).or_else(|| given.strip_suffix(b";")).unwrap_or(given)
}

/// Whether nothing follows on the line but what ends a sentence.
fn is_end(rest: &[u8]) -> bool {
    let rest = if let [b'.' | b',' | b';', rest @ ..] = rest { rest } else { rest };
    rest.trim_ascii_start().is_empty() || matches!(rest, [b'\n' | b'\r', ..])
}

/// Whether what follows speaks of what stands before it.
fn is_remark(rest: &[u8]) -> bool {
    match rest {
        [b',' | b';', b' ', ..] => true,
        [b' ', rest @ ..] => REMARKS.iter().any(|begins| rest.starts_with(begins.as_bytes())),
        _ => false,
    }
}

/// Whether it has small letters, capitals and digits, or signs of passwords, and so is no name.
pub(super) fn is_mixed(given: &[u8]) -> bool {
    is_signed(given) || given.len() >= 8 && Mix::of(given).classes() == 3
}

/// Whether it has digits and letters, and signs of passwords among them.
pub(super) fn is_signed(given: &[u8]) -> bool {
    let mix = Mix::of(given);
    mix.small + mix.large > 0 && mix.digits > 0 && given.iter().any(|b| b"!@#$%^&*?+~".contains(b))
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds_nothing, found};
    use super::super::assign::DETECTOR;

    #[test]
    fn a_password_is_found_behind_its_login_name() {
        for text in [
            "Login: admin / Tig3rLily",
            "Credentials: admin / Tig3rLily\r\nnext line",
            "Credentials: admin / Tig3rLily\nnext line",
            "Credentials: admin / Tig3rLily for the test system",
            "Login: admin / Tig3rLily (prod)",
            "Zugang: admin / Tig3rLily, bitte \u{e4}ndern",
            "Zugang: admin / Tig3rLily.",
            "creds: admin / Tig3rLily",
            "Login: admin/Tig3rLily",
            "login: admin/Tig3rLily (prod)",
        ] {
            assert_eq!(found(DETECTOR.find, text), ["Tig3rLily", "admin"], "{text}");
        }
        assert_eq!(found(DETECTOR.find, "user: bob/Xk9#mQ2v! next"), ["Xk9#mQ2v!", "bob"]);
    }

    #[test]
    fn paths_and_lists_are_no_pairs() {
        finds_nothing(
            DETECTOR.find,
            &[
                "login: page / OAuth2 flow",
                "Login: admin / Tig3rLily is not it",
                "login: https://example.org/Tig3rLily",
                "login: docs/page1",
                "user: team/Project2Alpha",
                "login: auth/v2/Users1Ab",
                "creds: admin / [SECRET] (prod)",
                "creds: admin/[SECRET]",
                "Login: admin/${DB_PASS2}",
                "credentials: see vault/prod",
            ],
        );
    }
}
