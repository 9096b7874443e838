//! Passwords that are words, in sentences with the login name beside them: `log in as ops with password sunshine`. Only words that
//! many choose count, and what stands in quotes where the login name does.

use super::super::assign::PASSWORD;
use super::super::link::{count, line_start};
use super::super::name::{Name, Promise};
use super::super::value::{is_description, stand_in};
use super::super::{Hits, Reading};
use super::phrase::holds;
use std::collections::HashSet;
use std::sync::LazyLock;

/// How far before the name of the password that of the login may stand, in bytes.
const REACH: usize = 72;
/// The longest of such words, in bytes.
const LONGEST: usize = 24;

/// What a login name is called, in small letters.
const LOGINS: &[&str] = &[
    "user",
    "login",
    "log in",
    "sign in",
    "account",
    "benutzer",
    "anmeld",
    "utilisateur",
    "identifiant",
    "usuario",
    "utente",
    "gebruiker",
    "u\u{17c}ytkownik",
];
/// Words between the name of a password and the word.
const JOINTS: &[&[u8]] = &[b" is ", b" ist ", b" est ", b" es ", b" \xc3\xa8 ", b": ", b" = ", b" "];

/// Words that lists of stolen passwords have again and again, figures aside, in several languages.
const COMMON: &str = "letmein sunshine iloveyou princess football baseball basketball dragon monkey superman batman master \
    shadow michael jennifer jordan hunter ranger trustno starwars qwerty qwertz azerty asdfgh asdfghjkl zxcvbn qazwsx qwertyuiop \
    welcome passw0rd p4ssword abc abcabc access freedom whatever ninja mustang charlie cheese cookie summer winter autumn spring \
    flower butterfly chocolate computer internet killer soccer hockey liverpool chelsea arsenal tigger ginger pepper \
    hello hallo schatz sonnenschein sommer herbst fussball schalke daniel ficken berlin hamburg soleil bonjour doudou loulou \
    chouchou marseille coucou estrella princesa tequiero teamo mierda barcelona realmadrid juventus amore ciao ciaociao \
    gatto welkom geheim ajax feyenoord polska kochanie misiek matrix secret123 topsecret opensesame opensesam";

/// Names the word behind the name of a password in a sentence.
pub(in super::super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    let rest = &text[name.span.end..];
    let Some(joint) = JOINTS.iter().find(|joint| rest.starts_with(joint)) else { return };
    if name.promise != Promise::Password {
        return;
    }
    let from = name.span.end + joint.len();
    let quote = text.get(from).copied().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
    let from = from + usize::from(quote.is_some());
    let given = from..from + count(text, from, LONGEST + 1, |b| b.is_ascii_alphanumeric() || b == b'!');
    let ends = match quote {
        Some(quote) => text.get(given.end) == Some(&quote),
        None => is_end(&text[given.end..]),
    };
    let value = &text[given.clone()];
    let lead = &text[line_start(text, name.span.start).max(name.span.start.saturating_sub(REACH))..name.span.start];
    let told = || quote.is_some_and(|quote| lead.contains(&quote)) && value.len() >= 4 && !is_description(value);
    if ends && (is_common(value) || told()) && holds(&lead.to_ascii_lowercase(), LOGINS) && stand_in(value).is_none() {
        hits.near(&PASSWORD, given, name.word);
    }
}

/// Whether a word, or a part of a sentence, ends here.
fn is_end(rest: &[u8]) -> bool {
    rest.first().is_none_or(|b| b.is_ascii_whitespace() || b",;)".contains(b))
        || matches!(rest, [b'.', next, ..] if next.is_ascii_whitespace())
        || rest == b"."
}

static KNOWN: LazyLock<HashSet<&'static [u8]>> =
    LazyLock::new(|| COMMON.split_ascii_whitespace().map(str::as_bytes).collect());

/// Whether this is a word that many choose, perhaps with figures or a sign behind it.
fn is_common(value: &[u8]) -> bool {
    let word = value.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |at| at + 1);
    (4..=LONGEST).contains(&value.len())
        && [&value[..word], value].into_iter().any(|value| KNOWN.contains(value.to_ascii_lowercase().as_slice()))
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn words_that_many_choose_are_found_beside_a_login() {
        finds(
            DETECTOR.find,
            &[
                ("Username jruiz and password letmein", "letmein"),
                ("Log in with username admin and password sunshine.", "sunshine"),
                ("The username is ops and the password is sunshine, for now", "sunshine"),
                ("user ops, password dragon!", "dragon!"),
                ("Benutzer ops und Passwort sonnenschein", "sonnenschein"),
                ("use username 'ops' and password 'cormorant'", "cormorant"),
            ],
        );
    }

    #[test]
    fn sentences_about_passwords_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Enter your username and password below.",
                "username validation and password hashing",
                "with username root and password authentication disabled",
                "The user and password options were removed.",
                "the password summer was hot",
                "fields 'user' and password 'required'",
                "user password: access.log",
            ],
        );
    }
}
