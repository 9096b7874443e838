//! The reader: walks over the words before a value, and some behind it, and tells how they lead to it.

use super::super::public::names_public;
use super::words::{
    ALARM, DISARM, DOOR, ENTER, HOLDER, IS, KEY, LOCK, LOOSE, MAILBOX, Meaning, NAME, NEW, NUMBER, OPENS, OTHER, OWNER,
    PAD, PASS, SMALL, STILL, SWITCH, THING, TURNED, USES, WHICH, WITH, WORD, folded,
};
use crate::redact::detect::shape::ends_part;
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// How far before a value its words may stand, in words and signs.
const REACH: usize = 14;
/// The most words of a remark between a name and the sign before its value.
const REMARK: usize = 6;
/// The most that stands before a value in an answer, and above one, who writes and when, in bytes.
const LONGEST_ANSWER: usize = 64;
/// How far behind a value it may be said what it is for, in bytes: `, then #, to …`.
const LONGEST_STEP: usize = 16;
/// The most words of one thing.
const LONGEST_THING: usize = 3;

/// What ends a sentence or a part of it.
const STOPS: &[u8] = b".;\n";

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
    fn is(self, roles: u32) -> bool {
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
    fn peek(self) -> Option<Token> {
        { self }.next()
    }

    /// Moves on while there are words with these roles, at most so many.
    fn skip(mut self, roles: u32, most: usize) -> Self {
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
    fn before_sign(mut self, signs: &[u8]) -> Option<Self> {
        matches!(self.next(), Some(Token::Sign(sign)) if signs.contains(&sign)).then_some(self)
    }

    /// Whether a letter stands before as a word of its own.
    fn ends_with_initial(self) -> bool {
        matches!(self.text[..self.at], [b' ', b] | [.., b' ', b] if b.is_ascii_uppercase())
    }

    /// Whether one of the next tokens is a word with these roles, before one of these signs.
    fn has(self, roles: u32, stops: &[u8], most: usize) -> bool {
        let within = self.take(most).take_while(|token| !matches!(token, Token::Sign(sign) if stops.contains(sign)));
        { within }.any(|token| token.is(roles))
    }
}

/// Whether a byte is of a word or a number.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Whether it is a word.
fn is_word(bytes: &[u8]) -> bool {
    is_part(bytes[0]) && bytes[0] != 0xe2 && !bytes.iter().any(u8::is_ascii_digit)
}

/// What joins a value to what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// Nothing but a blank.
    Blank,
    /// A word such as `is`.
    Said,
    /// A sign that assigns.
    Sign,
    /// A bracket that opens.
    Bracket,
}

/// The joint before a place, and what stands before that.
fn joint(start: Back<'_>) -> (Joint, Back<'_>) {
    let (mut back, mut joint) = (start, Joint::Blank);
    for _ in 0..REMARK {
        let mut next = back;
        let parted = back.text[..back.at].last().is_none_or(u8::is_ascii_whitespace) || joint == Joint::Sign;
        joint = match next.next() {
            Some(Token::Sign(b'(')) if joint == Joint::Blank => return (Joint::Bracket, next),
            Some(Token::Sign(b':' | b'=' | b'>')) => Joint::Sign,
            // A dash between blanks, or that of an arrow.
            Some(Token::Sign(b'-')) if parted => Joint::Sign,
            Some(Token::Sign(b'\n')) if joint == Joint::Blank => joint,
            // `changed, now …`.
            Some(Token::Sign(b',')) if joint == Joint::Said && next.peek().is_some_and(|token| token.is(IS)) => joint,
            Some(token) if token.is(IS | STILL) => {
                if joint == Joint::Sign {
                    joint
                } else {
                    Joint::Said
                }
            }
            _ => return (joint, back),
        };
        back = next;
    }
    (joint, back)
}

/// The name of a code that ends here: a thing and a word, in one piece or in any order.
fn name(mut back: Back<'_>) -> Option<Meaning> {
    match back.next()? {
        Token::Word(last) if last.is(NAME) => Some(last),
        Token::Word(last) if last.is(WORD | PASS) => before_word(back, last),
        Token::Word(last) if last.is(THING | OWNER) => behind_word(back, last),
        _ => None,
    }
}

/// The name that a word for a code makes with the thing before it: `door code`, `gate 2 access code`.
fn before_word(mut back: Back<'_>, word: Meaning) -> Option<Meaning> {
    for _ in 0..LONGEST_THING + 1 {
        match back.next()? {
            Token::Word(thing) if thing.is(NAME) && thing.is(DOOR) => return Some(thing),
            Token::Word(thing) => match thing.named_by(word) {
                Some(name) if !thing.is(NEW) || before_word(back, word).is_none() => return Some(name),
                _ if thing.is(NEW) || thing.is(WHICH) && !thing.is(IS | SMALL) => {}
                _ => return None,
            },
            Token::Number(figures) if figures < 4 => {}
            Token::Sign(b'\n') => {}
            _ => return None,
        }
    }
    None
}

/// The name that a thing makes with the word for a code before it: `code for the main gate`, `code portail`.
fn behind_word(mut back: Back<'_>, thing: Meaning) -> Option<Meaning> {
    let (mut small, mut others) = (0, 0);
    for _ in 0..REACH / 2 {
        let end = back.at;
        let token = back.next()?;
        let Token::Word(word) = token else { return None };
        let letters = &back.text[back.at..end];
        if let Some(name) = thing.named_by(word).filter(|_| !thing.is(OWNER) || name_follows(thing, word)) {
            let joined = small > 0 || !name.is_english() && others == 0;
            return (joined && !is_public(back)).then_some(name);
        }
        if word.is(OTHER) || names_public(letters) {
            return None;
        }
        (small, others) = if word.is(SMALL) { (small + 1, others) } else { (small, others + 1) };
        if others > 2 {
            return None;
        }
    }
    None
}

/// Whether the word for a code stands before its owner in a language that both are of.
fn name_follows(owner: Meaning, word: Meaning) -> bool {
    owner.named_by(word).is_some_and(Meaning::may_follow)
}

/// Whether the word before says that it is a code that everybody may see, or something else.
fn is_public(mut back: Back<'_>) -> bool {
    let end = back.at;
    let token = back.next();
    token.is_some_and(|token| token.is(OTHER)) || names_public(&back.text[back.at..end])
}

/// How the words around a value say that it is a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// The name of the code leads to it, right before the joint or with a remark between.
    Named { name: Meaning, joint: Joint, direct: bool },
    /// What has nothing but a code, or a number that a sign of a pad ends.
    Bare { thing: Meaning, joint: Joint, direct: bool },
    /// The bare word for a code, or what is done with it, and a thing in the same sentence.
    Told,
}

/// How the words around a stretch say that it is a code.
pub(super) fn lead(text: &[u8], value: &Range<usize>) -> Option<Lead> {
    let (joint, back) = joint(Back { text, at: value.start });
    named(joint, back).or_else(|| bare(joint, back, text[..value.end].ends_with(b"#"))).or_else(|| {
        (has_word(joint, back) || is_done(joint, back, value) || is_next(joint, back)).then_some(Lead::Told)
    })
}

/// The name before a joint. A remark may stand between where the joint is more than a blank.
fn named(joint: Joint, back: Back<'_>) -> Option<Lead> {
    let (mut at, mut odd) = (back, false);
    for words in 0..=REMARK {
        if let Some(name) = name(at).filter(|name| !odd || name.is(MAILBOX)) {
            return Some(Lead::Named { name, joint, direct: words == 0 });
        }
        if !matches!(joint, Joint::Said | Joint::Sign) {
            return None;
        }
        match at.next()? {
            token if token.is(OTHER) => return None,
            Token::Word(_) | Token::Sign(b'(' | b')' | b'/' | b'&' | b'-') => {}
            Token::Number(figures) if figures < 3 => {}
            Token::Number(_) => odd = true,
            Token::Sign(b'.') => odd |= !matches!(at.peek(), Some(Token::Number(1 | 2))),
            Token::Sign(_) => return None,
        }
    }
    None
}

/// What has nothing but a code, right before the joint or with a remark of where it is between.
fn bare(joint: Joint, back: Back<'_>, padded: bool) -> Option<Lead> {
    let mut at = if joint == Joint::Blank { back } else { back.skip(NUMBER, 1) };
    let mut behind = Token::Word(Meaning::default());
    for words in 0..=REMARK {
        let token = at.next()?;
        let Token::Word(thing) = token else {
            match token {
                Token::Number(0..3) if joint == Joint::Sign => continue,
                // Of a name.
                Token::Sign(b'.') if joint == Joint::Sign && at.ends_with_initial() => continue,
                _ => return None,
            }
        };
        let signed = joint == Joint::Sign || words == 0 && joint != Joint::Blank;
        let has_code = thing.is(HOLDER) && (signed || thing.is(LOCK) && words == 0);
        let padded = padded && thing.is(THING) && (words == 0 || signed) && joint != Joint::Said;
        let switched = thing.is(ALARM) && words == 1 && joint == Joint::Sign && behind.is(SWITCH);
        if (has_code && (words == 0 || behind.is(SMALL | WHICH))) || padded || switched {
            return Some(Lead::Bare { thing, joint, direct: words == 0 });
        }
        if joint != Joint::Sign || thing.is(OTHER) {
            return None;
        }
        behind = token;
    }
    None
}

/// Whether the bare word for a code stands before the joint, and a thing before that.
fn has_word(joint: Joint, mut back: Back<'_>) -> bool {
    let Some(Token::Word(word)) = back.next().filter(|token| token.is(WORD)) else { return false };
    let serves = back.peek().is_some_and(|token| token.is(NEW));
    let back = back.skip(NEW | SMALL, 3);
    let parted = back.before_sign(b"\n").unwrap_or(back).before_sign(b":,(+-");
    let is_opened = |back: Back<'_>| back.has(OPENS | USES | DISARM, STOPS, REACH) && back.has(THING, STOPS, REACH);
    is_before(parted.unwrap_or(back), word, parted.is_some(), serves)
        || back.peek().is_some_and(|token| token.is(WITH)) && is_opened(back)
        || joint == Joint::Said
            && back.before_sign(b".;!").is_some_and(|before| before.has(THING | DISARM, b"\n", REACH))
        || word.is(TURNED)
            && parted.is_some_and(|back| back.peek().is_some_and(|token| token.is(USES)) && is_opened(back))
}

/// Whether a thing with this word for its code stands before a sign, and nothing but where it is between; or what has
/// nothing but a code, whatever else is said of it.
fn is_before(back: Back<'_>, word: Meaning, parted: bool, serves: bool) -> bool {
    let (mut near, mut at) = (parted, back);
    for _ in 0..=REMARK {
        let end = at.at;
        let Some(token) = at.next() else { return false };
        match token {
            // A letter counts as a number does.
            Token::Word(_) if at.text[at.at..end].iter().filter(|b| b.is_ascii_alphanumeric()).count() == 1 => {}
            Token::Word(thing)
                if thing.is(THING) && thing.named_by(word).is_some() && (near || serves || thing.is(HOLDER)) =>
            {
                return true;
            }
            Token::Word(word) if word.is(OTHER) => return false,
            Token::Word(word) => near &= word.is(WHICH | SMALL),
            Token::Number(0..4) => {}
            // What stands behind the colon is a remark: `Kluis: 2x rechts, code …`.
            Token::Sign(b':') => near = parted,
            _ => return false,
        }
    }
    false
}

/// Whether it is said what is done with the value: something is opened or switched with it, or it is entered somewhere.
fn is_done(joint: Joint, start: Back<'_>, value: &Range<usize>) -> bool {
    let (text, mut back) = (start.text, start);
    let place = |joints: &[&str]| place_behind(text, value.end, joints);
    let before = back.next().unwrap_or(Token::Sign(b'\n'));
    let keyed = is_keyed(text, value.end) && start.has(ALARM, STOPS, REACH);
    if joint == Joint::Sign {
        let serves = before.is(WORD) && back.peek().is_some_and(|token| token.is(NEW));
        return keyed && before.is(ALARM) || serves && place(&["for", "of"]).is_some();
    }
    let entered = before.is(ENTER);
    let switched = || {
        back.has(OPENS | DISARM, STOPS, REACH) && back.has(THING | DISARM, STOPS, REACH)
            || back.skip(IS, 1).peek().is_some_and(|token| token.is(SWITCH)) && back.has(ALARM, STOPS, REACH)
    };
    joint == Joint::Blank
        && (before.is(WITH) && switched()
            || entered && (back.has(DISARM, STOPS, REACH / 2) || is_to_open(text, value.end))
            || entered && place(&["on", "into", "at", "in", "am", "ins", "sur", "en"]).is_some()
            || entered && place(&["for", "on"]).is_some_and(|(thing, end)| !thing.is(LOOSE) && ends_part(text, end))
            || before.is(WORD) && !is_public(back) && place(&["at", "on", "am", "an", "beim", "for", "of"]).is_some()
            || keyed && (entered || before.is(WITH | WORD)))
        || place(&["am", "ins", "in", "auf"]).is_some_and(|(thing, _)| thing.is(PAD))
        || is_followed_by(text, value.end, ENTER) && start.has(THING, STOPS, 4)
}

/// Whether a thing stands right before, in a list of what has codes: `door code 1234, alarm 5678`.
fn is_next(joint: Joint, mut back: Back<'_>) -> bool {
    let listed = joint == Joint::Blank && back.next().is_some_and(|token| token.is(THING));
    let back = back.skip(SMALL, 1);
    listed && back.before_sign(b",").is_some_and(|before| before.has(WORD | NAME, b".;:\n", REACH / 2))
}

/// The words behind a place, with nothing but blanks and a bracket between them.
fn ahead(text: &[u8], mut at: usize) -> impl Iterator<Item = Range<usize>> {
    std::iter::from_fn(move || {
        let gap = text[at..].iter().take(2).take_while(|b| matches!(b, b' ' | b'(')).count();
        let start = at + gap;
        at = start + text[start..].iter().take_while(|b| is_part(**b)).count();
        (gap > 0 && at > start).then_some(start..at)
    })
}

/// The thing behind a value and one of these words, and where it ends.
pub(super) fn place_behind(text: &[u8], end: usize, joints: &[&str]) -> Option<(Meaning, usize)> {
    let mut words = ahead(text, end);
    let joined = |first: &Range<usize>| is_one_of(&text[first.clone()], joints) || text[end..].starts_with(b" (");
    words.next().filter(joined)?;
    words.take(LONGEST_THING + 1).find_map(|word| {
        let mut back = Back { text, at: word.end };
        match back.next() {
            Some(Token::Word(thing)) if thing.is(THING | PAD) && back.at > end => Some((thing, word.end)),
            _ => None,
        }
    })
}

/// Whether it is said that a value opens or disarms something: `… to disarm`.
fn is_to_open(text: &[u8], end: usize) -> bool {
    let from = end + usize::from(text[end..].starts_with(b","));
    let mut words = ahead(text, from).skip_while(|word| !text[word.clone()].eq_ignore_ascii_case(b"to"));
    let led = words.next().is_some_and(|to| to.start <= end + LONGEST_STEP);
    let mut words = words.take(REACH / 2).map(|word| meaning(&text[word]));
    let verb = words.next().unwrap_or_default();
    led && (verb.is(DISARM | SWITCH) || verb.is(OPENS) && words.any(|word| word.is(THING)))
}

/// Whether the key that ends what is entered follows a value, or a further one behind a sign.
fn is_keyed(text: &[u8], end: usize) -> bool {
    let plus = matches!(text[end..], [b' ', b'+', b' ', b, ..] | [b'+', b' ', b, ..] if !b.is_ascii_digit());
    let mut words = ahead(text, end + usize::from(text[end..].starts_with(b","))).map(|word| &text[word]);
    let led = words.next().is_some_and(|word| is_one_of(word, &["then", "followed"]));
    let key = words.find(|word| !is_one_of(word, &["by", "press", "the"]));
    plus || led && key.is_some_and(|key| meaning(key).is(KEY))
}

/// Whether the next word has one of these roles.
pub(super) fn is_followed_by(text: &[u8], end: usize, roles: u32) -> bool {
    ahead(text, end).next().is_some_and(|word| meaning(&text[word]).is(roles))
}

/// Whether one of the words before in the line has one of these roles.
pub(super) fn is_led_by(text: &[u8], at: usize, roles: u32) -> bool {
    Back { text, at }.has(roles, b"\n", REACH)
}

/// What a word means.
fn meaning(word: &[u8]) -> Meaning {
    Meaning::of(&folded(word)).unwrap_or_default()
}

/// Whether the line before a value asks for the code of something, and nothing but who answers stands before the value.
pub(super) fn asked(text: &[u8], value: &Range<usize>) -> bool {
    const ANSWERS: &[&str] = &["it", "s", "its", "is", "sure", "yes", "here", "ok", "ja", "oui"];
    let from = value.start.saturating_sub(LONGEST_ANSWER);
    let Some(line) = memchr::memrchr(b'\n', &text[from..value.start]) else { return false };
    let lead = &text[from + line + 1..value.start];
    let said = memchr::memmem::find(lead, b": ").map_or(lead, |sign| &lead[sign + 2..]);
    let mut words = said.split(|b| !is_part(*b)).filter(|word| !word.is_empty());
    if lead.contains(&b'?') || !words.all(|word| is_one_of(word, ANSWERS)) {
        return false;
    }
    let above = text[..from + line].trim_ascii_end();
    // Above what is written who wrote it, and when.
    let writer = &above[above.len().saturating_sub(LONGEST_ANSWER)..];
    let writer = memchr::memrchr(b'\n', writer).map_or(&[][..], |line| &writer[line..]);
    let timed = writer.windows(3).any(|part| matches!(part, [a, b':', b] if a.is_ascii_digit() && b.is_ascii_digit()));
    let above = if timed { above[..above.len() - writer.len()].trim_ascii_end() } else { above };
    let Some(question) = above.strip_suffix(b"?") else { return false };
    let mut back = Back { text: question, at: question.len() };
    for _ in 0..REACH {
        if name(back).is_some() {
            return true;
        }
        if !matches!(back.next(), Some(Token::Word(_))) {
            break;
        }
    }
    false
}
