//! E-mail addresses with words in place of their signs, by which people keep them from machines: `ann (at) example.org`,
//! `ann at example dot org`. Without brackets the name has to be none of a sentence, or a word for mail stands before it.

use super::email::{ADDRESS, local_start};
use super::vocabulary::is_among;
use super::web::is_top;
use super::{Hits, Reading};
use crate::redact::runs::word_starts;
use std::ops::Range;

/// Words for the sign, for the full stop, for the latter where no brackets stand around the English word, and for what is written to an address.
const ATS: &str = "at \u{e4}t";
/// The words for the sign that mean nothing else where a domain follows.
const SURE_ATS: &str = "arroba arobase chiocciola ma\u{142}pa apenstaart apenstaartje snabel-a";
const DOTS: &str = "dot punkt punto point ponto punt kropka prick";
const ENGLISH: &str = "dot punkt";
const MAILS: &str =
    "mail email e-mail mails mailto adresse address correo courriel mailadresse correio posta pisz schreib write";
/// How far before a name the word for mail may stand, in bytes.
const BEFORE: usize = 40;
/// How many labels a domain has at most that is read.
const MOST_LABELS: usize = 6;

/// Names the addresses of a view.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for start in word_starts(text, 0..text.len()) {
        let end = start + word_len(&text[start..]);
        let sure = is_among(&text[start..end], SURE_ATS);
        if !sure && !is_among(&text[start..end], ATS) {
            continue;
        }
        let Some((sign, bracketed)) = sign(text, start..end) else { continue };
        let (from, spelled) = local(text, sign.start);
        let Some((to, dotted)) = domain(text, sign.end).filter(|_| from < sign.start) else { continue };
        let name = &text[from..sign.start];
        // Points in time are no full stops.
        let stops = if text[start..end].eq_ignore_ascii_case(b"at") { ENGLISH } else { DOTS };
        let dotted = dotted.is_some_and(|dot| is_among(dot, stops));
        let is_name =
            || spelled || name.iter().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_')) || is_of_mail(text, from);
        if reading.view().is_boundary(from) && (bracketed || sure || dotted && is_name()) {
            hits.hit(&ADDRESS, from..to);
        }
    }
}

/// The length of the word that begins here.
fn word_len(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80 || **b == b'-').count()
}

/// The word with the brackets or blanks around it, and whether there are brackets.
fn sign(text: &[u8], word: Range<usize>) -> Option<(Range<usize>, bool)> {
    let blank = |at: usize| usize::from(text.get(at) == Some(&b' '));
    let blank_before = |at: usize| usize::from(text[..at].ends_with(b" "));
    let (first, last) = (word.start - blank_before(word.start), word.end + blank(word.end));
    let open = first.checked_sub(1).map(|at| text[at]);
    match (open, text.get(last)) {
        (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}')) | (Some(b'<'), Some(b'>')) => {
            let start = first - 1 - blank_before(first - 1);
            Some((start..last + 1 + blank(last + 1), true))
        }
        _ => (first < word.start && last > word.end).then_some((first..last, false)),
    }
}

/// Where the name before the sign begins, and whether a full stop in it is spelled.
fn local(text: &[u8], end: usize) -> (usize, bool) {
    let mut start = local_start(text, end);
    let mut spelled = false;
    while let Some(dot) = dot_before(text, start).filter(|dot| local_start(text, *dot) < *dot) {
        start = local_start(text, dot);
        spelled = true;
    }
    (start, spelled)
}

/// Where the word for a full stop begins that leads to a place, with what stands around it.
fn dot_before(text: &[u8], at: usize) -> Option<usize> {
    let lead = text[..at].strip_suffix(b" ").unwrap_or(&text[..at]);
    let inner = lead.strip_suffix(b")").or(lead.strip_suffix(b"]")).unwrap_or(lead);
    let len = inner.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let start = inner.len() - len;
    let start = if inner.len() < lead.len() { start.checked_sub(1)? } else { start };
    let start = start - usize::from(text[..start].ends_with(b" "));
    is_among(&inner[inner.len() - len..], DOTS).then_some(start).filter(|start| *start > 0 && at > inner.len())
}

/// Where the domain ends that begins here, and how a full stop in it is spelled.
fn domain(text: &[u8], from: usize) -> Option<(usize, Option<&[u8]>)> {
    let (mut at, mut spelled, mut end) = (from, None, None);
    for labels in 0..MOST_LABELS {
        let len = text[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if len == 0 {
            break;
        }
        if labels > 0 && str::from_utf8(&text[at..at + len]).is_ok_and(is_top) {
            end = Some((at + len, spelled));
        }
        match dot_behind(text, at + len) {
            Some((next, word)) => (at, spelled) = (next, spelled.or(word)),
            None => break,
        }
    }
    end
}

/// Where a full stop ends that stands here, and how it is spelled.
fn dot_behind(text: &[u8], at: usize) -> Option<(usize, Option<&[u8]>)> {
    if text.get(at) == Some(&b'.') {
        return Some((at + 1, None));
    }
    let blank = |at: usize| usize::from(text.get(at) == Some(&b' '));
    let first = at + blank(at);
    let open = usize::from(matches!(text.get(first), Some(b'(' | b'[')));
    let word = first + open;
    let end = word + word_len(text.get(word..)?);
    let closes = usize::from(open > 0 && matches!(text.get(end), Some(b')' | b']')));
    let last = end + closes + blank(end + closes);
    let parted = open == closes && (open > 0 || first > at && last > end);
    (parted && is_among(&text[word..end], DOTS)).then_some((last, Some(&text[word..end])))
}

/// Whether a word for mail stands soon before a name in its line.
fn is_of_mail(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(BEFORE)..at];
    let line = near.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    line.split(|b| !b.is_ascii_alphabetic() && *b != b'-').any(|word| is_among(word, MAILS))
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn addresses_with_words_for_their_signs_are_found() {
        for address in [
            "ann.otter(at)example.org",
            "ann.otter (at) example.org",
            "ann [at] example [dot] org",
            "ann[at]mail.example.de",
            "ann(arroba)example.es",
            "ann(at)example(punkt)de",
            "ann dot otter at example dot org",
            "ann_7 at example dot org",
            "ann_otter arroba example.es",
            "otter chiocciola example.it",
        ] {
            finds(find, &[(&format!("it is {address}, thanks"), address)]);
        }
        finds(find, &[("mail otter at example dot org please", "otter at example dot org")]);
    }

    #[test]
    fn what_is_said_of_places_is_left() {
        finds_nothing(
            find,
            &[
                "look at example dot org",
                "we meet (at) noon",
                "look (at) this.thing",
                "the stand (at) hall.4",
                "at (at) example",
                "seen at example.org",
                "a point at which dot products",
                "write to us at some point in time",
                "please mail us at any point in time",
            ],
        );
    }
}
