//! Secrets that two sides share and somebody chose, where the bare word for a secret names them: of a client of RADIUS (the
//! `clients.conf` of FreeRADIUS), of a telephone or a trunk of Asterisk (`sip.conf`), and what a text calls a shared one.

use super::super::call::is_given;
use super::super::link::{count, is_blank, line_start};
use super::super::name::{Name, Promise};
use super::super::value::shown::{is_term, may_be_said};
use super::super::value::stand_in;
use super::super::{Hits, Reading};
use super::TOKEN;
use super::cell::is_strong;
use crate::redact::gate::lexicon::is_line_end;
use std::ops::Range;

/// How far before and behind the name its block is looked through, in bytes.
const REACH: usize = 240;
/// The longest secret, in bytes.
const LONGEST: usize = 64;
/// Settings that only blocks of such a file have, as they begin a line, without blanks around their signs.
const SETTINGS: [&[u8]; 11] = [
    b"ipaddr=",
    b"ipv4addr=",
    b"shortname=",
    b"nastype=",
    b"nas_type=",
    b"type=friend",
    b"type=peer",
    b"type=user",
    b"host=dynamic",
    b"fromuser=",
    b"defaultuser=",
];

/// Names the value behind the word for a secret that two sides share.
pub(super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    let is_bare = name.promise == Promise::Token && name.word == "secret" && name.span.len() == name.word.len();
    let Some(given) = is_bare.then(|| assigned(text, name)).flatten() else { return };
    let value = &text[given.clone()];
    let before = &text[..name.span.start];
    let is_shared = || before.last_chunk::<7>().is_some_and(|word| word.eq_ignore_ascii_case(b"shared "));
    let chosen = || value.iter().all(|b| b.is_ascii_alphanumeric() || b"!#$%*?".contains(b)) && !is_term(value);
    let noted = || is_noted(text, name) && may_be_said(value);
    let fits = is_of_block(text, name) || is_shared() && is_strong(value) && (chosen() || noted());
    if fits && is_given(value) && stand_in(value).is_none() {
        hits.near(&TOKEN, given, name.word);
    }
}

/// The one word between a sign behind the name and the end of the line, or a remark.
fn assigned(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let gap = name.span.end + count(text, name.span.end, 24, is_blank);
    let sign = matches!(text.get(gap), Some(b'=' | b':'));
    let from = if sign { gap + 1 + count(text, gap + 1, 24, is_blank) } else { gap };
    let from = from + usize::from(text.get(from) == Some(&b'"'));
    let given = from..from + count(text, from, LONGEST, |b| b.is_ascii_graphic() && !b"\"';,".contains(&b));
    let behind = given.end + count(text, given.end, 4, |b| is_blank(b) || b == b'"');
    let tied = sign || gap == name.span.end + 1 && is_noted(text, name) && may_be_said(&text[given.clone()]);
    (tied && text.get(behind).is_none_or(|b| is_line_end(*b) || b"#;".contains(b))).then_some(given)
}

/// Whether nothing but the word for something shared stands before the name in its part of a note: `Shared secret otter-lake-67N`.
fn is_noted(text: &[u8], name: &Name) -> bool {
    let lead = &text[line_start(text, name.span.start)..name.span.start];
    let part = memchr::memmem::rfind(lead, b", ").map_or(lead, |at| &lead[at + 2..]);
    part.trim_ascii().eq_ignore_ascii_case(b"shared")
}

/// Whether the name begins a line, and a line near it in its block is a setting of such a file.
fn is_of_block(text: &[u8], name: &Name) -> bool {
    let start = line_start(text, name.span.start);
    if !text[start..name.span.start].trim_ascii().is_empty() {
        return false;
    }
    let near = &text[start.saturating_sub(REACH)..text.len().min(name.span.end + REACH)];
    near.split(|b| is_line_end(*b)).any(|line| {
        let tight: Vec<u8> = line.iter().copied().filter(|b| !is_blank(*b)).take(LONGEST).collect();
        SETTINGS.iter().any(|setting| tight.starts_with(setting))
    })
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::promptly::promptly;

    #[test]
    fn a_million_words_take_no_time() {
        promptly(|| finds_nothing(DETECTOR.find, &[&"secret: a\n".repeat(1 << 16)]));
    }

    #[test]
    fn secrets_of_clients_and_telephones_are_found() {
        for text in [
            "client lan {\n    ipaddr = 10.0.0.0/8\n    secret = tigerlily\n}",
            "client ap {\n  secret      = \"tigerlily\"   # old\n  shortname = ap\n}",
            "[101]\ntype=friend\nhost=dynamic\nsecret=tigerlily\ncontext=x",
        ] {
            finds(DETECTOR.find, &[(text, "tigerlily")]);
        }
        finds(DETECTOR.find, &[("Shared secret: tigerlily12", "tigerlily12")]);
        finds(DETECTOR.find, &[("NAS, Shared secret tiger-lily-67", "tiger-lily-67")]);
    }

    #[test]
    fn other_secrets_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "volumes:\n- name: x\n  secret: tigerlily12",
                "kind: x\nsecret = tigerlily",
                "ipaddr = 10.0.0.1\nthe secret = tigerlily",
                "ipaddr = 10.0.0.1\nsecret = ${SECRET}",
                "ipaddr = 10.0.0.1\nsecret = required",
                "ipaddr = 10.0.0.1\nsecret = a b",
                "shared secret: required",
                "Shared secret: [SECRET]",
                "Shared secret rotation",
                "shared secret version-2024 of it",
                "the shared secret tiger-lily-67",
            ],
        );
    }
}
