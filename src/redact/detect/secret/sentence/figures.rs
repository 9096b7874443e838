//! Passwords of figures alone behind their name in a sentence or a note: `the wifi password is 88442211`, `WLAN-Passwort
//! 88442211`.
//!
//! Shorter figures are years, ports and counts, and what is counted has its unit behind it: a password ends what is said.

use super::super::assign::PASSWORD;
use super::super::assign::cell::is_about;
use super::super::link::{count, is_blank, line_start, said};
use super::super::name::{BRIEF, Name, Promise};
use super::super::value::stand_in;
use super::super::{Hits, Reading};
use super::plain::{ends_sentence, introduces, leads_label, names_network};
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// The fewest figures and the most.
const SHORTEST: usize = 6;
const LONGEST: usize = 20;
/// The fewest behind words that say where the password stands.
const SHORTEST_FAR: usize = 8;
/// How much of a line is read before the name, in bytes.
const REACH: usize = 80;
/// Names that mean something else as often: of the working directory, and of what passes.
const OTHERS: &[&str] = &["pass", "clave", "pwd"];
/// Words by which it is said whose a password is or where it counts, and those by which it is said what it is.
const OF: &[&str] = &[
    "for", "of", "on", "at", "in", "to", "f\u{fc}r", "fuer", "von", "vom", "zum", "im", "pour", "de", "du", "del",
    "para", "da", "do", "di", "della", "per", "van", "voor", "till", "til",
];
const IS: &[&str] = &[
    "is", "was", "ist", "war", "lautet", "est", "es", "era", "\u{e8}", "\u{e9}", "foi", "jest", "\u{e4}r", "er", "nu",
];
/// The name of a password in Polish, behind which this means `is`.
const POLISH: &str = "has\u{142}o";
const IS_POLISH: &[&str] = &["to"];
/// What stands between the parts of a line.
const PARTS: &[&[u8]] = &[b", ", b". ", b": ", b"; "];
/// How many words say whose it is.
const MOST_WORDS: usize = 4;
/// What may follow in the sentence.
const BEHIND: &[&[u8]] = &[b" for ", b" on ", b" and ", b" but ", b" f\xc3\xbcr ", b" und ", b" pour ", b" para "];

/// Names the figures behind the name of a password.
pub(in super::super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    if name.promise != Promise::Password || !is_of_sentence(text, name) {
        return;
    }
    let given = said(text, name).or_else(|| beside(text, name));
    if let Some(given) = given.filter(|given| stand_in(&text[given.clone()]).is_none()) {
        hits.near(&PASSWORD, given, name.word);
    }
}

/// Whether a name is one that sentences have, of one password.
pub(super) fn is_of_sentence(text: &[u8], name: &Name) -> bool {
    let own = &text[name.span.clone()];
    let word = name.word.trim_ascii_end();
    let last = own.len().checked_sub(word.len()).map(|at| &own[at..]);
    own.first().is_some_and(|b| *b != b'-')
        && own.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80 || is_blank(*b) || *b == b'-')
        && last.is_some_and(|last| last.eq_ignore_ascii_case(word.as_bytes()))
}

/// What a sentence says that the password is.
fn said(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let rest = text[name.span.end..].strip_prefix(b" ")?;
    let signed = || said::for_whom(rest).filter(|len| rest[..*len].ends_with(b":"));
    let joint = said::becomes(rest).or_else(|| whose(rest, name)).or_else(signed);
    let near = joint.map(|joint| name.span.end + 1 + joint);
    let far = || said::qualified(text, name.span.end, name).filter(|_| !text[..name.span.end].ends_with(b"s"));
    let at = near.or_else(far)?;
    let given = figures(text, at + count(text, at, 2, is_blank))?;
    // Behind other words figures may count something.
    if near.is_none() && given.len() < SHORTEST_FAR {
        return None;
    }
    let behind = &text[given.end..];
    let behind = behind.strip_prefix(b"\"").unwrap_or(behind);
    (ends_sentence(behind) || BEHIND.iter().any(|next| behind.starts_with(next))).then_some(given)
}

/// The length of a few words that say whose it is, and of the one that says what it is: `del wifi es `, `of the lock is `.
pub(super) fn whose(rest: &[u8], name: &Name) -> Option<usize> {
    let mut words = rest.split_inclusive(|b| *b == b' ');
    let mut end = words.next().filter(|word| is_one_of(word.trim_ascii_end(), OF))?.len();
    let of_name = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || matches!(b, b'-' | b'.');
    let plain = |word: &[u8]| word.first().is_some_and(|b| !b.is_ascii_digit()) && word.iter().all(of_name);
    let says = |word: &[u8]| is_one_of(word, IS) || is_one_of(word, IS_POLISH) && name.word == POLISH;
    for (count, word) in words.take(MOST_WORDS + 1).enumerate() {
        let inner = word.strip_suffix(b" ")?;
        end += word.len();
        match says(inner) {
            true => return (count > 0).then_some(end),
            false if !plain(inner) || is_about(&inner.to_ascii_lowercase()) => return None,
            false => {}
        }
    }
    None
}

/// What just follows the name in a note, or behind `with the` in a sentence.
fn beside(text: &[u8], name: &Name) -> Option<Range<usize>> {
    text[name.span.end..].strip_prefix(b" ")?;
    let given = figures(text, name.span.end + 1).filter(|given| ends_sentence(&text[given.end..]))?;
    let start = begin_of_word(text, name.span.start);
    let lead = &text[line_start(text, start).max(start.saturating_sub(REACH))..start];
    // In a list, and behind another sentence, each part of the line is a note of its own.
    let begin = PARTS.iter().filter_map(|sign| memchr::memmem::rfind(lead, sign)).max().map_or(0, |at| at + 2);
    let is_brief = OTHERS.contains(&name.word) || BRIEF.contains(&name.word.trim_ascii_end());
    let introduced = introduces(lead) || begin > 0 && leads_label(&lead[begin..]);
    (introduced && (!is_brief || names_network(lead))).then_some(given)
}

/// Where the word begins that a name ends, whose first letters may be none of ASCII: `H\u{e4}ndlerpasswort`.
fn begin_of_word(text: &[u8], name: usize) -> usize {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || **b >= 0x80 || **b == b'-';
    name - text[..name].iter().rev().take(REACH).take_while(part).count()
}

/// The figures that begin here, perhaps behind a quote.
fn figures(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at + count(text, at, 1, |b| b == b'"');
    let given = from..from + count(text, from, LONGEST + 1, |b| b.is_ascii_digit());
    (SHORTEST..=LONGEST).contains(&given.len()).then_some(given)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn figures_that_are_said_to_be_a_password_are_found() {
        for text in [
            "the wifi password is #",
            "The default password is #.",
            "password is # for the guests",
            "wifi password #",
            "WLAN-Passwort #",
            "WLAN Passwort #",
            "zip password: #",
            "The PDF opens with the password #",
            "Log in with password #, then change it",
            "le mot de passe est #",
            "the password for the archive is #",
            "the password for db01 is #",
            "La contrase\u{f1}a del wifi es #",
            "Le mot de passe du wifi est #",
            "Has\u{142}o do wifi to #",
            "Kennwort f\u{fc}r das Archiv: #",
            "the guest wifi pw #",
            "Menu 4, enter supervisor password #",
            "type the password #.",
            "Der Safe geht wieder auf, Terminal Passwort #.",
            "F\u{fc}r die Kasse: H\u{e4}ndlerpasswort #.",
            "It works again. Terminal password #.",
        ] {
            finds(DETECTOR.find, &[(&text.replace('#', "70331298"), "70331298")]);
        }
        finds(DETECTOR.find, &[("the safe password is 778899", "778899")]);
        finds(DETECTOR.find, &[("Zertifikats-PIN otter27!", "otter27!"), ("Zertifikats-PIN: otter27!", "otter27!")]);
    }

    #[test]
    fn other_figures_beside_a_password_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "password 12 characters",
                "password 90 days",
                "the password is 100000 characters long",
                "password is 2024",
                "reset password 482911",
                "Invalid password 482911",
                "the list holds passwords 14344391",
                "forgot password, ticket 482911",
                "password ticket 482911",
                "the password policy is 202411",
                "the password of length 8 is 482911",
                "the password for reset is 482911",
                "La contrase\u{f1}a de 12 caracteres es 482911",
                "the password hash is 482911",
                "db_password 482911 rows",
                "pass 482911",
                "enter the number behind the password 482911",
                "the password that changed with build 482911",
                "We tried it, forgot password 482911",
                "The login fails: invalid password 482911",
                "It fails, pass 482911",
            ],
        );
    }

    #[test]
    fn figures_behind_where_they_stand_are_long() {
        finds(DETECTOR.find, &[("Kennwort auf dem Deckel: 70331298114477", "70331298114477")]);
        finds_nothing(
            DETECTOR.find,
            &[
                "Kennwort auf dem Deckel: 703312",
                "passwords cracked today: 70331298",
                "password attempts today: 70331298",
            ],
        );
    }
}
