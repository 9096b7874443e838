//! Extensions of three to five digits, right behind their word: `Durchwahl -4711`, `ext. 4711`.

use super::super::cue::Topic;
use super::super::shape::is_counted;
use super::super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detector of this file.
pub(super) const DETECTOR: Detector = Detector { rules: &[&EXTENSION], needs: Signals::WORD, find };

static EXTENSION: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.extension",
    version: 1,
    rank: Rank::Context,
    proof: "three to five digits right behind a word for an extension",
};

/// Numbers for emergencies: everybody's.
const EMERGENCY: [&[u8]; 5] = [b"112", b"911", b"999", b"110", b"000"];

/// Words for extensions that stand beside other things as well: a sign has to join the digits to them.
const JOINED: [&str; 2] = ["ext", "dw"];
/// Words for extensions that mean a device, a post or the inside as often: somebody has to be called there.
const DOUBTFUL: [&str; 3] = ["toestel", "poste", "interno"];
/// The words that say so.
const CALLED: [&str; 22] = [
    "bel",
    "bellen",
    "belt",
    "bereikbaar",
    "bereiken",
    "telefoon",
    "servicedesk",
    "appelez",
    "appeler",
    "joindre",
    "joignable",
    "contacter",
    "contactez",
    "t\u{e9}l",
    "t\u{e9}l\u{e9}phone",
    "standard",
    "chiamare",
    "chiamate",
    "chiama",
    "contattare",
    "telefono",
    "tel",
];

/// Names the extensions of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let written = |text: &[u8], at: usize| {
        let len = text[at..].iter().take(6).take_while(|b| b.is_ascii_digit()).count();
        let part =
            matches!(text[at + len..], [b'.' | b',' | b':' | b'/' | b'-' | b'_', b, ..] if b.is_ascii_alphanumeric());
        ((3..=5).contains(&len) && !part).then_some(at + len)
    };
    for cue in reading.cues(Topic::Extension) {
        let gap = &text[cue.gap.clone()];
        let signed = cue.gap.start == 0 || gap.iter().any(|b| matches!(b, b':' | b'#' | b'=' | b'.' | b'-'));
        // Not `ext4: 4096`.
        let parted = cue.gap.start == 0 || gap.first().is_some_and(|b| !b.is_ascii_digit());
        let called = || reading.word_before(cue.gap.start.saturating_sub(cue.word.len()), &CALLED).is_some();
        let doubtful = DOUBTFUL.contains(&cue.word) && !called();
        if parted && (signed || !JOINED.contains(&cue.word)) && !doubtful {
            let spans = cue.values(text, written);
            if spans.first().is_some_and(|first| leads_row(text, first)) {
                continue;
            }
            let spans = spans.into_iter().filter(|span| reading.is_whole(span) && !is_counted(text, span.end));
            let spans = spans.filter(|span| !EMERGENCY.contains(&&text[span.clone()]));
            spans.for_each(|span| hits.near(&EXTENSION, span, cue.word));
        }
    }
}

/// Whether two further numbers of as many digits stand behind this one, as in a menu or a table: `EXT 0001 0002 0003`.
fn leads_row(text: &[u8], span: &Range<usize>) -> bool {
    let rest = &text[span.end..text.len().min(span.end + 2 * (span.len() + 1))];
    let next = |part: &[u8]| part[0] == b' ' && part[1..].iter().all(u8::is_ascii_digit);
    rest.len() == 2 * (span.len() + 1) && rest.chunks(span.len() + 1).all(next)
}
