//! What stands between marks: private keys in armour (RFC 7468), web addresses (RFC 3986).

use super::super::book::{Reader, Rule};
use super::super::find::Finder;
use std::ops::Range;

/// The longest key, in bytes.
const LONGEST_KEY: usize = 16 << 10;
/// The longest address.
const LONGEST_ADDRESS: usize = 2048;

impl Finder<'_, '_, '_> {
    /// A reader that is called by a mark.
    pub(in super::super) fn marked(&mut self, reader: Reader, mark: Range<usize>) {
        let Some(rule) = self.readers(reader).next() else { return };
        let span = match reader {
            Reader::Pem => self.armoured(&mark),
            _ => self.address(&mark),
        };
        if let Some(span) = span {
            self.keep_marked(rule, span);
        }
    }

    fn keep_marked(&mut self, rule: &'_ Rule, span: Range<usize>) {
        let book = self.book;
        let rule = &book.rules[usize::from(rule.number)];
        let score = if rule.kind == "SECRET" { 950 } else { 10 * rule.sure };
        self.keep(rule, span, score, None);
    }

    /// The block of a private key, as far as it is there.
    fn armoured(&self, begin: &Range<usize>) -> Option<Range<usize>> {
        let bytes = self.bytes;
        let rest = &bytes[begin.end..bytes.len().min(begin.end + LONGEST_KEY)];
        let name = memchr::memmem::find(&rest[..rest.len().min(64)], b"-----")?;
        let is_private = memchr::memmem::find(&rest[..name], b"PRIVATE KEY").is_some();
        let body = &rest[name + 5..];
        let (end, closed) = match memchr::memmem::find(body, b"-----END ") {
            Some(end) => (end, true),
            None => (
                body.iter()
                    .take_while(|b| {
                        b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r' | b' ' | b'\\')
                    })
                    .count(),
                false,
            ),
        };
        let digits = body[..end].iter().filter(|b| b.is_ascii_alphanumeric()).count();
        if !is_private || digits < 32 {
            return None;
        }
        let from = begin.end + name + 5 + end;
        let tail = &bytes[from..bytes.len().min(from + 96)];
        let len = if closed { memchr::memmem::find(tail.get(9..)?, b"-----").map_or(9, |at| 9 + at + 5) } else { 0 };
        Some(begin.start..from + len)
    }

    /// The address around `://` or `www.`.
    fn address(&self, mark: &Range<usize>) -> Option<Range<usize>> {
        let bytes = self.bytes;
        let is_scheme = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
        let scheme = bytes[..mark.start].iter().rev().take(16).take_while(is_scheme).count();
        let is_host = bytes[mark.clone()].eq_ignore_ascii_case(b"www.");
        if !is_host && scheme == 0
            || is_host
                && mark
                    .start
                    .checked_sub(1)
                    .is_some_and(|at| bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'/' | b'.' | b'@'))
        {
            return None;
        }
        let is_part = |b: &&u8| {
            b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\'' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^')
                || **b >= 0x80
        };
        let mut end = mark.end + bytes[mark.end..].iter().take(LONGEST_ADDRESS).take_while(is_part).count();
        while end > mark.end && matches!(bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']') {
            end -= 1;
        }
        let start = if is_host { mark.start } else { mark.start - scheme };
        (end > mark.end + 2).then_some(start..end)
    }
}
