//! The search: where a number may begin, in which of its forms it stands there, and whether that is enough.

use super::super::goods::is_called_a_thing;
use super::super::{Hits, Rank, Reading, Rule};
use super::check::is_time;
use super::row::{Alone, Row};
use super::{COUNT, INDEX, LONGEST, Place, ROWS, WIDEST, stretch};
use crate::redact::detect::cue::Topic;
use crate::redact::detect::reading::{REACH, REACH_BEHIND};
use crate::redact::detect::turn::writer;
use crate::redact::detect::vocabulary::last_word;
use crate::redact::kind;
use std::cell::Cell;
use std::ops::Range;

/// How far before its digits a value may begin with words of its own.
const WORDS_BEFORE: usize = 16;
/// The shortest value that a slash may part from another one.
const SHORTEST_OF_A_PAIR: usize = 8;
/// How far before a message the words in those before it tell what it is, in bytes, and how many lines that may be.
const MESSAGES: usize = 200;
const MOST_MESSAGES: usize = 2;
/// The longest list of values that is a field.
const LONGEST_LIST: usize = 256;
/// How many places of a text are looked around together for the words of values that begin there.
const STRETCH: usize = 64;

/// Names the numbers of a view.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let search = Search { reading, present: Cell::new(None) };
    let mut done = 0;
    for group in reading.groups() {
        let digits = group.span();
        if digits.start >= done {
            let run = run_around(reading.text(), &digits);
            done = run.end;
            if !INDEX.may_hold(reading.text(), &run) {
                continue;
            }
            if reading.is_wanted(&(run.start.saturating_sub(WORDS_BEFORE)..run.end + WIDEST)) {
                search.run(&run, group.len(), hits);
            }
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

/// A place where a value may begin.
struct Start {
    at: usize,
    begin: Begin,
    /// How many digits, or letters, stand here.
    lead: usize,
    /// How many letters and digits.
    stretch: usize,
}

impl Start {
    fn with(at: usize, lead: usize, stretch: usize) -> Self {
        Self { at, begin: Begin::Word, lead, stretch }
    }

    /// A place of which nothing is known.
    fn at(text: &[u8], at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        let digit = rest.first().is_some_and(u8::is_ascii_digit);
        let same = |b: &&u8| if digit { b.is_ascii_digit() } else { b.is_ascii_alphabetic() };
        Self::with(at, rest.iter().take(LONGEST + 1).take_while(same).count(), stretch(rest))
    }
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
    /// Which rows have a word around the stretch of this number, the last that was asked for.
    present: Cell<Option<(usize, [bool; COUNT])>>,
}

impl Search<'_, '_> {
    /// Looks at all places where a value may begin in or before a run of letters and digits, the first of which are so
    /// many.
    fn run(&self, run: &Range<usize>, digits: usize, hits: &mut Hits) {
        let text = self.reading.text();
        let letters = text[run.clone()].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let seams: Vec<usize> = self.reading.view().seams(run).collect();
        if letters == 0 {
            let word = short_word_before(text, run.start);
            word.into_iter()
                .chain(word.and_then(|word| pair_of_words(text, word)))
                .for_each(|at| self.start(&Start::at(text, at), &seams, hits));
        }
        let lead = if letters == 0 { digits } else { letters };
        self.start(&Start::with(run.start, lead, run.len()), &seams, hits);
        for seam in &seams {
            self.start(&Start::at(text, *seam), &seams, hits);
        }
        if letters > 1 && !seams.contains(&(run.start + letters)) {
            let glued = Start::with(run.start + letters, digits, run.len() - letters);
            self.start(&Start { begin: Begin::Glued, ..glued }, &seams, hits);
        }
    }

    /// Names the likeliest of the values that may begin here. The seams are in order.
    fn start(&self, from: &Start, seams: &[usize], hits: &mut Hits) {
        let Start { at: start, begin, lead, stretch } = *from;
        let text = &self.reading.text()[start..];
        let Some(digit) = text.first().map(u8::is_ascii_digit) else { return };
        let behind = &seams[seams.partition_point(|seam| *seam <= start)..];
        let cut = behind.iter().take_while(|seam| **seam < start + lead).map(|seam| seam - start);
        // Where no seam cuts it, a value has all letters and digits up to the next sign.
        let all = behind.is_empty().then_some(stretch);
        let mut best: Option<Verdict> = None;
        for count in cut.chain([lead]) {
            let next = text.get(count).copied().unwrap_or_default();
            for form in INDEX.led(count, digit, next, all) {
                let Some(verdict) = self.fit(form, start, begin, hits) else { continue };
                let region = self.reading.region();
                best = best.into_iter().chain([verdict]).max_by_key(|verdict| verdict.likelihood(region));
            }
        }
        match best {
            Some(Verdict { rule, word: Some(word), span, .. }) => hits.near(rule, span, word),
            Some(Verdict { rule, span, .. }) => hits.hit(rule, span),
            None => {}
        }
    }

    /// What the text is by a form of a row.
    fn fit(&self, form: &Place, start: usize, begin: Begin, hits: &mut Hits) -> Option<Verdict> {
        let (row, form) = (form.row, ROWS[form.row].forms[form.form]);
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
            let rule = match sure {
                true => &row.checked,
                false if self.is_announced_otherwise(found) => &row.shaped,
                false => &row.worded,
            };
            return verdict(rule, Some(word));
        }
        if !passes {
            hits.miss(&row.checked, found.span.clone(), "its check fails");
            return None;
        }
        if sure && let Some(word) = self.asked(found.span.clone(), row) {
            return verdict(&row.checked, Some(word));
        }
        if is_called_a_thing(self.reading, found.span.start) {
            hits.miss(&row.checked, found.span.clone(), "a word before it says that it is something else");
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

    /// Whether a word right before the value says that it is the other one of a passport and a licence, which are told
    /// together.
    fn is_announced_otherwise(&self, found: &Candidate<'_>) -> bool {
        let other = match ROWS[found.row].worded.kind {
            own if own.ends_with(kind::PASSPORT) => Topic::License,
            own if own.ends_with(kind::DRIVER_LICENSE) => Topic::Passport,
            _ => return false,
        };
        self.reading.cues(other).any(|cue| cue.value() == found.span.start)
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
            && self.stands_free(found)
    }

    /// Whether nothing joins the value to what stands beside it. Where a check holds, signs do not.
    fn stands_free(&self, found: &Candidate<'_>) -> bool {
        let (text, span) = (self.reading.text(), &found.span);
        let is = |place: Option<usize>, signs: &[u8]| {
            place.and_then(|place| text.get(place)).is_some_and(|b| signs.contains(b))
        };
        let checked = ROWS[found.row].check.is_some();
        let before = checked && is(span.start.checked_sub(1), br"#$%<@\^~");
        let after = checked && is(Some(span.end), b"=>#");
        let seam =
            |place| self.reading.view().is_seam(place) || before && place == span.start || after && place == span.end;
        stands_free(text, span, seam)
    }

    /// Whether the value is a whole field, and may be one.
    fn is_own_field(&self, found: &Candidate<'_>) -> bool {
        found.alone != Alone::Word
            && !is_time_with_suffix(found.value)
            && (self.reading.is_field(&found.span) || self.is_list(ROWS[found.row].checked.kind))
    }

    /// Whether the text is a field that holds several values of a type, with signs and joining words between them, and
    /// nothing else.
    fn is_list(&self, kind: &str) -> bool {
        let text = self.reading.text();
        let mut at = 0;
        while text.len() <= LONGEST_LIST && self.reading.is_field(&(0..text.len())) {
            at += text[at..].iter().take_while(|b| b.is_ascii_whitespace() || b",;|/&".contains(b)).count();
            if at == text.len() {
                return true;
            }
            match self.member(kind, at).or_else(|| joint(&text[at..]).map(|len| at + len)) {
                Some(end) => at = end,
                None => return false,
            }
        }
        false
    }

    /// Where a value of a type ends that begins here.
    fn member(&self, kind: &str, start: usize) -> Option<usize> {
        let rows = ROWS.iter().filter(|row| row.checked.kind == kind);
        let forms = rows.flat_map(|row| row.forms.iter().map(move |form| (row, form)));
        let mut spans = forms
            // Figures that need a word may be anything in a list.
            .filter(|(_, form)| form.alone != Alone::Word || form.shape.contains('a'))
            .map(|(row, form)| (row, self.written(form.shape, start)));
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

    /// Whether the row of a value has a word, or may have, near the stretch in which it begins.
    fn present(&self, found: &Candidate<'_>) -> bool {
        let number = found.span.start / STRETCH;
        let known = self.present.get().filter(|(known, _)| *known == number);
        let (_, present) = known.unwrap_or_else(|| {
            let from = number * STRETCH;
            let end = self.reading.text().len().min(from + STRETCH + WIDEST + REACH_BEHIND);
            (number, INDEX.present(self.reading, from.saturating_sub(REACH)..end))
        });
        self.present.set(Some((number, present)));
        present[found.row]
    }

    /// The word for such a number in the messages right before a value that is all of its message.
    fn asked(&self, span: Range<usize>, row: &Row) -> Option<&'static str> {
        let text = self.reading.text();
        let from = span.start.saturating_sub(MESSAGES);
        let line = from + text[from..span.start].iter().rposition(|b| *b == b'\n')? + 1;
        let ends = matches!(text.get(span.end), None | Some(b'\n' | b'\r'));
        let alone = ends && span.start - line < MESSAGES && line + writer(&text[line..span.start]) == span.start;
        let near = text[line.saturating_sub(MESSAGES)..line].rsplit(|b| *b == b'\n').filter(|line| !line.is_empty());
        let mut before = near.take(if alone { MOST_MESSAGES } else { 0 });
        before.find_map(|line| last_word(line, row.words).or_else(|| last_word(line, row.hints)))
    }

    /// A word that says what the value is.
    fn word(&self, found: &Candidate<'_>, passes: bool) -> Option<&'static str> {
        let row = ROWS[found.row];
        if !self.present(found) {
            return None;
        }
        let hint = || self.reading.word_around(&found.span, row.hints).filter(|_| passes);
        self.reading.word_around(&found.span, row.words).or_else(hint)
    }
}

/// The length of the word that begins here, if it is one that joins the members of a list.
fn joint(text: &[u8]) -> Option<usize> {
    const JOINTS: [&str; 14] = ["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "och", "en", "of", "i", "ve"];
    let word = &text[..text.iter().take_while(|b| !b.is_ascii_whitespace()).count()];
    JOINTS.iter().any(|joint| joint.as_bytes() == word).then_some(word.len())
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

/// Whether the bytes are of the classes of a shape. It was chosen by how it begins, so that its end tells sooner.
fn has_shape(written: &[u8], shape: &[u8]) -> bool {
    written.iter().zip(shape).rev().all(|(byte, class)| match class {
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
    joined && !(before == b'/' && is_pair(text, span, (span.start - 1).checked_sub(span.len())))
        || goes_on && !(after == b'/' && is_pair(text, span, Some(span.end + 1)))
        || before == b'+'
}

/// Whether a text of the same form begins at the other place: a slash between the two parts one value from another.
fn is_pair(text: &[u8], span: &Range<usize>, other: Option<usize>) -> bool {
    let class = |b: &u8| (b.is_ascii_digit(), b.is_ascii_alphabetic());
    let whole = |place: Option<usize>| !place.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    other.is_some_and(|start| {
        let end = start + span.len();
        let alike =
            text.get(start..end).is_some_and(|other| other.iter().map(class).eq(text[span.clone()].iter().map(class)));
        span.len() >= SHORTEST_OF_A_PAIR && alike && whole(start.checked_sub(1)) && whole(Some(end))
    })
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
    let blank = number.checked_sub(1).filter(|at| matches!(text[*at], b' ' | b'-'))?;
    let letters = text[..blank].iter().rev().take(7).take_while(|b| b.is_ascii_alphabetic()).count();
    let short = if text[blank] == b' ' { matches!(letters, 1..=3 | 6) } else { matches!(letters, 1 | 3) };
    short.then(|| blank - letters)
}

/// Where two words of three letters begin, the second of which begins here: the names in a fiscal code in groups.
fn pair_of_words(text: &[u8], second: usize) -> Option<usize> {
    let first = second.checked_sub(4)?;
    let letters = |at: usize| text[at..at + 3].iter().all(u8::is_ascii_alphabetic);
    (letters(first) && text[first + 3] == b' ' && text.get(second + 3) == Some(&b' ') && letters(second))
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::super::Place;
    use super::super::super::check::{finds, finds_nothing, read_at};
    use super::super::cases::rule_of_field;
    use super::super::row::Row;
    use super::*;
    use crate::redact::{Format, Policy, Redactor};

    #[test]
    fn all_words_of_all_rows_are_present_where_they_stand() {
        let words = |row: &'static Row| row.words.iter().chain(row.hints);
        for (row, word) in ROWS.iter().enumerate().flat_map(|(row, one)| words(one).map(move |word| (row, *word))) {
            let all = |reading: &Reading<'_>| INDEX.present(reading, 0..reading.text().len());
            let text = format!("x {}: 1", word.to_ascii_uppercase());
            assert!(read_at(Place::default(), &text, all)[row], "{word}");
            assert!(read_at(Place { label: word, ..Place::default() }, "1", all)[row], "{word}");
        }
        assert!(read_at(Place::default(), "1 x", |reading| INDEX.present(reading, 0..3)).iter().all(|there| !there));
    }

    /// What becomes of a body in storage format.
    fn redacted(body: &str) -> String {
        let policy = Policy::shipped("standard").unwrap();
        Redactor::new(policy, None).report(body, Format::Storage).output
    }

    #[test]
    fn forms_are_led_to_by_whatever_may_stand_behind_their_first_characters() {
        for (row, form) in ROWS.iter().enumerate().flat_map(|(row, one)| (0..one.forms.len()).map(move |at| (row, at)))
        {
            let shape = ROWS[row].forms[form].shape.as_bytes();
            let leads =
                [(true, b'd'), (false, b'a')].into_iter().flat_map(|lead| (1..=LONGEST).map(move |len| (lead, len)));
            for ((digit, class), len) in leads.filter(|((digit, _), len)| super::super::is_led_by(shape, *len, *digit))
            {
                let fits = |next: &u8| shape.get(len).is_none_or(|class| has_shape(&[*next], &[*class]));
                for next in (0..=u8::MAX).filter(fits) {
                    let mut led = INDEX.led(len, digit, next, None).iter();
                    assert!(led.any(|led| (led.row, led.form) == (row, form)), "{shape:?} {class} {len} {next}");
                }
            }
        }
    }

    #[test]
    fn a_value_of_every_form_is_looked_at_from_its_first_digits_on() {
        let forms = ROWS.iter().flat_map(|row| row.forms);
        for (form, other) in forms.flat_map(|form| [(form, "a"), (form, "7")]) {
            let text = form.shape.replace('a', "x").replace('n', other).replace('d', "7");
            // From digits behind other signs no value is looked for.
            let first = text.bytes().position(|b| b.is_ascii_digit());
            let Some(digit) = first.filter(|digit| !text[..*digit].contains(['.', '/'])) else { continue };
            for text in [text.clone(), format!("{text}.")] {
                assert!(INDEX.may_hold(text.as_bytes(), &run_around(text.as_bytes(), &(digit..digit + 1))), "{text}");
            }
        }
        for text in ["9.6.3 or 9", "1998", "15 and 20", "2024-05-17 7"] {
            assert!(!INDEX.may_hold(text.as_bytes(), &run_around(text.as_bytes(), &(0..1))), "{text}");
        }
    }

    #[test]
    fn a_value_that_is_all_of_its_message_is_told_by_the_messages_before() {
        for text in [
            "Ann: without the tax file number they cannot pay you anything at all, it seems\nBo: wait\nBo: 482617309",
            "Ann: which BSN is on the letter from the town hall that you have got, please\nBo: 482617354",
        ] {
            assert_eq!(super::super::super::check::found(find, text).len(), 1, "{text}");
        }
        finds_nothing(
            find,
            &[
                "Ann: without the tax file number they cannot pay you anything at all, it seems to me\nBo: take 482617309",
                "Ann: which BSN is on the letter from the town hall that you have got, please\nBo: 482617355",
                "Ann: which BSN is it\nBo: one\nAnn: two\nBo: three and more of them to come here\nBo: 482617354",
            ],
        );
    }

    #[test]
    fn words_are_found_near_a_value_wherever_that_stands() {
        for lead in 0..2 * STRETCH {
            let text = format!("{}BSN {}482617354", "x ".repeat(lead / 2), " ".repeat(lead % 40));
            assert_eq!(super::super::super::check::found(find, &text), ["482617354"], "{text}");
            let text = format!("{}482617354 (BSN)", " ".repeat(lead));
            assert_eq!(super::super::super::check::found(find, &text), ["482617354"], "{text}");
        }
    }

    #[test]
    fn a_value_may_begin_and_end_at_a_seam_and_behind_a_label() {
        for (body, value) in [
            ("<p>No<b>BNCLRA84M52F205H</b>x</p>", "[IT_FISCAL_CODE]"),
            ("<p>x<b>BNCLRA</b>84M52F205H</p>", "[IT_FISCAL_CODE]"),
            ("<p>SIN <b>527419303</b><sup>1</sup></p>", "[CA_SIN]"),
            ("<p>SIN <b>527</b>419303</p>", "[CA_SIN]"),
        ] {
            assert!(redacted(body).contains(value), "{}", redacted(body));
        }
        finds(find, &[("my id is pesel84052372106.", "84052372106"), ("x #51730824Y", "51730824Y")]);
        finds(find, &[("x <51730824Y>", "51730824Y"), ("~51730824Y#", "51730824Y")]);
        for pair in ["BSN 485348421/565997014", "passport CF4028163/CF4028164"] {
            assert_eq!(super::super::super::check::found(find, pair).len(), 2, "{pair}");
        }
        finds_nothing(find, &["my id is number84052372106."]);
    }

    #[test]
    fn a_value_may_be_broken_once_over_lines_but_a_column_of_figures_is_none() {
        assert_eq!(redacted("<p>BNCLRA84<br/>M52F205H</p>"), "<p>[IT_FISCAL_CODE]<br/></p>");
        assert_eq!(redacted("<p>PESEL 840523<br/>72106</p>"), "<p>PESEL [PL_PESEL]<br/></p>");
        for body in ["<p>840523<br/>72106</p>", "<p>PESEL: 8405<br/>2372<br/>106</p>", "<p>1<br/>51730824<br/>Y</p>"] {
            assert_eq!(redacted(body), body);
        }
    }

    #[test]
    fn what_is_part_of_something_longer_is_left() {
        finds_nothing(
            find,
            &[
                "51730824-Y-7 51730824Y/7 51730824Y.zip 51730824Y_1 a-51730824Y",
                "485348421/565997014 and 485348421/56599701",
                "1 7183 5520 6486 1 7183-5520-6486-1111",
                "5d3f8c1a-7b2e-4f60-9a1d-84052372106f",
                "[PL_PESEL] 84052372107 [PL_PESEL_84052372106]",
            ],
        );
    }

    #[test]
    fn a_list_of_values_is_a_field_as_well() {
        for (text, count) in
            [("PAD402816, PAE402816 und PAF402816", 3), ("PAD402816 INC402816x", 0), ("PAD402816 seen", 0)]
        {
            read_at(Place { field: true, ..Place::default() }, text, |reading| {
                let mut hits = Hits::default();
                find(reading, &mut hits);
                assert_eq!(hits.take().len(), count, "{text}");
            });
        }
    }

    #[test]
    fn the_label_of_a_text_counts_and_so_does_the_country_of_the_site() {
        let kind_at = |label, region, text: &str| {
            read_at(Place { label, region, field: label.is_empty() }, text, |reading| {
                let mut hits = Hits::default();
                find(reading, &mut hits);
                hits.take().first().map(|hit| hit.rule.kind)
            })
        };
        assert_eq!(kind_at("BSN", "US", "482617354"), Some("NL_BSN"));
        assert_eq!(kind_at("Order", "US", "482617354"), None);
        assert_eq!(kind_at("", "US", "482617354"), Some("CA_SIN"));
        assert_eq!(kind_at("", "NL", "482617354"), Some("NL_BSN"));
    }

    #[test]
    fn near_misses_say_why_they_are_none() {
        let misses = |text| {
            read_at(Place::default(), text, |reading| {
                let mut hits = Hits::with_misses();
                find(reading, &mut hits);
                hits.take_misses().iter().map(|miss| (miss.rule.kind, miss.why)).collect::<Vec<_>>()
            })
        };
        assert!(misses("see 84052372107").contains(&("PL_PESEL", "its check fails")));
        assert!(misses("see 482617354").contains(&("NL_BSN", "no word beside it says what it is")));
        assert_eq!(rule_of_field("1716239022123"), None, "milliseconds");
    }
}
