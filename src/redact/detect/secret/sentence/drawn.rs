//! What a machine drew, anywhere in a line that speaks of a token or a secret: `the token we talked about, …, is still valid`.
//!
//! Letters of both cases and figures in an order that no word has; hashes and numbers of other things have one case, or a
//! word before them that says what they are.

use super::super::assign::TOKEN;
use super::super::link::{Value, is_blank};
use super::super::name::Name;
use super::super::value::scatter::is_scattered;
use super::super::value::{self, Mix};
use super::super::{Hits, Reading};
use super::answer::is_of_thing;
use super::{line_of, words_of};
use crate::redact::detect::overlap;
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::runs::long_runs;

/// The shortest of them.
const SHORTEST: usize = 20;
/// Words right before it that say that it is something else.
const OTHERS: &[&str] = &[
    "id",
    "ids",
    "hash",
    "hashes",
    "checksum",
    "digest",
    "fingerprint",
    "commit",
    "etag",
    "nonce",
    "revision",
    "sha256",
    "integrity",
    "signature",
    "salt",
    "kid",
    "version",
    "image",
    "file",
    "page",
    "document",
    "video",
];

/// Names the values in the line of a name, but for the one behind it.
pub(in super::super) fn find(reading: &Reading<'_>, name: &Name, value: Option<&Value>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || is_of_thing(text, name.span.end) {
        return;
    }
    let line = line_of(text, name.span.start);
    // Most lines have no word of that length.
    if long_runs(&text[line.clone()], SHORTEST, |b| !is_blank(b)).next().is_none() {
        return;
    }
    let words = words_of(text, line);
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.span.len() >= SHORTEST) {
        let given = &text[word.span.clone()];
        let is_other = at > 0 && is_one_of(&text[words[at - 1].span.clone()], OTHERS);
        let is_own = overlap(&word.span, &name.span);
        let is_known = value.is_some_and(|value| value.span.start == word.span.start) || hits.holds(&word.span);
        if is_drawn(given) && !is_other && !is_own && !is_known && value::stand_in(given).is_none() {
            hits.near(&TOKEN, word.span.clone(), name.word);
        }
    }
}

/// Whether letters of both cases and figures were drawn at random, perhaps with signs between them.
fn is_drawn(given: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_-+=.~".contains(b);
    let joined: Vec<u8> = given.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    given.iter().all(plain)
        && Mix::of(given).classes() == 3
        && joined.len() + joined.len() / 4 >= given.len()
        && is_scattered(&joined)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn what_was_drawn_is_found_anywhere_in_the_line() {
        const DRAWN: &str = "4w75igPNvACQQjHJ9mAnCvWoalLh";
        for form in [
            "The token we talked about, #, is still valid",
            "The API key expired, I put in # instead",
            "Habe den API-Key getauscht gegen #",
            "copied # into the token field",
        ] {
            finds(DETECTOR.find, &[(&form.replace('#', DRAWN), DRAWN)]);
        }
        let signed = "8Hk~2vQx9.LmPz4-Rt7wYb_N";
        finds(DETECTOR.find, &[(&format!("rotate the client secret, it showed up as {signed} in the log"), signed)]);
    }

    #[test]
    fn hashes_names_and_what_else_is_drawn_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "token auth was added in 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
                "the token endpoint got 4w75igPNvACQQjHJ9mAnCvWoalLh",
                "the token was sent, request id 4w75igPNvACQQjHJ9mAnCvWoalLh",
                "the token is read by KubernetesClusterRoleBinding01",
                "the token is 20 characters of ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789",
                "the tray we talked about, 4w75igPNvACQQjHJ9mAnCvWoalLh",
            ],
        );
    }
}
