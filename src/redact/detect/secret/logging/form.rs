//! What login names look like, and what people choose for a password, where nothing calls it one.

use super::super::link::count;
use super::super::value::chosen::{is_chosen, is_numbered};
use super::super::value::shown::{is_term, proves};
use super::super::value::{self, Mix};
use super::words::{ACCOUNTS, NO_NAMES};
use crate::redact::detect::vocabulary::is_among;

/// The lengths of passwords and of login names, in bytes.
pub(super) const SHORTEST: usize = 6;
const LONGEST: usize = 40;
const NAMES: std::ops::RangeInclusive<usize> = 2..=48;
/// How many letters a word has at least that figures or signs make a password of.
const WORD: usize = 4;
/// Signs that passwords have and names have not.
const SIGNS: &[u8] = b"!$&*?~%";
/// Signs between the words of passwords and names.
const JOINTS: &[u8] = b"-._";

/// How sure it is that a word is a login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Login {
    /// A word that may be one where something says so.
    Word,
    /// A word of small letters.
    Small,
    /// It has a figure or a sign as login names have, or is an address.
    Marked,
    /// An account that many systems have.
    Known,
}

/// How much a word shows that it is a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Words of small letters that a dash or another sign joins: `nuit-blanche`.
    Joined,
    /// The same with capitals: `Galway-Girl`.
    Titled,
    /// A word of small letters and figures: `geocities99`.
    Small,
    /// Words with capitals and figures, with figures within, or with a sign of passwords: `Circolare-8`, `b4tteries`.
    Mixed,
    /// What people choose, and name nothing else like that.
    Chosen,
    /// It shows itself.
    Proven,
}

/// What a word is as a login name, if it may be one.
pub(super) fn login(name: &[u8]) -> Option<Login> {
    let part =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@' | b'\\' | b'+') || *b >= 0x80;
    let fits = NAMES.contains(&name.len())
        && name.iter().all(part)
        && name[0].is_ascii_alphanumeric()
        && name.iter().any(u8::is_ascii_alphabetic)
        && !is_among(name, NO_NAMES);
    // Of what an account is for, a sign parts its name.
    let mut parts = name.split(|b| matches!(b, b'-' | b'_' | b'.')).filter(|part| !part.is_empty());
    let is_known =
        |part: &[u8]| is_among(&part[..part.iter().take_while(|b| b.is_ascii_alphabetic()).count()], ACCOUNTS);
    let marked = |b: &u8| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'@' | b'\\');
    let small = |b: &u8| b.is_ascii_lowercase() || *b == b'-';
    // Products have capitals and figures as well.
    let is_called = || name[0].is_ascii_uppercase() && !name.iter().any(|b| matches!(b, b'_' | b'@' | b'\\'));
    let kind = match () {
        () if parts.any(is_known) => Login::Known,
        () if name.len() > 2 && name.iter().any(marked) && !is_called() => Login::Marked,
        () if name.iter().all(small) => Login::Small,
        () => Login::Word,
    };
    fits.then_some(kind)
}

/// What a word looks like as a password, if it may be one at all.
pub(super) fn shape(value: &[u8]) -> Option<Shape> {
    let mix = Mix::of(value);
    let graphic = |b: &u8| b.is_ascii_graphic() && !b"/\\|<>(){}[]\"'`=,;:".contains(b) || *b >= 0x80;
    let is_other = || {
        is_term(value)
            || is_versioned(value)
            || is_file(value)
            || is_key_of_ticket(value, &mix)
            || value::stand_in(value).is_some()
    };
    if !(SHORTEST..=LONGEST).contains(&value.len())
        || !value.iter().all(graphic)
        || !(value[0].is_ascii_alphanumeric() || value[0] >= 0x80)
        || mix.small < 2
        || is_other()
    {
        return None;
    }
    if is_chosen(value) {
        return Some(if proves(value) { Shape::Proven } else { Shape::Chosen });
    }
    if proves(value) {
        return Some(Shape::Proven);
    }
    let word = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let rest = &value[word..];
    let joined = || value.split(|b| JOINTS.contains(b)).all(|part| part.len() > 1);
    match () {
        () if is_numbered(&value[..word]) => None,
        () if mix.digits == 0 && value.iter().any(|b| SIGNS[..3].contains(b)) && mix.large > 0 => Some(Shape::Mixed),
        () if mix.digits == 0 && mix.signs > 0 && joined() => {
            Some(if mix.large > 1 { Shape::Titled } else { Shape::Joined }).filter(|_| mix.large > 1 || mix.large == 0)
        }
        () if mix.digits == 0 => None,
        () if holds_figure_within(value) => Some(Shape::Mixed),
        () if mix.large > 0 && word >= WORD && value[1..word].iter().all(u8::is_ascii_lowercase) => Some(Shape::Mixed),
        () if mix.large > 1 && word > 2 * WORD && mix.digits > 1 && word + mix.digits == value.len() => {
            Some(Shape::Mixed)
        }
        () if mix.large == 0 && is_word_and_figures(value) => Some(Shape::Small),
        () if word > WORD && mix.digits > 1 && rest.iter().all(u8::is_ascii_digit) && mix.large == 0 => {
            Some(Shape::Small)
        }
        () => None,
    }
}

/// Whether it is letters with a figure in their midst: `open4cash`.
fn holds_figure_within(value: &[u8]) -> bool {
    let plain = value.iter().all(u8::is_ascii_alphanumeric);
    let lead = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let tail = value.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let figures = value.len().saturating_sub(lead + tail);
    plain && figures == 1 && lead > 0 && tail > 2 && lead + tail >= 7
}

/// Whether it is words of small letters and a number that a sign joins: `qa1-pear`, `lake-otter-7`.
fn is_word_and_figures(value: &[u8]) -> bool {
    let mut words = 0;
    let mut parts = 0;
    for part in value.split(|b| JOINTS.contains(b)) {
        let letters = part.iter().take_while(|b| b.is_ascii_lowercase()).count();
        let figures = part.len() - letters;
        if part.is_empty() || figures > 4 || !part[letters..].iter().all(u8::is_ascii_digit) {
            return false;
        }
        words += usize::from(letters >= 3);
        parts += 1;
    }
    words > 1 && parts > 2
}

/// Whether a full stop stands between figures, as in versions, or one is named.
fn is_versioned(value: &[u8]) -> bool {
    value.windows(3).any(|three| matches!(three, [b'0'..=b'9', b'.', b'0'..=b'9'] | [b'@', b'v', b'0'..=b'9']))
}

/// Whether it ends as files and hosts do, in a few small letters behind a full stop, or is an address.
fn is_file(value: &[u8]) -> bool {
    let end = memchr::memrchr(b'.', value).map_or(&value[..0], |dot| &value[dot + 1..]);
    let mail = || memchr::memchr(b'@', value).is_some_and(|at| value[at..].contains(&b'.'));
    (2..=5).contains(&end.len()) && end.iter().all(u8::is_ascii_lowercase) || mail()
}

/// Whether it is the key of a ticket or the like: capitals, a sign and figures.
fn is_key_of_ticket(value: &[u8], mix: &Mix) -> bool {
    let capitals = count(value, 0, LONGEST, |b| b.is_ascii_uppercase());
    capitals > 1 && mix.small == 0
}

/// Whether two words are of one row: `user1` and `user2`.
pub(super) fn are_alike(one: &[u8], other: &[u8]) -> bool {
    let bare =
        |text: &[u8]| text.iter().filter(|b| b.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect::<Vec<_>>();
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_are_told_by_their_signs_and_by_what_is_common() {
        for (name, kind) in [
            ("admin", Login::Known),
            ("svc-print", Login::Known),
            ("scan2", Login::Known),
            ("shop_mgr", Login::Marked),
            ("c.otter", Login::Marked),
            ("jo@example.org", Login::Marked),
            ("line3", Login::Marked),
            ("balie", Login::Small),
            ("Otter", Login::Word),
            ("XSalsa20", Login::Word),
        ] {
            assert_eq!(login(name.as_bytes()), Some(kind), "{name}");
        }
        for name in ["", "a", "the", "4711", "user", "a/b", "-x", "f(x)"] {
            assert_eq!(login(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn passwords_are_told_by_their_shape() {
        for (value, kind) in [
            ("Wombat!77", Shape::Proven),
            ("Marigold1958", Shape::Chosen),
            ("Pelican-Brief-2", Shape::Chosen),
            ("Otter-8", Shape::Mixed),
            ("Otterlake6", Shape::Mixed),
            ("OttersOtters12", Shape::Chosen),
            ("ott4lake", Shape::Mixed),
            ("Owl&Fox", Shape::Mixed),
            ("otterlake99", Shape::Small),
            ("lake-otter-7", Shape::Small),
            ("Lake-Otter", Shape::Titled),
            ("lake-otter", Shape::Joined),
        ] {
            assert_eq!(shape(value.as_bytes()), Some(kind), "{value}");
        }
        for value in [
            "",
            "otter",
            "otterlake",
            "Otterlake",
            "web-01",
            "OPS-1234",
            "v1.2.3-rc1",
            "postgres16",
            "Laptop-4711",
            "TLSv1.2",
            "sha256sum",
            "report.pdf",
            "Dev-Action@v1",
            "db1.example.org",
            "jo@example.org",
            "a/b2c",
            "10.0.0.1",
            "ipv6only",
            "changeme",
            "Server2019",
            "20240517",
            "--otter7",
        ] {
            assert_eq!(shape(value.as_bytes()), None, "{value}");
        }
    }

    #[test]
    fn names_of_one_row_are_alike() {
        assert!(are_alike(b"user1", b"User2") && are_alike(b"node-a1", b"nodea2"));
        assert!(!are_alike(b"admin", b"Otter-8"));
    }
}
