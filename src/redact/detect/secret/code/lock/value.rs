//! What the code of something locked looks like.

use crate::redact::detect::shape::figures;
use std::ops::Range;

/// How the signs of a code stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Four figures or more in a row, perhaps with a sign of a pad before or behind them.
    Plain,
    /// Three figures, as a lock of three wheels has them.
    Short,
    /// Capitals among figures, as mechanical locks have them.
    Mixed,
    /// Turned one after the other: `31-8-24`, `4-1-9-6`.
    Turned,
    /// The same with slashes, as days are written, or with the side to turn to.
    Dial,
    /// Single figures or pairs of them with blanks between: `5 0 8 3`, `50 83`.
    Spaced,
}

/// What may be a code.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) span: Range<usize>,
    pub(super) shape: Shape,
}

/// The most figures of a code.
const MOST: usize = 10;

/// What may be codes in a text, in order.
pub(super) fn values(text: &[u8]) -> impl Iterator<Item = Value> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = &text[at..];
            let start = at + rest.iter().position(u8::is_ascii_alphanumeric)?;
            let end = start + text[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            at = end;
            if text[start..end].iter().any(u8::is_ascii_digit)
                && let Some(value) = value(text, start..end)
            {
                at = value.span.end;
                return Some(value);
            }
        }
        None
    })
}

/// What begins with a run of letters and figures, if it may be a code.
fn value(text: &[u8], run: Range<usize>) -> Option<Value> {
    let led = text[..run.start].last().is_none_or(|b| b.is_ascii_whitespace() || b"(*#_:=>'".contains(b));
    if !led {
        return None;
    }
    let grouped = [(b'-', Shape::Turned), (b'/', Shape::Dial), (b' ', Shape::Spaced)];
    let turned = grouped.into_iter().find_map(|(sign, shape)| Some((turned(text, run.start, sign)?, shape)));
    let (end, shape) = turned.or_else(|| sided(text, run.start).map(|end| (end, Shape::Dial))).or_else(|| {
        let code = &text[run.clone()];
        let shape = match figures(code) {
            4..=MOST if figures(code) == code.len() => Shape::Plain,
            3 if code.len() == 3 => Shape::Short,
            _ if is_mixed(code) => Shape::Mixed,
            _ => return None,
        };
        Some((run.end, shape))
    })?;
    // A star on both sides is the mark of another type.
    let (before, behind) = (text[..run.start].last(), text.get(end));
    let sign = |b: Option<&u8>| usize::from(matches!(b, Some(b'*' | b'#')) && (b == Some(&b'#') || before != behind));
    Some(Value { span: run.start - sign(before)..end + sign(behind), shape })
}

/// Whether these are capitals among more figures, three of them at least.
fn is_mixed(code: &[u8]) -> bool {
    let letters = code.len() - figures(code);
    let may_be = |b: &u8| b.is_ascii_digit() || b.is_ascii_uppercase();
    (4..=8).contains(&code.len()) && figures(code) > letters.max(2) && code.iter().all(may_be)
}

/// Where figures end that are turned one after the other, with this sign between them.
fn turned(text: &[u8], start: usize, sign: u8) -> Option<usize> {
    let len = |at: usize| text.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let (mut at, mut end, mut sizes) = (start, start, Vec::new());
    while (1..=2).contains(&len(at)) && text[at..at + len(at)].iter().all(u8::is_ascii_digit) && sizes.len() < 9 {
        sizes.push(len(at));
        end = at + len(at);
        let loose = usize::from(text[end..].starts_with(&[b' ', sign, b' ']));
        if text.get(end + loose) != Some(&sign) {
            break;
        }
        at = end + 1 + 2 * loose;
    }
    let single = sizes.iter().all(|len| *len == 1);
    let is_code = match sign {
        b' ' => single && (4..=6).contains(&sizes.len()) || sizes == [2, 2] || sizes == [2, 2, 2],
        _ => (3..=4).contains(&sizes.len()) || single && (5..=8).contains(&sizes.len()),
    };
    // A letter may stand behind the last of single ones.
    let lettered = single && matches!(text[end..], [b'-', b'A'..=b'Z', ref rest @ ..] if !starts_word(rest));
    is_code.then_some(end + if lettered { 2 } else { 0 })
}

/// Where figures end that say to which side each is turned: `R24 L08 R31`.
fn sided(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut end, mut count) = (start, start, 0);
    while let [b'L' | b'R', rest @ ..] = text.get(at..)? {
        let blank = usize::from(rest.first() == Some(&b' '));
        let figures = rest[blank..].iter().take_while(|b| b.is_ascii_digit()).count();
        if !(1..=2).contains(&figures) {
            break;
        }
        end = at + 1 + blank + figures;
        at = end + text[end..].iter().take(2).take_while(|b| matches!(b, b' ' | b',' | b'-')).count();
        count += 1;
    }
    (3..=4).contains(&count).then_some(end)
}

fn starts_word(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_alphanumeric)
}

impl Value {
    /// Its bytes.
    pub(super) fn of<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        &text[self.span.clone()]
    }

    /// Whether it may be a year, in which something was issued.
    pub(super) fn is_year(&self, text: &[u8]) -> bool {
        matches!(self.of(text), [b'1', b'9', _, _] | [b'2', b'0', _, _]) && self.shape == Shape::Plain
    }

    /// Whether it is one in which what people write about today was issued.
    pub(super) fn is_recent(&self, text: &[u8]) -> bool {
        let recent = matches!(self.of(text)[2..], [b'8' | b'9', _])
            || matches!(self.of(text), [b'2', b'0', b'0'..=b'2', _] | [b'2', b'0', b'3', b'0'..=b'5']);
        self.is_year(text) && recent
    }

    /// Whether turned figures may be a day.
    pub(super) fn is_day(&self, text: &[u8]) -> bool {
        let numbers = self.of(text).split(|b| !b.is_ascii_digit()).filter(|number| !number.is_empty());
        let mut numbers: Vec<u32> = numbers.filter_map(|one| std::str::from_utf8(one).ok()?.parse().ok()).collect();
        numbers.sort_unstable();
        matches!(numbers[..], [1..=12, 1..=31, _])
    }

    /// Whether these are three pairs or more of a dial, and no day.
    pub(super) fn is_pairs(&self, text: &[u8]) -> bool {
        let pairs = self.of(text).split(|b| !b.is_ascii_digit()).filter(|part| part.len() == 2).count();
        self.shape == Shape::Turned && (3..=4).contains(&pairs) && !self.is_day(text)
    }

    /// Whether a mechanical lock has it whose buttons are pushed: the one that clears it, figures, and one of its last.
    pub(super) fn is_pushed(&self, text: &[u8]) -> bool {
        matches!(self.of(text), [b'C', inner @ .., b'X'..=b'Z'] if inner.len() > 2 && inner.iter().all(u8::is_ascii_digit))
    }

    /// Whether it is drawn as codes are and numbers of articles are not: four single figures or more, or pushed ones.
    pub(super) fn is_drawn(&self, text: &[u8]) -> bool {
        let single = self.of(text).split(|b| !b.is_ascii_alphanumeric()).all(|part| part.len() == 1);
        self.shape == Shape::Turned && self.span.len() > 6 && single || self.is_pushed(text)
    }

    /// Whether nothing goes on behind it that would make it a part of something longer.
    pub(super) fn is_whole(&self, text: &[u8]) -> bool {
        match &text[self.span.end..] {
            [b'.' | b',' | b':', b, ..] => !b.is_ascii_digit(),
            [b'-' | b'/' | b'_' | b'@' | b'%', ..] => false,
            rest => !starts_word(rest),
        }
    }
}
