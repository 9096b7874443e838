//! Shapes: how a value is written, as the classes of its characters. Every shape of every rule is one entry of one table,
//! found by the hash of the classes, so that hundreds of shapes cost what one does.

use serde::Deserialize;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How often a character of a shape is repeated at most, and one that is a digit or a letter.
const LONGEST: usize = 64;
const MOST_EITHER: usize = 12;
/// The most texts of classes that a shape may mean.
const MOST_TEXTS: usize = 2_000;
/// What an optional separator may be.
const OPTIONAL: [Option<u8>; 4] = [None, Some(b' '), Some(b'-'), Some(b'.')];
/// What stands between groups of letters and digits.
pub(super) const SEPARATORS: &[u8] = b" -./:+_(";

/// A hash that is one already.
#[derive(Default)]
pub(super) struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A map by hashes.
pub(super) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Given>>;

/// The hash of nothing.
pub(super) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what was hashed before and a further byte (FNV-1a with a multiplier that fills the upper bits).
pub(super) fn hashed(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// The class of a letter or digit in a shape.
pub(super) fn class(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'd' } else { b'a' }
}

/// What a shape asks of the rule that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Alone {
    /// Nothing: the value is found wherever it stands free.
    Free,
    /// It is a whole field, or a word says what it is.
    Field,
    /// A word says what it is.
    #[default]
    Word,
}

/// A rule that has a shape.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) rule: u16,
    pub(super) alone: Alone,
    /// The characters that stand for themselves, in upper case; 0 for those that do not.
    pub(super) literal: Option<Box<[u8]>>,
}

impl Use {
    /// Whether a text in this shape has the characters that stand for themselves.
    pub(super) fn fits(&self, text: &[u8]) -> bool {
        let Some(literal) = &self.literal else { return true };
        text.iter().zip(literal.iter()).all(|(b, wanted)| *wanted == 0 || b.to_ascii_uppercase() == *wanted)
    }
}

/// An entry of the table.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The rules that have exactly this shape.
    pub(super) uses: Vec<Use>,
    /// Longer shapes go on from here with another group.
    pub(super) goes_on: bool,
}

/// All shapes of all rules.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    entries: ByHash<Entry>,
}

impl Shapes {
    /// The entry of classes with this hash.
    pub(super) fn get(&self, hash: u64) -> Option<&Entry> {
        self.entries.get(&hash)
    }

    /// Adds a shape of a rule; says what is wrong with it.
    pub(super) fn add(&mut self, shape: &str, rule: u16, alone: Alone) -> Result<(), String> {
        for text in texts(shape)? {
            let literal: Box<[u8]> = text.iter().map(|unit| unit.literal()).collect();
            let literal = literal.iter().any(|b| *b != 0).then_some(literal);
            let mut hash = SEED;
            for unit in &text {
                if let Unit::Separator(_) = unit {
                    self.entries.entry(hash).or_default().goes_on = true;
                }
                hash = hashed(hash, unit.class());
            }
            let uses = &mut self.entries.entry(hash).or_default().uses;
            // Of a shape that a rule has twice, the easier one counts.
            match uses.iter_mut().find(|one| one.rule == rule && one.literal == literal) {
                Some(known) => known.alone = known.alone.min(alone),
                None => uses.push(Use { rule, alone, literal }),
            }
        }
        Ok(())
    }
}

/// A character of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Digit,
    Letter,
    Either,
    Itself(u8),
    Separator(u8),
    Optional,
}

impl Unit {
    fn of(sign: char) -> Result<Self, String> {
        let byte = u8::try_from(sign).unwrap_or_default();
        match sign {
            'd' => Ok(Self::Digit),
            'a' => Ok(Self::Letter),
            'n' => Ok(Self::Either),
            '~' => Ok(Self::Optional),
            'A'..='Z' | '0'..='9' => Ok(Self::Itself(byte)),
            _ if SEPARATORS.contains(&byte) => Ok(Self::Separator(byte)),
            _ => Err(format!(
                "{sign:?} means nothing in a shape: it has d, a, n, ~, capital letters, digits and signs between them"
            )),
        }
    }

    fn class(self) -> u8 {
        match self {
            Self::Digit => b'd',
            Self::Itself(byte) => class(byte),
            Self::Separator(byte) => byte,
            Self::Letter | Self::Either | Self::Optional => b'a',
        }
    }

    fn literal(self) -> u8 {
        if let Self::Itself(byte) = self { byte } else { 0 }
    }
}

/// All texts of classes that a shape means.
fn texts(shape: &str) -> Result<Vec<Vec<Unit>>, String> {
    let parts = parts(shape)?;
    if parts.is_empty() {
        return Err("a shape is empty".to_owned());
    }
    let mut all = Vec::new();
    let has_optional = parts.iter().any(|(unit, ..)| *unit == Unit::Optional);
    for separator in OPTIONAL.iter().take(if has_optional { OPTIONAL.len() } else { 1 }) {
        let mut texts = vec![Vec::new()];
        for (unit, least, most) in &parts {
            let choices: Vec<Vec<Unit>> =
                (*least..=*most).flat_map(|count| repeated(*unit, count, *separator)).collect();
            texts = texts
                .iter()
                .flat_map(|text: &Vec<Unit>| choices.iter().map(move |more| [&text[..], more].concat()))
                .collect();
            if texts.len() > MOST_TEXTS {
                return Err(format!("{shape} means more than {MOST_TEXTS} texts"));
            }
        }
        all.extend(texts);
    }
    Ok(all)
}

/// A unit so many times: all that this may be.
fn repeated(unit: Unit, count: usize, separator: Option<u8>) -> Vec<Vec<Unit>> {
    match unit {
        Unit::Optional => {
            vec![separator.map(Unit::Separator).into_iter().cycle().take(separator.map_or(0, |_| count)).collect()]
        }
        Unit::Either => {
            let mut texts = vec![Vec::new()];
            for _ in 0..count {
                let more = |text: &Vec<Unit>| [Unit::Digit, Unit::Letter].map(|unit| [&text[..], &[unit]].concat());
                texts = texts.iter().flat_map(more).collect();
            }
            texts
        }
        other => vec![vec![other; count]],
    }
}

/// The units of a shape, and how often each stands.
fn parts(shape: &str) -> Result<Vec<(Unit, usize, usize)>, String> {
    let mut parts: Vec<(Unit, usize, usize)> = Vec::new();
    let mut rest = shape;
    while let Some(first) = rest.chars().next() {
        if first != '{' {
            parts.push((Unit::of(first)?, 1, 1));
            rest = &rest[1..];
            continue;
        }
        let bounds = rest.split_once('}').ok_or_else(|| format!("{shape} has no end of its {{"))?;
        let (least, most) = bounds.0[1..].split_once(',').unwrap_or((&bounds.0[1..], &bounds.0[1..]));
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{shape} has no number in its braces"));
        let last = parts.last_mut().ok_or_else(|| format!("{shape} repeats nothing"))?;
        (last.1, last.2) = (number(least)?, number(most)?);
        let longest = if last.0 == Unit::Either { MOST_EITHER } else { LONGEST };
        if last.1 > last.2 || last.2 == 0 || last.2 > longest {
            return Err(format!("{shape} repeats from more to less, not at all, or more than {longest} times"));
        }
        rest = bounds.1;
    }
    Ok(parts)
}
