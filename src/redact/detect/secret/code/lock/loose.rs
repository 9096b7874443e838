//! Codes anywhere in a line that speaks of something locked: what is typed there (`if the siren sounds, type … and then OFF`), what
//! the bare word for a code stands before, what is set off from where the key hangs, what it is opened with.
//!
//! Nothing else may explain the figures: a count, a year, a machine, a code that everybody may see.

use super::super::public::is_public;
use super::back::{Back, Token, is_part};
use super::behind::{ahead, is_followed_by, is_keyed, meaning};
use super::clause::{Joint, REACH, STOPS, has_name, is_public as is_of_other, joint};
use super::tables::{
    ALARM, AND, DEVICE, DISARM, ENTER, FOR, HOLDER, IS, KEY, LOCK, MACHINE, NEW, NUMBERED, OPENS, OTHER, OWNER, PAD,
    PANEL, SAFE, SHUT, SINCE, SMALL, STILL, SWITCH, THING, WANTS, WHICH, WITH, WORD,
};
use super::value::{Shape, Value};
use super::words::Meaning;
use super::{ends, may_be_mixed};
use crate::redact::detect::shape::{ends_part, figures, is_counted};
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// The most figures of a code in a sentence, and of that of a lock on something small.
const MOST: usize = 8;
const MOST_OF_LOCK: usize = 6;
/// How far behind a value what it opens may stand, in bytes.
const MOST_BEHIND: usize = 48;
/// Whose codes stand on receipts.
const APPROVING: &str = "auth authorisation authorization approval autorisation autorisierungs";
/// The most words of what a lock hangs on.
const MOST_OF_PLACE: usize = 5;
/// What leads to a code that another one was changed to.
const TO: &str = "to auf zu in en \u{e0} a para naar till til na";
/// What says that something is done first, behind what is typed for it.
const FIRST: &str = "first before zuerst vorher erst primero antes prima primeiro eerst najpierw f\u{f6}rst please pls \
    bitte svp again twice instead statt anstatt";

/// Whether the line makes a code of a value that nothing else explains.
pub(super) fn is_spoken(text: &[u8], value: &Value) -> bool {
    let (joint, back) = joint(Back { text, at: value.span.start });
    if value.shape == Shape::Short {
        return is_of_lock(joint, back, value, LOCK);
    }
    if matches!(value.shape, Shape::Turned | Shape::Spaced) && is_turned(joint, back, value) {
        return true;
    }
    fits(text, value)
        && (is_first(text, value)
            || is_changed(back, value)
            || is_led(joint, back, value) && closes(text, value.span.end))
        && !is_counted(text, value.span.end)
        && !is_public(text, &value.span)
        && !is_of_machine(text, value)
}

/// Whether what stands before it makes a code of it.
fn is_led(joint: Joint, back: Back<'_>, value: &Value) -> bool {
    is_typed(joint, back, value)
        || has_word(joint, back, value)
        || is_set_off(joint, back)
        || is_of_lock(joint, back, value, SHUT | LOCK | HOLDER)
        || opens(joint, back, value)
        || is_wanted(joint, back, value)
        || is_now(joint, back, value)
        || is_pressed(joint, back, value)
}

/// Whether it has the form of a code.
fn fits(text: &[u8], value: &Value) -> bool {
    let code = value.of(text);
    match value.shape {
        Shape::Plain => figures(code) <= MOST && !value.is_recent(text),
        Shape::Mixed => may_be_mixed(code, false, false),
        Shape::Turned => value.is_drawn(text) || value.is_pairs(text),
        Shape::Short | Shape::Dial | Shape::Spaced => false,
    }
}

/// Whether nothing goes on behind a place but what is done next.
fn closes(text: &[u8], end: usize) -> bool {
    let is_first = |word: Range<usize>| is_among(&text[word], FIRST);
    ends(text, end)
        || has_key(text, end)
        || is_followed_by(text, end, AND)
        || ahead(text, end).next().is_some_and(is_first)
}

/// Whether a machine stands in the sentence, whose codes are the numbers of messages.
fn is_of_machine(text: &[u8], value: &Value) -> bool {
    Back { text, at: value.span.start }.has(MACHINE, b".;?!\n", REACH)
        || ahead(text, value.span.end).take(REACH / 2).any(|word| meaning(&text[word]).is(MACHINE))
}

/// Whether a key in capitals stands right behind a place: `2468 ENTER`.
fn has_key(text: &[u8], end: usize) -> bool {
    let key = ahead(text, end).next().map_or(&[][..], |word| &text[word]);
    key.len() > 1 && key.iter().all(u8::is_ascii_uppercase) && meaning(key).is(KEY)
}

/// Whether something with one of these roles stands in the line of a value.
fn speaks_of(text: &[u8], value: &Value, roles: u64) -> bool {
    let behind = &text[value.span.end..];
    let line = memchr::memchr2(b'\n', b'\r', behind).unwrap_or(behind.len()).min(MOST_BEHIND);
    let word = behind[line..].iter().take_while(|b| is_part(**b)).count();
    let end = value.span.end + line + word;
    has_thing(Back { text, at: value.span.start }, roles, b"\n", 0)
        || has_thing(Back { text, at: end }, roles, b"\n", value.span.end)
}

/// Whether something with one of these roles stands before, up to one of these signs or a place: what is safe to do is no thing.
fn has_thing(mut back: Back<'_>, roles: u64, stops: &[u8], from: usize) -> bool {
    let mut behind = Token::Sign(b':');
    for _ in 0..REACH {
        let Some(token) = back.next().filter(|_| back.at >= from) else { break };
        if matches!(token, Token::Sign(sign) if stops.contains(&sign)) {
            break;
        }
        // `safe to use`.
        let adjective =
            |word: Meaning| word.is(SAFE) && (!back.is_behind_safe(word) || behind.is(IS) && behind.is(SMALL | WHICH));
        if matches!(token, Token::Word(word) if word.is(roles) && !adjective(word)) {
            return true;
        }
        behind = token;
    }
    false
}

/// Whether it is typed, and what is locked stands in the line; or the key that ends it stands behind it, and a panel.
fn is_typed(joint: Joint, back: Back<'_>, value: &Value) -> bool {
    let text = back.text;
    let mut at = back;
    let mut typed = at.next().is_some_and(|token| token.is(ENTER));
    if !typed {
        at = back.skip(NEW | OWNER, 1).skip(SMALL, 1);
        typed = at.next().is_some_and(|token| token.is(ENTER));
    }
    let verb: Vec<u8> = text[at.at..].iter().take_while(|b| is_part(**b)).map(u8::to_ascii_lowercase).collect();
    // `door type …`.
    let is_noun = verb == b"type" && at.peek().is_some_and(|before| before.is(THING));
    let keyed = || has_key(text, value.span.end) && speaks_of(text, value, PANEL);
    matches!(joint, Joint::Blank | Joint::Sign)
        && typed
        && !is_noun
        && verb != b"use"
        && (speaks_of(text, value, THING | DISARM) && !at.has(NUMBERED | OTHER, STOPS, 2) || keyed())
        && !calls(text, value)
}

/// Whether somebody is called with it.
fn calls(text: &[u8], value: &Value) -> bool {
    const CALLED: &str = "talk speak call calls reach reception porter security concierge operator helpdesk extension \
        phone empfang pf\u{f6}rtner zentrale anrufen sprechen telefon accueil gardien appeler parler recepci\u{f3}n hablar \
        portiere chiamare parlare receptie bellen portaria ligar falar receptionen ringa recepcja zadzwo\u{144}";
    let near = ahead(text, value.span.end).take(REACH / 2).any(|word| is_among(&text[word], CALLED));
    let mut back = Back { text, at: value.span.start };
    let mut end = back.at;
    near || (0..REACH / 2).any(|_| {
        let word = back.next().map_or(&[][..], |_| text[back.at..end].trim_ascii());
        end = back.at;
        is_among(word, CALLED)
    })
}

/// Whether the bare word for a code stands before it, and what is locked anywhere in the line.
fn has_word(joint: Joint, mut back: Back<'_>, value: &Value) -> bool {
    let text = back.text;
    back = back.before_sign(b",").unwrap_or(back);
    let named = back.next().is_some_and(|token| token.is(WORD));
    // By such a code a bank approves a payment.
    let lead = text[..back.at].trim_ascii_end();
    let approves = lead.rsplit(|b| !is_part(*b)).next().is_some_and(|word| is_among(word, APPROVING));
    named
        && !approves
        && joint != Joint::Bracket
        && back.before_sign(b"(").is_none()
        && !is_of_other(back)
        && !back.peek().is_some_and(|token| token.is(NUMBERED))
        && !back.has(OTHER, b"\n", REACH)
        && speaks_of(text, value, THING | DEVICE)
        && ends_part(text, value.span.end)
}

/// Whether it is set off from what is said of something that has nothing but a code: `key box left of the door, …`.
fn is_set_off(joint: Joint, back: Back<'_>) -> bool {
    let mut at = match joint {
        Joint::Blank => back.before_sign(b",").unwrap_or(back),
        _ => back,
    };
    if joint == Joint::Said || joint == Joint::Blank && at.at == back.at {
        return false;
    }
    for words in 0..REACH {
        match at.next() {
            Some(token) if token.is(OTHER | NUMBERED) => return false,
            // What is listed is told by more than its name.
            Some(token) if token.is(HOLDER | LOCK) => return words > 1,
            Some(Token::Word(_) | Token::Number(0..3)) => {}
            _ => return false,
        }
    }
    false
}

/// Whether it is said that a lock is it, perhaps with what the lock hangs on between: `lock is …`, `the lock on the bike is …`.
fn is_of_lock(joint: Joint, back: Back<'_>, value: &Value, locks: u64) -> bool {
    let at = back.skip(SMALL, 1);
    let beside = joint == Joint::Blank && at.peek().is_some_and(|token| token.is(SHUT));
    if beside && has_thing(at.skip(SHUT, 1), DEVICE | THING, STOPS, 0) && ends_part(back.text, value.span.end) {
        return true;
    }
    if joint != Joint::Said || value.span.len() > MOST_OF_LOCK || !ends_part(back.text, value.span.end) {
        return false;
    }
    let (mut at, mut behind) = (back.skip(STILL, 1), Token::Number(0));
    for words in 0..=MOST_OF_PLACE {
        match at.next() {
            Some(token) if token.is(locks) => return words == 0 || behind.is(SMALL),
            Some(Token::Word(word)) if !word.is(OTHER | NUMBERED) => behind = Token::Word(word),
            _ => return false,
        }
    }
    false
}

/// Whether something locked was opened or switched with it, or with what is called a master.
fn opens(joint: Joint, back: Back<'_>, value: &Value) -> bool {
    let text = back.text;
    let at = back.skip(OWNER | NEW, 2);
    let slash = at.before_sign(b"/").filter(|at| at.text[..at.at].ends_with(b"w"));
    let with = slash.is_some() || at.peek().is_some_and(|token| token.is(WITH));
    joint == Joint::Blank
        && with
        && at.has(OPENS | DISARM | SWITCH, STOPS, REACH)
        && (has_thing(at, THING | DEVICE, STOPS, 0) || speaks_of(text, value, THING))
}

/// Whether something locked asks for it: `the door takes …`.
fn is_wanted(joint: Joint, mut back: Back<'_>, value: &Value) -> bool {
    let (text, end) = (back.text, value.span.end);
    joint == Joint::Blank
        && back.next().is_some_and(|token| token.is(WANTS))
        && has_thing(back, THING, STOPS, 0)
        && !is_round(value.of(text))
        && (ends_part(text, end) || is_keyed(text, end))
}

/// Whether it stands behind an alarm or a pad and a sign, and before the key that ends it.
fn is_pressed(joint: Joint, back: Back<'_>, value: &Value) -> bool {
    joint == Joint::Sign
        && back.peek().is_some_and(|token| token.is(ALARM | PAD))
        && is_keyed(back.text, value.span.end)
}

/// Whether it is what something locked is set to now: `the gate is now …`.
fn is_now(joint: Joint, back: Back<'_>, value: &Value) -> bool {
    let start = Back { text: back.text, at: value.span.start };
    joint == Joint::Said
        && start.peek().is_some_and(|token| token.is(STILL))
        && back.peek().is_some_and(|token| token.is(THING))
        && !is_round(value.of(back.text))
}

/// Whether the code of something was changed from it to another one, or to it from another one.
fn is_changed(mut back: Back<'_>, value: &Value) -> bool {
    let (text, code) = (back.text, value.of(back.text));
    let start = back;
    let from = back.next().is_some_and(|token| token.is(SINCE));
    let mut behind = ahead(text, value.span.end);
    let to = behind.next().is_some_and(|word| is_among(&text[word], TO));
    let same = behind.next().is_some_and(|word| figures(&text[word]) == figures(code));
    if from && to && same {
        return is_of_pad(back);
    }
    let mut at = start;
    at.next();
    let leads = is_among(text[at.at..start.at].trim_ascii(), TO);
    let other = at.next().is_some_and(|token| matches!(token, Token::Number(len) if len == code.len()));
    leads && other && at.next().is_some_and(|token| token.is(SINCE)) && is_of_pad(at)
}

/// Whether the words before name a code, or what has nothing but one.
fn is_of_pad(back: Back<'_>) -> bool {
    has_name(back.skip(IS, 2), 1) || back.has(PAD | LOCK | HOLDER | SHUT, STOPS, MOST_OF_PLACE)
}

/// Whether what is turned stands right behind a lock or what is locked with one: `padlock 34-12-26`, `the suitcase lock is 0-4-8`.
fn is_turned(joint: Joint, back: Back<'_>, value: &Value) -> bool {
    let mut at = back.skip(SMALL, 1);
    let lock = at.next();
    let is = |roles: u64| lock.as_ref().is_some_and(|token| token.is(roles));
    // `it is safe: …`.
    let is_safe = || is(SAFE) && !at.peek().is_some_and(|token| token.is(IS));
    let locks = is(LOCK | SHUT) || joint != Joint::Blank && (is(HOLDER) || is_safe());
    joint != Joint::Bracket && locks && ends(back.text, value.span.end) && !is_counted(back.text, value.span.end)
}

/// Whether it begins what is said, and then opens something or is for it: `… opens the side gate`, `it's … for the front door`.
fn is_first(text: &[u8], value: &Value) -> bool {
    let lead = text[..value.span.start].trim_ascii_end();
    let said = ["it's", "its", "it is", "\u{2019}s", "es ist", "c'est", "try"];
    let begins = lead.is_empty()
        || lead.ends_with(b".")
        || text[lead.len()..value.span.start].contains(&b'\n')
        || said.iter().any(|said| {
            lead.len() >= said.len() && lead[lead.len() - said.len()..].eq_ignore_ascii_case(said.as_bytes())
        });
    let mut behind = ahead(text, value.span.end);
    let first = behind.next().map(|word| Back { text, at: word.end });
    let opens = || {
        let mut reached = ahead(text, value.span.end).take(REACH / 2).map(|word| Back { text, at: word.end });
        reached.any(|mut at| at.next().is_some_and(|token| token.is(OPENS)) && at.at <= value.span.end + 1)
    };
    let serves = first.is_some_and(|first| first.peek().is_some_and(|token| token.is(FOR)));
    let thing = || {
        let mut reached = ahead(text, value.span.end).take(REACH / 2);
        reached.any(|word| {
            Back { text, at: word.end }.peek().is_some_and(|token| token.is(THING)) && ends_part(text, word.end)
        })
    };
    begins && !is_round(value.of(text)) && (serves || opens()) && thing()
}

/// Whether a number is as round as prices and measures are.
fn is_round(code: &[u8]) -> bool {
    code.ends_with(b"00") || code.ends_with(b"50") || matches!(code, b"1024" | b"2048" | b"4096" | b"8192")
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::gate::Signals;

    /// Each text raises the signal and gives its code.
    #[track_caller]
    fn tells(code: &str, cases: &[&str]) {
        for text in cases {
            finds(find, &[(text, code)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
        }
    }

    #[test]
    fn what_is_typed_where_something_is_locked_is_its_code() {
        tells(
            "3069",
            &[
                "if the alarm rings just type 3069",
                "Alarm: enter 3069 and press B",
                "the lift wont go up, punch in 3069 first",
                "Wenn die Sirene losgeht, 3069 eintippen",
                "quand la sir\u{e8}ne sonne, tapez 3069 puis OFF",
                "si suena la sirena, teclea 3069",
                "per aprire il cancello digita 3069",
                "sl\u{e5} 3069 p\u{e5} porten",
                "wpisz 3069 na domofonie",
                "slut larmet: 3069 och gr\u{f6}n knapp",
                "gate: type 3069 then hash",
            ],
        );
        finds_nothing(
            find,
            &[
                "dial 3069 for reception if the door is locked",
                "press 3069 to talk to the porter at the gate",
                "W\u{e4}hlen Sie 3069, wenn das Tor klemmt, um den Pf\u{f6}rtner anzurufen, Empfang",
                "After the alarm, type 3069 into the search field to find the ticket",
                "Use door type 3069",
                "type 8080 for the gateway",
                "enter 3069 and press Enter",
                "type 2024 in the year box on the door form",
            ],
        );
    }

    #[test]
    fn a_code_may_stand_apart_from_what_it_opens() {
        tells(
            "3069",
            &[
                "Door to the archive, code 3069",
                "the bike is outside, lock is 3069, bring it back",
                "the lock on the blue bike is 3069",
                "el candado de la bici es 3069",
                "mein Fahrrad steht am Bahnhof, Schloss 3069",
                "key box left of the door, 3069, close it again",
                "sleutelkluisje links naast de deur, 3069",
                "Schl\u{fc}sselkasten im Flur links, 3069.",
                "hotel safe was shut, opened w/ master 3069",
                "the garage wants 3069 and then the star",
                "The gate is now 3069.",
                "3069 opens the side gate",
                "3069 f\u{fc}r die Haust\u{fc}r",
                "it's 3069 for the front door",
                "Handy entsperren mit 3069",
                "the copier wants a code, 3069",
            ],
        );
        finds_nothing(
            find,
            &[
                "Product list: padlock, 3069",
                "The lock is 3069 bytes",
                "key box on the wall, article 3069",
                "The key box hangs in the hall, room 3069",
                "The gate is now 3069 mm wide",
                "this door needs 3069 mm",
                "the elevator needs 2500",
                "3069 doors opened",
                "3069 for the door hinges",
                "The main entrance opens with 3069 visitors",
                "Cabinet hinge, article code 3069",
                "paid by phone: card (token), auth code 306912",
            ],
        );
    }

    #[test]
    fn a_code_in_whose_place_another_one_is_goes_as_well() {
        for (text, codes) in [
            ("Gate code 5083 instead of 3069", ["5083", "3069"]),
            ("I reset the gate code, it's 5083 now, was 3069 before", ["5083", "3069"]),
            ("code de l'alarme : 5083 au lieu de 3069", ["5083", "3069"]),
            ("T\u{fc}rcode: 5083 statt 3069", ["5083", "3069"]),
            ("I changed the gate code from 5083 to 3069", ["5083", "3069"]),
        ] {
            assert_eq!(found(find, text), codes, "{text}");
        }
        finds_nothing(find, &["changed the page size from 5083 to 3069", "port 5083 instead of 3069"]);
        assert_eq!(found(find, "Gate code 5083 was used for 3069 visits"), ["5083"]);
    }
}
