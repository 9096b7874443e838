//! The bare word for a code, or what is done with it, and a thing in the same sentence.

use super::back::{Back, Token};
use super::behind::{has_state_behind, is_followed_by, is_keyed, is_to_open, place_behind, place_with};
use super::clause::{Joint, REACH, REMARK, STOPS, has_name, is_public, name};
use super::tables::{
    ALARM, DISARM, ENTER, EVENT, HAS, HOLDER, IS, IT, LOCK, LOOSE, MACHINE, NEW, OPENS, OTHER, PAD, PANEL, SAFE, SMALL,
    STEP, STILL, SWITCH, THING, TURNED, USES, WHICH, WITH, WORD, WORKS,
};
use super::value::Value;
use super::words::Meaning;
use crate::redact::detect::shape::ends_part;

/// How many words may say how an alarm is switched.
const STATES: usize = 4;

/// Whether the words around a value tell that it is a code, with no name of one before it.
pub(super) fn is_told(joint: Joint, start: Back<'_>, value: &Value) -> bool {
    has_word(joint, start)
        || is_done(joint, start, value)
        || is_switched(joint, start, value)
        || is_news(joint, start)
        || is_named_before(start)
        || is_pressed(joint, start, value)
}

/// Whether the bare word for a code stands before the joint, and a thing before that.
fn has_word(joint: Joint, mut back: Back<'_>) -> bool {
    let Some(Token::Word(word)) = back.next().filter(|token| token.is(WORD)) else { return false };
    let serves = back.peek().is_some_and(|token| token.is(NEW));
    let back = back.skip(NEW | SMALL, 3);
    let parted = back.before_sign(b"\n").unwrap_or(back).before_sign(b":,(+-");
    let is_opened = |back: Back<'_>| back.has(OPENS | USES | DISARM, STOPS, REACH) && back.has(THING, STOPS, REACH);
    // `am Hoftor der Code …`.
    let mut placed = back;
    let at_thing = joint == Joint::Blank
        && placed.next().is_some_and(|token| token.is(THING))
        && placed.peek().is_some_and(|token| token.is(SMALL));
    is_before(parted.unwrap_or(back), word, parted.is_some(), serves)
        || at_thing && parted.is_none()
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
fn is_done(joint: Joint, start: Back<'_>, value: &Value) -> bool {
    let (text, end, mut back) = (start.text, value.span.end, start);
    let place = |joints: &[&str]| place_behind(text, end, joints);
    let before = back.next().unwrap_or(Token::Sign(b'\n'));
    let keyed = is_keyed(text, end) && start.has(ALARM | PAD, STOPS, REACH);
    if joint == Joint::Sign {
        let serves = before.is(WORD) && back.peek().is_some_and(|token| token.is(NEW));
        return keyed && before.is(ALARM | PAD) || serves && place(&["for", "of"]).is_some();
    }
    let entered = before.is(ENTER);
    let switched = || {
        back.has(OPENS | DISARM, STOPS, REACH) && back.has(THING | DISARM, STOPS, REACH)
            || back.skip(IS, 1).peek().is_some_and(|token| token.is(SWITCH)) && back.has(ALARM, STOPS, REACH)
    };
    let is_typed = || back.skip(NEW, 1).skip(SMALL, 1).peek().is_some_and(|token| token.is(ENTER));
    joint == Joint::Blank
        && (before.is(WITH) && switched()
            || entered && (back.has(DISARM, STOPS, REACH / 2) || is_to_open(text, end))
            || entered && place(&["on", "into", "at", "in", "am", "ins", "sur", "en"]).is_some()
            || entered && place(&["for", "on"]).is_some_and(|(thing, end)| !thing.is(LOOSE) && ends_part(text, end))
            || before.is(WORD) && !is_public(back) && place(&["at", "on", "am", "an", "beim", "for", "of"]).is_some()
            || before.is(WORD) && !is_public(back) && is_typed() && is_at_panel(text, end)
            || before.is(WORD)
                && is_followed_by(text, end, WORKS)
                && back.has(THING, STOPS, REACH)
                && !back.has(MACHINE, STOPS, REACH)
            || keyed && (entered || before.is(WITH | WORD)))
        || place(&["am", "ins", "in", "auf"]).is_some_and(|(thing, _)| thing.is(PAD))
        || is_followed_by(text, end, ENTER) && start.has(THING | DISARM, STOPS, 4)
}

/// Whether the panel of a machine stands behind a value.
pub(super) fn is_at_panel(text: &[u8], end: usize) -> bool {
    const AT: &[&str] = &["on", "at", "into", "am", "an", "auf", "sur", "en", "sul", "op", "på", "no", "na"];
    place_with(text, end, AT, PANEL).is_some()
}

/// Whether an alarm is switched with it, by what stands before or behind it.
fn is_switched(joint: Joint, start: Back<'_>, value: &Value) -> bool {
    let (text, end) = (start.text, value.span.end);
    let of_alarm = start.peek().is_some_and(|token| token.is(ALARM));
    if of_alarm && matches!(joint, Joint::Blank | Joint::Sign) && (has_state_behind(text, end) || is_to_open(text, end))
    {
        return true;
    }
    // The button is pressed first: `press Disarm then …`.
    let first = start.skip(STEP, 1);
    let first = first.before_sign(b",").unwrap_or(first);
    let state = first.skip(SWITCH | DISARM, 2);
    let stated = state.at < first.at && !first.peek().is_some_and(|token| token.is(EVENT));
    let moved = first.at < start.at;
    if moved {
        return joint == Joint::Blank && stated && state.peek().is_some_and(|token| token.is(ENTER));
    }
    let mut states = state;
    for _ in 0..STATES {
        states = states.before_sign(b"/").unwrap_or(states).skip(SWITCH | DISARM | SMALL, 1);
    }
    let labelled = states.before_sign(b":").unwrap_or(states);
    // What is done stands before the alarm as well: `Desactivar alarma: …`.
    let mut behind = start;
    let of_verb = behind.next().is_some_and(|token| token.is(ALARM))
        && behind.skip(SMALL, 1).peek().is_some_and(|token| token.is(DISARM));
    if joint == Joint::Sign && of_verb {
        return true;
    }
    let disarms = start.peek().is_some_and(|token| token.is(DISARM));
    let named = labelled.peek().is_some_and(|token| token.is(ALARM))
        && (labelled.at < states.at || states.at < state.at || disarms);
    let bare =
        disarms && text[..end].ends_with(b"#") && state.peek().is_none_or(|token| matches!(token, Token::Sign(_)));
    stated && matches!(joint, Joint::Blank | Joint::Sign) && (named || bare)
}

/// Whether it is told behind a comma what a thing got: a new code, or a lock.
fn is_news(joint: Joint, start: Back<'_>) -> bool {
    let Some(back) = start.before_sign(b",").filter(|_| joint == Joint::Blank) else { return false };
    let mut before = back;
    let Some(Token::Word(last)) = before.next() else { return false };
    let is_new = before.peek().is_some_and(|token| token.is(NEW));
    last.is(WORD) && is_new && before.has(THING, STOPS, REACH)
        || last.is(LOCK) && before.has(HAS | STILL, STOPS, REACH)
        || name(back).is_some() && back.has(NEW, STOPS, REACH)
}

/// Whether a word stands for the code that is named in the sentence before: `The gate code changed. It's now …`.
fn is_named_before(start: Back<'_>) -> bool {
    let mut back = start;
    let meant = back.next().is_some_and(|token| token.is(IT));
    back.before_sign(b".,;").is_some_and(|before| meant && has_name(before, REMARK))
}

/// Whether the sign of a pad ends the value, or a dial has it, and the thing stands before in the sentence.
fn is_pressed(joint: Joint, start: Back<'_>, value: &Value) -> bool {
    let led = joint == Joint::Said || start.peek().is_some_and(|token| token.is(WITH | ENTER));
    let padded = led && start.text[..value.span.end].ends_with(b"#") && start.has(THING, STOPS, REACH);
    let dialled = led || joint == Joint::Sign || start.peek().is_some_and(|token| token.is(SAFE));
    padded || dialled && value.is_pairs(start.text) && has_safe(start)
}

/// Whether a thing with a dial stands before in the sentence: what is safe to do is none.
fn has_safe(mut back: Back<'_>) -> bool {
    let mut behind = Token::Sign(b':');
    for _ in 0..REACH {
        let Some(token) = back.next().filter(|token| !matches!(token, Token::Sign(b'.' | b';' | b'\n'))) else { break };
        // `safe to use`.
        let adjective = behind.is(IS) && behind.is(SMALL);
        if !adjective && matches!(token, Token::Word(thing) if back.is_behind_safe(thing)) {
            return true;
        }
        behind = token;
    }
    false
}
