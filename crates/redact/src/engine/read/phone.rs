//! Telephone numbers (ITU-T E.164), by their plans as libphonenumber knows them and by the forms that people write.

use super::super::decide::Candidate;
use super::super::find::Finder;
use super::super::groups::Group;
use super::super::rule::{Reader, Rule};
use super::super::shape::Alone;
use super::{leading, trailing};
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};
use std::ops::Range;

/// The digits of a number that a word names, and of an international one.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;
/// The digits of an area code with its trunk zero.
const AREA: std::ops::RangeInclusive<usize> = 2..=6;
/// The most pairs of digits of a number, and one that stands beside it.
const MOST_PAIRS: usize = 6;
/// The most groups.
const MOST_GROUPS: usize = 8;

/// A row of groups of digits, with what people write between them: a number, and what may stand behind it.
#[derive(Debug, Default)]
struct Row {
    /// Where it begins, with the signs that lead it.
    start: usize,
    is_international: bool,
    /// An opening bracket leads it.
    is_bracketed: bool,
    digits: String,
    /// So many of them are there.
    count: usize,
    all: [Part; MOST_GROUPS + 1],
}

/// A group of a row.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    /// How many digits it has, and how many all groups up to it have.
    len: usize,
    digits: usize,
    /// Where it ends in the text.
    end: usize,
    /// What leads to it; nothing of the first one.
    sign: u8,
    /// Whether a bracket closes before it.
    is_closed: bool,
}

/// The first groups of a row, as one number.
#[derive(Clone, Copy)]
struct Written<'r> {
    row: &'r Row,
    groups: &'r [Part],
    digits: &'r str,
    /// What it needs beside it, and whether its form holds.
    plan: (Alone, Option<bool>),
}

impl Row {
    fn groups(&self) -> &[Part] {
        &self.all[..self.count]
    }

    fn push(&mut self, part: Part) {
        if let Some(next) = self.all.get_mut(self.count) {
            *next = part;
            self.count += 1;
        }
    }

    /// The first groups, which are some.
    fn first(&self, count: usize) -> Option<Written<'_>> {
        let groups = self.groups().get(..count)?;
        let digits = self.digits.get(..groups.last()?.digits)?;
        Some(Written { row: self, groups, digits, plan: (Alone::Word, None) })
    }

    /// Whether it is longer than any number.
    fn is_long(&self) -> bool {
        self.digits.len() > *DIGITS.end() || self.count > MOST_GROUPS
    }
}

impl Written<'_> {
    fn end(&self) -> usize {
        self.groups.last().map_or(self.row.start, |last| last.end)
    }

    fn signs(&self) -> impl Iterator<Item = u8> {
        self.groups.iter().skip(1).map(|group| group.sign)
    }

    fn lens(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().map(|group| group.len)
    }

    /// Whether the groups have these lengths, so many of them.
    fn is(&self, lens: &[usize]) -> bool {
        self.lens().eq(lens.iter().copied())
    }

    fn has_brackets(&self) -> bool {
        self.row.is_bracketed || self.groups.iter().any(|group| group.is_closed)
    }
}

/// Whether this may stand between the groups of a number.
fn is_sign(b: &u8) -> bool {
    matches!(b, b' ' | b'-' | b'.' | b'/' | b'(' | b')')
}

impl<'b> Finder<'_, 'b, '_> {
    /// The numbers that begin in a chain; brackets may lead on from it.
    pub(in super::super) fn phones(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Phone).next() else { return };
        for (at, first) in groups.iter().enumerate().filter(|(_, group)| group.is_number()) {
            if first.start < self.phoned || !self.may_begin(groups, at) || self.is_within(first.start) {
                continue;
            }
            self.phoned = first.end;
            if !self.has_enough(first.start) {
                continue;
            }
            let mut row = self.row_from(first.start);
            let is_read = self.read_row(rule, &row, first);
            // A plus sign may add one number to another.
            let lead = &self.bytes[row.start..first.start];
            if !is_read && row.is_international {
                let bracket = lead.iter().position(|b| *b == b'(').map(|at| row.start + at);
                (row.is_international, row.start) = (false, bracket.unwrap_or(first.start));
                self.read_row(rule, &row, first);
            }
        }
    }

    /// Reads the number with which a row begins; tells whether there is one.
    fn read_row(&mut self, rule: &'b Rule, row: &Row, first: &Group) -> bool {
        let told = self.numbers_of(row, !self.follows_number(first.start));
        // The longest of them that words speak for, else the one that speaks for itself.
        let kept = told.into_iter().flatten().find(|written| self.call(rule, written));
        self.phoned = kept.map_or(first.end, |written| written.end().max(first.end));
        kept.is_some()
    }

    /// Decides on a number; tells whether it is kept.
    fn call(&mut self, rule: &'b Rule, written: &Written<'_>) -> bool {
        let known = self.hits.hits.len();
        let span = self.with_extension(self.span(written));
        // A plus sign and a country that there is leave no doubt, and neither do an area code in brackets and its groups.
        match written.plan {
            (Alone::Free, _) if written.row.is_international || written.has_brackets() => {
                self.keep(rule, span, 700, None);
            }
            (alone, holds) => {
                let joined = self.goes_on(written).into();
                self.decide(Candidate { rule, span, alone, holds, joined });
            }
        }
        self.hits.hits.len() > known
    }

    /// Whether a place lies within a value that was found in this chain.
    fn is_within(&self, place: usize) -> bool {
        self.hits.hits[self.chained..].iter().any(|hit| hit.span.start < place && place < hit.span.end)
    }

    /// Whether a number may begin with a group: with the first one of a row, and behind another number where it begins as
    /// numbers do.
    fn may_begin(&self, groups: &[Group], at: usize) -> bool {
        let group = &groups[at];
        let is_led = matches!(self.bytes[..group.start], [.., b'+' | b'(']);
        // Three groups of one length with blanks between are a list.
        let is_list = |three: &[Group]| {
            let is_alike = |one: &Group| one.is_number() && one.len() == group.len();
            three.iter().all(is_alike) && three[1..].iter().all(|one| one.separator == b' ')
        };
        let is_trunk = || {
            let around = &groups[at.saturating_sub(2)..groups.len().min(at + 2)];
            let is_parted = matches!(self.bytes[..group.start], [.., b' ' | b'/' | b'_']) || at == 0;
            is_parted
                && self.bytes[group.start] == b'0'
                && AREA.contains(&group.len())
                && !around.windows(3).any(is_list)
        };
        let is_american = || match &groups[at..] {
            [area, exchange, line, ..] if area.len() == 3 => exchange.len() == 3 && line.len() == 4,
            [one, area, exchange, ..] if one.len() == 1 => area.len() == 3 && exchange.len() == 3,
            _ => false,
        };
        let is_fraction = group.len() == 2 && matches!(self.bytes[..group.start], [.., b'0'..=b'9', b':' | b',']);
        // Lines were joined for what they cut, which begins a row.
        let is_blank = || groups.get(at + 1).is_some_and(|next| next.separator == b' ');
        let ends_list = || at >= 2 && is_blank() && is_list(&groups[at - 2..=at]);
        let is_told = !self.text.place.joined && (is_trunk() || is_american() && !ends_list());
        !is_fraction && (is_led || is_told || !self.follows_number(group.start))
    }

    /// Whether what stands before a place may be the group of a number that goes on here.
    fn follows_number(&self, start: usize) -> bool {
        let signs = trailing(&self.bytes[..start], 3, is_sign);
        signs > 0 && self.bytes[..start - signs].last().is_some_and(u8::is_ascii_digit)
    }

    /// Whether a number goes on before or behind, with a sign that stands between its own groups.
    fn goes_on(&self, written: &Written<'_>) -> bool {
        let is_whole = written.is(&[3, 3, 4]);
        let is_own = |sign: u8| written.groups.len() == 1 || !is_whole && written.signs().any(|own| own == sign);
        let span = self.span(written);
        let behind = match self.bytes[span.end..] {
            [sign @ (b'-' | b'/' | b'.' | b'_'), b'0'..=b'9', ..] => is_own(sign),
            _ => false,
        };
        let before = match self.bytes[..span.start] {
            [.., before, sign @ (b'-' | b'/' | b'.' | b'_')] => before.is_ascii_alphanumeric() && is_own(sign),
            [.., before, b'$'] => before.is_ascii_alphanumeric(),
            _ => false,
        };
        before || behind
    }

    /// The numbers with which a row may begin: one that words have to speak for, where the row follows no number, and a shorter
    /// one that speaks for itself.
    fn numbers_of<'r>(&self, row: &'r Row, is_first: bool) -> [Option<Written<'r>>; 2] {
        let mut named = None;
        let all = row.count;
        for count in (1..=all).rev() {
            // Lines were joined for what they cut, not for what stands in one of them.
            let is_enough = |written: &Written<'_>| written.digits.len() >= *DIGITS.start();
            let Some(mut written) = row.first(count).filter(is_enough) else { break };
            match self.plan(&written, is_first && count == all) {
                Some(plan @ (Alone::Free, _)) => {
                    written.plan = plan;
                    let is_loose = !row.is_international && written.digits.starts_with('0');
                    return [named.filter(|_| is_loose), Some(written)];
                }
                Some(plan) if is_first && named.is_none() && (count == all || row.is_long()) => {
                    written.plan = plan;
                    named = Some(written);
                }
                _ => {}
            }
            if self.text.place.joined {
                break;
            }
        }
        [named, None]
    }

    /// Whether the digits from a place on, and the signs between them, may be a number.
    fn has_enough(&self, start: usize) -> bool {
        let is_part = |b: &&u8| b.is_ascii_digit() || is_sign(b);
        let digits = self.bytes[start..].iter().take_while(is_part).filter(|b| b.is_ascii_digit());
        digits.take(*DIGITS.start()).count() == *DIGITS.start()
    }

    /// The groups of digits from a place on, with what people write between them.
    fn row_from(&self, start: usize) -> Row {
        let bytes = self.bytes;
        let mut row = Row { start, digits: String::with_capacity(*DIGITS.end() + 1), ..Row::default() };
        let lead = trailing(&bytes[..start], 3, |b| matches!(b, b'+' | b'(' | b' '));
        let from = start - lead;
        let lead = &bytes[from..start];
        let is_glued = |at: usize| {
            at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric()) && !(self.text.is_seam)(at)
        };
        if let Some(plus) = lead.iter().rposition(|b| *b == b'+').filter(|plus| !is_glued(from + plus)) {
            row.is_international = true;
            row.start = from + plus;
        }
        if let Some(open) = lead.iter().rposition(|b| *b == b'(') {
            row.is_bracketed = true;
            row.start = row.start.min(from + open);
        }
        let (mut at, mut sign, mut is_closed) = (start, 0, false);
        loop {
            let len = self.digits_at(at);
            let is_glued = |b: &u8| b.is_ascii_alphabetic() && *b != b'x' && !(self.text.is_seam)(at + len);
            if len == 0 || bytes.get(at + len).is_some_and(is_glued) {
                break;
            }
            // The trunk zero that is not dialled from abroad: `+41 (0)44 668 18 00`.
            if row.is_international && len == 1 && bytes[at - 1] == b'(' && bytes[at] == b'0' {
                at += 1 + leading(&bytes[at + 1..], 2, |b| matches!(b, b')' | b' '));
                continue;
            }
            row.digits.push_str(&String::from_utf8_lossy(&bytes[at..at + len]));
            at += len;
            row.push(Part { len, digits: row.digits.len(), end: at, sign, is_closed });
            let signs = leading(&bytes[at..], 4, is_sign);
            let gap = &bytes[at..at + signs];
            // Two blanks part two numbers, and so does a sentence.
            if signs == 0
                || signs > 3
                || gap.windows(2).any(|pair| pair == b"  " || pair == b". ")
                || row.count > MOST_GROUPS
            {
                break;
            }
            is_closed = gap.contains(&b')');
            sign = gap.iter().copied().find(|b| *b != b' ').unwrap_or(b' ');
            at += signs;
        }
        row
    }

    /// Where a number stands.
    fn span(&self, written: &Written<'_>) -> Range<usize> {
        let (start, end) = (written.row.start, written.end());
        let whole = &self.bytes[start..end];
        if written.has_brackets() && self.bytes.get(end) == Some(&b')') && !whole.contains(&b')') {
            // The whole number stands in brackets.
            return start + leading(whole, usize::MAX, |b| matches!(b, b'(' | b' '))..end;
        }
        start..end
    }

    /// What a number needs beside it, by the plan that it follows; nothing where it is none. Of one that is not `alone`
    /// in its row more is asked: an international one has to be in use, or to be written with blanks.
    fn plan(&self, written: &Written<'_>, is_alone: bool) -> Option<(Alone, Option<bool>)> {
        let Written { row, groups, digits, .. } = *written;
        let count = digits.len();
        // Rows of pairs and of bits.
        if row.count > MOST_PAIRS && row.groups().iter().all(|group| group.len == 2) {
            return None;
        }
        if !DIGITS.contains(&count) || groups.len() > MOST_GROUPS || digits.bytes().all(|b| b <= b'1') {
            return None;
        }
        if row.is_international {
            let number = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
            let is_written = || written.signs().all(|sign| matches!(sign, b' ' | b')'));
            let is_possible = PHONE_NUMBER_UTIL.is_possible_number(&number);
            return (is_possible && (is_alone || is_written() || number.is_valid()))
                .then_some((Alone::Free, Some(true)));
        }
        let is_dotted = groups.len() > 1 && written.signs().all(|sign| sign == b'.');
        if written.is(&[3, 3, 4])
            && digits.as_bytes()[0] > b'1'
            && groups[2].sign != b'/'
            && (written.has_brackets() || groups[2].sign != b' ' || self.is_american(digits))
            || written.is(&[1, 3, 3, 4]) && digits.starts_with('1') && self.is_american(&digits[1..])
        {
            return Some((Alone::Free, Some(true)));
        }
        if written.is(&[3, 2, 4])
            || groups.len() >= 3 && written.lens().take(3).all(|len| len == 4)
            || self.is_day(written)
            || is_dotted && groups.len() != 3 && groups.len() < 5
        {
            return None;
        }
        if self.is_national(written, is_alone) {
            return Some((Alone::Free, Some(true)));
        }
        let is_grouped = groups.len() > 1 && count >= 7 && !written.signs().any(|sign| sign == b'.');
        Some((Alone::Word, (is_grouped || count >= 9 && digits.starts_with('0')).then_some(true)))
    }

    /// Whether a number is written as one of a country, with its trunk zero.
    fn is_national(&self, written: &Written<'_>, is_alone: bool) -> bool {
        let Written { row, groups, digits, .. } = *written;
        let count = digits.len();
        let region = self.text.place.region;
        let valid = |region: &str| {
            let Ok(region) = Region::from_code(region) else { return false };
            let number = PHONE_NUMBER_UTIL.parse(digits, Some(region));
            number.is_ok_and(|number| number.is_valid_for_region(region))
        };
        // `0351 4956217` on a site of the country; elsewhere a word has to say so.
        if !digits.starts_with('0') || groups.len() < 2 || count < 9 {
            return false;
        }
        if digits.starts_with("00")
            && PHONE_NUMBER_UTIL.parse(format!("+{}", &digits[2..]), None).is_ok_and(|number| number.is_valid())
        {
            return true;
        }
        // A trunk zero and groups with blanks are the national notation of most countries (ITU-T E.123).
        let is_notation = count <= 12
            && written.signs().enumerate().all(|(at, sign)| matches!(sign, b' ' | b')') || at == 0 && sign == b'/')
            && written.lens().all(|len| len > 1);
        // Of a longer row it has to have a group that lists do not have beside others.
        let is_list = || row.groups().get(groups.len()).is_some_and(|next| next.len == 2 && next.sign == b' ');
        let is_told = || {
            let has_long = written.lens().skip(1).any(|len| len >= 4)
                || matches!(groups, [_, one, two] if one.len == 3 && two.len == 3);
            is_alone || !digits.starts_with("00") && (has_long || written.is(&[2; 5]) && !is_list())
        };
        is_notation && is_told() || !region.is_empty() && valid(region)
    }

    /// Area and exchange of the North American plan.
    fn is_american(&self, digits: &str) -> bool {
        let at = |place: usize| digits.as_bytes().get(place).copied().unwrap_or_default();
        matches!(at(0), b'2'..=b'9')
            && matches!(at(3), b'2'..=b'9')
            && !(at(1) == b'1' && at(2) == b'1')
            && !(at(4) == b'1' && at(5) == b'1')
    }

    fn is_day(&self, written: &Written<'_>) -> bool {
        let is_year = written.digits.starts_with("19") || written.digits.starts_with("20");
        let mut lens = written.lens();
        match (lens.next(), lens.next(), lens.next(), lens.next()) {
            (Some(1..=2), Some(1..=2), Some(4), None) => true,
            (Some(4), Some(1..=2), Some(1..=2), _) | (Some(4), Some(4), None, _) => is_year,
            _ => false,
        }
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
        let end = span.end + blanks + word.len() + more + digits;
        if (1..=6).contains(&digits) && self.is_boundary(end) { span.start..end } else { span }
    }
}
