//! What stands between marks: private keys in armour (RFC 7468), web addresses (RFC 3986).

use super::super::find::Finder;
use super::super::rule::Reader;
use super::{leading, trailing};
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
            let score = if rule.kind == "SECRET" { 950 } else { 10 * rule.sure };
            self.keep(rule, span, score, None);
        }
    }

    /// The block of a private key, as far as it is there.
    fn armoured(&self, begin: &Range<usize>) -> Option<Range<usize>> {
        let bytes = self.bytes;
        let rest = &bytes[begin.end..bytes.len().min(begin.end + LONGEST_KEY)];
        let name = memchr::memmem::find(&rest[..rest.len().min(64)], b"-----")?;
        let is_private = memchr::memmem::find(&rest[..name], b"PRIVATE KEY").is_some();
        let body = &rest[name + 5..];
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\n\r \\".contains(b);
        let close = memchr::memmem::find(body, b"-----END ");
        let end = close.unwrap_or_else(|| leading(body, LONGEST_KEY, is_part));
        let digits = body[..end].iter().filter(|b| b.is_ascii_alphanumeric()).count();
        if !is_private || digits < 32 {
            return None;
        }
        let from = begin.end + name + 5 + end;
        let tail = &bytes[from..bytes.len().min(from + 96)];
        let len = match close {
            Some(_) => memchr::memmem::find(tail.get(9..)?, b"-----").map_or(9, |at| 9 + at + 5),
            None => 0,
        };
        Some(begin.start..from + len)
    }

    /// The address around `://` or `www.`.
    fn address(&self, mark: &Range<usize>) -> Option<Range<usize>> {
        let bytes = self.bytes;
        let is_scheme = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
        let scheme = trailing(&bytes[..mark.start], 16, is_scheme);
        let is_host = bytes[mark.clone()].eq_ignore_ascii_case(b"www.");
        let is_glued = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'@');
        let is_none = if is_host { bytes[..mark.start].last().is_some_and(is_glued) } else { scheme == 0 };
        if is_none {
            return None;
        }
        let is_part = |b: &u8| match b {
            b'"' | b'<' | b'>' | b'\'' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' => false,
            _ => b.is_ascii_graphic() || *b >= 0x80,
        };
        let address = &bytes[mark.end..];
        let address = &address[..leading(address, LONGEST_ADDRESS, is_part)];
        let end = mark.end + address.len() - trailing(address, LONGEST_ADDRESS, |b| b".,;:!?)]".contains(b));
        let start = if is_host { mark.start } else { mark.start - scheme };
        (end > mark.end + 2).then_some(start..end)
    }
}
