//! Values behind the names of secrets: `password = …`, `"apiKey": "…"`, a cell whose header is `Password`.

use super::find::Finder;
use super::read::{leading, trailing};
use super::rule::{Rule, Value};
use super::words::Phrase;
use std::ops::Range;

/// The shortest value behind a name that can only be a secret's.
const SHORTEST: usize = 4;
/// The shortest value that looks random.
const SHORTEST_STRONG: usize = 8;
/// The shortest value that counts with a low line and no sign before it, and without digits.
const SHORTEST_BARE: usize = 20;
/// The longest value; tokens of a session of a cloud take some thousand characters.
const LONGEST: usize = 4096;
/// What stands between a value and the one to which it was changed, as texts are folded.
const ARROWS: [&[u8]; 3] = [b" > ", b" -> ", b" => "];
/// How far the next line may be indented.
const REACH_LINE: usize = 16;
/// How sure a name makes a value.
const NAMED: u16 = 800;

impl<'b> Finder<'_, 'b, '_> {
    /// The value behind a sign, where a name of secrets stands before it.
    pub(super) fn assigned(&mut self, at: usize) {
        let bytes = self.bytes;
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
        // Addresses, comparisons.
        if matches!(next, b'/' | b':') || next == b'=' || matches!(before, b'=' | b'!' | b'<' | b'>') {
            return;
        }
        let is_around =
            |b: &u8| matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'`' | b']' | b')' | b'}' | b'*' | b'_' | b'?');
        let end = at - trailing(&bytes[..at], 8, |b| is_around(b) || *b == b':');
        if !bytes.get(end.wrapping_sub(1)).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80) {
            return;
        }
        let Some(phrase) = self.book.phrases.name(bytes, end) else { return };
        let behind = leading(&bytes[at + 1..], 16, |b| matches!(b, b' ' | b'\t' | b'>' | b'='));
        let start = at + 1 + behind;
        if let Some(span) = self.next_line(start) {
            self.secret(phrase, span);
        } else {
            self.secret_value(phrase, start);
        }
    }

    /// The value that is all of the next line, where a name ends its own: it has digits beside letters.
    fn next_line(&self, end: usize) -> Option<Range<usize>> {
        let breaks = leading(&self.bytes[end..], 2, |b| matches!(b, b'\r' | b'\n'));
        if breaks == 0 {
            return None;
        }
        let indent = leading(&self.bytes[end + breaks..], REACH_LINE, |b| *b == b' ');
        let span = self.value_at(end + breaks + indent);
        let is_alone = matches!(self.bytes[span.end..], [] | [b'\n' | b'\r', ..]);
        (is_alone && is_mixed(&self.bytes[span.clone()])).then_some(span)
    }

    /// The value at the beginning of a text whose place is named for a secret.
    pub(super) fn named_by_place(&mut self) {
        if self.text.place.label.is_empty() {
            return;
        }
        let blanks = self.bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let label = self.text.place.label.as_bytes();
        let Some(phrase) = self.book.phrases.name(label, label.len()) else { return };
        // A heading names what follows less surely than a column or a member does.
        if label.trim_ascii_end().ends_with(b":") || is_mixed(&self.bytes[self.value_at(blanks)]) {
            self.secret_value(phrase, blanks);
        }
    }

    /// A token with digits right behind a name, without a sign.
    pub(super) fn secret_token(&mut self, phrase: &'b Phrase, start: usize) {
        let span = self.value_at(start);
        let value = &self.bytes[span.clone()];
        // Names of code have low lines, and so have addresses; a name and its value are no token.
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let is_key = value.len() >= SHORTEST_BARE && value.iter().all(is_word) && self.is_random(value);
        let is_part = |b: u8| b.is_ascii_alphanumeric();
        let is_pair = value.windows(3).any(|three| three[1] == b'=' && is_part(three[0]) && is_part(three[2]));
        if is_key || !is_pair && !value.contains(&b'_') && (is_mixed(value) || self.is_random(value)) {
            self.secret(phrase, span);
        }
    }

    /// Keeps the value that begins at a place, and what it was changed to: `old -> new`.
    fn secret_value(&mut self, phrase: &'b Phrase, start: usize) {
        let Some(end) = self.secret_at(phrase, start) else { return };
        let behind = end + leading(&self.bytes[end..], 2, |b| matches!(b, b'"' | b'\'' | b'`'));
        if let Some(arrow) = ARROWS.iter().find(|arrow| self.bytes[behind..].starts_with(arrow)) {
            self.secret_at(phrase, behind + arrow.len());
        }
    }

    /// Keeps the value that begins at a place, if it is one; tells where it ends.
    fn secret_at(&mut self, phrase: &'b Phrase, start: usize) -> Option<usize> {
        let span = self.value_at(start);
        // Where all of a line shows too little, its beginning may show enough.
        self.whole_value(&span).into_iter().chain([span]).find_map(|span| {
            let end = span.end;
            (!self.is_prose(&span) && self.secret(phrase, span)).then_some(end)
        })
    }

    /// Keeps a value behind the name of a secret; tells whether it shows as much as it has to.
    fn secret(&mut self, phrase: &'b Phrase, span: Range<usize>) -> bool {
        let (rule, needs) = self.book.names[usize::from(phrase.secret) - 1];
        let rule = &self.book.rules[usize::from(rule)];
        let shows = self.shows(rule, needs, &span);
        if shows {
            self.keep(rule, span, NAMED, Some(&phrase.text));
        }
        shows
    }

    /// Whether a value shows as much as a secret has to.
    pub(super) fn shows(&mut self, rule: &'b Rule, needs: Value, span: &Range<usize>) -> bool {
        let value = &self.bytes[span.clone()];
        let enough = value.len() >= SHORTEST && (needs != Value::Strong || self.is_random(value));
        if !enough || value.len() > LONGEST {
            self.miss(rule, span.clone(), "it is too short or does not look random");
        } else if needs == Value::Name && self.book.placeholders.lists(value)
            || needs != Value::Name && self.book.placeholders.are(value) && !self.is_open_call(span)
        {
            self.miss(rule, span.clone(), "it stands for an absent value");
        } else {
            return true;
        }
        false
    }

    /// The value that begins at a place: what stands in quotes, or a run without blanks.
    fn value_at(&self, start: usize) -> Range<usize> {
        let rest = &self.bytes[start.min(self.bytes.len())..];
        let rest = &rest[..rest.len().min(LONGEST + 2)];
        let open = leading(rest, 2, |b| matches!(b, b'"' | b'\'' | b'`' | b'\\'));
        if let Some(quote) = open.checked_sub(1).map(|at| rest[at]).filter(|b| *b != b'\\') {
            let inner = &rest[open..];
            if self.is_closed(start, open, quote) {
                return start..start;
            }
            let len = inner.iter().position(|b| *b == quote || *b == b'\n').unwrap_or(inner.len());
            let len = if inner[..len].ends_with(b"\\") { len - 1 } else { len };
            return start + open..start + open + len;
        }
        let is_end = |b: &u8| {
            b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b';' | b',' | b'|' | b'&')
        };
        let len = rest.iter().position(is_end).unwrap_or(rest.len());
        // What ends a sentence or closes what was opened before is not part of it.
        let value = &rest[..len];
        let opened = |open: u8, close: u8| {
            value.iter().filter(|b| **b == open).count() < value.iter().filter(|b| **b == close).count()
        };
        let (round, square, curly) = (opened(b'(', b')'), opened(b'[', b']'), opened(b'{', b'}'));
        let goes = |b: &u8| match b {
            b'.' | b':' => true,
            b')' => round,
            b']' => square,
            b'}' => curly,
            _ => false,
        };
        start..start + len - trailing(value, usize::MAX, goes)
    }

    /// The value without quotes that goes on behind a sign up to the end of its line, or of its place: `Zx9q,Blue9sky`. In a line no
    /// other name with its value and no bracket of code stands behind the sign.
    fn whole_value(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let rest = &self.bytes[span.end..];
        let len = leading(rest, LONGEST, |b| !b.is_ascii_whitespace());
        let is_last = matches!(rest[len..], [b'\n' | b'\r', ..]) || rest[len..].trim_ascii().is_empty();
        let rest = &rest[..len - trailing(&rest[..len], len, |b| matches!(b, b';' | b',' | b'.'))];
        let is_quoted = span.start.checked_sub(1).is_some_and(|before| mark(self.bytes[before]) != 0);
        let is_of_place = !self.text.place.label.is_empty() && self.bytes[..span.start].trim_ascii().is_empty();
        let is_line = || !span.is_empty() && !rest.iter().any(|b| b"=:\"`<>()[]{}|".contains(b));
        let says = rest.iter().any(u8::is_ascii_alphanumeric) && memchr::memmem::find(rest, b"</").is_none();
        (is_last && says && !is_quoted && (is_of_place || is_line())).then(|| span.start..span.end + rest.len())
    }

    /// Whether a value is no call though it looks like the beginning of one: its line ends in it.
    fn is_open_call(&self, span: &Range<usize>) -> bool {
        let value = &self.bytes[span.clone()];
        let behind = self.bytes[span.end..].first();
        let ends = behind.is_none_or(|b| matches!(b, b'\n' | b'\r' | b'"' | b'\''));
        ends && value.contains(&b'(') && !value.contains(&b')') && !value.ends_with(b"(")
    }

    /// Whether the quotes at a place hold nothing, or end what others began: `password = ''`, `"password: " + x`.
    fn is_closed(&self, start: usize, open: usize, quote: u8) -> bool {
        let next = self.bytes.get(start + open).copied().unwrap_or(b' ');
        let goes_on = next.is_ascii_whitespace() || matches!(next, b'+' | b'.' | b',' | b';' | b')' | b']' | b'}');
        let is_empty = open == 2 && self.bytes[start] == quote;
        goes_on && (is_empty || self.is_quoted(start, quote))
    }

    /// Whether a quote that its line has opened is still open at a place.
    fn is_quoted(&self, at: usize, quote: u8) -> bool {
        // The line is read once; who asks for an earlier place is answered from what stands near it.
        let (read, open) = self.quotes.get();
        let (from, mut open) = if read <= at { (read, open) } else { (at.saturating_sub(LONGEST), 0) };
        let is_part = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        for here in from..at {
            // An apostrophe within a word is no quote: `Here's`.
            match self.bytes[here] {
                b'\n' => open = 0,
                _ if is_part(here.wrapping_sub(1)) && is_part(here + 1) => {}
                b => open ^= mark(b),
            }
        }
        self.quotes.set((at, open));
        open & mark(quote) != 0
    }

    /// Whether the value is a word of a sentence, or names what follows: `wifi: driver: mend it`.
    fn is_prose(&self, span: &Range<usize>) -> bool {
        let value = &self.bytes[span.clone()];
        if value.iter().all(u8::is_ascii_alphanumeric) && self.bytes[span.end..].starts_with(b": ") {
            return true;
        }
        let is_word = value.iter().all(|b| b.is_ascii_lowercase() || *b == b'-' || *b >= 0x80)
            || value.iter().skip(1).all(|b| b.is_ascii_lowercase()) && value.iter().all(u8::is_ascii_alphabetic);
        let rest = &self.bytes[span.end..];
        let goes_on = rest.first() == Some(&b' ') && rest.get(1).is_some_and(|b| b.is_ascii_alphabetic());
        is_word && goes_on
    }

    /// Whether a value looks random: several classes of characters, few repetitions, and no name with a number.
    fn is_random(&self, value: &[u8]) -> bool {
        if value.len() < SHORTEST_STRONG || value.iter().any(|b| matches!(b, b'(' | b')' | b' ' | b'$' | b'{')) {
            return false;
        }
        let has = |class: fn(&u8) -> bool| value.iter().any(class);
        let has_digits = has(u8::is_ascii_digit);
        let is_mixed = if has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) {
            has_digits || value.len() >= SHORTEST_BARE
        } else {
            has_digits && has(u8::is_ascii_alphabetic)
        };
        let is_hex = value.len() >= 16 && value.iter().all(u8::is_ascii_hexdigit) && has_digits;
        let distinct = value.iter().fold(0u128, |set, b| set | 1 << (b & 127)).count_ones();
        let is_name = || self.book.numbered.as_ref().is_some_and(|names| names.is_match(value));
        distinct >= 6 && (is_hex || is_mixed && !is_name())
    }
}

/// The bit of a quote; none for what is no quote.
fn mark(b: u8) -> u8 {
    b"\"'`".iter().position(|quote| *quote == b).map_or(0, |at| 1 << at)
}

/// Digits with letters beside them, or many digits.
fn is_mixed(value: &[u8]) -> bool {
    let has = |class: fn(&u8) -> bool| value.iter().any(class);
    value.len() >= 6 && has(u8::is_ascii_digit) && (has(u8::is_ascii_alphabetic) || value.len() >= 24)
}
