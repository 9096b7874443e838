//! What a machine drew and wrote in groups of four, so that somebody can type it: the passwords of single applications (as WordPress
//! has them) and the keys of apps for codes (in base32, RFC 4648), behind their names.

use super::super::assign::{PASSWORD, TOKEN};
use super::super::link::{count, is_blank};
use super::super::name::{Name, Promise};
use super::super::{Hits, Reading};
use super::figures::is_of_sentence;
use super::plain::ends_sentence;
use std::ops::Range;

/// How many characters a group has, and how many groups there are.
const GROUP: usize = 4;
const FEWEST: usize = 4;
const MOST: usize = 16;
/// How many of them mix kinds of characters: names and numbers may stand among words of four letters.
const MIXED: usize = 2;
/// Of how many one at least does.
const SHARE: usize = 3;
/// What stands between the name and the first group.
const JOINTS: [&str; 7] = [":", "=", " :", " =", " is", " ist", ""];

/// Names all groups behind the name of a password or a token.
pub(in super::super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    if name.promise < Promise::Token || !is_of_sentence(text, name) {
        return;
    }
    let name_end = name.span.end + remark(&text[name.span.end..]);
    let rest = &text[name_end..];
    let given = JOINTS.iter().filter(|joint| rest.starts_with(joint.as_bytes())).find_map(|joint| {
        let from = name_end + joint.len();
        let gap = count(text, from, 3, is_blank);
        groups(text, from + gap).filter(|_| gap > 0)
    });
    if let Some(given) = given {
        let rule = if name.promise == Promise::Password { &PASSWORD } else { &TOKEN };
        hits.near(rule, given, name.word);
    }
}

/// The length of a remark in brackets behind the name.
fn remark(rest: &[u8]) -> usize {
    const LONGEST: usize = 64;
    let inner = rest.strip_prefix(b" (").unwrap_or_default();
    let close = inner[..inner.len().min(LONGEST)].iter().position(|b| matches!(b, b')' | b'\n'));
    close.filter(|at| inner[*at] == b')').map_or(0, |at| at + 3)
}

/// The groups that begin here, where they end what is said and some of them are drawn.
fn groups(text: &[u8], from: usize) -> Option<Range<usize>> {
    let (mut end, mut groups, mut mixed) = (from, 0, 0);
    while groups < MOST {
        let start = end + usize::from(groups > 0 && text.get(end) == Some(&b' '));
        let group = &text[start..start + count(text, start, GROUP + 1, |b| b.is_ascii_alphanumeric())];
        if group.len() != GROUP || groups > 0 && start == end {
            break;
        }
        (end, groups, mixed) = (start + GROUP, groups + 1, mixed + usize::from(is_mixed(group)));
    }
    (groups >= FEWEST && mixed >= MIXED && mixed * SHARE >= groups && ends_sentence(&text[end..])).then_some(from..end)
}

/// Whether letters and figures are in a group, or a capital behind a small letter.
fn is_mixed(group: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| group.iter().any(is);
    let turns = group.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || turns
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds_nothing, found};
    use crate::redact::detect::secret::assign::DETECTOR;
    use crate::redact::gate::Signals;

    #[test]
    fn all_groups_of_what_is_typed_are_found() {
        for (text, given) in [
            ("Application password: pR7t 8NwQ kD3m VsX2 bYc6 hTfJ", "pR7t 8NwQ kD3m VsX2 bYc6 hTfJ"),
            ("2FA secret: KRUG S4ZA NFXG 6PJQ", "KRUG S4ZA NFXG 6PJQ"),
            ("TOTP secret krug s4za nfxg 6pjq, keep it", "krug s4za nfxg 6pjq"),
            ("authenticator key: KRUG S4ZA NFXG 6PJQ", "KRUG S4ZA NFXG 6PJQ"),
            ("The secret is KRUG S4ZA NFXG 6PJQ.", "KRUG S4ZA NFXG 6PJQ"),
            ("TOTP secret (if the phone is lost): KRUG S4ZA NFXG 6PJQ", "KRUG S4ZA NFXG 6PJQ"),
        ] {
            // The first of them may be found for itself as well.
            assert!(found(DETECTOR.find, text).contains(&given.to_owned()), "{text}");
            assert!(Signals::of(text.as_bytes()).intersects(Signals::SECRET), "{text}");
        }
    }

    #[test]
    fn words_and_numbers_of_four_characters_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "password: only sent when they call",
                "the secret is 2022 2023 2024 2025",
                "Password: Year 2022 Rule Four Only",
                "secret: Type Size Name Port H264 x264 more",
                "password rule: pR7t 8NwQ kD3m",
            ],
        );
    }
}
