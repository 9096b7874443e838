//! The reader: walks over the words before a value, and tells how they lead to it.

use super::super::public::names_public;
use super::back::{Back, LONGEST_THING, Token, is_part};
use super::tables::{
    ALARM, BEFORE, DOOR, EVENT, HOLDER, IS, LOCK, LOOSE, MAILBOX, MANY, NAME, NEW, NUMBER, NUMBERED, OTHER, OWNER, PAD,
    PASS, PLACE, SMALL, STILL, SWITCH, THING, WHICH, WORD,
};
use super::told::is_told;
use super::value::Value;
use super::words::Meaning;
use crate::redact::detect::secret::link::{count, line_start};
use crate::redact::detect::turn::{is_header, waits, writer};
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::gate::lexicon::is_line_end;
use std::ops::Range;

/// How far before a value its words may stand, in words and signs.
pub(super) const REACH: usize = 14;
/// The most words of a remark between a name and the sign before its value.
pub(super) const REMARK: usize = 6;
/// The most words of a place or a state between a name and its value where no sign leads to it.
const PLACED: usize = 4;
/// The most that stands before a value in an answer, in bytes, and how many lines may stand between it and its question.
const LONGEST_ANSWER: usize = 64;
const MOST_BETWEEN: usize = 3;

/// What ends a sentence or a part of it.
pub(super) const STOPS: &[u8] = b".;\n";

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

/// Whether a thing and nothing but a joint stands before a place.
pub(super) fn is_behind_thing(text: &[u8], at: usize) -> bool {
    let (_, mut back) = joint(Back { text, at });
    back.next().is_some_and(|token| token.is(THING))
}

/// The joint before a place, and what stands before that.
pub(super) fn joint(start: Back<'_>) -> (Joint, Back<'_>) {
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
            // An alarm is reset with its code.
            Some(token) if joint == Joint::Sign && token.is(SWITCH) && next.peek().is_some_and(|of| of.is(ALARM)) => {
                return (joint, back);
            }
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
pub(super) fn name(mut back: Back<'_>) -> Option<Meaning> {
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
pub(super) fn is_public(mut back: Back<'_>) -> bool {
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

/// How the words around a value say that it is a code. A day since when it counts may stand before it.
/// Without a name the value has to end a part of its sentence.
pub(super) fn lead(text: &[u8], value: &Value, ends: bool) -> Option<Lead> {
    let (mut joint, mut back) = joint(Back { text, at: value.span.start });
    let day = back.before_day();
    if let Some(day) = day {
        let (before, start) = self::joint(day);
        (joint, back) = (if joint == Joint::Blank { before } else { joint }, start);
    }
    let remarked = if joint == Joint::Blank { back.before_bracket() } else { None };
    named(joint, remarked.unwrap_or(back), day.is_some() || remarked.is_some())
        .or_else(|| if joint == Joint::Blank && ends { placed(back) } else { None })
        .or_else(|| if ends || value.is_pushed(text) { bare(joint, remarked.unwrap_or(back), value) } else { None })
        .or_else(|| (ends && is_told(joint, back, value)).then_some(Lead::Told))
}

/// The name before a joint. A remark may stand between where the joint is more than a blank.
fn named(joint: Joint, back: Back<'_>, dated: bool) -> Option<Lead> {
    let (mut at, mut odd) = (back, false);
    for words in 0..=REMARK {
        if let Some(name) = name(at).filter(|name| !odd || name.is(MAILBOX)) {
            return Some(Lead::Named { name, joint, direct: words == 0 && !dated });
        }
        if !matches!(joint, Joint::Said | Joint::Sign) {
            // Before a day there may be a comma.
            return at.before_sign(b",").filter(|_| dated).and_then(name).map(|name| Lead::Named {
                name,
                joint,
                direct: false,
            });
        }
        match at.next()? {
            token if token.is(OTHER) => return None,
            Token::Word(_) | Token::Sign(b'(' | b')' | b'/' | b'&' | b'-') => {}
            Token::Number(figures) if figures < 3 => {}
            Token::Number(_) => odd = true,
            Token::Sign(b'.') => odd |= !matches!(at.peek(), Some(Token::Number(1 | 2))),
            Token::Sign(b',') if dated && words == 0 => {}
            Token::Sign(_) => return None,
        }
    }
    None
}

/// The name of a code before the place or the state that it has there: `Portkod kontoret …`, `door codes: front …`.
fn placed(back: Back<'_>) -> Option<Lead> {
    let (mut at, mut joint, mut thing) = (back, Joint::Blank, None::<Meaning>);
    let (mut proper, mut switched) = (false, false);
    for words in 0..=PLACED {
        // Beside a name of somewhere it is one word, or stands before its thing; and only alarms are switched.
        let whole = at.peek().is_some_and(|token| token.is(NAME));
        let proved = |name: &Meaning| whole && !name.is_english() || name.may_follow();
        let may_be = |name: &Meaning| {
            (name.is(MANY) || !name.is(OWNER))
                && (!proper || joint == Joint::Blank && proved(name) && !name.is(ALARM | PASS))
                && (!switched || name.is(ALARM))
        };
        if words > 0
            && let Some(name) = name(at).filter(may_be)
        {
            return Some(Lead::Named { name, joint, direct: false });
        }
        match at.next()? {
            Token::Sign(b':' | b'-' | b'=') if words > 0 && joint == Joint::Blank => joint = Joint::Sign,
            // `Codes: Tor …`.
            Token::Word(word) if joint == Joint::Sign && word.is(MANY) && word.is(WORD) => {
                return thing.and_then(|thing| thing.named_by(word)).map(|name| Lead::Named {
                    name,
                    joint,
                    direct: false,
                });
            }
            Token::Word(word) if word.is(OTHER | NUMBERED | EVENT) && !word.is(SMALL) => return None,
            // What stands right before the value says more than how they are joined.
            Token::Word(word)
                if word.is(PLACE | THING | SWITCH | WHICH | SMALL | IS | BEFORE)
                    && (words > 0 || !word.is(SMALL | IS)) =>
            {
                thing = Some(word).filter(|word| word.is(THING)).or(thing);
                switched |= word.is(SWITCH) && !word.is(SMALL);
            }
            Token::Word(word) if word == Meaning::default() && at.is_before_capital() => proper = true,
            _ => return None,
        }
    }
    None
}

/// What has nothing but a code, right before the joint or with a remark of where it is between.
fn bare(joint: Joint, back: Back<'_>, value: &Value) -> Option<Lead> {
    let (code, pushed) = (value.of(back.text), value.is_pushed(back.text));
    let mut at = if joint == Joint::Blank { back } else { back.skip(NUMBER, 1) };
    let (mut behind, mut proper) = (Meaning::default(), false);
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
        let direct = words == 0;
        let signed = joint == Joint::Sign || direct && joint != Joint::Blank;
        let remarked = direct || behind.is(SMALL | WHICH | PLACE) || proper && words < 3 && !thing.is(PAD);
        let keyed = match code.last() {
            Some(b'#') => (signed || remarked && words < 3) && joint != Joint::Said,
            Some(b'*') => direct && (signed || !thing.is(LOOSE)),
            _ => pushed && (direct || signed),
        };
        let holds = signed || direct && (thing.is(LOCK) || value.is_drawn(back.text)) || pushed;
        let has_code = remarked && (thing.is(HOLDER) && holds || thing.is(LOCK) && joint == Joint::Said);
        let dialled = direct && value.is_pairs(back.text) && at.is_behind_safe(thing);
        let switched = thing.is(ALARM) && words == 1 && joint == Joint::Sign && behind.is(SWITCH);
        if has_code || thing.is(THING) && keyed || switched || dialled {
            return Some(Lead::Bare { thing, joint, direct });
        }
        // A lock on something else is now at the figures.
        let is_now = joint == Joint::Said && thing.is(SMALL | WHICH | THING | PLACE);
        if joint != Joint::Sign && !is_now && !pushed && !code.ends_with(b"#") || thing.is(OTHER | NUMBERED) {
            return None;
        }
        (behind, proper) = (thing, thing == Meaning::default() && at.is_before_capital());
    }
    None
}

/// Whether one of the words before in the line has one of these roles.
pub(super) fn is_led_by(text: &[u8], at: usize, roles: u64) -> bool {
    Back { text, at }.has(roles, b"\n", REACH)
}

/// Whether the line before a value asks for the code of something, and nothing but who answers stands before the value.
pub(super) fn asked(text: &[u8], value: &Range<usize>) -> bool {
    const ANSWERS: &[&str] = &["it", "s", "its", "is", "sure", "yes", "here", "ok", "ja", "oui"];
    let from = value.start.saturating_sub(LONGEST_ANSWER);
    let Some(line) = memchr::memrchr(b'\n', &text[from..value.start]) else { return false };
    let lead = &text[from + line + 1..value.start];
    // The day may stand before who writes.
    let whole = count(text, value.start, LONGEST_ANSWER, |b| !is_line_end(b));
    if writer(&text[from + line + 1..value.start + whole]) > lead.len() {
        return false;
    }
    let mut words = lead[writer(lead)..].split(|b| !is_part(*b)).filter(|word| !word.is_empty());
    if lead.contains(&b'?') || !words.all(|word| is_one_of(word, ANSWERS)) {
        return false;
    }
    let mut above = text[..from + line].trim_ascii_end();
    // Above what is written who wrote it, and when, and that somebody looks for it.
    for _ in 0..MOST_BETWEEN {
        let start = line_start(above, above.len());
        if !is_header(&above[start..]) && !waits(&above[start..]) {
            break;
        }
        above = above[..start].trim_ascii_end();
    }
    let Some(question) = above.strip_suffix(b"?") else { return false };
    has_name(Back { text: question, at: question.len() }, REACH)
}

/// Whether the name of a code ends here or behind one of the words before, of which there are at most so many.
pub(super) fn has_name(mut back: Back<'_>, most: usize) -> bool {
    for _ in 0..most {
        if name(back).is_some() {
            return true;
        }
        if !matches!(back.next(), Some(Token::Word(_))) {
            break;
        }
    }
    false
}
