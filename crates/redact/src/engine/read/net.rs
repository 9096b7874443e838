//! Addresses of networks: IPv4 and IPv6 (RFC 4291, RFC 5952), hardware addresses (IEEE 802).

use super::super::check::is_uuid;
use super::super::decide::Candidate;
use super::super::find::{Finder, Joined};
use super::super::groups::Group;
use super::super::rule::Reader;
use super::super::shape::Alone;
use super::{is_word, leading, trailing};
use std::net::Ipv6Addr;
use std::ops::Range;

/// The longest IPv6 address with an IPv4 address in it.
const LONGEST: usize = 45;

impl Finder<'_, '_, '_> {
    /// IPv4 addresses in a chain: four numbers up to 255 with full stops between them.
    pub(in super::super) fn addresses(&mut self, groups: &[Group]) {
        let mut first = 0;
        while let Some(four) = groups.get(first..first + 4) {
            if !self.is_dotted(four) {
                first += 1;
                continue;
            }
            let span = four[0].start..four[3].end;
            let dotted = |group: &Group| group.separator == b'.' && self.bytes[group.start - 1] == b'.';
            // What follows may be the end of a file's name.
            let goes_on = |group: &Group| dotted(group) && group.digits > 0;
            let joined = groups.get(first + 4).is_some_and(goes_on)
                || first > 0 && dotted(&four[0]) && groups[first - 1].digits > 0
                || self.bytes[..span.start].ends_with(b"v");
            let values: [u64; 4] = std::array::from_fn(|at| self.value(&four[at]));
            // The network of this host, of no host and of all hosts name nobody.
            let is_special = matches!(values[0], 0 | 127) || values == [255; 4];
            let rule = self.readers(if is_special { Reader::Special } else { Reader::Ip4 }).next();
            if let Some(rule) = rule {
                // Four small numbers are a version or a section as often: they need a word, a port or the length of a prefix.
                let is_small = values[0] != 10 && values.iter().all(|value| *value < 60) || values[0] == 0;
                let is_net = matches!(self.bytes[span.end..], [b':' | b'/', b'0'..=b'9', ..]);
                let needs_word = is_small && !is_net && values != [0; 4];
                let alone = if needs_word { Alone::Field } else { rule.alone };
                let holds = (!is_small).then_some(true);
                self.decide(Candidate { rule, span, alone, holds, joined: joined.into() });
            }
            first += 4;
        }
    }

    fn is_dotted(&self, four: &[Group]) -> bool {
        let is_part = |group: &Group| group.is_number() && group.len() <= 3 && self.value(group) <= 255;
        let tight = |pair: &[Group]| pair[1].separator == b'.' && pair[1].start == pair[0].end + 1;
        four.iter().all(is_part) && four.windows(2).all(tight)
    }

    /// What holds a colon: IPv6 and hardware addresses.
    pub(in super::super) fn colons(&mut self, at: usize) {
        if at < self.read {
            return;
        }
        let bytes = self.bytes;
        let is_part = |b: &u8| b.is_ascii_hexdigit() || *b == b':';
        let before = trailing(&bytes[..at], 5, is_part);
        let behind = leading(&bytes[at..], LONGEST + 1, |b| is_part(b) || *b == b'.');
        // A row of full stops is none of an address.
        let behind = memchr::memmem::find(&bytes[at..at + behind], b"..").unwrap_or(behind);
        let mut span = at - before..at + behind;
        self.read = span.end;
        if span.len() > LONGEST || memchr::memchr(b':', &bytes[at + 1..span.end]).is_none() {
            return;
        }
        while bytes[span.clone()].ends_with(b".")
            || bytes[span.clone()].ends_with(b":") && !bytes[span.clone()].ends_with(b"::")
        {
            span.end -= 1;
        }
        // A label may be glued to it: `IPv6:2001:db8::1`.
        let colon = memchr::memchr(b':', &bytes[span.clone()]).map_or(span.end, |colon| span.start + colon);
        let is_labelled = bytes[..span.start].last().is_some_and(is_word) && bytes.get(colon + 1) != Some(&b':');
        if is_labelled {
            span.start = (colon + 1).min(span.end);
        }
        self.six(&span);
        self.hardware(&span, b':');
    }

    /// The id of an account: digits, a colon and a UUID.
    pub(in super::super) fn account(&mut self, colon: usize) {
        let uuid = colon + 1..colon + 37;
        let Some(rule) = self.readers(Reader::Account).next() else { return };
        let digits = trailing(&self.bytes[..colon], 13, u8::is_ascii_digit);
        let has_uuid = self.bytes.get(uuid.clone()).is_some_and(is_uuid);
        if (2..=12).contains(&digits) && has_uuid && self.is_boundary(uuid.end) && self.is_boundary(colon - digits) {
            self.keep(rule, colon - digits..uuid.end, 900, None);
        }
    }

    fn six(&mut self, span: &Range<usize>) {
        let Ok(text) = std::str::from_utf8(&self.bytes[span.clone()]) else { return };
        let Ok(address) = text.parse::<Ipv6Addr>() else { return };
        // Words of code: `std::dec`.
        let groups = text.split(':').filter(|part| !part.is_empty()).count();
        let is_word = !text.bytes().any(|b| b.is_ascii_digit());
        let is_special = address.is_loopback() || address.is_unspecified();
        if !is_special && (groups < 2 || is_word && groups < 4) {
            return;
        }
        // `::` parts names in programs; an address it is in quotes, in brackets, before the length of a prefix or a port.
        let behind = self.bytes.get(span.end);
        let before = span.start.checked_sub(1).map(|at| self.bytes[at]);
        let is_set = before.is_none_or(|b| matches!(b, b' ' | b'"' | b'\'' | b'[' | b'=' | b'('))
            && behind.is_some_and(|b| matches!(b, b'/' | b']' | b'"' | b'\''));
        if address.is_unspecified() && text == "::" && !is_set {
            return;
        }
        let rule = self.readers(if is_special { Reader::Special } else { Reader::Ip6 }).next();
        if let Some(rule) = rule {
            self.decide(Candidate {
                rule,
                span: span.clone(),
                alone: rule.alone,
                holds: Some(true),
                joined: Joined::No,
            });
        }
    }

    /// Hardware addresses in a chain: `3C-5A-B4-1E-07-9F`, `3c5a.b41e.079f`, and `3c5ab41e079f` behind a label.
    pub(in super::super) fn hardware_in(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Mac).next() else { return };
        for (count, len, sign) in [(6, 2, b'-'), (3, 4, b'.'), (1, 12, 0)] {
            for (first, some) in groups.windows(count).enumerate() {
                let is_part = |group: &Group| self.bytes[group.span()].iter().all(u8::is_ascii_hexdigit);
                let follows = |group: &Group| group.separator == sign;
                let is_form = some.iter().all(|group| group.len() == len && is_part(group));
                if !is_form || !some[1..].iter().all(follows) {
                    continue;
                }
                let span = some[0].start..some[count - 1].end;
                let joined = sign != 0 && (follows(&some[0]) || groups.get(first + count).is_some_and(follows));
                let alone = if count == 1 { Alone::Word } else { rule.alone };
                self.decide(Candidate { rule, span, alone, holds: None, joined: joined.into() });
            }
        }
    }

    /// Six pairs of hexadecimal digits.
    pub(in super::super) fn hardware(&mut self, span: &Range<usize>, sign: u8) {
        let Some(rule) = self.readers(Reader::Mac).next() else { return };
        let value = &self.bytes[span.clone()];
        let parts = || value.split(|b| *b == sign);
        let is_pair = |part: &[u8]| part.len() == 2 && part.iter().all(u8::is_ascii_hexdigit);
        let is_pairs = parts().count() == 6 && parts().all(is_pair);
        let is_nobody = parts().all(|part| part == b"00") || parts().all(|part| part.eq_ignore_ascii_case(b"ff"));
        if is_pairs && !is_nobody {
            self.decide(Candidate { rule, span: span.clone(), alone: rule.alone, holds: None, joined: Joined::No });
        }
    }
}
