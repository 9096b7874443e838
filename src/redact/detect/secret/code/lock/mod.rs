//! The codes of what is locked: doors, gates, alarms, safes, key boxes, padlocks, rooms and machines.
//!
//! One grammar reads the words around whatever looks like a code ([`value`]); what the words mean is in tables, by language
//! ([`tables`], [`words`]). The reader ([`clause`], [`told`]) walks back from the value: over the *joint* (a sign, `is`, `changed to`), and then over
//! the words before it. It finds
//!
//! - the *name* of a code, that is a *thing* and a *word* for a code, in one piece (`Türcode`), side by side (`door code`,
//!   `code portail`) or with small words between (`code for the back door`): any figures behind it are the code, and behind
//!   a sign or `is` a remark may stand between (`Door code 3rd floor: …`);
//! - a thing that has *nothing but* a code (`Key safe: …`, `Padlock …`), perhaps with where it is (`Key safe by the dock: …`);
//! - the bare *word*, and a thing before a sign (`Hut: code …`, `side entrance (code …)`), before a verb that opens
//!   (`the door opens with code …`), or in the sentence before;
//! - a *verb* that enters or switches, and a thing before or behind (`press … to disarm`, `… am Tastenfeld`), and the state of
//!   an alarm (`Alarm: set …`, `… (unset)`);
//! - what is news of a thing (`the gate has a new code, …`), what is dialled at a safe, and what is drawn as codes are.
//!
//! The name may stand behind a value that begins what is said: `5083 is the code for the side gate`.
//!
//! A day since when a code counts may stand before it, and where it is: `Türcode Werkstatt ab Montag …`. Where one value is a code,
//! what goes on behind it ([`list`]) with a place or a state of its own is one as well.
//!
//! Behind all but a name the value must end a part of the sentence. Figures that may be a year of this century need a sign behind the
//! name, unless its thing has nothing but a code, and letters among figures too, unless they stand as mechanical locks have them. A
//! label leads to its cell, and a question to its answer.
//!
//! A new language is one more entry of [`tables::TONGUES`]; the gate takes its words from there.

mod back;
mod behind;
mod clause;
mod list;
mod loose;
mod tables;
mod told;
mod value;
pub(in crate::redact) mod words;

use super::super::{Detector, Hits, Reading, Rule, told};
use super::below;
use super::public::is_public;
use crate::redact::detect::shape::{ends_part, is_counted};
use crate::redact::gate::Signals;
use crate::redact::runs::parted;
use behind::{ahead, has_state_behind, is_followed_by, meaning, name_behind, place_behind};
use clause::{Joint, Lead, asked, is_behind_thing, is_led_by, lead};
use std::borrow::Cow;
use std::ops::Range;
use tables::{
    ALARM, HOLDER, LOCK, LOOSE, MACHINE, MAILBOX, MANY, OPENS, OTHER, OWNER, PAD, PASS, STEP, STILL, TURNED, VAGUE,
    WHEELS, WORKS,
};
use told::is_at_panel;
use value::{Shape, Value, values};
use words::Meaning;

/// The detector. The words of the tables raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&CODE], needs: Signals::DOOR, find };

static CODE: Rule = told("secret.door", "figures that the words around them make the code of something locked");

/// The longest text that may be a code and nothing else, in bytes.
const LONGEST: usize = 32;

/// How many words behind a code may say that a machine gives it.
const EVENT: usize = 4;

/// The shortest figures of a dial that the bare word leads to where it is no label: three pairs.
const SHORTEST_TURNED: usize = 8;

/// Names the codes of a view, and one that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    let found: Vec<Range<usize>> = codes(text, 0).collect();
    if hits.keep_misses() {
        let others = values(text).filter(|value| !found.contains(&value.span) && value.is_whole(text));
        let near = others.filter(|value| is_behind_thing(text, value.span.start));
        near.for_each(|value| {
            hits.miss(
                &CODE,
                value.span,
                "what may be locked stands before it, and nothing that says that it is a code",
            );
        });
    }
    found.into_iter().for_each(|code| hits.hit(&CODE, code));
    let written = reading.bare_label();
    if written.is_empty() || text.len() > LONGEST {
        return;
    }
    // What stands in brackets behind a label says which code it is: `Alarm (set / unset)`.
    let label = parted(written).map_or(Cow::Borrowed(written), Cow::Owned);
    let label = match label.strip_suffix(')').and_then(|label| label.rsplit_once(" (")) {
        Some((label, remark)) if !remark.contains('\n') => label,
        _ => &label,
    };
    // An answer stands in the block below its question.
    let joint: &[u8] = if label.ends_with('?') { b"\n" } else { b": " };
    let (labelled, from) = below(label, joint, text);
    codes(&labelled, from).for_each(|code| hits.hit(&CODE, code.start - from..code.end - from));
}

/// Where codes stand in a text from a place on, where a label ends.
fn codes(text: &[u8], from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut last: Option<Value> = None;
    let mut is_one = move |value: &Value| {
        let listed = || last.as_ref().is_some_and(|last| list::goes_on(text, last, value));
        let told = is_code(text, value, from) || value.is_whole(text) && listed();
        if told {
            last = Some(value.clone());
        }
        told
    };
    values(text).filter(move |value| value.span.start >= from && is_one(value)).map(|value| value.span)
}

/// Whether the words around a value make a code of it.
fn is_code(text: &[u8], value: &Value, label: usize) -> bool {
    if !value.is_whole(text) {
        return false;
    }
    let ends = ends(text, value.span.end);
    if asked(text, &value.span) {
        return ends && value.shape != Shape::Short;
    }
    let labelled = label > 0 && value.span.start == label;
    match lead(text, value, ends) {
        Some(Lead::Named { name, joint, direct }) => {
            // The messages of machines are listed under such a name, and other things.
            let listed = labelled && (name.is(ALARM) || name.is(OWNER) && name.is(LOOSE))
                || name.is(ALARM) && name.is(MANY) && direct;
            let of_machine = name.is(ALARM) && is_of_machine(text, &value.span);
            !listed && !of_machine && may_be_named(text, value, name, joint, direct, ends)
        }
        // Under what has nothing but a code, goods may be listed.
        Some(Lead::Bare { thing, direct: true, .. }) if labelled && !thing.is(ALARM) && is_of_goods(text, value) => {
            false
        }
        Some(Lead::Bare { thing, joint, .. }) => {
            let whole = ends || value.is_pushed(text) && !is_counted(text, value.span.end);
            // Years are chosen for the codes of key boxes.
            let is_year = value.is_year(text) && (!thing.is(LOCK) || value.is_recent(text));
            whole && may_be_bare(text, value, thing, joint) && !is_year && !is_public(text, &value.span)
        }
        Some(Lead::Told) => {
            let shaped = value.shape != Shape::Short && (value.shape != Shape::Dial || !value.is_day(text));
            shaped && !value.is_recent(text) && !is_public(text, &value.span)
        }
        None => {
            let long = value.span.len() >= SHORTEST_TURNED || labelled;
            long && value.shape == Shape::Turned && ends && is_under_word(text, value.span.start)
                || name_behind(text, &value.span)
                    .is_some_and(|name| may_be_named(text, value, name, Joint::Said, true, true))
                || loose::is_spoken(text, value)
        }
    }
}

/// Whether a value may be the code that its name stands before; it may have to end a part of the sentence.
fn may_be_named(text: &[u8], value: &Value, name: Meaning, joint: Joint, direct: bool, ends: bool) -> bool {
    let code = value.of(text);
    // What is said of a code goes on behind it, unless it counts something or is that of something else.
    let counts = || is_counted(text, value.span.end) || is_followed_by(text, value.span.end, OTHER);
    let open = || joint != Joint::Blank && !counts();
    match value.shape {
        Shape::Plain if name.is(VAGUE) => code.ends_with(b"#"),
        // Standards have years as well, and what has nothing but a code has none.
        Shape::Plain if value.is_recent(text) => {
            let is_old = code.starts_with(b"1") && !name.is(OWNER);
            (ends || open()) && direct && (joint != Joint::Blank || is_old || name.is(HOLDER))
        }
        Shape::Plain if value.is_year(text) => {
            ends && !name.is(OWNER) || joint != Joint::Blank && (ends || direct && open())
        }
        Shape::Plain if name.is(OWNER | PASS) && !name.is(ALARM | MAILBOX) => ends,
        Shape::Plain if !direct && joint == Joint::Blank => ends,
        Shape::Plain => ends || !counts(),
        Shape::Mixed if name.is(VAGUE) => is_lettered(code),
        Shape::Mixed => ends && may_be_mixed(code, name.is(ALARM), direct && joint != Joint::Blank),
        Shape::Turned => true,
        Shape::Dial => name.is(TURNED),
        Shape::Spaced => ends && (joint != Joint::Blank || name.is(TURNED)),
        Shape::Short => ends && direct && name.is(LOCK | WHEELS),
    }
}

/// Whether a value may be the code of a thing that stands before it with no word for one.
fn may_be_bare(text: &[u8], value: &Value, thing: Meaning, joint: Joint) -> bool {
    let code = value.of(text);
    match value.shape {
        Shape::Plain => code.len() <= 6 || code.ends_with(b"#"),
        Shape::Short => thing.is(WHEELS),
        Shape::Mixed => {
            thing.is(PAD) && may_be_mixed(code, false, false)
                || thing.is(HOLDER) && is_lettered(code)
                || thing.is(ALARM) && may_be_mixed(code, true, false)
                || value.is_pushed(text)
        }
        Shape::Turned | Shape::Dial => thing.is(WHEELS) || !value.is_day(text),
        Shape::Spaced => joint != Joint::Blank,
    }
}

/// Whether a mechanical lock may have this code, or one that begins with its letter where a sign leads to it.
fn may_be_mixed(code: &[u8], of_alarm: bool, signed: bool) -> bool {
    let letters = code.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let first = code.iter().find(|b| b.is_ascii_alphanumeric()).is_some_and(u8::is_ascii_digit);
    // The number of a message has its letter first.
    if of_alarm { first } else { signed || letters == 1 && (first || code.len() > 4) || is_lettered(code) }
}

/// Whether an article may have such a number: none begins with a nought, ends in a sign of a pad or is turned or pushed.
fn is_of_goods(text: &[u8], value: &Value) -> bool {
    let code = value.of(text);
    let drawn = value.shape == Shape::Turned || value.is_pushed(text);
    !drawn && !code.starts_with(b"0") && !matches!(code.last(), Some(b'#' | b'*'))
}

/// Whether letters stand around figures.
fn is_lettered(code: &[u8]) -> bool {
    matches!(code, [first, inner @ .., last] if first.is_ascii_alphabetic() && last.is_ascii_alphabetic() && inner.iter().all(u8::is_ascii_digit))
}

/// Whether the bare word for turned figures stands before a place, at the beginning of a line or of a sentence.
fn is_under_word(text: &[u8], start: usize) -> bool {
    let lead = text[..start].trim_ascii_end();
    let Some(lead) = lead.strip_suffix(b":") else { return false };
    let lead = lead.trim_ascii_end();
    let word = lead.len() - lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let begins = matches!(lead[..word], [] | [.., b'\n' | b'\r'] | [.., b'.' | b';', b' ']);
    begins && Meaning::of(&words::folded(&lead[word..])).is_some_and(|word| word.is(TURNED))
}

/// Whether a part of a sentence ends behind a code, or what to do next follows, since when it counts, or what it is entered at.
fn ends(text: &[u8], end: usize) -> bool {
    const PLACED: &[&str] = &[
        "on", "at", "am", "an", "au", "for", "of", "in", "into", "ins", "auf", "beim", "sur", "en", "p\u{e5}", "na",
        "al", "alla", "op", "no",
    ];
    ends_part(text, end)
        || text[end..].starts_with(b" + ")
        || is_followed_by(text, end, STEP | WORKS | OPENS | STILL)
        || has_state_behind(text, end)
        || is_at_panel(text, end)
        || has_particle(text, end)
        || place_behind(text, end, PLACED).is_some()
}

/// Whether the second part of a verb that opens or switches stands behind a code, and ends its sentence: `geht mit … auf`.
fn has_particle(text: &[u8], end: usize) -> bool {
    const PARTICLES: [&[u8]; 7] = [b" auf", b" ab", b" aus", b" an", b" open", b" uit", b" upp"];
    PARTICLES.iter().any(|part| text[end..].starts_with(part) && ends_part(text, end + part.len()))
}

/// Whether the code of an alarm is the number of a message that a machine gives: what it means stands behind a colon, or the
/// machine or what it does beside it.
fn is_of_machine(text: &[u8], code: &Range<usize>) -> bool {
    let explained = matches!(text[code.end..], [b':', b' ', b, ..] if b.is_ascii_alphabetic());
    let behind = || ahead(text, code.end).take(EVENT).any(|word| meaning(&text[word]).is(MACHINE));
    explained || is_led_by(text, code.start, MACHINE) || behind()
}

#[cfg(test)]
mod further;
#[cfg(test)]
mod grid;
#[cfg(test)]
mod tests;
