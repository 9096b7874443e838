//! Walks back over the words of a text, one after the other, and tells what each means.

use super::tables::{DAY, IS, SAFE, SINCE, SMALL, THING};
use super::words::{Meaning, folded};
use std::ops::Range;

/// The most words of one thing.
pub(super) const LONGEST_THING: usize = 3;
/// The most words, numbers and signs of a day.
const LONGEST_DAY: usize = 7;
/// The longest remark in brackets, in bytes.
const LONGEST_BRACKET: usize = 32;

/// A word, a number or a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(Meaning),
    /// How many figures it has.
    Number(usize),
    Sign(u8),
}

impl Token {
    /// Whether it is a word with one of these roles.
    pub(super) fn is(self, roles: u64) -> bool {
        matches!(self, Self::Word(meaning) if meaning.is(roles))
    }
}

/// Walks back over the words of a text from a place on.
#[derive(Clone, Copy)]
pub(super) struct Back<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
}

impl Iterator for Back<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let word = self.step()?;
        let bytes = &self.text[word];
        if !is_part(bytes[0]) {
            return Some(Token::Sign(bytes[0]));
        }
        if bytes.iter().any(u8::is_ascii_digit) {
            return Some(Token::Number(bytes.iter().filter(|b| b.is_ascii_digit()).count()));
        }
        // What several words mean together goes before what the last one means.
        let (mut whole, mut ahead) = (folded(bytes), *self);
        let mut meaning = Meaning::of(&whole);
        for _ in 1..LONGEST_THING {
            let Some(before) = ahead.step().filter(|before| is_word(&self.text[before.clone()])) else { break };
            whole.splice(0..0, folded(&self.text[before]));
            if let Some(several) = Meaning::of_several(&whole) {
                (meaning, *self) = (Some(several.and(meaning.unwrap_or_default().among(THING))), ahead);
            }
        }
        Some(Token::Word(meaning.unwrap_or_default()))
    }
}

impl<'t> Back<'t> {
    /// The word, number or sign before, and moves before it. Blanks, marks of type and of quotes, and dashes within a word
    /// are nothing.
    fn step(&mut self) -> Option<Range<usize>> {
        let text = self.text;
        loop {
            let lead = &text[..self.at];
            self.at -= match lead {
                [] => return None,
                [.., 0xe2, 0x80, 0x98 | 0x99] => 3,
                [.., b' ' | b'\t' | b'\r' | b'*' | b'_' | b'`' | b'\''] => 1,
                [.., b, b'-'] if is_part(*b) && text.get(self.at).is_some_and(|b| is_part(*b)) => 1,
                _ => break,
            };
        }
        let end = self.at;
        let is_sign = |at: usize| text[..at].len() > 2 && text[at - 3] == 0xe2 && text[at - 1] >= 0x80;
        while self.at > 0 && is_part(text[self.at - 1]) && !is_sign(self.at) {
            self.at -= 1;
        }
        if self.at == end {
            self.at -= if is_sign(end) { 3 } else { 1 };
        }
        Some(self.at..end)
    }

    /// What comes next, without moving.
    pub(super) fn peek(self) -> Option<Token> {
        { self }.next()
    }

    /// Moves on while there are words with these roles, at most so many.
    pub(super) fn skip(mut self, roles: u64, most: usize) -> Self {
        for _ in 0..most {
            let mut next = self;
            if !next.next().is_some_and(|token| token.is(roles)) {
                break;
            }
            self = next;
        }
        self
    }

    /// Moves before the next token if it is this sign.
    pub(super) fn before_sign(mut self, signs: &[u8]) -> Option<Self> {
        matches!(self.next(), Some(Token::Sign(sign)) if signs.contains(&sign)).then_some(self)
    }

    /// Moves before a day since when something counts: `from Monday`, `ab 3.11.`, `today`.
    pub(super) fn before_day(self) -> Option<Self> {
        let (mut at, mut is_day) = (self, false);
        for words in 0..LONGEST_DAY {
            let before = at;
            match at.next()? {
                token if token.is(SINCE) && is_day => return Some(at.skip(SMALL, 1)),
                token if token.is(DAY) => is_day = true,
                Token::Number(1..=4) => {}
                Token::Sign(b'.' | b'/') if matches!(at.peek(), Some(Token::Number(1 | 2))) => is_day = true,
                token if token.is(SMALL) && words > 0 => {}
                _ => return (is_day && words == 1).then_some(before),
            }
        }
        None
    }

    /// Whether this word, which stands behind, is a thing with a dial: `it is safe` and `fail-safe` are none.
    pub(super) fn is_behind_safe(self, word: Meaning) -> bool {
        word.is(SAFE) && !self.text[..self.at].ends_with(b"-") && !self.peek().is_some_and(|before| before.is(IS))
    }

    /// Moves before a remark in brackets.
    pub(super) fn before_bracket(self) -> Option<Self> {
        let lead = self.text[..self.at].trim_ascii_end();
        let from = lead.len().saturating_sub(LONGEST_BRACKET);
        let open = memchr::memrchr(b'(', &lead[from..]).filter(|_| lead.ends_with(b")"))?;
        Some(Self { at: from + open, ..self })
    }

    /// Whether a capital stands here.
    pub(super) fn is_before_capital(self) -> bool {
        let letters = String::from_utf8_lossy(&self.text[self.at..self.text.len().min(self.at + 4)]);
        letters.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether a letter stands before as a word of its own.
    pub(super) fn ends_with_initial(self) -> bool {
        matches!(self.text[..self.at], [b' ', b] | [.., b' ', b] if b.is_ascii_uppercase())
    }

    /// Whether one of the next tokens is a word with these roles, before one of these signs.
    pub(super) fn has(self, roles: u64, stops: &[u8], most: usize) -> bool {
        let within = self.take(most).take_while(|token| !matches!(token, Token::Sign(sign) if stops.contains(sign)));
        { within }.any(|token| token.is(roles))
    }
}

/// Whether a byte is of a word or a number.
pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Whether it is a word.
fn is_word(bytes: &[u8]) -> bool {
    is_part(bytes[0]) && bytes[0] != 0xe2 && !bytes.iter().any(u8::is_ascii_digit)
}
