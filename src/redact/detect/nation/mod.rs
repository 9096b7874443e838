//! The identity, tax, health, document, device and account numbers of other nations: a table with one row for each.
//!
//! A row names the ways a number is written, its check and the words that go with it (see `row.rs`). What stands for
//! itself by its form and its check is found wherever it stands free. What one in ten numbers passes is found where
//! a word beside it says what it is, or where it is a whole field. Beside a clear word a failed check does not matter.
//!
//! Candidates begin where letters or digits begin, at seams, behind the letters of a label that is glued to a number
//! (`nif12345678Z`), and at a short word before a number (`CA 1234567`). How many digits or letters a candidate begins
//! with leads to the few forms that it may have.

mod account;
mod africa;
mod americas;
mod asia;
mod balkans;
mod check;
mod china;
mod device;
mod europe;
mod further;
mod german;
mod iberia;
mod india;
mod italy;
mod japan;
mod korea;
mod latin;
mod nordic;
mod pacific;
mod row;
mod search;
mod southeast;
mod vat;

pub(super) use check::{gs1, luhn, number, passes_luhn, weighted};

use super::vocabulary::first_word;
use super::{Detector, Reading, Rule};
use crate::redact::gate::Signals;
use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use row::Row;
use std::ops::Range;
use std::sync::LazyLock;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &RULES, needs: Signals::NUMBER.union(Signals::CODE).union(Signals::WORD), find: search::find }];

/// All rows, by place.
const TABLES: [&[Row]; 20] = [
    india::ROWS,
    asia::ROWS,
    korea::ROWS,
    southeast::ROWS,
    china::ROWS,
    pacific::ROWS,
    americas::ROWS,
    latin::ROWS,
    africa::ROWS,
    german::ROWS,
    iberia::ROWS,
    italy::ROWS,
    nordic::ROWS,
    balkans::ROWS,
    europe::ROWS,
    further::ROWS,
    japan::ROWS,
    vat::ROWS,
    device::ROWS,
    account::ROWS,
];

const COUNT: usize = {
    let (mut count, mut table) = (0, 0);
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

/// The rows, in one list.
static ROWS: [&Row; COUNT] = {
    let mut rows = [&TABLES[0][0]; COUNT];
    let (mut count, mut table) = (0, 0);
    while table < TABLES.len() {
        let mut at = 0;
        while at < TABLES[table].len() {
            rows[count] = &TABLES[table][at];
            (count, at) = (count + 1, at + 1);
        }
        table += 1;
    }
    rows
};

/// All rules.
static RULES: [&Rule; COUNT * 3] = {
    let mut rules = [&ROWS[0].checked; COUNT * 3];
    let mut at = 0;
    while at < rules.len() {
        rules[at] = ROWS[at / 3].rules()[at % 3];
        at += 1;
    }
    rules
};

/// The most digits or letters that a value begins with.
const LONGEST: usize = 22;
/// How many words may stand before the first digits of a value.
const WORDS: usize = 2;
/// The longest value with its separators.
const WIDEST: usize = 32;

/// A form of a row.
#[derive(Clone, Copy)]
struct Place {
    row: usize,
    /// Its place in the row.
    form: usize,
    /// How many letters and digits it begins with.
    stretch: usize,
}

/// The forms that begin and go on alike.
struct Led {
    /// In the order of the rows.
    all: Vec<Place>,
    /// In the order of how many letters and digits they begin with, and of the rows.
    by_stretch: Vec<Place>,
}

impl Led {
    /// The forms that begin with so many letters and digits, or all.
    fn of(&self, stretch: Option<usize>) -> &[Place] {
        let Some(stretch) = stretch else { return &self.all };
        let forms = &self.by_stretch;
        let from = forms.partition_point(|form| form.stretch < stretch);
        let len = forms[from..].iter().take_while(|form| form.stretch == stretch).count();
        &forms[from..from + len]
    }
}

impl FromIterator<Place> for Led {
    fn from_iter<I: IntoIterator<Item = Place>>(forms: I) -> Self {
        let all: Vec<Place> = forms.into_iter().collect();
        let mut by_stretch = all.clone();
        by_stretch.sort_by_key(|form| form.stretch);
        Self { all, by_stretch }
    }
}

/// Which forms begin with how many digits or letters and go on how, and which words there are.
struct Index {
    digits: [[Led; NEXT]; LONGEST + 1],
    letters: [[Led; NEXT]; LONGEST + 1],
    /// The shortest part with digits that a value ends with when it has digits nowhere else.
    shortest: usize,
    /// Of values in which a part shorter than that has digits, and this kind of byte behind it: how many digits they have
    /// at least, and how many bytes from that part on without a blank.
    least: [(usize, usize); NEXT],
    /// The first parts of all words.
    heads: Option<DFA>,
    /// The row of each.
    owners: Vec<usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let forms = || ROWS.iter().enumerate().flat_map(|(row, one)| (0..one.forms.len()).map(move |form| (row, form)));
    let shape = |(row, form): (usize, usize)| ROWS[row].forms[form].shape.as_bytes();
    let led = |count: usize, digit: bool| {
        let led: Vec<_> = forms().filter(|form| is_led_by(shape(*form), count, digit)).collect();
        std::array::from_fn(|next| {
            let forms = led.iter().filter(|form| may_go_on(shape(**form), count, next));
            forms.map(|(row, form)| Place { row: *row, form: *form, stretch: stretch(shape((*row, *form))) }).collect()
        })
    };
    let words = |(row, one): (usize, &&Row)| one.words.iter().chain(one.hints).map(move |word| (*word, row));
    let (heads, owners): (Vec<&str>, Vec<usize>) = ROWS
        .iter()
        .enumerate()
        .flat_map(words)
        .map(|(word, row)| (word.split(' ').next().unwrap_or(word), row))
        .unzip();
    let automaton = DFA::builder().ascii_case_insensitive(true).build(heads);
    let shortest = forms().filter_map(|form| only_part(shape(form))).min().unwrap_or_default();
    let least = |next: usize| {
        let parts = || forms().map(shape).flat_map(|shape| short_parts(shape, shortest, next));
        let digits = parts().map(|(shape, _)| count_of_digits(shape)).min();
        let solid = parts().map(|(shape, from)| count_of_solid(&shape[from..])).min();
        (digits.unwrap_or(usize::MAX), solid.unwrap_or(usize::MAX))
    };
    Index {
        digits: std::array::from_fn(|count| led(count, true)),
        letters: std::array::from_fn(|count| led(count, false)),
        shortest,
        least: std::array::from_fn(least),
        heads: automaton.ok(),
        owners,
    }
});

/// Whether one of the words of these numbers stands in a short text, as the name of a field.
pub(super) fn is_named(text: &str) -> bool {
    let names = |words: &[&'static str]| first_word(text.as_bytes(), words).is_some();
    let met = INDEX.met([text.as_bytes()]);
    ROWS.iter().zip(met).any(|(row, met)| met && (names(row.words) || names(row.hints)))
}

/// Whether a value of this shape may begin with exactly so many digits, or letters.
fn is_led_by(shape: &[u8], count: usize, digit: bool) -> bool {
    let same = if digit { b'd' } else { b'a' };
    let is = |class: &u8| *class == same || digit && class.is_ascii_digit();
    let leads = shape.iter().take(count).all(|class| is(class) || *class == b'n');
    leads && count > 0 && count <= shape.len() && !shape.get(count).is_some_and(is)
}

/// The length of the last part of a shape, if it may be the first part with digits.
fn only_part(shape: &[u8]) -> Option<usize> {
    let from = shape.iter().rposition(|class| SIGNS.contains(class)).map_or(0, |sign| sign + 1);
    are_words(&shape[..from]).then_some(shape.len() - from)
}

/// A shape with each place where a part begins that is shorter than this, may be the first with digits, and has a sign of
/// this kind behind it.
fn short_parts(shape: &[u8], shortest: usize, next: usize) -> impl Iterator<Item = (&[u8], usize)> {
    let signs = (0..shape.len()).filter(move |at| SIGNS.contains(&shape[*at]) && kind_of(shape[*at]) == next);
    let parts = signs.map(|end| {
        let from = shape[..end].iter().rposition(|class| SIGNS.contains(class)).map_or(0, |sign| sign + 1);
        from..end
    });
    let has_digits = |part: &[u8]| part.iter().any(|class| matches!(class, b'd' | b'n' | b'0'..=b'9'));
    let is_first = move |part: &Range<usize>| are_words(&shape[..part.start]) && has_digits(&shape[part.clone()]);
    parts.filter(move |part| part.len() < shortest && is_first(part)).map(move |part| (shape, part.start))
}

/// Whether nothing of a shape but words may be here, from which a value is looked for before its first digits.
fn are_words(lead: &[u8]) -> bool {
    let words = lead.iter().filter(|class| SIGNS.contains(class)).count();
    words <= WORDS && !lead.iter().any(|class| *class == b'd' || class.is_ascii_digit())
}

/// How many digits a value of this shape has at least.
fn count_of_digits(shape: &[u8]) -> usize {
    shape.iter().filter(|class| matches!(class, b'd' | b'0'..=b'9')).count()
}

/// How many bytes stand here before a blank: letters, digits and signs.
fn count_of_solid(text: &[u8]) -> usize {
    let solid = |b: &&u8| b.is_ascii_alphanumeric() || **b != b' ' && SIGNS.contains(b);
    text.iter().take_while(solid).count()
}

/// How many letters and digits a text or a shape begins with.
fn stretch(text: &[u8]) -> usize {
    text.iter().take(WIDEST).take_while(|b| b.is_ascii_alphanumeric()).count()
}

/// The signs in forms that tell what may stand behind its first digits or letters.
const SIGNS: &[u8; 4] = b" -./";
/// How many kinds of byte may stand there: digits, letters, each of the signs, others.
const NEXT: usize = SIGNS.len() + 3;

/// The kind of a byte.
fn kind_of(byte: u8) -> usize {
    let sign = || SIGNS.iter().position(|sign| *sign == byte).map_or(NEXT - 1, |sign| 2 + sign);
    match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' | b'A'..=b'Z' => 1,
        _ => sign(),
    }
}

/// Whether a byte of this kind may stand behind so many digits or letters of a value of this shape.
fn may_go_on(shape: &[u8], count: usize, next: usize) -> bool {
    shape.get(count).is_none_or(|class| match class {
        b'd' => next == 0,
        b'a' => next == 1,
        b'n' => next <= 1,
        literal => kind_of(*literal) == next,
    })
}

impl Index {
    /// The forms that begin with exactly so many digits, or letters, behind which this byte may stand, and with so many
    /// of both.
    fn led(&self, count: usize, digit: bool, next: u8, stretch: Option<usize>) -> &[Place] {
        let forms = if digit { &self.digits } else { &self.letters };
        forms.get(count).map_or(&[], |forms| forms[kind_of(next)].of(stretch))
    }

    /// Whether letters and digits may be of a value: they are as long as one, or go on behind a sign as values do.
    fn may_hold(&self, text: &[u8], run: &Range<usize>) -> bool {
        let goes_on = || match text[run.end..] {
            [sign, next, ..] if SIGNS.contains(&sign) && next.is_ascii_alphanumeric() => {
                let reach = &text[run.start..text.len().min(run.start + WIDEST)];
                let digits = || reach.iter().fold(0, |count, b| count + u8::from(b.is_ascii_digit()));
                let (fewest, shortest) = self.least[kind_of(sign)];
                count_of_solid(reach) >= shortest && usize::from(digits()) >= fewest
            }
            _ => false,
        };
        run.len() >= self.shortest || goes_on()
    }

    /// Which rows have a word, or may have, in a stretch of the view or in its label.
    fn present(&self, reading: &Reading<'_>, stretch: Range<usize>) -> [bool; COUNT] {
        // The label is before the beginning of the text.
        let label = if stretch.start == 0 { reading.label() } else { "" };
        self.met([&reading.text()[stretch], label.as_bytes()])
    }

    /// Which rows have a word, or may have, in one of these texts.
    fn met<const TEXTS: usize>(&self, texts: [&[u8]; TEXTS]) -> [bool; COUNT] {
        let heads = self.heads.as_ref();
        let Some((heads, begin)) = heads.and_then(|heads| Some((heads, heads.start_state(Anchored::No).ok()?))) else {
            return [true; COUNT];
        };
        let mut present = [false; COUNT];
        for text in texts {
            let mut state = begin;
            for byte in text {
                state = heads.next_state(Anchored::No, state, *byte);
                if heads.is_match(state) {
                    let met = (0..heads.match_len(state)).map(|number| heads.match_pattern(state, number));
                    met.for_each(|head| present[self.owners[head.as_usize()]] = true);
                }
            }
        }
        present
    }
}

/// What the tests of the tables share.
#[cfg(test)]
mod cases {
    use super::super::check::{finds_kind, finds_nothing, read_at};
    use super::super::{Hits, Place};
    use super::search::find;

    /// The name of the rule by which a text that is a whole field is a value.
    pub(super) fn rule_of_field(text: &str) -> Option<&'static str> {
        read_at(Place { field: true, region: "US", ..Place::default() }, text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            hits.take().first().filter(|hit| hit.span == (0..text.len())).map(|hit| hit.rule.name)
        })
    }

    /// Each value is found in the middle of a sentence that says nothing about it.
    pub(super) fn free(kind: &'static str, values: &[&str]) {
        for value in values {
            finds_kind(find, kind, &[(&format!("We have seen {value}, and more."), value)]);
        }
    }

    /// Each value is found where it is a whole field, by the given rule, and not in a sentence that says nothing.
    pub(super) fn field(rule: &str, values: &[&str]) {
        for value in values {
            assert_eq!(rule_of_field(value), Some(rule), "{value}");
            finds_nothing(find, &[&format!("We have seen {value}, and more.")]);
        }
    }

    /// Each text, with the value in place of `#`, holds that value and no other.
    pub(super) fn word(kind: &'static str, texts: &[(&str, &str)]) {
        texts.iter().for_each(|(text, value)| finds_kind(find, kind, &[(&text.replace('#', value), value)]));
    }

    /// No text is found in a sentence that says nothing, nor by a rule of these types where it is a whole field.
    pub(super) fn not(rule: &str, values: &[&str]) {
        for value in values {
            assert!(!rule_of_field(value).is_some_and(|name| name.starts_with(rule)), "{value}");
            let sentence = format!("We have seen {value}, and more.");
            finds_nothing(find, &[&sentence]);
        }
    }
}
