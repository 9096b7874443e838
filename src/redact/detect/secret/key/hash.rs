//! Hashes of passwords, from which the password can be guessed: the modular crypt formats (`crypt(5)`), Argon2, scrypt
//! and PBKDF2 strings, LDAP's schemes (RFC 2307), the hashes of Windows, and what Kerberos gives away.
//!
//! A checksum of a file is none.

use super::super::call::is_given;
use super::super::{Detector, Hits, Reading, Rule, run, secret, tell};
use crate::redact::gate::Signals;
use crate::redact::view::View;
use std::ops::Range;

/// Names of schemes, signs between parts, and long hashes raise one of these.
const NEEDS: Signals = Signals::SECRET.union(Signals::DOLLAR).union(Signals::HEX).union(Signals::DRAWN);

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&CRYPT], needs: NEEDS, find };

/// The detector of what is all hexadecimal digits.
pub(in super::super) const ACCOUNT: Detector = Detector { rules: &[&WINDOWS], needs: Signals::HEX, find: windows };

static CRYPT: Rule = secret("secret.password_hash", "the scheme, salt and hash of a password");
static WINDOWS: Rule = secret("secret.windows_hash", "the LM and NT hashes of an account");

/// A scheme, and how many characters follow at least.
const SCHEMES: &[(&[u8], usize)] = &[
    (b"$1$", 24),
    (b"$2a$", 55),
    (b"$2b$", 55),
    (b"$2x$", 55),
    (b"$2y$", 55),
    (b"$5$", 44),
    (b"$8$", 57),
    (b"$9$", 57),
    (b"$6$", 87),
    (b"$7$", 44),
    (b"$y$", 44),
    (b"$gy$", 44),
    (b"$apr1$", 24),
    (b"$md5$", 24),
    (b"$sha1$", 28),
    (b"$P$", 31),
    (b"$H$", 31),
    (b"$S$", 52),
    (b"$argon2i$", 30),
    (b"$argon2d$", 30),
    (b"$argon2id$", 30),
    (b"$scrypt$", 30),
    (b"$pbkdf2$", 30),
    (b"$pbkdf2-sha256$", 30),
    (b"$pbkdf2-sha512$", 30),
    (b"$bcrypt-sha256$", 50),
    (b"$krb5asrep$", 60),
    (b"$krb5tgs$", 60),
    (b"$krb5pa$", 60),
    (b"$DCC2$", 30),
];
/// Schemes that begin with a word.
const WORDS: &[(&[u8], usize)] = &[
    (b"{SSHA", 28),
    (b"{SHA", 24),
    (b"{CRYPT}", 13),
    (b"{SMD5}", 24),
    (b"{x-issha, ", 30),
    (b"{x-isSHA256, ", 40),
    (b"{x-isSHA384, ", 60),
    (b"{x-isSHA512, ", 80),
    (b"{PBKDF2", 40),
    (b"pbkdf2_sha", 40),
    (b"pbkdf2:sha", 40),
    (b"scrypt:", 60),
    (b"bcrypt_sha256$", 50),
];
/// The longest password that is none, in bytes.
const LONGEST_PLAIN: usize = 128;
/// The longest hash, in bytes.
const LONGEST: usize = 4096;
/// The hexadecimal digits of one hash of Windows.
const WINDOWS_LEN: usize = 32;

/// Names the hashes of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let view = reading.view();
    let text = view.text();
    // One of these signs is in all of them.
    if memchr::memchr3(b'$', b'{', b':', text).is_none() {
        return;
    }
    let mut done = 0;
    for at in memchr::memchr_iter(b'$', text).filter(|at| text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)) {
        if at >= done {
            done = scheme(view, at, SCHEMES).map_or(done, |span| {
                let end = span.end;
                hits.hit(&CRYPT, span);
                end
            });
        }
    }
    let led = memchr::memchr2_iter(b'$', b':', text).filter_map(|at| led_by_name(text, at));
    memchr::memchr_iter(b'{', text).for_each(|at| plain(text, at, hits));
    memchr::memchr_iter(b'{', text)
        .chain(led)
        .filter_map(|at| scheme(view, at, WORDS))
        .for_each(|span| hits.hit(&CRYPT, span));
}

/// The password behind the name of the scheme that leaves it as it is, as Dovecot keeps it: `{PLAIN}…`.
fn plain(text: &[u8], at: usize, hits: &mut Hits) {
    const NAMES: [&[u8]; 3] = [b"{PLAIN}", b"{CLEARTEXT}", b"{CLEAR}"];
    let Some(name) = NAMES.iter().find(|name| text[at..].starts_with(name)) else { return };
    let from = at + name.len();
    let quote = text[..at].last().filter(|b| matches!(b, b'"' | b'\''));
    let part = |b: &&u8| b.is_ascii_graphic() && **b != b':' && Some(*b) != quote;
    let len = text[from..].iter().take(LONGEST_PLAIN).take_while(part).count();
    let end = from + len - text[from..from + len].iter().rev().take_while(|b| b"\"'`,;<>".contains(b)).count();
    if is_given(&text[from..end]) {
        tell(&CRYPT, &text[from..end], from..end, hits);
    }
}

/// Where the name of a scheme begins that ends before this sign.
fn led_by_name(text: &[u8], sign: usize) -> Option<usize> {
    const NAMES: [&[u8]; 6] =
        [b"pbkdf2", b"scrypt", b"bcrypt_sha256", b"pbkdf2_sha1", b"pbkdf2_sha256", b"pbkdf2_sha512"];
    NAMES.iter().find(|name| text[..sign].ends_with(name)).map(|name| sign - name.len())
}

/// The hash of one of the schemes at this place.
fn scheme(view: &View, at: usize, schemes: &[(&[u8], usize)]) -> Option<Range<usize>> {
    let (name, least) = schemes.iter().find(|(name, _)| view.text()[at..].starts_with(name))?;
    let from = at + name.len();
    let len = run(view, from, LONGEST, |b| b.is_ascii_alphanumeric() || b"$./+=,-_:@*}".contains(&b));
    let body = &view.text()[from..from + len];
    let kept = body.len() - body.iter().rev().take_while(|b| matches!(b, b',' | b':' | b'-')).count();
    // The lines of a password file go on behind a colon.
    let kept = if name.starts_with(b"$krb5") { kept } else { kept.min(first_field(body, *least)) };
    let distinct = super::super::value::Mix::of(&body[..kept]).distinct;
    (kept >= *least && distinct >= 8).then_some(at..from + kept)
}

/// The length up to the first colon behind which nothing of the hash may stand.
fn first_field(body: &[u8], least: usize) -> usize {
    body.iter().skip(least).position(|b| *b == b':').map_or(body.len(), |at| at + least)
}

/// `name:500:LM:NT:::`, as tools that read the accounts of Windows print them.
fn windows(reading: &Reading<'_>, hits: &mut Hits) {
    let (view, text) = (reading.view(), reading.text());
    let mut at = 0;
    while let Some(colon) = memchr::memchr(b':', &text[at..]).map(|next| at + next) {
        at = colon + 1;
        let hex = |from: usize| run(view, from, WINDOWS_LEN + 1, |b| b.is_ascii_hexdigit()) == WINDOWS_LEN;
        let second = at + WINDOWS_LEN + 1;
        if hex(at)
            && text.get(second - 1) == Some(&b':')
            && hex(second)
            && text[second + WINDOWS_LEN..].starts_with(b":::")
        {
            hits.hit(&WINDOWS, at..second + WINDOWS_LEN);
            at = second + WINDOWS_LEN;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn hashes_of_passwords_are_found() {
        let md5 = "$1$5h0Qe8Lr$kqJ1nX4P0m3vYb2Zt6Wc9.";
        let blowfish = "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";
        let argon = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b5dWRWJTmaaJObG";
        let django = "pbkdf2_sha256$260000$Zk3v9QxT$q1W2e3R4t5Y6u7I8o9P0aSdFgHjKlZxCvBnM1234567=";
        let ldap = "{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr";
        for hash in [md5, blowfish, argon, django, ldap] {
            finds(find, &[(hash, hash), (&format!("jane:{hash}:19000:0"), hash), (&format!("use \"{hash}\"."), hash)]);
        }
        finds(
            find,
            &[
                ("jo@example.com:{PLAIN}Sunny-7:5000:5000::/srv/x", "Sunny-7"),
                ("'{CLEARTEXT}Sunny-7'", "Sunny-7"),
                ("\"{PLAIN}Sunny-7\"\nor", "Sunny-7"),
            ],
        );
        let sap = "{x-issha, 1024}k3Zt9QxT1mB7wR5yAa8sDf6GhJ2kLqWe";
        finds(find, &[(sap, sap)]);
        let windows = "aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0";
        finds(super::windows, &[(&format!("Guest:501:{windows}:::"), windows)]);
    }

    #[test]
    fn prices_variables_and_checksums_are_left() {
        finds_nothing(
            find,
            &[
                "$1$",
                "it costs $5$ or $6$ a piece",
                "$2a$10$short",
                "$P$ath",
                "{SHA}",
                "{PLAIN} is the scheme",
                "{PLAIN}<password>",
                "{plain}Sunny-7",
                "a:da39a3ee5e6b4b0d3255bfef95601890",
                "scrypt: a key derivation function that needs memory and takes long to compute",
            ],
        );
    }
}
