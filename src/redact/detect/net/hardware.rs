//! Hardware addresses in their four forms, and UUIDs.
//!
//! Six pairs with colons are one; pairs with dashes and the dotted form (`0012.3456.789a`) need four decimal digits and a
//! letter, or a word beside them, and twelve digits in a row a word right before them. Nobody's are all zeros and all ones.
//! A packet filter logs the addresses of both ends and the protocol in one row of fourteen pairs (`MAC=…`).

use crate::redact::detect::vocabulary::{ending, last_word};
use crate::redact::detect::{Hits, Rank, Reading, Rule, is_uuid};
use crate::redact::kind;
use std::ops::Range;

pub(super) static MAC: Rule = Rule {
    kind: kind::MAC_ADDRESS,
    name: "mac.pairs",
    version: 1,
    rank: Rank::Shape,
    proof: "six pairs of hexadecimal digits",
};
pub(super) static NAMED: Rule = Rule {
    kind: kind::MAC_ADDRESS,
    name: "mac.named",
    version: 1,
    rank: Rank::Context,
    proof: "twelve hexadecimal digits, with a word beside them",
};
pub(super) static UUID: Rule =
    Rule { kind: kind::UUID, name: "uuid.form", version: 1, rank: Rank::Shape, proof: "8-4-4-4-12 hexadecimal digits" };

/// Words that stand beside hardware addresses; the gate knows them.
const WORDS: &[&str] =
    &["mac", "mac addr", "mac address", "hardware address", "physical address", "ethernet address", "bssid", "hwaddr"];

const PAIRS: usize = 17;
const DOTTED: usize = 14;
const DIGITS: usize = 12;
/// How far before twelve digits in a row their word may begin, in bytes.
const NEAR: usize = 22;
const LONGEST_UUID: usize = 36;
/// How far before the serial number of a certificate the word for one may stand in its line.
const LINE: usize = 96;
/// The length of the fourteen pairs that a packet filter logs, and what leads to them.
const LOGGED: usize = 41;
const LOG: &[u8] = b"MAC=";

/// Names the hardware addresses of a view.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let mut next = 0;
    for at in memchr::memchr3_iter(b':', b'-', b'.', text) {
        let lead = if text[at] == b'.' { 4 } else { 2 };
        // The sign of an address stands behind its next digits again.
        if text.get(at + 1 + lead) != Some(&text[at]) {
            continue;
        }
        let Some(start) = at.checked_sub(lead).filter(|start| *start >= next) else { continue };
        let len = if text[at] == b'.' { DOTTED } else { PAIRS };
        let logged = start..start + LOGGED;
        if text[..start].ends_with(LOG) && text.get(logged.clone()).is_some_and(|written| is_address(written, 2)) {
            next = logged.end;
            hits.near(&NAMED, logged, "mac");
            continue;
        }
        let span = start..start + len;
        if text.get(span.clone()).is_some_and(|written| is_address(written, lead)) && stands_alone(reading, &span) {
            next = span.end;
            name(reading, span, text[at], hits);
        }
    }
}

/// Names the addresses without signs between their digits, behind a word for them.
pub(super) fn find_bare(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let mut done = 0;
    for group in reading.groups() {
        let at = group.span().start;
        if at < done {
            continue;
        }
        let before = text[done..at].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
        let start = at - before;
        done = start + text[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let span = start..done;
        let written = &text[span.clone()];
        if written.len() != DIGITS || !written.iter().all(u8::is_ascii_hexdigit) || !reading.is_whole(&span) {
            continue;
        }
        let near = &text[start.saturating_sub(NEAR)..start];
        let leads = || near.len() == start && !near.iter().any(u8::is_ascii_alphanumeric);
        let label = || if leads() { last_word(reading.label().as_bytes(), WORDS) } else { None };
        let equal = written.iter().all(|b| b.eq_ignore_ascii_case(&written[0]));
        match last_word(near, WORDS).or_else(label) {
            Some(word) if !equal => hits.near(&NAMED, span, word),
            _ => hits.miss(&NAMED, span, "no word before it says that it is a hardware address"),
        }
    }
}

fn name(reading: &Reading<'_>, span: Range<usize>, sign: u8, hits: &mut Hits) {
    let written = &reading.text()[span.clone()];
    let decimal = written.iter().filter(|b| b.is_ascii_digit()).count();
    let plain = match sign {
        b':' => true,
        b'-' | b'.' => (4..12).contains(&decimal),
        _ => false,
    };
    match reading.word_before(span.start, WORDS) {
        Some(word) => hits.near(&NAMED, span, word),
        None if is_of_certificate(reading.text(), &span) => {
            hits.miss(&MAC, span, "it is the number of a certificate");
        }
        None if plain => hits.hit(&MAC, span),
        None => hits.miss(&NAMED, span, "no word beside it says that it is a hardware address"),
    }
}

/// Whether the word for a serial number stands right before, in a line that speaks of a certificate or above those of one:
/// serial numbers of certificates are as long as their issuer likes (RFC 5280, section 4.1.2.2).
fn is_of_certificate(text: &[u8], span: &Range<usize>) -> bool {
    const SERIALS: [&str; 5] = ["serial", "serial number", "serial no", "seriennummer", "num\u{e9}ro de s\u{e9}rie"];
    const CERTIFICATES: [&str; 7] = ["certificate", "cert", "x509", "ssl", "tls", "zertifikat", "certificat"];
    let near = &text[span.start.saturating_sub(LINE)..span.start];
    let signs = near.iter().rev().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let told = &near[..near.len() - signs];
    let line = &told[told.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1)..];
    let behind = text[span.end..].trim_ascii_start();
    let printed = || behind.starts_with(b"Signature Algorithm") || behind.starts_with(b"Issuer");
    ending(told, &SERIALS).is_some() && (last_word(line, &CERTIFICATES).is_some() || printed())
}

/// Whether these are twelve hexadecimal digits in groups of `size`, with one sign between them.
fn is_address(written: &[u8], size: usize) -> bool {
    let sign = written[size];
    let fits = |(index, b): (usize, &u8)| if index % (size + 1) == size { *b == sign } else { b.is_ascii_hexdigit() };
    let equal = |digit: u8| written.iter().filter(|b| **b != sign).all(|b| b.eq_ignore_ascii_case(&digit));
    written.iter().enumerate().all(fits) && !equal(b'0') && !equal(b'f')
}

/// Whether the address is no part of a longer run of groups.
fn stands_alone(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let text = reading.text();
    let sign = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|b| matches!(b, b':' | b'-'));
    let hex = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_hexdigit);
    // A dump goes on over the ends of its lines.
    let line = matches!(text[..span.start].trim_ascii_end(), [.., b':', a, b, b':'] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    let dotted = |at: Option<usize>, next: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b'.') && hex(next);
    let in_row =
        || dotted(Some(span.end), Some(span.end + 1)) || dotted(span.start.checked_sub(1), span.start.checked_sub(2));
    let longer = line
        || text[span.clone()].contains(&b'.') && in_row()
        || sign(Some(span.end)) && hex(Some(span.end + 1))
        || sign(span.start.checked_sub(1)) && hex(span.start.checked_sub(2)) && hex(span.start.checked_sub(3));
    reading.is_whole(span) && !longer
}

/// Names the UUIDs of a view.
pub(super) fn find_uuids(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let mut next = 0;
    for dash in memchr::memchr_iter(b'-', text) {
        let Some(start) = dash.checked_sub(8).filter(|start| *start >= next) else { continue };
        let span = start..start + LONGEST_UUID;
        if text.get(span.clone()).is_some_and(is_uuid) && reading.is_whole(&span) {
            next = span.end;
            hits.hit(&UUID, span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn the_last_line_of_a_dump_is_no_address() {
        finds_nothing(find, &["53:44:c8:\n    cd:e5:82:57:bc:9c\n", "1f:00:\r\ncd:e5:82:57:bc:9c"]);
        finds(find, &[("Addresses:\n  cd:e5:82:57:bc:9c\n", "cd:e5:82:57:bc:9c")]);
    }

    #[test]
    fn hardware_addresses_are_found_in_three_forms() {
        finds(
            find,
            &[
                ("x 00:11:22:33:44:55.", "00:11:22:33:44:55"),
                ("0a:1B:2c:3D:4e:5F", "0a:1B:2c:3D:4e:5F"),
                ("x 00-1A-2B-3C-4D-5E", "00-1A-2B-3C-4D-5E"),
                ("MAC: AA-BB-CC-DD-E1-FF", "AA-BB-CC-DD-E1-FF"),
                ("Cisco MAC 0012.3456.789A.", "0012.3456.789A"),
                ("macAddress=aabb.ccdd.e1ff", "aabb.ccdd.e1ff"),
                ("DHCPACK to 3c93.1f3e.c856 via eth0", "3c93.1f3e.c856"),
                (
                    "OUT= MAC=00:16:3e:5b:10:a2:84:4c:20:16:57:00:08:00 SRC=",
                    "00:16:3e:5b:10:a2:84:4c:20:16:57:00:08:00",
                ),
            ],
        );
    }

    #[test]
    fn twelve_digits_in_a_row_are_one_behind_a_word() {
        for text in
            ["MAC 001a2b3c4d5e", "mac address: 001a2b3c4d5e", "\"macAddr\": \"001a2b3c4d5e\"", "BSSID=001a2b3c4d5e"]
        {
            finds(find_bare, &[(text, "001a2b3c4d5e")]);
        }
        finds_nothing(
            find_bare,
            &[
                "build 001a2b3c4d5e",
                "MAC 000000000000",
                "MAC 001a2b3c4d5e6f",
                "MAC 001a2b3c4dxy",
                "the MAC algorithm of the commit 001a2b3c4d5e",
            ],
        );
    }

    #[test]
    fn what_only_looks_like_a_hardware_address_is_left() {
        finds_nothing(
            find,
            &[
                "00:1A:2B:3C:4D",
                "00:1A:2B:3C:4D:5E:6F:70",
                "FF:FF:FF:FF:FF:FF",
                "00-00-00-00-00-00",
                "10:2F:33-AC-29-C3",
                "ZZ:ZZ:ZZ:ZZ:ZZ:ZZ",
                "x00:11:22:33:44:55",
                "20-24-05-17-10-30",
                "dead.beef.cafe",
                "2024.0517.1030",
                "abc1.2345.6789.0000x",
                "0012.3456.789a.bcde",
                "KEY=00:16:3e:5b:10:a2:84:4c:20:16:57:00:08:00",
                "5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f",
            ],
        );
    }

    #[test]
    fn uuids_are_found_as_a_whole() {
        let uuid = "5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f";
        finds(find_uuids, &[(&format!("urn:uuid:{uuid}."), uuid)]);
        finds_nothing(find_uuids, &[&format!("{uuid}0"), &format!("x{uuid}")]);
    }

    #[test]
    fn serial_numbers_of_certificates_are_left() {
        finds_nothing(
            find,
            &[
                "Certificate serial: 0A:3F:88:1C:00:7E",
                "cert serial number 0A:3F:88:1C:00:7E",
                "certificate of vpn-1 expired at 08:00, serial 0A:3F:88:1C:00:7E",
                "Zertifikat, Seriennummer: 0A:3F:88:1C:00:7E",
                "Serial Number:\n    0a:3f:88:1c:00:7e\n  Signature Algorithm: sha256WithRSAEncryption",
            ],
        );
        for text in [
            "serial 0A:3F:88:1C:00:7E",
            "certificate of 0A:3F:88:1C:00:7E",
            "certificate for the serial console 0A:3F:88:1C:00:7E",
            "certificate\nserial 0A:3F:88:1C:00:7E",
            "certificate serial 12, MAC 0A:3F:88:1C:00:7E",
        ] {
            finds(find, &[(text, "0A:3F:88:1C:00:7E")]);
        }
    }
}
