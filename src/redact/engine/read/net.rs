//! Addresses of networks: IPv4 and IPv6 (RFC 4291, RFC 5952), hardware addresses (IEEE 802).

use super::super::book::Reader;
use super::super::decide::Candidate;
use super::super::find::{Finder, Group};
use std::net::Ipv6Addr;
use std::ops::Range;

/// The longest IPv6 address with an IPv4 address in it.
const LONGEST: usize = 45;

impl Finder<'_, '_, '_> {
    /// IPv4 addresses in a chain: four numbers up to 255 with full stops between them.
    pub(in super::super) fn addresses(&mut self, groups: &[Group]) {
        if groups.len() < 4 {
            return;
        }
        let mut first = 0;
        while first + 3 < groups.len() {
            let four = &groups[first..first + 4];
            if !self.is_dotted(four) {
                first += 1;
                continue;
            }
            let span = four[0].start..four[3].end;
            let dotted = |group: Option<&Group>| {
                group.is_some_and(|group| group.separator == b'.' && self.bytes[group.start - 1] == b'.')
            };
            let joined = dotted(groups.get(first + 4))
                || first > 0 && dotted(Some(&four[0]))
                || self.bytes[..span.start].ends_with(b"v");
            let value = |at: usize| super::super::check::number(&self.bytes[four[at].start..four[at].end]);
            // The network of this host, of no host and of all hosts name nobody.
            let is_special = value(0) == 127 || value(0) == 0 || (0..4).all(|at| value(at) == 255);
            let rule = self.readers(if is_special { Reader::Special } else { Reader::Ip4 }).next();
            if let Some(rule) = rule {
                // Four small numbers are a version or a section as often: they need a word, a port or the length of a prefix.
                let is_small = value(0) != 10 && (0..4).all(|at| value(at) < 60) || value(0) == 0;
                let is_net = matches!(self.bytes.get(span.end), Some(b':' | b'/'))
                    && self.bytes.get(span.end + 1).is_some_and(u8::is_ascii_digit);
                let is_nobody = (0..4).all(|at| value(at) == 0);
                let alone =
                    if is_small && !is_net && !is_nobody { super::super::shape::Alone::Field } else { rule.alone };
                let holds = (!is_small).then_some(true);
                self.decide(Candidate { rule, span, alone, holds, joined });
            }
            first += 4;
        }
    }

    fn is_dotted(&self, four: &[Group]) -> bool {
        let is_part = |group: &Group| {
            group.is_number()
                && group.len() <= 3
                && super::super::check::number(&self.bytes[group.start..group.end]) <= 255
        };
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
        let before = bytes[..at].iter().rev().take(5).take_while(|b| is_part(b)).count();
        let is_long = |b: &u8| is_part(b) || *b == b'.';
        let behind = bytes[at..].iter().take(LONGEST + 1).take_while(|b| is_long(b)).count();
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
        self.six(&span);
        self.hardware(&span, b':');
    }

    /// The id of an account: digits, a colon and a UUID.
    pub(in super::super) fn account(&mut self, colon: usize) {
        let uuid = colon + 1..colon + 37;
        let Some(rule) = self.readers(Reader::Account).next() else { return };
        let digits = self.bytes[..colon].iter().rev().take(13).take_while(|b| b.is_ascii_digit()).count();
        let has_uuid = self.bytes.get(uuid.clone()).is_some_and(super::super::check::is_uuid);
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
        let Some(rule) = self.readers(if is_special { Reader::Special } else { Reader::Ip6 }).next() else { return };
        self.decide(Candidate { rule, span: span.clone(), alone: rule.alone, holds: None, joined: false });
    }

    /// Hardware addresses in a chain: `3C-5A-B4-1E-07-9F`, `3c5a.b41e.079f`, and `3c5ab41e079f` behind a label.
    pub(in super::super) fn hardware_in(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Mac).next() else { return };
        for (count, len, sign) in [(6, 2, b'-'), (3, 4, b'.'), (1, 12, 0)] {
            for (first, some) in groups.windows(count).enumerate() {
                let is_form = some.iter().all(|group| {
                    group.len() == len && self.bytes[group.start..group.end].iter().all(u8::is_ascii_hexdigit)
                }) && some[1..].iter().all(|group| group.separator == sign);
                if !is_form {
                    continue;
                }
                let span = some[0].start..some[count - 1].end;
                let joined = sign != 0
                    && (some[0].separator == sign
                        || groups.get(first + count).is_some_and(|next| next.separator == sign));
                let alone = if count == 1 { super::super::shape::Alone::Word } else { rule.alone };
                self.decide(Candidate { rule, span, alone, holds: None, joined });
            }
        }
    }

    /// Six pairs of hexadecimal digits.
    pub(in super::super) fn hardware(&mut self, span: &Range<usize>, sign: u8) {
        let Some(rule) = self.readers(Reader::Mac).next() else { return };
        let value = &self.bytes[span.clone()];
        let parts = || value.split(|b| *b == sign);
        let is_pairs =
            parts().count() == 6 && parts().all(|part| part.len() == 2 && part.iter().all(u8::is_ascii_hexdigit));
        let is_nobody = parts().all(|part| part == b"00") || parts().all(|part| part.eq_ignore_ascii_case(b"ff"));
        if is_pairs && !is_nobody {
            self.decide(Candidate { rule, span: span.clone(), alone: rule.alone, holds: None, joined: false });
        }
    }
}
