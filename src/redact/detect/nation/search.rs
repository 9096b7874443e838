//! The search: where a number may begin, in which of its forms it stands there, and whether that is enough.

use super::super::{Hits, Rank, Reading, Rule};
use super::check::is_time;
use super::row::Alone;
use super::{COUNT, INDEX, LONGEST, ROWS};
use std::cell::OnceCell;
use std::ops::Range;

/// The longest value with its separators.
const WIDEST: usize = 32;
/// The longest list of values that is a field.
const LONGEST_LIST: usize = 256;

/// Names the numbers of a view.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let search = Search { reading, present: OnceCell::new() };
    let mut done = 0;
    for group in reading.groups() {
        let digits = group.span();
        if digits.start >= done {
            let run = run_around(reading.text(), &digits);
            done = run.end;
            search.run(&run, hits);
        }
    }
}

/// The letters and digits around these digits.
fn run_around(text: &[u8], digits: &Range<usize>) -> Range<usize> {
    let before = text[..digits.start].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
    let after = text[digits.end..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    digits.start - before..digits.end + after
}

/// How a candidate begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// With a word.
    Word,
    /// Right behind the letters of a label.
    Glued,
}

/// What a value is.
struct Verdict {
    rule: &'static Rule,
    word: Option<&'static str>,
    row: usize,
    span: Range<usize>,
}

impl Verdict {
    /// The order of likelihood: the surest, then what a word says, then what belongs to the site's country, then what
    /// is rarest by chance.
    fn likelihood(&self, region: &str) -> (Rank, bool, bool, u32, usize) {
        let home = self.rule.kind.get(..2) == Some(region);
        (self.rule.rank, self.word.is_some(), home, ROWS[self.row].odds, self.span.len())
    }
}

/// A value in one of its forms.
struct Candidate<'c> {
    /// Its place in the table.
    row: usize,
    span: Range<usize>,
    /// The letters and digits, in upper case.
    value: &'c [u8],
    alone: Alone,
    begin: Begin,
}

struct Search<'r, 'v> {
    reading: &'r Reading<'v>,
    /// Which rows have a word somewhere in the view.
    present: OnceCell<[bool; COUNT]>,
}

impl Search<'_, '_> {
    /// Looks at all places where a value may begin in or before a run of letters and digits.
    fn run(&self, run: &Range<usize>, hits: &mut Hits) {
        let text = self.reading.text();
        let letters = text[run.clone()].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let seams: Vec<usize> = self.reading.view().seams(run).collect();
        if letters == 0 {
            short_word_before(text, run.start).into_iter().for_each(|start| self.start(start, Begin::Word, &seams, hits));
        }
        self.start(run.start, Begin::Word, &seams, hits);
        for seam in &seams {
            self.start(*seam, Begin::Word, &seams, hits);
        }
        if letters > 1 && !seams.contains(&(run.start + letters)) {
            self.start(run.start + letters, Begin::Glued, &seams, hits);
        }
    }

    /// Names the likeliest of the values that may begin here.
    fn start(&self, start: usize, begin: Begin, seams: &[usize], hits: &mut Hits) {
        let text = &self.reading.text()[start..];
        let Some(digit) = text.first().map(u8::is_ascii_digit) else { return };
        let same = |b: &&u8| if digit { b.is_ascii_digit() } else { b.is_ascii_alphabetic() };
        let lead = text.iter().take(LONGEST + 1).take_while(same).count();
        let cut = seams.iter().filter(|seam| **seam > start && **seam < start + lead).map(|seam| seam - start);
        let mut best: Option<Verdict> = None;
        for count in cut.chain([lead]) {
            for form in INDEX.led(count, digit) {
                let verdict = self.fit(*form, start, begin, hits);
                let region = self.reading.region();
                best = best.into_iter().chain(verdict).max_by_key(|verdict| verdict.likelihood(region));
            }
        }
        match best {
            Some(Verdict { rule, word: Some(word), span, .. }) => hits.near(rule, span, word),
            Some(Verdict { rule, span, .. }) => hits.hit(rule, span),
            None => {}
        }
    }

    /// What the text is by a form of a row.
    fn fit(&self, form: (usize, usize), start: usize, begin: Begin, hits: &mut Hits) -> Option<Verdict> {
        let (row, form) = (form.0, ROWS[form.0].forms[form.1]);
        let span = self.written(form.shape, start)?;
        if begin == Begin::Word && !self.reading.view().is_boundary(start) {
            return None;
        }
        let (value, len) = letters_and_digits(&self.reading.text()[span.clone()]);
        let value = &value[..len];
        if !(ROWS[row].fits)(value) {
            return None;
        }
        self.judge(&Candidate { row, span, value, alone: form.alone, begin }, hits)
    }

    /// Where text of this shape ends that begins at `start`, and is no part of something longer.
    fn written(&self, shape: &str, start: usize) -> Option<Range<usize>> {
        let (text, span) = (self.reading.text(), start..start + shape.len());
        let written = text.get(span.clone()).filter(|written| has_shape(written, shape.as_bytes()))?;
        (!written.is_empty() && self.reading.view().is_boundary(span.end) && !is_part_of_number(text, &span))
            .then_some(span)
    }

    /// Whether what is known of a value is enough.
    fn judge(&self, found: &Candidate<'_>, hits: &mut Hits) -> Option<Verdict> {
        let row = ROWS[found.row];
        let verdict = |rule, word| Some(Verdict { rule, word, row: found.row, span: found.span.clone() });
        let passes = row.check.is_none_or(|check| check(found.value));
        let sure = row.check.is_some() && passes;
        if self.reading.view().is_tight() && !(sure && self.is_one_value_in_lines(&found.span)) {
            return None;
        }
        if let Some(word) = self.word(found, passes) {
            return verdict(if sure { &row.checked } else { &row.worded }, Some(word));
        }
        if !passes {
            hits.miss(&row.checked, found.span.clone(), "its check fails");
            return None;
        }
        if self.stands_for_itself(found) {
            return verdict(if sure { &row.checked } else { &row.shaped }, None);
        }
        if self.is_own_field(found) {
            return verdict(&row.shaped, None);
        }
        if sure {
            hits.miss(&row.checked, found.span.clone(), "no word beside it says what it is");
        }
        None
    }

    /// Whether the value is found without a word beside it.
    fn stands_for_itself(&self, found: &Candidate<'_>) -> bool {
        let text = self.reading.text();
        // Where lines are read as one, two figures of a column are no number.
        let figures = self.reading.view().is_tight() && text[found.span.clone()].iter().all(u8::is_ascii_digit);
        let lower = text[found.span.clone()].iter().any(u8::is_ascii_lowercase);
        found.alone == Alone::Free
            && found.begin == Begin::Word
            && !(figures || lower || is_time_with_suffix(found.value))
            && stands_free(text, &found.span, |place| self.reading.view().is_seam(place))
    }

    /// Whether the value is a whole field, and may be one.
    fn is_own_field(&self, found: &Candidate<'_>) -> bool {
        found.alone != Alone::Word
            && !is_time_with_suffix(found.value)
            && (self.reading.is_field(&found.span) || self.is_list(ROWS[found.row].checked.kind))
    }

    /// Whether the text is a field that holds several values of a type, with signs and short words between them, and
    /// nothing else.
    fn is_list(&self, kind: &str) -> bool {
        let text = self.reading.text();
        let mut at = 0;
        while text.len() <= LONGEST_LIST && self.reading.is_field(&(0..text.len())) {
            at += text[at..].iter().take_while(|b| b.is_ascii_whitespace() || b",;|/&".contains(b)).count();
            if at == text.len() {
                return true;
            }
            let joint = || text[at..].iter().take_while(|b| b.is_ascii_lowercase()).count();
            match self.member(kind, at).or_else(|| Some(at + joint()).filter(|end| (at + 1..at + 5).contains(end))) {
                Some(end) => at = end,
                None => return false,
            }
        }
        false
    }

    /// Where a value of a type ends that begins here.
    fn member(&self, kind: &str, start: usize) -> Option<usize> {
        let rows = ROWS.iter().filter(|row| row.checked.kind == kind);
        let mut spans = rows.flat_map(|row| row.forms.iter().map(move |form| (row, self.written(form.shape, start))));
        spans.find_map(|(row, span)| {
            let span = span?;
            let (value, len) = letters_and_digits(&self.reading.text()[span.clone()]);
            let value = &value[..len];
            ((row.fits)(value) && row.check.is_none_or(|check| check(value))).then_some(span.end)
        })
    }

    /// Whether a value over lines is broken once, and nothing stands right beside it that may belong to it.
    fn is_one_value_in_lines(&self, span: &Range<usize>) -> bool {
        let (text, view) = (self.reading.text(), self.reading.view());
        let beside = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
        let breaks = span.clone().skip(1).filter(|place| view.is_break(*place)).count();
        breaks == 1 && !beside(span.start.checked_sub(1)) && !beside(Some(span.end))
    }

    /// A word that says what the value is.
    fn word(&self, found: &Candidate<'_>, passes: bool) -> Option<&'static str> {
        let row = ROWS[found.row];
        if !self.present.get_or_init(|| INDEX.present(self.reading))[found.row] {
            return None;
        }
        let hint = || self.reading.word_around(&found.span, row.hints).filter(|_| passes);
        self.reading.word_around(&found.span, row.words).or_else(hint)
    }
}

/// The letters and digits of a value, in upper case, and how many there are.
fn letters_and_digits(written: &[u8]) -> ([u8; WIDEST], usize) {
    let (mut value, mut len) = ([0; WIDEST], 0);
    for (place, byte) in value.iter_mut().zip(written.iter().filter(|b| b.is_ascii_alphanumeric())) {
        *place = byte.to_ascii_uppercase();
        len += 1;
    }
    (value, len)
}

/// Whether the bytes are of the classes of a shape.
fn has_shape(written: &[u8], shape: &[u8]) -> bool {
    written.iter().zip(shape).all(|(byte, class)| match class {
        b'd' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphabetic(),
        b'n' => byte.is_ascii_alphanumeric(),
        _ => byte == class,
    })
}

/// Whether the value is a time, or a day with a letter behind it (`20240517a`).
fn is_time_with_suffix(value: &[u8]) -> bool {
    is_time(value) || matches!(value.split_last(), Some((last, day)) if last.is_ascii_alphabetic() && is_time(day))
}

/// Whether digits before or behind the span are joined to it by a sign, or a plus makes it a telephone number.
fn is_part_of_number(text: &[u8], span: &Range<usize>) -> bool {
    let at = |place: Option<usize>| place.and_then(|place| text.get(place)).copied().unwrap_or(b' ');
    let (before, after) = (at(span.start.checked_sub(1)), at(Some(span.end)));
    let joined = matches!(before, b'-' | b'.' | b'/') && at(span.start.checked_sub(2)).is_ascii_digit();
    let goes_on = matches!(after, b'-' | b'.' | b'/') && at(Some(span.end + 1)).is_ascii_digit();
    joined || goes_on || before == b'+'
}

/// Whether nothing joins the span to what stands beside it: blanks, quotes, brackets and the signs of sentences
/// and lists do not.
fn stands_free(text: &[u8], span: &Range<usize>, is_seam: impl Fn(usize) -> bool) -> bool {
    let before = span.start.checked_sub(1).map_or(b' ', |at| text[at]);
    let after = text.get(span.end).copied().unwrap_or(b' ');
    let next = text.get(span.end + 1).copied().unwrap_or(b' ');
    let begins = parts(before) || matches!(before, b'=' | b'>') || is_seam(span.start);
    let ends = parts(after) || after == b'<' || after == b'.' && !next.is_ascii_alphanumeric() || is_seam(span.end);
    begins && ends && !(text[span.clone()].contains(&b' ') && is_in_list_of_figures(text, span))
}

fn parts(byte: u8) -> bool {
    byte.is_ascii_whitespace() || !byte.is_ascii() || br#",;:|!?&*`'"()[]{}"#.contains(&byte)
}

/// Whether a further group of digits stands one blank before or behind the span.
fn is_in_list_of_figures(text: &[u8], span: &Range<usize>) -> bool {
    let figure = |blank: Option<usize>, digit: Option<usize>| {
        let is = |at: Option<usize>, test: fn(&u8) -> bool| at.and_then(|at| text.get(at)).is_some_and(test);
        is(blank, u8::is_ascii_whitespace) && is(digit, u8::is_ascii_digit)
    };
    figure(span.start.checked_sub(1), span.start.checked_sub(2)) || figure(Some(span.end), Some(span.end + 1))
}

/// Where a word of one to three or six letters begins that stands one blank before a number: a part of the number, if
/// that is written in groups.
fn short_word_before(text: &[u8], number: usize) -> Option<usize> {
    let blank = number.checked_sub(1).filter(|at| text[*at] == b' ')?;
    let letters = text[..blank].iter().rev().take(7).take_while(|b| b.is_ascii_alphabetic()).count();
    matches!(letters, 1..=3 | 6).then(|| blank - letters)
}
