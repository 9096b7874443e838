//! Telephone numbers (ITU-T E.164), by their plans as libphonenumber knows them and by the forms that people write.

use super::super::decide::Candidate;
use super::super::find::{Finder, Group};
use super::super::rule::Reader;
use super::super::shape::Alone;
use super::{leading, trailing};
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};
use std::ops::Range;

/// The digits of a number that a word names, and of an international one.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;
/// The most groups.
const MOST_GROUPS: usize = 8;

/// How a number is written.
#[derive(Debug, Default)]
struct Written {
    span: Range<usize>,
    /// How many digits its groups have.
    lens: Vec<usize>,
    digits: String,
    is_international: bool,
    has_brackets: bool,
    signs: Vec<u8>,
}

/// Whether this may stand between the groups of a number.
fn is_sign(b: &u8) -> bool {
    matches!(b, b' ' | b'-' | b'.' | b'/' | b'(' | b')')
}

impl Finder<'_, '_, '_> {
    /// The number that begins with a chain; brackets may lead on from it.
    pub(in super::super) fn phones(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Phone).next() else { return };
        let mut at = 0;
        while let Some(first) = groups[at..].iter().position(|group| group.is_number()).map(|more| &groups[at + more]) {
            if first.start < self.phoned {
                at = groups.iter().position(|group| group.start >= self.phoned).unwrap_or(groups.len());
                if at == groups.len() {
                    return;
                }
                continue;
            }
            if !self.has_enough(first.start) {
                self.phoned = first.end;
                continue;
            }
            let written = self.written_from(first.start);
            self.phoned = written.span.end.max(first.end);
            if let Some((alone, holds)) = self.plan(&written) {
                let goes_on = matches!(self.bytes[written.span.end..], [b'-' | b'/' | b'.' | b'_', b'0'..=b'9', ..]);
                let follows = match &self.bytes[..written.span.start] {
                    [.., before, b'-' | b'/' | b'.' | b'_' | b'$'] => before.is_ascii_alphanumeric(),
                    _ => false,
                };
                let joined = goes_on || follows;
                let span = self.with_extension(written.span.clone());
                // A plus sign and a country that there is leave no doubt, and neither do an area code in brackets and its groups.
                if written.is_international || written.has_brackets && alone == Alone::Free {
                    self.keep(rule, span, 700, None);
                    continue;
                }
                self.decide(Candidate { rule, span, alone, holds, joined });
            }
        }
    }

    /// Whether the digits from a place on, and the signs between them, may be a number.
    fn has_enough(&self, start: usize) -> bool {
        let is_part = |b: &&u8| b.is_ascii_digit() || is_sign(b);
        let digits = self.bytes[start..].iter().take_while(is_part).filter(|b| b.is_ascii_digit());
        digits.take(*DIGITS.start()).count() == *DIGITS.start()
    }

    /// The groups of digits from a place on, with what people write between them.
    fn written_from(&self, start: usize) -> Written {
        let bytes = self.bytes;
        let mut written = Written { span: start..start, ..Written::default() };
        let lead = trailing(&bytes[..start], 3, |b| matches!(b, b'+' | b'(' | b' '));
        let lead = &bytes[start - lead..start];
        let is_glued = |at: usize| at.checked_sub(1).is_some_and(|at| bytes[at].is_ascii_alphanumeric());
        if let Some(plus) = lead.iter().rposition(|b| *b == b'+').filter(|plus| !is_glued(start - lead.len() + plus)) {
            written.is_international = true;
            written.span.start = start - lead.len() + plus;
        }
        if let Some(open) = lead.iter().rposition(|b| *b == b'(') {
            written.has_brackets = true;
            written.span.start = written.span.start.min(start - lead.len() + open);
        }
        let mut at = start;
        loop {
            let len = leading(&bytes[at..], usize::MAX, u8::is_ascii_digit);
            if len == 0 || bytes.get(at + len).is_some_and(|b| b.is_ascii_alphabetic() && *b != b'x') {
                break;
            }
            // The trunk zero that is not dialled from abroad: `+41 (0)44 668 18 00`.
            if written.is_international && len == 1 && bytes[at - 1] == b'(' && bytes[at] == b'0' {
                at += 1 + leading(&bytes[at + 1..], 2, |b| matches!(b, b')' | b' '));
                continue;
            }
            written.digits.push_str(&String::from_utf8_lossy(&bytes[at..at + len]));
            written.lens.push(len);
            at += len;
            written.span.end = at;
            let signs = leading(&bytes[at..], 4, is_sign);
            let gap = &bytes[at..at + signs];
            // Two blanks part two numbers, and so does a sentence.
            if signs == 0 || signs > 3 || gap.starts_with(b"  ") || gap == b". " || written.lens.len() > MOST_GROUPS {
                break;
            }
            written.has_brackets |= gap.contains(&b')');
            written.signs.push(gap.iter().copied().find(|b| *b != b' ').unwrap_or(b' '));
            at += signs;
        }
        written.signs.truncate(written.lens.len().saturating_sub(1));
        let whole = &bytes[written.span.clone()];
        if written.has_brackets && bytes.get(written.span.end) == Some(&b')') && !whole.contains(&b')') {
            // The whole number stands in brackets.
            written.span.start += leading(whole, usize::MAX, |b| matches!(b, b'(' | b' '));
        }
        written
    }

    /// What a number needs beside it, by the plan that it follows; nothing where it is none.
    fn plan(&self, written: &Written) -> Option<(Alone, Option<bool>)> {
        let count = written.digits.len();
        if !DIGITS.contains(&count) || written.lens.len() > MOST_GROUPS || written.digits.bytes().all(|b| b == b'0') {
            return None;
        }
        if written.is_international {
            let number = PHONE_NUMBER_UTIL.parse(format!("+{}", written.digits), None);
            let is_valid = number.is_ok_and(|number| PHONE_NUMBER_UTIL.is_possible_number(&number));
            return is_valid.then_some((Alone::Free, Some(true)));
        }
        let dotted = written.signs.iter().all(|sign| *sign == b'.') && !written.signs.is_empty();
        match written.lens[..] {
            [3, 3, 4]
                if written.digits.as_bytes()[0] > b'1'
                    && (written.has_brackets || written.signs[1] != b' ' || self.is_american(&written.digits)) =>
            {
                return Some((Alone::Free, Some(true)));
            }
            [1, 3, 3, 4] if written.digits.starts_with('1') && self.is_american(&written.digits[1..]) => {
                return Some((Alone::Free, Some(true)));
            }
            [3, 2, 4] | [4, 4, 4] | [4, 4, 4, ..] => return None,
            _ => {}
        }
        if self.is_day(written) || dotted && written.lens.len() != 3 && written.lens.len() < 5 {
            return None;
        }
        let region = self.text.place.region;
        let valid = |region: &str| {
            let Ok(region) = Region::from_code(region) else { return false };
            let number = PHONE_NUMBER_UTIL.parse(&written.digits, Some(region));
            number.is_ok_and(|number| number.is_valid_for_region(region))
        };
        // `0351 4956217` on a site of the country; elsewhere a word has to say so.
        let is_national = written.digits.starts_with('0') && written.lens.len() > 1 && count >= 9;
        if is_national
            && written.digits.starts_with("00")
            && PHONE_NUMBER_UTIL.parse(format!("+{}", &written.digits[2..]), None).is_ok_and(|number| number.is_valid())
        {
            return Some((Alone::Free, Some(true)));
        }
        // A trunk zero and groups with blanks are the national notation of most countries (ITU-T E.123).
        let is_notation = is_national
            && count <= 12
            && written.signs.iter().all(|sign| matches!(sign, b' ' | b')' | b'/'))
            && written.lens.iter().all(|len| *len > 1);
        if is_notation || is_national && !region.is_empty() && valid(region) {
            return Some((Alone::Free, Some(true)));
        }
        let grouped = written.lens.len() > 1 && count >= 7 && !written.signs.contains(&b'.');
        Some((Alone::Word, (grouped || count >= 9 && written.digits.starts_with('0')).then_some(true)))
    }

    /// Area and exchange of the North American plan.
    fn is_american(&self, digits: &str) -> bool {
        let at = |place: usize| digits.as_bytes().get(place).copied().unwrap_or_default();
        matches!(at(0), b'2'..=b'9')
            && matches!(at(3), b'2'..=b'9')
            && !(at(1) == b'1' && at(2) == b'1')
            && !(at(4) == b'1' && at(5) == b'1')
    }

    fn is_day(&self, written: &Written) -> bool {
        let is_year = written.digits.starts_with("19") || written.digits.starts_with("20");
        matches!(written.lens[..], [1..=2, 1..=2, 4])
            || is_year && matches!(written.lens[..], [4, 1..=2, 1..=2, ..] | [4, 4])
    }

    /// The number with its extension: `x123`, `ext. 123`.
    fn with_extension(&self, span: Range<usize>) -> Range<usize> {
        let behind = &self.bytes[span.end..];
        let blanks = leading(behind, 2, |b| matches!(b, b' ' | b','));
        let rest = &behind[blanks..];
        let word = [&b"extension"[..], b"ext", b"x", b"#"]
            .into_iter()
            .find(|word| rest.len() >= word.len() && rest[..word.len()].eq_ignore_ascii_case(word));
        let Some(word) = word else { return span };
        let more = leading(&rest[word.len()..], 2, |b| matches!(b, b' ' | b'.' | b':'));
        let digits = leading(&rest[word.len() + more..], 7, u8::is_ascii_digit);
        if (1..=6).contains(&digits) { span.start..span.end + blanks + word.len() + more + digits } else { span }
    }
}
