//! IPv6 addresses.
//!
//! Few things are written like a whole address; many are written like a short one (`std::vector`, `a::before`, times
//! and ratios). An address with `::` therefore needs a beginning that is assigned (global, unique local, link-local,
//! multicast, the forms that hold an IPv4 address), or a word beside it.

use super::{ADDRESS_WORDS, PUBLIC, rule, with_prefix};
use crate::redact::detect::{Hits, Reading};
use std::net::{IpAddr, Ipv6Addr};
use std::ops::Range;

/// The longest address in text, with an IPv4 address at its end.
const LONGEST: usize = 45;
/// The longest name of a network card looked at.
const LONGEST_ZONE: usize = 16;

/// Names the IPv6 addresses of a view.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let mut at = 0;
    while let Some(colon) = memchr::memchr(b':', &text[at..]).map(|next| at + next) {
        let run = run(text, at, colon);
        at = run.end;
        if run.len() <= LONGEST + 2 {
            candidate(reading, run, hits);
        }
    }
}

/// The hexadecimal digits, colons and full stops around a colon.
fn run(text: &[u8], from: usize, colon: usize) -> Range<usize> {
    let before = text[from..colon].iter().rev().take_while(|b| b.is_ascii_hexdigit()).count();
    let len = text[colon..].iter().take_while(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.')).count();
    colon - before..colon + len
}

fn candidate(reading: &Reading<'_>, run: Range<usize>, hits: &mut Hits) {
    let text = reading.text();
    let mut span = run;
    // A word and a colon before it, a colon or the end of the sentence behind it.
    if !reading.view().is_boundary(span.start) || text[span.start] == b':' && text.get(span.start + 1) != Some(&b':') {
        span.start += text[span.clone()].iter().position(|b| *b == b':').map_or(0, |colon| colon + 1);
    }
    while span.len() > 2
        && (text[span.end - 1] == b'.' || text[..span.end].ends_with(b":") && !text[..span.end].ends_with(b"::"))
    {
        span.end -= 1;
    }
    let written = std::str::from_utf8(&text[span.clone()]).ok().filter(|written| written.matches(':').count() > 1);
    let Some(address) = written.and_then(|written| written.parse::<Ipv6Addr>().ok()) else { return };
    if !reading.is_whole(&span) || is_operator(text, &span) || is_heading(reading, &span) {
        return;
    }
    let word = || reading.word_around(&span, ADDRESS_WORDS);
    let end = with_prefix(text, with_zone(text, span.end), 128);
    match text[span.clone()].windows(2).any(|pair| pair == b"::") {
        true if end > span.end || is_assigned(address, &text[span.clone()]) => {
            hits.hit(rule(IpAddr::V6(address)), span.start..end);
        }
        false if is_whole_address(&text[span.clone()]) => hits.hit(rule(IpAddr::V6(address)), span.start..end),
        _ => match word() {
            Some(word) => hits.near(rule(IpAddr::V6(address)), span.start..end, word),
            None => hits.miss(&PUBLIC, span, "no word beside it says that it is an address"),
        },
    }
}

/// Whether colons at an end of this join it to a word, as in `x::text` and `'a'::text`.
fn is_operator(text: &[u8], span: &Range<usize>) -> bool {
    let word = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80)
    };
    let before = span.start.checked_sub(1);
    let bracket = before.is_some_and(|at| matches!(text[at], b')' | b']'));
    text[span.start] == b':' && (word(before) || bracket) || text[span.end - 1] == b':' && word(Some(span.end))
}

/// Whether it is the beginning of addresses without its length, which is no machine's, as items of lists are written
/// (`-4::`, `RFC 2822::`), or a line break that was left out parts a short one.
fn is_heading(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let (text, view) = (reading.text(), reading.view());
    let written = &text[span.clone()];
    let single = written.ends_with(b"::") && written.len() > 2 && !written[..written.len() - 2].contains(&b':');
    let long = written.iter().filter(|b| **b == b':').count() > 2;
    let broken = || view.is_tight() && span.clone().skip(1).any(|at| view.is_break(at));
    let unique = matches!(written, [b'f' | b'F', ..] if written.len() == 6);
    single && !unique && text.get(span.end) != Some(&b'/') || !long && broken()
}

/// Whether the beginning is assigned (IANA's registry of the address space), or the end is an IPv4 address.
fn is_assigned(address: Ipv6Addr, written: &[u8]) -> bool {
    let first = address.segments()[0];
    let range = matches!(first, 0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf | 0xff01..=0xff0f);
    let long = written.split(|b| *b == b':').filter(|group| group.len() > 2).count() > 2;
    range
        || long
        || address.is_loopback()
        || first == 0x64 && address.segments()[1] == 0xff9b
        || written.contains(&b'.')
}

/// Whether this cannot be a time, a ratio or a hardware address: four groups of three digits or more.
fn is_whole_address(written: &[u8]) -> bool {
    written.split(|b| *b == b':').filter(|group| group.len() > 2).count() >= 4
}

/// Where the name of a network card behind an address ends (`%eth0`), or the address itself.
fn with_zone(text: &[u8], end: usize) -> usize {
    let Some(rest) = text[end..].strip_prefix(b"%") else { return end };
    let len = rest.iter().take(LONGEST_ZONE).take_while(|b| b.is_ascii_alphanumeric()).count();
    if rest.first().is_some_and(u8::is_ascii_lowercase) { end + 1 + len } else { end }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn addresses_are_found() {
        for address in [
            "2001:db8::1",
            "2001:db8:85a3::8a2e:370:7334",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "fe80::1",
            "fe80::1%eth0",
            "fd12:3456:789a::/48",
            "ff02::1",
            "::ffff:192.0.2.1",
            "64:ff9b::192.0.2.1",
            "64:ff9b::1",
            "6e40:4041:c617:e898:c11:40d2:c669:2eb4",
            "::1",
            "::/0",
            "a099::9c0:876a:130b",
        ] {
            finds(find, &[(&format!("at {address}."), address), (&format!("IPv6:{address}, x"), address)]);
        }
        finds(find, &[("[2001:db8::1]:443", "2001:db8::1"), ("listen on ::", "::"), ("src=a::b", "a::b")]);
        finds(find, &[("route fd20:: and", "fd20::"), ("route 2001::/16", "2001::/16")]);
    }

    #[test]
    fn code_times_and_ratios_are_left() {
        finds_nothing(
            find,
            &[
                "std::vector<int>",
                "a::before",
                "a :: b",
                "abc::def()",
                "dead::beef",
                "::",
                "12:30:45",
                "1:2:3:4:5:6:7:8",
                "aa:bb:cc:dd:ee:ff",
                "00:11:22:33:44:55:66:77",
                "2001::db8::1",
                "12345:db8::1",
                "fe80::1text",
                "xfe80::1",
                "::ffff:256.0.0.1",
                "select x::text",
                "from 'x'::text",
                "address(x)::int",
                "host(x)::a",
                "ipv4 address\n\n-4::\n",
                "RFC 2822::\n\tThe address of a mail",
            ],
        );
    }
}
