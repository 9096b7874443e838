//! The pass over a text: candidates from digits, signs, long tokens and rare literals.

use super::book::Book;
use super::check::number;
use super::groups::Group;
use super::keys::LEAD;
use super::read::{is_word, leading};
use super::rule::{How, Marked, Reader, Rule};
use super::shape::{SEED, class, hashed};
use super::word::is_unspaced;
use super::words::{Label, Phrase};
use crate::mask::{self, Block, DIGIT, LONG, SIGN, TOKEN, WIDTH, has_run, long_runs};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

/// The most groups of a number.
const MOST_GROUPS: usize = 10;
/// The longest value in a shape, in bytes.
const LONGEST_VALUE: usize = 64;
/// The most that stands between two values of a list, in bytes, and the words that may.
const LONGEST_BETWEEN: usize = 8;
const AND: [&[u8]; 9] = [b"and", b"or", b"und", b"oder", b"et", b"ou", b"y", b"e", b"o"];
/// How far a number goes on behind a bracket in it, in bytes.
const BEHIND_BRACKETS: usize = 16;
/// The longest number in a list behind which no unit may stand, in bytes.
const SHORTEST_ALONE: usize = 4;
/// How far around a literal its regex reads, in bytes.
const REACH: usize = 512;

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// What stands before the text and says what it is: a cell, a key, the name of an attribute.
    pub label: &'a str,
    /// The text is a whole field.
    pub field: bool,
    /// The country of the site, as in ISO 3166.
    pub region: &'a str,
    /// Lines were joined: words of one say nothing of another.
    pub joined: bool,
}

/// A text as the engine reads it.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// Folded UTF-8.
    pub bytes: &'a [u8],
    /// The kinds of bytes in it, as [`crate::mask`] tells them.
    pub kinds: u8,
    /// Where it stands.
    pub place: Place<'a>,
    /// Whether something that a reader does not see stands between a byte and the one before it.
    pub is_seam: &'a dyn Fn(usize) -> bool,
    /// Such may stand between two digits.
    pub is_cut: bool,
}

/// A span that holds a value.
#[derive(Debug)]
pub struct Hit<'b> {
    /// By which rule.
    pub rule: &'b Rule,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// How much speaks for it; of overlapping hits the highest gives the name.
    pub score: u16,
    /// The phrase that names it.
    pub phrase: Option<&'b str>,
    /// Its check fails, which the phrase outweighs.
    pub fails: bool,
}

/// A span that looked like a value and was left.
#[derive(Debug)]
pub struct Miss<'b> {
    /// The rule that it nearly fits.
    pub rule: &'b Rule,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// Why it was left.
    pub why: &'static str,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Hits<'b> {
    /// In no order; they may overlap.
    pub hits: Vec<Hit<'b>>,
    /// Near misses, where somebody asks for them.
    pub misses: Option<Vec<Miss<'b>>>,
}

/// Whether a value in groups is a part of a longer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joined {
    /// It is not: whatever stands beside it is another value.
    #[default]
    No,
    /// It looks so: a check that hardly anything else passes refutes it.
    Likely,
    /// It is: a part of a decimal number.
    Surely,
}

impl From<bool> for Joined {
    fn from(is_joined: bool) -> Self {
        if is_joined { Self::Likely } else { Self::No }
    }
}

/// The pass under way.
pub(super) struct Finder<'f, 'b, 't> {
    pub(super) book: &'b Book,
    pub(super) text: Text<'t>,
    pub(super) bytes: &'t [u8],
    pub(super) is_wanted: &'f dyn Fn(&Rule) -> bool,
    pub(super) hits: &'f mut Hits<'b>,
    /// The phrase right before the place that was asked for last.
    before: Cell<Option<(usize, Option<Label<'b>>)>>,
    /// The value that a phrase named last, which may be the first of a list.
    pub(super) listed: Option<(Range<usize>, Label<'b>)>,
    groups: Vec<Group>,
    /// How far quotes have been read, and which are open there.
    pub(super) quotes: Cell<(usize, u8)>,
    /// How far colons and telephone numbers have been read.
    pub(super) read: usize,
    pub(super) phoned: usize,
    /// How much had been found before the chain that is read.
    pub(super) chained: usize,
    /// Whether numbers end at seams.
    pub(super) ends_at_seams: bool,
}

impl Book {
    /// What a text holds, by the rules that are wanted.
    pub fn find<'b>(&'b self, text: Text<'_>, is_wanted: &dyn Fn(&Rule) -> bool, hits: &mut Hits<'b>) {
        let label = self.phrases.label(text.place.label);
        let text = Text { place: Place { label: &label, ..text.place }, ..text };
        let (bytes, before, groups, quotes) = (text.bytes, Cell::new(None), Vec::new(), Cell::default());
        let (listed, read, phoned, chained, ends_at_seams) = (None, 0, 0, 0, false);
        let mut finder = Finder {
            book: self,
            text,
            bytes,
            is_wanted,
            hits,
            before,
            listed,
            groups,
            quotes,
            read,
            phoned,
            chained,
            ends_at_seams,
        };
        finder.literals();
        if !text.place.joined {
            finder.named_by_place();
            finder.letters_by_place();
        }
        if text.kinds & (DIGIT | SIGN) != 0 || has_run(bytes, LONG) {
            finder.pass();
        }
    }
}

impl<'b> Finder<'_, 'b, '_> {
    fn pass(&mut self) {
        let bytes = self.bytes;
        let (mut done, mut ended, mut before) = (0, 0, false);
        let mut next = Block::of(bytes);
        for start in (0..bytes.len()).step_by(WIDTH) {
            let block = next;
            next = Block::of(bytes.get(start + WIDTH..).unwrap_or_default());
            let tokens = block.bits(TOKEN);
            let mut runs = long_runs(before, tokens, next.bits(TOKEN));
            while runs != 0 {
                let at = start + runs.trailing_zeros() as usize;
                runs &= runs - 1;
                if at >= ended {
                    ended = self.long_token(at);
                }
            }
            let mut signs = block.bits(SIGN);
            while signs != 0 {
                self.sign(start + signs.trailing_zeros() as usize);
                signs &= signs - 1;
            }
            let mut digits = block.bits(DIGIT);
            while digits != 0 {
                let at = start + digits.trailing_zeros() as usize;
                if at < done {
                    // Those that are done are passed over together.
                    let left = done - start;
                    digits = if left >= WIDTH { 0 } else { digits & (u64::MAX << left) };
                    continue;
                }
                done = self.chain(at);
                digits &= digits - 1;
            }
            before = tokens >> 63 != 0;
        }
    }

    /// The phrase right before a place.
    pub(super) fn before(&self, at: usize) -> Option<Label<'b>> {
        if let Some((_, before)) = self.before.get().filter(|(known, _)| *known == at) {
            return before;
        }
        let before = self.book.phrases.before(self.bytes, at, self.text.place.label.as_bytes());
        let before = before.or_else(|| self.listed_before(at));
        self.before.set(Some((at, before)));
        before
    }

    /// The phrase before the first value of a list, for a further one in the same form: `MRNs: 00482917, 00482918`.
    fn listed_before(&self, at: usize) -> Option<Label<'b>> {
        let (first, label) = self.listed.as_ref()?;
        let between = self.bytes.get(first.end..at).filter(|between| between.len() <= LONGEST_BETWEEN)?;
        let is_sign = |b: &u8| matches!(b, b' ' | b',' | b';' | b'/' | b'&' | b'|' | b'\n' | b'-' | b'*' | b'\t');
        let mut words = between.split(is_sign).filter(|word| !word.is_empty());
        // The next line is one of a list behind a comma, a bullet or its number.
        let is_number =
            |word: &[u8]| matches!(word, [b'0'..=b'9', b'.' | b')'] | [b'0'..=b'9', b'0'..=b'9', b'.' | b')']);
        let is_line = between.contains(&b'\n');
        let is_item = between.iter().any(|b| matches!(b, b',' | b'-' | b'*' | b'.' | b')'));
        let is_list = (!is_line || is_item) && words.all(|word| AND.contains(&word) || is_line && is_number(word));
        let form = |b: &u8| if b.is_ascii_alphanumeric() { class(*b) } else { *b };
        let is_alike =
            self.bytes[at..].iter().take(first.len()).map(form).eq(self.bytes[first.clone()].iter().map(form));
        let ends = match self.bytes.get(at + first.len()..).unwrap_or_default() {
            [b'-' | b'/' | b'.' | b':', b'0'..=b'9', ..] => false,
            // The unit of a short number.
            [b' ', b'a'..=b'z', ..] => first.len() > SHORTEST_ALONE,
            [b, ..] => !is_word(b),
            [] => true,
        };
        let label = Label { from: at, ..*label };
        (is_list && is_alike && ends && !between.is_empty()).then_some(label)
    }

    /// All phrases around a place.
    pub(super) fn within(&self, span: &Range<usize>) -> Vec<(&'b Phrase, bool)> {
        self.book.phrases.within(self.bytes, span, self.text.place.label.as_bytes())
    }

    /// Whether the span is all there is in a field.
    pub(super) fn is_field(&self, span: &Range<usize>) -> bool {
        let blank = |text: &[u8]| text.iter().all(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'.'));
        self.text.place.field && blank(&self.bytes[..span.start]) && blank(&self.bytes[span.end..])
    }

    /// Whether a word may begin or end here.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        let bytes = self.bytes;
        let before = at.checked_sub(1).is_some_and(|last| is_word(&bytes[last])) && !is_unspaced(bytes, at);
        let behind = bytes.get(at).is_some_and(|b| is_word(b) && !(0xe3..=0xed).contains(b));
        !(before && behind) || (self.text.is_seam)(at)
    }

    /// The number that the digits of a group write.
    pub(super) fn value(&self, group: &Group) -> u64 {
        number(&self.bytes[group.span()])
    }

    /// The rules of a reader that are wanted.
    pub(super) fn readers(&self, reader: Reader) -> impl Iterator<Item = &'b Rule> {
        let book = self.book;
        let is_wanted = self.is_wanted;
        let rules = book.readers[reader as usize].iter().map(|rule| &book.rules[usize::from(*rule)]);
        rules.filter(move |rule| is_wanted(rule))
    }

    /// Reads the groups from the one that holds a digit on; returns where they end. Digits on both sides of a tag are one number, and
    /// may be two: `3<b>4111 1111 1111 1111</b>`.
    fn chain(&mut self, digit: usize) -> usize {
        let phoned = self.phoned;
        let end = self.chain_once(digit);
        // A telephone number in brackets goes on behind them.
        if self.text.is_cut && (digit..end + BEHIND_BRACKETS).any(|at| self.is_cut_at(at)) {
            let phoned = std::mem::replace(&mut self.phoned, phoned);
            self.ends_at_seams = true;
            let mut next = self.chain_once(digit);
            while next < end && self.is_cut_at(next) {
                next = self.chain_once(next);
            }
            self.ends_at_seams = false;
            self.phoned = self.phoned.max(phoned);
        }
        end
    }

    fn chain_once(&mut self, digit: usize) -> usize {
        let mut groups = std::mem::take(&mut self.groups);
        groups.clear();
        self.groups_from(digit, &mut groups);
        let end = groups.last().map_or(digit + 1, |group| group.end);
        self.chained = self.hits.hits.len();
        self.shapes(&groups);
        self.numbers(&groups);
        if !self.text.place.joined {
            self.loose(&groups);
        }
        self.groups = groups;
        end
    }

    /// Matches all shapes that begin with one of the groups.
    fn shapes(&mut self, groups: &[Group]) {
        for first in 0..groups.len() {
            // Runs of letters begin a number only before digits.
            if groups[first..].iter().take(3).all(|group| group.digits == 0) {
                continue;
            }
            let mut hash = SEED;
            for last in first..groups.len().min(first + MOST_GROUPS) {
                let group = &groups[last];
                if last > first && !group.is_glued {
                    hash = hashed(hash, group.separator);
                }
                if group.end - groups[first].start > LONGEST_VALUE {
                    break;
                }
                hash = self.bytes[group.span()].iter().fold(hash, |hash, b| hashed(hash, class(*b)));
                let entry = self.book.shapes.get(hash);
                if let Some(entry) = entry.filter(|entry| !entry.uses.is_empty()) {
                    let span = groups[first].start..group.end;
                    let joined = self.joined(groups, first..=last);
                    for one in &entry.uses {
                        self.shaped(one, span.clone(), joined);
                    }
                }
                if entry.is_none_or(|entry| !entry.goes_on) && groups.get(last + 1).is_some_and(|next| !next.is_glued) {
                    break;
                }
            }
        }
    }

    /// Whether a number goes on before or behind some of the groups. One that is written in three groups or more ends where
    /// its form ends, unless all of its groups are alike and it goes on like them: then it may be a row of a table.
    fn joined(&self, groups: &[Group], of: RangeInclusive<usize>) -> Joined {
        let (first, last) = (*of.start(), *of.end());
        let some = &groups[of];
        let separators = || some[1..].iter().filter(|group| !group.is_glued).map(|group| group.separator);
        let is_grouped = separators().nth(1).is_some();
        let is_alike = |group: &Group| group.is_number() && group.len() == some[0].len();
        let goes_on = |beside: &Group, separator: u8| {
            let is_next = separator != b' ' || is_alike(beside);
            is_next && some.iter().all(is_alike) && separators().all(|inner| inner == separator)
        };
        let side = |edge: &Group, beside: &Group, sign: &Group| {
            let is_wide = self.bytes[..sign.start].ends_with(b" ");
            match sign.separator {
                0 => Joined::No,
                separator if is_grouped => goes_on(beside, separator).into(),
                b' ' => (separators().any(|inner| inner == b' ') && edge.is_number() && beside.is_number()).into(),
                _ if is_wide => Joined::No,
                b'.' if beside.digits > 0 && some.len() == 1 => Joined::Surely,
                b'.' | b':' => (beside.digits > 0).into(),
                _ => Joined::Likely,
            }
        };
        let before = first.checked_sub(1).map(|before| &groups[before]).filter(|before| before.digits > 0);
        let before = before.map_or(Joined::No, |before| side(&groups[first], before, &groups[first]));
        let behind = groups.get(last + 1).map_or(Joined::No, |next| side(&groups[last], next, next));
        before.max(behind)
    }

    /// Readers of what begins with digits.
    fn numbers(&mut self, groups: &[Group]) {
        self.addresses(groups);
        self.hardware_in(groups);
        self.dates(groups);
        self.ibans(groups);
        self.phones(groups);
        self.ages(groups);
    }

    /// What stands behind a sign that may follow a name.
    fn named(&mut self, at: usize) {
        if !self.text.place.joined {
            self.assigned(at);
            self.labelled(at);
        }
    }

    /// What stands behind a sign.
    fn sign(&mut self, at: usize) {
        match self.bytes[at] {
            b'@' => self.email(at),
            b':' => {
                self.account(at);
                self.colons(at);
                self.named(at);
            }
            _ => self.named(at),
        }
    }

    /// A long token: keys with a mark, and tokens that are told by their characters. Returns where it ends.
    fn long_token(&mut self, start: usize) -> usize {
        let bytes = self.bytes;
        let end = start + leading(&bytes[start..], usize::MAX, |b| mask::is(*b, TOKEN));
        let book = self.book;
        let mut found = Vec::new();
        book.keys.find(bytes, start.saturating_sub(LEAD)..end, |rule, span| found.push((rule, span)));
        for (rule, span) in found {
            let rule = &book.rules[usize::from(rule)];
            if self.is_boundary(span.start) && self.is_boundary(span.end) {
                self.keep(rule, span, 900, None);
            }
        }
        self.tokens(start, end);
        end
    }

    /// Values around the literals of rules that have a regex.
    fn literals(&mut self) {
        let book = self.book;
        let mut found = Vec::new();
        book.literals.find(self.bytes, |leads, span| found.push((leads, span)));
        found.sort_by_key(|(_, span)| span.start);
        // How far the regex of each rule has read.
        let mut read = BTreeMap::new();
        for (leads, span) in found {
            match leads {
                Marked::Reader(reader) => self.marked(reader, span),
                Marked::Rule(number) => {
                    let rule = &book.rules[usize::from(number)];
                    let done = read.entry(number).or_default();
                    if (self.is_wanted)(rule) && span.start >= *done {
                        *done = self.matched(rule, &span, *done).unwrap_or(*done);
                    }
                }
            }
        }
    }

    /// Lets the regex of a rule read around a literal; returns where its match ends.
    fn matched(&mut self, rule: &'b Rule, literal: &Range<usize>, done: usize) -> Option<usize> {
        let How::Regex(regex) = &rule.how else { return None };
        let from = literal.start.saturating_sub(REACH / 4).max(done);
        let window = &self.bytes[from..self.bytes.len().min(literal.end + REACH)];
        let mut at = 0;
        loop {
            let captures = regex.captures_at(window, at)?;
            let all = captures.get(0).filter(|all| !all.is_empty() && from + all.start() < literal.end)?;
            at = all.end();
            if from + all.end() < literal.end {
                continue;
            }
            let value = captures.name("value").unwrap_or(all);
            let span = from + value.start()..from + value.end();
            let is_whole = self.is_boundary(span.end) && (value.start() > all.start() || self.is_boundary(span.start));
            if is_whole {
                self.told(rule, span);
            }
            return Some(from + all.end());
        }
    }
}
