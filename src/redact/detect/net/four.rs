//! IPv4 addresses: four numbers from 0 to 255 with full stops between them.
//!
//! Version numbers (`version 1.2.3.4`, `v1.2.3.4`, `1.2.3.4-beta`), numbers of sections and object identifiers are left.

use super::{PUBLIC, rule, version, with_prefix};
use crate::redact::detect::reading::Group;
use crate::redact::detect::{Hits, Reading};
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

/// How far before the number of a section that of another one is looked for, in bytes.
const PAGE: usize = 2048;

/// Names the IPv4 addresses of a view.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let dotted = |before: &Group, after: &Group| text[before.span().end..after.span().start] == *b".";
    for numbers in reading.groups().chunk_by(dotted) {
        let [first, _, _, last] = numbers else { continue };
        let span = first.span().start..last.span().end;
        let address = std::str::from_utf8(&text[span.clone()]).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
        let Some(address) = address.filter(|_| stands_alone(reading, &span)) else { continue };
        match other(reading, &span, address, numbers) {
            Some(why) => hits.miss(&PUBLIC, span, why),
            None => hits.hit(rule(IpAddr::V4(address)), span.start..with_prefix(text, span.end, 32)),
        }
    }
}

/// Whether the address is no part of a name: `libx-1.2.3.4.so`, `1.2.3.4-beta`.
fn stands_alone(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let text = reading.text();
    let before = match &text[..span.start] {
        [.., b, b'-'] => b.is_ascii_alphabetic(),
        [.., b'.'] => true,
        _ => false,
    };
    let behind = match &text[span.end..] {
        [b'-' | b'.' | b'+', b, ..] => b.is_ascii_alphabetic() || *b == b'*',
        _ => false,
    };
    let seams = (reading.view().is_seam(span.start), reading.view().is_seam(span.end));
    reading.is_whole(span) && (!before || seams.0) && (!behind || seams.1)
}

/// What else four numbers with full stops may be here.
fn other(reading: &Reading<'_>, span: &Range<usize>, address: Ipv4Addr, numbers: &[Group]) -> Option<&'static str> {
    let octets = address.octets();
    if octets[0] == 0 && !address.is_unspecified() {
        return Some("no address begins with 0");
    }
    if reading.view().is_tight()
        && !breaks_at_dot(reading, numbers)
        && octets.iter().filter(|octet| **octet > 99).count() < 2
    {
        return Some("figures of two lines");
    }
    if is_item_behind(reading, span, numbers) {
        return Some("the number of an item behind the end of a sentence");
    }
    if is_heading(reading.text(), span, octets) {
        return Some("the number of a section");
    }
    version::version(reading, span, address)
}

/// Whether the address begins a line that goes on with a word: `4.1.2.3 Strings`, or with a full stop and anything but a
/// figure: `* 4.1.2.3. strings`. Sections are counted from 1.
fn is_heading(text: &[u8], span: &Range<usize>, octets: [u8; 4]) -> bool {
    let stopped = matches!(&text[span.end..], [b'.', b' ', b, ..] if !b.is_ascii_digit() && !b.is_ascii_whitespace());
    let title = stopped || matches!(&text[span.end..], [b' ', b'A'..=b'Z', ..]);
    let bullet = |b: &u8| matches!(b, b' ' | b'\t') || stopped && matches!(b, b'*' | b'-' | b'/' | b'#');
    let line = text[..span.start].iter().rev().find(|b| !bullet(b));
    let counted = octets.iter().all(|octet| (1..100).contains(octet));
    counted && title && (matches!(line, None | Some(b'\n')) || is_counted_on(text, span))
}

/// Whether a line before begins with the number of another section of the same chapter: text that was taken out of a page may
/// have lost the breaks between its lines.
fn is_counted_on(text: &[u8], span: &Range<usize>) -> bool {
    let Some(last) = memchr::memrchr(b'.', &text[span.clone()]) else { return false };
    let (before, chapter) = (&text[span.start.saturating_sub(PAGE)..span.start], &text[span.start..=span.start + last]);
    let begins = |at: usize| at.checked_sub(1).map_or(before.len() == span.start, |at| before[at] == b'\n');
    let titled = |at: usize| {
        let number = before[at + chapter.len()..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        matches!(before[at + chapter.len() + number..], [b' ', b'A'..=b'Z', b'a'..=b'z', ..])
    };
    memchr::memmem::find_iter(before, chapter).any(|at| begins(at) && titled(at))
}

/// Whether the last number stands in the next line and has a full stop and a blank behind it, as that of an item in a list:
/// `docker 26.1.4.`, and below it `2. Copy the file`.
fn is_item_behind(reading: &Reading<'_>, span: &Range<usize>, numbers: &[Group]) -> bool {
    let below = numbers.last().is_some_and(|last| reading.view().is_break(last.span().start));
    below && matches!(reading.text()[span.end..], [b'.', b' ', b, ..] if !b.is_ascii_digit())
}

/// Whether all line breaks that were left out stand next to a full stop.
fn breaks_at_dot(reading: &Reading<'_>, numbers: &[Group]) -> bool {
    let view = reading.view();
    numbers.iter().all(|group| (group.span().start + 1..group.span().end).all(|at| !view.is_break(at)))
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing, hits};
    use super::*;

    #[test]
    fn addresses_are_found_with_their_prefix() {
        finds(
            find,
            &[
                ("203.0.113.42", "203.0.113.42"),
                ("from 198.51.100.7:8080,", "198.51.100.7"),
                ("net 198.51.100.0/24.", "198.51.100.0/24"),
                ("198.51.100.0/123", "198.51.100.0"),
                ("DNS is 8.8.8.8", "8.8.8.8"),
                ("198.51.100.7@eth0", "198.51.100.7"),
                ("\\|198.51.100.7|%20/", "198.51.100.7"),
                ("server 1.2.3.4", "1.2.3.4"),
                ("Router 1.2.3.4", "1.2.3.4"),
                ("Oracle 203.0.113.42", "203.0.113.42"),
                ("Oracle host 1.2.3.4", "1.2.3.4"),
                ("tcp://a/1.2.3.4", "1.2.3.4"),
                ("ip.addr == 1.2.3.4", "1.2.3.4"),
                ("ssh root@1.2.3.4", "1.2.3.4"),
                ("x == 203.0.113.42", "203.0.113.42"),
                ("ping 1.2.3.4. it answers", "1.2.3.4"),
                ("* 1.2.3.4 web", "1.2.3.4"),
                ("203.0.113.42. it answers", "203.0.113.42"),
                ("version 9 server 203.0.113.42", "203.0.113.42"),
            ],
        );
    }

    #[test]
    fn private_and_special_ones_have_rules_of_their_own() {
        for (text, name) in [
            ("10.0.0.2", "ip.private"),
            ("192.168.1.1", "ip.private"),
            ("127.0.0.1", "ip.special"),
            ("255.255.254.0", "ip.special"),
            ("0.0.0.0", "ip.special"),
            ("172.32.0.1", "ip.public"),
        ] {
            assert_eq!(hits(find, text).len(), 1, "{text}");
            assert_eq!(rule(text.parse().unwrap()).name, name, "{text}");
        }
    }

    #[test]
    fn sections_count_on_in_the_midst_of_a_line() {
        finds_nothing(find, &["4.2.1.3 Setting it\nTorque 12 Nm, 4.2.1.4 Replacing it"]);
        for (text, address) in [
            ("Torque 12 Nm, 4.2.1.4 Replacing it", "4.2.1.4"),
            ("4.2.2.3 Setting it\nTorque 12 Nm, 4.2.1.4 Replacing it", "4.2.1.4"),
            ("4.2.1.3 Setting it\nTorque 12 Nm, 4.2.1.4 replaces it", "4.2.1.4"),
        ] {
            finds(find, &[(text, address)]);
        }
    }

    #[test]
    fn versions_sections_and_others_are_left() {
        finds_nothing(
            find,
            &[
                "Version 10.2.3.4567",
                "version 1.2.3.4",
                "v1.2.3.4",
                "Release: 203.0.113.42",
                "1.2.3.4-beta",
                "libx-1.2.3.4.so",
                "1.3.6.1.4.1",
                "1.4.1.1 Overview",
                "x\n55.2.7.1. Overview",
                "11.13.1.32. int64:bswap()",
                "x\n      * 6.6.4.2. \u{ab}Feld\u{bb}",
                "10.3.4.1. \u{7d44}\u{614b}",
                "see section 1.4.1.1",
                "256.1.1.1",
                "192.168.1",
                "192.168.01.1",
                "10.0.one.2",
                "IP192.168.1.1text",
                "foo==1.2.3.4",
                "foo >= 1.2.3.4",
                "foo@1.2.3.4",
                "foo[all]~=1.2.3.4",
                "0.1.2.3",
                "Oracle 12.1.0.2",
                "WebSphere 8.5.5.20",
                "nginx/1.25.3.1",
                "openssl from 1.1.1.23",
                "ATTRIBUTE Acme-Type 28.11.5.6 string",
                "(see Section\u{a0}19.2.2.1)",
            ],
        );
    }

    #[test]
    fn the_number_of_an_item_below_a_sentence_is_no_part_of_an_address() {
        use crate::redact::detect::check::report;
        let text = "Install docker 26.1.4.\n2. Copy the file.";
        assert_eq!(report(text).output, text);
        assert_eq!(report("it is 26.1.4.\n2 and more").output, "it is [IP_ADDRESS] and more");
        finds_nothing(find, &["verified on image 4.12.0.7", "Report 7, template 5.0.2.1"]);
    }
}
