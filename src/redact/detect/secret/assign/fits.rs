//! Whether a value fits its name: how much it has to show depends on what the name promises and on what links the two.

use super::super::Reading;
use super::super::link::{Link, Value, element, is_assigned};
use super::super::name::{IDENTIFIED, Name, Promise, is_house};
use super::super::sentence::beside;
use super::super::sentence::brief::{is_behind_login, is_brief, is_done, is_said_of, is_verb, passes};
use super::super::value::shown::shows;
use super::super::value::{Mix, is_description};
use super::pair::is_signed;
use super::{is_near, is_password, is_task, is_token, is_word, may_be_in_short, shows_for, stands_alone};
use crate::redact::detect::is_uuid;
use crate::redact::detect::vocabulary::is_among;

/// Whether the value looks like what its name promises.
pub(super) fn fits(reading: &Reading<'_>, name: &Name, value: &Value) -> bool {
    let text = &reading.text()[value.span.clone()];
    match name.promise {
        promise if promise >= Promise::Token && element::holds_drawn(text) => true,
        Promise::Weak if is_house(name.word) => is_of_house(text, value) && is_near(text, name, value),
        Promise::Weak if is_brief(name) && value.link == Link::Word => is_signed(text) && is_password(text, value),
        Promise::Weak if shows_for(text, name, value) => true,
        Promise::Password if beside::is_one(reading, name, value) => true,
        Promise::Password if value.link == Link::Blank && stands_alone(reading.text(), name, value) => true,
        Promise::Password if is_brief(name) && matches!(value.link, Link::Word | Link::Blank) => {
            let said = || value.link == Link::Word && is_said_of(reading.text(), name) && may_be_in_short(name, text);
            (shows(text) || said() || is_behind_login(reading.text(), name, value))
                && !is_verb(reading.text(), name, text)
        }
        Promise::Password if is_brief(name) && name.span.len() == name.word.len() => {
            let below = || value.gap(reading.text(), name).contains(&b'\n');
            is_password(text, value)
                && !passes(reading.text(), name, value)
                && !(below() && is_done(reading.text(), name))
        }
        // In prose as well, somebody may be identified by a word.
        Promise::Password if name.word == IDENTIFIED => is_identifying(reading.text(), value),
        Promise::Password if is_phrase_of_variable(reading.text(), name, value) => true,
        Promise::Password if is_phrase_of_name(reading.text(), name, value) => true,
        Promise::Password if is_phrase_of_connection(reading.text(), name, value) => true,
        Promise::Password if value.link != Link::Option && is_word(text) && is_task(reading.text(), name) => false,
        Promise::Password if value.quoted && text.starts_with(b"--") => false,
        Promise::Password => is_password(text, value),
        // What is recovered has an id beside its key.
        Promise::Token => is_token(text, value) && !(name.word.starts_with("recovery") && is_uuid(text)),
        // An id of a row, which stands beside those of others.
        Promise::Login if name.word == "uid" => false,
        Promise::Weak | Promise::Login => is_near(text, name, value),
    }
}

/// Whether it is long and has letters of both cases and figures, as the keys of services have them, and is quoted or assigned.
fn is_of_house(text: &[u8], value: &Value) -> bool {
    const SHORTEST: usize = 20;
    let mix = Mix::of(text);
    let tied = value.quoted || matches!(value.link, Link::Sign | Link::Tight);
    let plain = text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    tied && plain && text.len() >= SHORTEST && mix.classes() == 3 && mix.digits > 1
}

/// Whether somebody is identified by a value in the quotes of SQL that is no word.
fn is_identifying(text: &[u8], value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let printed = text[..value.span.start].ends_with(b"``");
    let is_phrase = || given.split(|b| *b == b'-').filter(|part| part.len() > 2).count() > 2;
    value.quoted && !printed && is_password(given, value) && (!is_word(given) || is_phrase())
}

/// Whether it is of three words or more in small letters behind the name of a passphrase, and tells nobody what to do.
fn is_phrase_of_name(text: &[u8], name: &Name, value: &Value) -> bool {
    const TELLING: &str = "your you enter type please for to is an if when or";
    let words = text[value.span.clone()].split(|b| *b == b' ');
    let part = |word: &[u8]| (2..=12).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase);
    name.word == "passphrase"
        && is_assigned(text, name)
        && value.quoted
        && (3..=8).contains(&words.clone().count())
        && words.clone().all(part)
        && !words.clone().any(|word| is_among(word, TELLING))
}

/// Whether several words in quotes are the password of a connection, whose other settings stand around it, or the secret of
/// sessions, and tell nobody what to do: `host="db", password="seven otters crossed"`.
fn is_phrase_of_connection(text: &[u8], name: &Name, value: &Value) -> bool {
    const NEAR: usize = 160;
    const TELLING: &str = "your you enter type please for must should need needs required invalid wrong forgot choose new confirm \
        repeat password passwords passphrase secret key value field empty characters account login username env environment \
        vault file see same";
    const SETTINGS: [&str; 12] = [
        "host",
        "hostname",
        "server",
        "servername",
        "dbname",
        "database",
        "port",
        "user_id",
        "session",
        "endpoint",
        "_user",
        "_username",
    ];
    let given = &text[value.span.clone()];
    let words = given.split(|b| *b == b' ');
    let part =
        |word: &[u8]| !word.is_empty() && word.iter().all(|b| b.is_ascii_alphanumeric() || b"!@#$%&*'-_.".contains(b));
    let small = given.first().is_some_and(u8::is_ascii_lowercase);
    let is_phrase = value.quoted
        && matches!(value.link, Link::Sign | Link::Tight)
        && (3..=8).contains(&words.clone().count())
        && words.clone().all(part)
        && !words.clone().any(|word| is_among(word, TELLING));
    if !(is_phrase && small) {
        return false;
    }
    let near = &text[name.span.start.saturating_sub(NEAR)..text.len().min(value.span.end + NEAR)];
    let lower = near.to_ascii_lowercase();
    let set = |setting: &str| {
        memchr::memmem::find_iter(&lower, setting.as_bytes()).any(|at| {
            let whole = setting.starts_with('_') || at == 0 || !lower[at - 1].is_ascii_alphanumeric();
            let behind = lower[at + setting.len()..].trim_ascii_start();
            whole && matches!(behind, [b'=' | b':' | b'(', ..] | [b'"' | b'\'', b':' | b')', ..])
        })
    };
    SETTINGS.into_iter().any(set)
}

/// Whether a variable of an environment or a setting gets several words in quotes, with no blank around its sign and figures or
/// signs among them, which sentences have none of: `RESTIC_PASSWORD='seven otters & 3 herons'`.
fn is_phrase_of_variable(text: &[u8], name: &Name, value: &Value) -> bool {
    const LONGEST: usize = 64;
    let given = &text[value.span.clone()];
    let tied = value.quoted && is_assigned(text, name);
    let words = given.split(|b| *b == b' ');
    let part = |b: &u8| b.is_ascii_alphanumeric() || b"!@#$%^&*?+-_.".contains(b);
    tied && (8..=LONGEST).contains(&given.len())
        && text[name.span.clone()].contains(&b'_')
        && (2..=8).contains(&words.clone().count())
        && words.clone().all(|word| !word.is_empty() && word.iter().all(part))
        && given.iter().any(u8::is_ascii_digit)
        && given.last().is_some_and(u8::is_ascii_alphanumeric)
        && !words.clone().any(is_description)
}
