//! What shows by itself, in the midst of a sentence or a list, that it is a password.

use super::Mix;
use super::scatter::{holds_scattered, is_drawn};
use std::ops::Range;

/// Words of technology with figures in them or beside them, in small letters.
const TERMS: &[&[u8]] = &[
    b"aes", b"amd64", b"argon2", b"arm64", b"base32", b"base58", b"base64", b"hmac", b"http", b"ipv4", b"ipv6", b"iso",
    b"k8s", b"log4j", b"md5", b"nist", b"oauth", b"pbkdf2", b"pkcs", b"rfc", b"rsa", b"sha", b"ssl", b"tls", b"utf",
    b"win10", b"win11", b"win32", b"win7", b"wpa", b"x509", b"x86",
];

/// The shortest password that shows itself.
const SHORTEST: usize = 6;
/// The shortest and the longest one of words and figures.
const SAID: usize = 8;
const MOST_SAID: usize = 32;
/// The shortest one of them that ends a line behind a login name.
const AT_END: usize = 10;

/// How many letters a word has that a figure ends.
const NUMBERED: usize = 7;

/// Whether this shows in the midst of a sentence that it is a password: letters and figures, and signs of passwords among
/// them or letters of both cases. Words with figures behind a dash, terms, days, addresses and paths are none.
pub(in super::super) fn shows(value: &[u8]) -> bool {
    // Most words have no figure.
    if value.len() < SHORTEST || !value.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let mix = Mix::of(value);
    let all = mix.classes() == 3;
    let sign = |(at, b): (usize, &u8)| match b {
        b'!' | b'#' | b'$' | b'^' | b'&' | b'*' | b'?' | b'~' => at > 0,
        // What stands before a host, and a share of a hundred.
        b'@' => all,
        b'%' => at > 0 && !value[at - 1].is_ascii_digit(),
        _ => false,
    };
    let signed = || mix.small + mix.large > 0 && value.iter().enumerate().any(sign);
    let least = if mix.digits > 1 { 7 } else { 8 };
    let drawn = || mix.digits > 1 || is_respelled(value) || holds_scattered(value) || is_drawn(value);
    let mixed = || all && value.len() >= least && drawn() && !is_compound(value);
    (mixed() || signed()) && !is_other(value)
}

/// Whether nobody takes this for anything but a password, in a line that speaks of one: letters and figures of which one
/// stands for a letter, and a sign of passwords between them (`Tr0mbone#55`); or letters of both cases and figures, and an
/// exclamation mark between them or where no sentence ends. Parts of programs, products and the numbers of tickets have
/// such signs too.
pub(in super::super) fn is_unmistakable(value: &[u8], behind: &[u8]) -> bool {
    const SIGNS: &[u8] = b"!#$%^&*?~@";
    let part = |b: &u8| b.is_ascii_alphanumeric() || SIGNS.contains(b) || matches!(b, b'-' | b'_' | b'.');
    let is_within = |sign: fn(u8) -> bool| {
        let within =
            |three: &[u8]| three[0].is_ascii_alphanumeric() && sign(three[1]) && three[2].is_ascii_alphanumeric();
        value.windows(3).any(within)
    };
    let goes_on = || matches!(behind, [b'.' | b',' | b';' | b')' | b'"' | b'\'', ..] | [b' ', b'a'..=b'z' | b'(', ..]);
    let exclaims = || is_within(|b| b == b'!') || value.ends_with(b"!") && goes_on();
    let is_signed = || is_respelled(value) && is_within(|b| SIGNS.contains(&b));
    (SAID..=MOST_SAID).contains(&value.len())
        && value.iter().all(part)
        && (Mix::of(value).classes() == 3 && exclaims() || is_signed())
        && shows(value)
}

/// Whether there is a digit in a text. Without branches, so that blocks become vectors.
pub(in super::super) fn has_digit(text: &[u8]) -> bool {
    text.iter().fold(false, |any, b| any | b.is_ascii_digit())
}

/// Whether it is a term, a day, an address, the name of a file or of a host, or something with signs of programs and sentences in it.
fn is_other(value: &[u8]) -> bool {
    let other = |b: &u8| !b.is_ascii_graphic() || b"/\\(){}[]<>|=:,;\"'`".contains(b);
    let mail = || memchr::memchr(b'@', value).is_some_and(|at| value[at..].contains(&b'.'));
    b"@-+".contains(&value[0]) || value.iter().any(other) || is_term(value) || mail() || is_day(value) || is_file(value)
}

/// Whether it begins as a term of technology does.
pub(in super::super) fn is_term(value: &[u8]) -> bool {
    let Some(first) = value.first().map(u8::to_ascii_lowercase) else { return false };
    let begins = |term: &[u8]| value.get(..term.len()).is_some_and(|lead| lead.eq_ignore_ascii_case(term));
    TERMS.iter().any(|term| term[0] == first && begins(term))
}

/// The same where a name and a number may stand as well: `Okta2024`, `Office365`.
pub(in super::super) fn proves(value: &[u8]) -> bool {
    let letters = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    shows(value) && !value[letters..].iter().all(u8::is_ascii_digit)
}

/// Whether this may be a password where a sentence says that it is one: words and two figures or more, in one run or with
/// one sign of names between its parts. Terms, days, files, versions, and the keys of tickets are none.
pub(in super::super) fn may_be_said(value: &[u8]) -> bool {
    let mix = Mix::of(value);
    let sign = value.iter().find(|b| !b.is_ascii_alphanumeric());
    let plain = |b: &u8| b.is_ascii_alphanumeric() || Some(b) == sign && matches!(b, b'-' | b'_' | b'.');
    let ends =
        value.first().is_some_and(u8::is_ascii_alphabetic) && value.last().is_some_and(u8::is_ascii_alphanumeric);
    let letters = value.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let is_ticket = letters > 1 && value[letters..].first() == Some(&b'-') && mix.small == 0;
    let is_version = value.windows(3).any(|three| matches!(three, [b'0'..=b'9', b'.', b'0'..=b'9']));
    (SAID..=MOST_SAID).contains(&value.len())
        && mix.small + mix.large > 2
        && mix.digits > 1
        && ends
        && value.iter().all(plain)
        && !(is_ticket || is_version || is_term(value) || is_file(value) || is_day(value))
}

/// Whether it is a word with a capital and one figure behind it, as many choose: `Riverside7`. Only what says of nothing else
/// that it is the password makes one of it.
pub(in super::super) fn is_numbered(value: &[u8]) -> bool {
    let Some((last, word)) = value.split_last() else { return false };
    let is_word = matches!(word, [b'A'..=b'Z', rest @ ..] if rest.iter().all(u8::is_ascii_lowercase));
    last.is_ascii_digit() && is_word && word.len() >= NUMBERED && !is_term(value)
}

/// Whether it is of letters of both cases and figures, as long as a password and no term. Only a word that means nothing but
/// a password makes one of it.
pub(in super::super) fn is_brief_mix(value: &[u8]) -> bool {
    let mix = Mix::of(value);
    (SAID..=MOST_SAID).contains(&value.len())
        && mix.classes() == 3
        && mix.small + mix.large + mix.digits == value.len()
        && !is_term(value)
        && !is_day(value)
}

/// The same of what ends its line behind a login name and a sign: longer, and with letters of both cases.
pub(in super::super) fn may_end(text: &[u8], given: &Range<usize>) -> bool {
    let value = &text[given.clone()];
    let ends = text.get(given.end).is_none_or(|b| matches!(b, b'\n' | b'\r'));
    ends && value.len() >= AT_END && Mix::of(value).classes() == 3 && may_be_said(value)
}

/// Whether a figure stands for a letter in a word: `Sw0rdfish`. Others stand for `to` and `for`.
pub(super) fn is_respelled(value: &[u8]) -> bool {
    let within = |three: &[u8]| match three {
        [before, b'0', b'a'..=b'z'] => before.is_ascii_alphabetic(),
        [b'a'..=b'z', b'1' | b'3' | b'5' | b'7', b'a'..=b'z'] => true,
        _ => false,
    };
    value.windows(3).any(within)
}

/// Whether words and numbers stand side by side: `ISO-27001-konform`, `Release-2024`.
fn is_compound(value: &[u8]) -> bool {
    let mut parts = value.split(|b| matches!(b, b'-' | b'_' | b'.' | b'+'));
    let whole = |part: &[u8]| part.iter().all(u8::is_ascii_alphabetic) || part.iter().all(u8::is_ascii_digit);
    parts.clone().count() > 1 && parts.all(whole)
}

/// Whether it ends as the names of files and hosts do: in a few small letters behind a full stop.
pub(super) fn is_file(value: &[u8]) -> bool {
    let end = memchr::memrchr(b'.', value).map_or(&value[..0], |dot| &value[dot + 1..]);
    (2..=5).contains(&end.len()) && end.iter().all(u8::is_ascii_lowercase)
}

/// Whether it is a day as people write it in one word: `17May2024`.
fn is_day(value: &[u8]) -> bool {
    let figures = value.iter().take_while(|b| b.is_ascii_digit()).count();
    let letters = value[figures..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let year = &value[figures + letters..];
    (1..=2).contains(&figures) && letters == 3 && matches!(year.len(), 2 | 4) && year.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_show_themselves() {
        for text in [
            "Otter-88x",
            "Wombat!77",
            "Sommer2024",
            "Sommer2024!",
            "Otter88",
            "Sw0rdfish",
            "Smtp_L0gin",
            "P@ssw0rd22",
            "a1!b2c",
            "fCPfPek9MCozRd",
            "2!wombat",
            "Ab@c1x",
            "sunny%7x",
            "Xk9#mQ2v",
        ] {
            assert!(shows(text.as_bytes()), "{text}");
        }
        assert!(proves(b"Otter-88x") && proves(b"Sommer2024!") && !proves(b"Office365") && !proves(b"Sommer2024"));
    }

    #[test]
    fn signs_between_letters_and_figures_are_unmistakable() {
        for text in ["Tr0mbone!55", "tr0mbone!55", "Gr4pe1ruit#9", "Wombat!Lake7", "Sw0rd-fish$22", "P@ssw0rd22"] {
            assert!(is_unmistakable(text.as_bytes(), b""), "{text}");
        }
        assert!(is_unmistakable(b"Trombone55!", b" for now") && is_unmistakable(b"Trombone55!", b"), the"));
        assert!(!is_unmistakable(b"Trombone55!", b"") && !is_unmistakable(b"Trombone55!", b" We"));
        for text in [
            "Ticket#4711",
            "Outer$Inner1",
            "R&D2024x",
            "Disney+2024",
            "Map!a1",
            "50%OfThis",
            "if(!Foo2bar)",
            "Tr0mbone:!55",
            "h1!important",
        ] {
            assert!(!is_unmistakable(text.as_bytes(), b" and"), "{text}");
        }
    }

    #[test]
    fn words_and_figures_may_be_said_to_be_one() {
        for text in ["otter-maple88", "letmein83", "Gast-2277-WLAN", "blue.river39", "acme_river47"] {
            assert!(may_be_said(text.as_bytes()) && !shows(text.as_bytes()), "{text}");
        }
        for text in ["", "hunter2", "OPS-12345", "sha256sum22", "release-20.24", "2024-otter", "otter-88-", "a-b_c1234"]
        {
            assert!(!may_be_said(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn words_of_technology_days_and_names_do_not() {
        for text in [
            "",
            "word",
            "Swordfish",
            "KeePass2",
            "OAuth2Token22",
            "Base64Encoded22",
            "SHA256withRSA",
            "PBKDF2WithHmacSHA256",
            "ISO-27001-konform",
            "90-Tage-Regel",
            "Release-2024.1",
            "17May2024",
            "100%ig",
            "12-64",
            "v2.1.3-rc1",
            "-Xmx512mB",
            "+49xA170",
            "jane22A@example.org",
            "@Jane22Xy",
            "@c1Xyz",
            "%sunny7",
            "ab@c1x",
            "/srv/Db01Prod",
            "call22(Xy)",
            "k=Otter88x",
            "UTF-8",
            "C#7",
            "Report22Ab.docx",
            "Db01Prod.local",
            "2024-05-17T10",
            "abc123",
            "ABC-1234",
        ] {
            assert!(!shows(text.as_bytes()), "{text}");
        }
    }
}
