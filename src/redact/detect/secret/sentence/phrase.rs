//! Sentences about a password, in which whose it is and what was done stand between its name and the value: `the password of
//! the server is …`, `I changed the password for the box from … to …`.
//!
//! The value has to show itself, and the word right before it to tie it to what the sentence speaks of.

use super::super::assign::pair::is_signed;
use super::super::assign::{PASSWORD, cell};
use super::super::link::{Link, Value, bare, count, is_blank};
use super::super::name::parts::is_about;
use super::super::name::{Name, Promise};
use super::super::value::shown::{has_digit, is_numbered, is_term, may_be_said, proves, shows};
use super::super::value::{self, Mix};
use super::super::{Hits, Reading};
use super::beside::may_be_held;
use crate::redact::detect::is_uuid;
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// How far behind its name a value may begin, in words and in bytes.
const MOST_WORDS: usize = 10;
const REACH: usize = 100;
/// Words right before a value.
const TIES: &[&str] = &[
    "is",
    "be",
    "as",
    "was",
    "war",
    "era",
    "fue",
    "foi",
    "\u{e9}tait",
    "by\u{142}o",
    "now",
    "still",
    "currently",
    "always",
    "usually",
    "actually",
    "just",
    "immer",
    "\u{fc}brigens",
    "toujours",
    "siempre",
    "sempre",
    "altijd",
    "remains",
    "ist",
    "sei",
    "lautet",
    "jetzt",
    "nun",
    "noch",
    "aktuell",
    "derzeit",
    "weiterhin",
    "est",
    "sera",
    "maintenant",
    "es",
    "ser\u{e1}",
    "ahora",
    "\u{e8}",
    "ora",
    "\u{e9}",
    "agora",
    "\u{e4}r",
    "er",
    "nu",
    "jest",
    "je",
    "wordt",
    "blijft",
];
/// Those of them that say nothing but what it is.
const IS: &[&str] = &["is", "was", "ist", "war", "est", "es", "era", "\u{e8}", "\u{e9}", "foi", "jest"];
/// The same of what a password becomes.
const LEADING: &[&str] = &["to", "auf", "zu", "\u{e0}", "a", "till", "til", "na", "naar"];
/// The shortest token in a sentence.
const SHORTEST_TOKEN: usize = 16;
/// What a wireless network is called.
const NETWORKS: &[&str] = &["wifi", "wi-fi", "wlan"];
/// Parts of words for who logs in.
const LOGINS: &[&str] = &[
    "user",
    "usuari",
    "usu\u{e1}ri",
    "benutzer",
    "gebruiker",
    "utente",
    "utilisat",
    "identifiant",
    "login",
    "log in",
    "anmeld",
];
/// How far before a name such a word may begin, in bytes.
const LONGEST_FIRST: usize = 16;
/// Words for a password that somebody gets first, or anew.
const FIRST: &[&str] = &[
    "initial",
    "einmal",
    "start",
    "temporary",
    "temp",
    "initiales",
    "neues",
    "nouveau",
    "nueva",
    "nuova",
    "nova",
    "nieuw",
    "nytt",
];
/// What is said of a password behind the value that it was set to.
const SET: &[&str] = &["gesetzt", "zur\u{fc}ckgesetzt", "zurueckgesetzt", "ge\u{e4}ndert", "geaendert"];
/// Parts of words that say before a name that its password becomes another, and what stands before the value then.
const MAKING: &[&str] = &["cambi", "restable", "modific", "alter", "redefin", "reimposta", "imposta", "reset"];
const MADE_TO: &[&str] = &["a", "para", "in", "su"];
/// How far before a name it is said that it becomes another, in bytes.
const LONGEST_MADE: usize = 24;
/// What says that a password was given to somebody, right before it.
const HANDED: &[&str] = &[
    " gave me",
    " gave us",
    " sent me",
    " sent us",
    " told me",
    " me disteis",
    " me diste",
    " me dieron",
    " me dio",
    " me has dado",
    " nos disteis",
    " nos dieron",
    " m'avez donn\u{e9}",
    " m'as donn\u{e9}",
    " m\u{2019}avez donn\u{e9}",
    " gegeben hast",
    " gegeben habt",
    " gegeben haben",
    " geschickt hast",
    " geschickt haben",
    " mi hai dato",
    " mi avete dato",
    " me deram",
    " gegeven hebt",
];
/// The word before a value that means `is` behind a Polish name.
const IS_POLISH: &str = "to";
/// The word that means `was` in the north, where its names of passwords stand before it: elsewhere it declares a variable.
const WAS_NORDIC: &str = "var";
const NORDIC: &[&str] = &["senord", "senordet", "passord", "passordet", "adgangskode", "adgangskoden"];
/// Words right before the value that another replaces.
const BEFORE: &[&str] = &["from", "von", "de", "da", "van", "fra", "fr\u{e5}n", "z", "od"];
/// What stands between values of which one is meant, and how many of them are read.
const OR: &[&str] = &[" or maybe ", " or ", ", or ", ", maybe ", " / ", " oder ", " ou ", " o ", " lub "];
/// What says that the other one of an old and a new password follows.
const TURNED: &[&str] = &[
    "new: ",
    "old: ",
    "neu: ",
    "alt: ",
    "nouveau : ",
    "ancien : ",
    "nueva: ",
    "antigua: ",
    "nuova: ",
    "vecchia: ",
    "nova: ",
    "antiga: ",
    "nieuw: ",
    "oud: ",
    "nowe: ",
    "stare: ",
];
const MOST_ALTERNATIVES: usize = 4;
/// Words that say that several follow.
const SEVERAL: &[&str] =
    &["passwords", "candidates", "tried", "one of", "possible", "passw\u{f6}rter", "kennw\u{f6}rter", "pws"];
/// The longest remark between them, in bytes.
const LONGEST_REMARK: usize = 24;
/// Words by which a sentence speaks of something else.
const OTHERS: &[&[u8]] = &[
    b"hash",
    b"encoder",
    b"encoding",
    b"encryption",
    b"variable",
    b"parameter",
    b"option",
    b"property",
    b"column",
    b"class",
    b"endpoint",
    b"plugin",
    b"provider",
    b"ticket",
    b"issue",
    b"version",
    b"chapter",
    b"section",
    b"example",
    b"lifetime",
    b"validity",
];

/// Where the value begins of which the sentence speaks that goes on behind a name at this place; none where something else
/// than a word stands at the place that was taken for the value.
pub(in super::super) fn told(text: &[u8], at: usize, taken: usize, name: &Name) -> Option<usize> {
    let rest = &text[at..text.len().min(at + REACH)];
    let speaks = name.promise >= Promise::Token && name.word != "pass";
    // A value has a figure, and most sentences have none.
    if !speaks || !begins_with_word(text, taken) || !has_digit(rest) {
        return None;
    }
    let (mut from, mut before): (usize, &[u8]) = (at, &[]);
    for _ in 0..MOST_WORDS {
        let gap = count(text, from, 2, is_blank);
        let start = from + gap;
        if gap == 0 || start > at + REACH {
            return None;
        }
        let word = &text[start..start + count(text, start, REACH, |b| !b.is_ascii_whitespace())];
        let has_figure = word.iter().any(u8::is_ascii_digit);
        let word_before = before.strip_prefix(b"(").unwrap_or(before);
        let is_first = from == at + before.len() + 1;
        let is_tied = || {
            fits(&text[given(text, start)], name) && ties(text, start, word_before, is_first, name)
                || is_said(text, start, word_before, name)
        };
        if has_figure && is_tied() {
            return Some(start);
        }
        if let Some(inner) = has_figure.then(|| in_brackets(text, start, word, name)).flatten() {
            return Some(inner);
        }
        if !goes_on(word) {
            return None;
        }
        before = word;
        from = start + word.len();
    }
    None
}

/// Whether this shows that it is what a name promises.
fn fits(given: &[u8], name: &Name) -> bool {
    match name.promise {
        Promise::Password => shows(given),
        _ => given.len() >= SHORTEST_TOKEN && value::is_random(given),
    }
}

/// Whether the word before a value ties it to the name. Where it is the first one behind the name it may as well say where
/// the password counts.
fn ties(text: &[u8], start: usize, before: &[u8], is_first: bool, name: &Name) -> bool {
    let given = given(text, start);
    let leads = || is_one_of(before, LEADING);
    let where_to = || is_first && !is_signed(&text[given.clone()]) && !text[given.clone()].contains(&b'-');
    match name.promise {
        Promise::Password if is_one_of(before, BEFORE) => other(text, &given).is_some(),
        Promise::Password => is_one_of(before, TIES) || was(before, name) || leads() && !where_to(),
        _ => is_one_of(before, TIES),
    }
}

/// Whether words and figures are said to be the password, by the word before them or behind them.
fn is_said(text: &[u8], start: usize, before: &[u8], name: &Name) -> bool {
    let given = given(text, start);
    let value = &text[given.clone()];
    let numbered = || is_one_of(before, IS) && is_numbered(value) && ends_here(&text[given.end..]);
    if name.promise != Promise::Password || !may_be_said(value) {
        return name.promise == Promise::Password && numbered();
    }
    let behind = given.end + count(text, given.end, 2, |b| matches!(b, b' ' | b'"' | b'\''));
    let next = &text[behind..behind + count(text, behind, REACH, |b| b.is_ascii_alphabetic() || b >= 0x80)];
    let is_polish = || is_one_of(before, &[IS_POLISH]) && matches!(name.word, "has\u{142}o" | "haslo");
    let is_of_network = || is_one_of(before, NETWORKS) && next.is_empty();
    let is_set = || is_one_of(before, &["auf"]) && is_one_of(next, SET);
    let is_made = || is_one_of(before, MADE_TO) && is_made(text, name);
    let is_tied = is_one_of(before, TIES) || was(before, name);
    is_tied || is_polish() || is_of_network() || is_set() || is_made() || is_handed(text, start)
}

/// Whether the words before a place say that somebody gave it to somebody: `the password you gave me …`.
fn is_handed(text: &[u8], start: usize) -> bool {
    const LONGEST: usize = 24;
    let lead = text[start.saturating_sub(LONGEST)..start].trim_ascii_end();
    HANDED.iter().any(|words| lead.ends_with(words.as_bytes()))
}

/// Whether a sentence or a part of it ends here.
fn ends_here(rest: &[u8]) -> bool {
    rest.first().is_none_or(|b| matches!(b, b'\n' | b'\r')) || ends_part(rest) || rest == b"."
}

/// Whether the word before a value says in a Nordic language what a password was.
fn was(before: &[u8], name: &Name) -> bool {
    is_one_of(before, &[WAS_NORDIC]) && NORDIC.contains(&name.word)
}

/// Whether the sentence before a name says that its password becomes another: `se cambió la contraseña a …`.
fn is_made(text: &[u8], name: &Name) -> bool {
    holds(&text[name.span.start.saturating_sub(LONGEST_MADE)..name.span.start].to_ascii_lowercase(), MAKING)
}

/// Whether words and figures are the password by what stands before its name: a login name, that it is a first or a new
/// one, or nothing else on the line above them; or by the network between the two: `user ann, password …`, `mdp wifi : …`.
pub(super) fn is_introduced(text: &[u8], name: &Name, value: &Value) -> bool {
    if name.word == "pass" || !may_be_said(&text[value.span.clone()]) || value.span.start <= name.span.end {
        return false;
    }
    let between = &text[name.span.end..value.span.start];
    let begins = text[..name.span.start].last().is_none_or(|b| matches!(b, b'\n' | b'\r'));
    let ends = value.last || ends_part(&text[value.span.end..]);
    match value.link {
        Link::Blank if between.contains(&b'\n') => begins && value.last && between.trim_ascii().is_empty(),
        Link::Blank => ends && between == b" " && (is_given(text, name) || is_held(text, name, value)),
        Link::Far => ends && holds(&between.to_ascii_lowercase(), NETWORKS),
        _ => false,
    }
}

/// Whether a part of a sentence ends here.
fn ends_part(rest: &[u8]) -> bool {
    matches!(rest, [b',' | b'.' | b';' | b')', rest @ ..] if rest.first().is_none_or(u8::is_ascii_whitespace))
}

/// Whether a name and its value are all that stands in brackets.
fn is_held(text: &[u8], name: &Name, value: &Value) -> bool {
    text[..name.span.start].ends_with(b"(") && text.get(value.span.end) == Some(&b')')
}

/// Whether the sentence before a name speaks of a login, or the name of a first or a new password.
fn is_given(text: &[u8], name: &Name) -> bool {
    let before = text[name.span.start.saturating_sub(REACH)..name.span.start].to_ascii_lowercase();
    let before = memchr::memmem::rfind(&before, b". ").map_or(&before[..], |end| &before[end..]);
    holds(before, LOGINS) || is_first(text, name)
}

/// Whether the label of a login stands before a place, in its line or in the one above it.
pub(super) fn follows_login(text: &[u8], at: usize) -> bool {
    let before = text[at.saturating_sub(REACH)..at].trim_ascii_end().to_ascii_lowercase();
    let line = memchr::memrchr(b'\n', &before).map_or(&before[..], |end| &before[end..]);
    holds(line, LOGINS) && memchr::memchr2(b':', b'=', line).is_some()
}

/// Whether it is the name of a first or a new password.
fn is_first(text: &[u8], name: &Name) -> bool {
    let lead = text[name.span.start.saturating_sub(LONGEST_FIRST)..name.span.start].trim_ascii_end();
    let own = &text[name.span.clone()];
    let begins = |word: &[u8]| own.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
    let ends = |word: &[u8]| lead.len() >= word.len() && lead[lead.len() - word.len()..].eq_ignore_ascii_case(word);
    FIRST.iter().any(|word| begins(word.as_bytes()) || ends(word.as_bytes()))
}

/// Whether one of the words stands in a text, or in a word of it.
pub(super) fn holds(text: &[u8], known: &[&str]) -> bool {
    known.iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
}

/// Where a value begins that is all that stands in brackets: `the temporary password that we sent (…)`.
fn in_brackets(text: &[u8], start: usize, word: &[u8], name: &Name) -> Option<usize> {
    let opens = word.first() == Some(&b'(') && name.promise == Promise::Password;
    let close = memchr::memrchr(b')', word).filter(|close| opens && *close > 1)?;
    let inner = &word[1..close];
    let beside = || start == name.span.end + 1 && may_be_held(inner, name);
    (proves(inner) || may_be_said(inner) && is_first(text, name) || beside()).then_some(start + 1)
}

/// The value that takes the place of one that a sentence told: `from … to …`.
pub(in super::super) fn replaced(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) {
    let other = if value.link == Link::Told { other(reading.text(), &value.span) } else { None };
    if let Some(other) = other.filter(|_| name.promise == Promise::Password && !reading.view().is_tight()) {
        match value::stand_in(&reading.text()[other.clone()]) {
            Some(why) => hits.miss(&PASSWORD, other, why),
            None => hits.near(&PASSWORD, other, name.word),
        }
    }
}

/// The values beside one that was found: the one that takes its place in a plan, and those that may be meant in its stead.
pub(in super::super) fn beside(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) {
    if value.quoted {
        planned(reading, name, value, hits);
    }
    if name.promise == Promise::Password && !reading.view().is_tight() {
        alternatives(reading.text(), name, value, hits);
    }
}

/// Further candidates behind a value, of the same kinds of characters: `… or …`, `… / …`, `…, new: …`.
fn alternatives(text: &[u8], name: &Name, value: &Value, hits: &mut Hits) {
    let mut last = value.span.clone();
    let lead = text[name.span.start..value.span.start.max(name.span.end)].to_ascii_lowercase();
    let of_several = holds(&lead, SEVERAL);
    for _ in 0..MOST_ALTERNATIVES {
        let behind = last.end + count(text, last.end, 3, |b| matches!(b, b'"' | b'\'' | b'`' | b'*'));
        // Behind remarks in brackets, and behind a name of several, a comma parts them: `… (prod), … (test)`.
        let remark = remark(&text[behind..]);
        let behind = behind + remark;
        let joints = OR.iter().chain((remark > 0 || of_several).then_some(&", "));
        let mut found = joints.filter(|joint| text[behind..].starts_with(joint.as_bytes())).map(|joint| joint.len());
        let Some(joint) = found.next().or_else(|| turned(&text[behind..])) else { return };
        let next = given(text, behind + joint);
        if !are_alike(&text[last], &text[next.clone()]) {
            return;
        }
        hits.near(&PASSWORD, next.clone(), name.word);
        last = next;
    }
}

/// The length of a remark in brackets that stands here behind a blank.
fn remark(rest: &[u8]) -> usize {
    let inner = rest.strip_prefix(b" (").map(|rest| count(rest, 0, LONGEST_REMARK, |b| !matches!(b, b')' | b'\n')));
    inner.filter(|len| rest.get(len + 2) == Some(&b')')).map_or(0, |len| len + 3)
}

/// The length of what stands before the other one of an old and a new password.
fn turned(rest: &[u8]) -> Option<usize> {
    let lead = count(rest, 0, 3, |b| matches!(b, b' ' | b',' | b';' | b'('));
    let word = TURNED.iter().find(|word| rest[lead..].starts_with(word.as_bytes()))?;
    (lead > 0).then_some(lead + word.len())
}

/// Whether both may be passwords and have the same kinds of characters, by which one may be meant as well as the other.
fn are_alike(one: &[u8], other: &[u8]) -> bool {
    let kinds = |given: &[u8]| {
        let mix = Mix::of(given);
        [mix.small, mix.large, mix.digits, mix.signs].map(|count| count > 0)
    };
    let may_be = |given: &[u8]| cell::is_strong(given) && !is_term(given) && !is_uuid(given);
    kinds(one) == kinds(other) && may_be(one) && may_be(other) && value::stand_in(other).is_none()
}

/// The value that takes the place of one in quotes, in the plan of a change: `"…" -> "…"`.
fn planned(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) {
    let text = reading.text();
    let Some(rest) = text.get(value.span.end + 1..).and_then(|rest| rest.strip_prefix(b" -> \"")) else { return };
    let from = text.len() - rest.len();
    let len = count(rest, 0, REACH, |b| !matches!(b, b'"' | b'\n'));
    if rest.get(len) == Some(&b'"') && len > 2 && value::stand_in(&rest[..len]).is_none() {
        hits.near(&PASSWORD, from..from + len, name.word);
    }
}

/// What shows itself behind a value and a word that ties it.
fn other(text: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
    let behind = value.end + count(text, value.end, 2, |b| matches!(b, b'"' | b'\'' | b'`' | b'*'));
    let from = behind + count(text, behind, 2, is_blank);
    let len = count(text, from, REACH, |b| !b.is_ascii_whitespace());
    let next = from + len + count(text, from + len, 2, is_blank);
    let other = given(text, next);
    (from > behind && is_one_of(&text[from..from + len], LEADING) && shows(&text[other.clone()])).then_some(other)
}

/// What may be a value at a place, without its quotes.
fn given(text: &[u8], start: usize) -> Range<usize> {
    let from = start + count(text, start, 3, |b| matches!(b, b'"' | b'\'' | b'`' | b'*'));
    from..from + bare(text, from)
}

fn begins_with_word(text: &[u8], at: usize) -> bool {
    let from = at + count(text, at, 2, is_blank);
    let len = count(text, from, REACH, |b| !b.is_ascii_whitespace());
    // Brackets may hold the value.
    let word = &text[from..from + len];
    let word = word.strip_suffix(b",").or_else(|| word.strip_suffix(b".")).unwrap_or(word);
    text.get(from) == Some(&b'(') || !word.is_empty() && word.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80)
}

/// Whether a word is one of a sentence that goes on, and speaks of nothing but the password.
fn goes_on(word: &[u8]) -> bool {
    let part = |b: &u8| {
        b.is_ascii_alphanumeric() || *b >= 0x80 || matches!(b, b'-' | b'_' | b'.' | b'(' | b')' | b'/' | b'\'')
    };
    let lower = word.to_ascii_lowercase();
    let ends = matches!(word, [.., b'.']);
    let speaks = !OTHERS.contains(&lower.as_slice()) && !is_about(&lower) && !cell::ABOUT.contains(&lower.as_slice());
    word.iter().all(part) && !ends && (speaks || matches!(lower.as_slice(), b"at" | b"host" | b"domain" | b"changed"))
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn both_values_of_a_plan_are_found() {
        for text in ["old password: Sunny-7x, new: Rainy-8x", "Passwort alt: Sunny-7x neu: Rainy-8x"] {
            assert_eq!(found(DETECTOR.find, text), ["Sunny-7x", "Rainy-8x"], "{text}");
        }
        let plan = "  ~ password = \"Sunny-7\" -> \"rainy88\" # forces replacement";
        assert_eq!(found(DETECTOR.find, plan), ["Sunny-7", "rainy88"]);
        finds_nothing(
            DETECTOR.find,
            &[
                "~ password_policy = \"weak\" -> \"strong\"",
                "~ password = (sensitive value) -> (sensitive value)",
                "~ min_password_length = \"8\" -> \"12\"",
            ],
        );
    }

    #[test]
    fn passwords_are_found_behind_what_the_sentence_says_of_them() {
        for sentence in [
            "La contrase\u{f1}a del servidor es ",
            "Das Passwort des Servers ist ",
            "Le mot de passe de la base est ",
            "Has\u{142}o do serwera to ",
            "A senha do servidor \u{e9} ",
            "L\u{f6}senordet till servern \u{e4}r ",
            "The password for the staging box is currently ",
            "the password we use there is ",
            "I reset the password for bob to ",
            "The password is still ",
            "The password is always ",
            "Das Passwort ist immer ",
            "Das Passwort wurde auf ",
        ] {
            finds(DETECTOR.find, &[(&format!("{sentence}Otter-88x"), "Otter-88x")]);
            finds(DETECTOR.find, &[(&format!("{sentence}\"Wombat!77\" and more"), "Wombat!77")]);
        }
        finds(
            DETECTOR.find,
            &[
                ("the password you gave me Otter4417 does not work", "Otter4417"),
                ("la clave que me disteis Otter4417 no va", "Otter4417"),
                ("The password for the staging box is currently otter-maple88", "otter-maple88"),
                ("La password del wifi \u{e8} Gast-2277-WLAN.", "Gast-2277-WLAN"),
                ("Has\u{142}o do serwera to otter.maple88", "otter.maple88"),
                ("L\u{f6}senordet till servern \u{e4}r letmein83", "letmein83"),
                ("Das Passwort f\u{fc}r das Portal wurde auf otter.maple88 zur\u{fc}ckgesetzt.", "otter.maple88"),
                ("Reset the password of the demo tenant (now otter-maple88)", "otter-maple88"),
                ("The temporary password that you sent (Wombat!77) does not work", "Wombat!77"),
                ("Set initial password (Otter-88x)", "Otter-88x"),
                ("Set initial password (otter.maple88)", "otter.maple88"),
                ("The temporary password you sent (Wombat77*) does not work", "Wombat77"),
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("The HMAC secret we use is 9c1f7e2a44d0bb18.", "9c1f7e2a44d0bb18"),
                ("When I enter \"Otter-88x\" as the password", "Otter-88x"),
                ("bitte Otter-88x als Passwort eingeben", "Otter-88x"),
            ],
        );
    }

    #[test]
    fn passwords_are_found_that_were_some_once() {
        for text in [
            "A senha foi #",
            "Has\u{142}o by\u{142}o #",
            "L\u{f6}senordet var #",
            "Passordet var #",
            "Das Passwort war #",
            "le mot de passe \u{e9}tait #",
            "la contrase\u{f1}a era #",
            "la contrase\u{f1}a fue #",
            "het wachtwoord was #",
            "Das Passwort lautet ab heute #",
            "Das Passwort ist ab sofort #",
            "Passwort ge\u{e4}ndert. Es lautet: #",
        ] {
            finds(DETECTOR.find, &[(&text.replace('#', "Wiese1984"), "Wiese1984")]);
        }
        finds(
            DETECTOR.find,
            &[
                ("A senha do portal foi Garca.77 mas mudou", "Garca.77"),
                ("Het wachtwoord van mijn account is Veerpont1, dan kunt u kijken", "Veerpont1"),
                ("Has\u{142}o zresetowane, nowe: Sernik-2024", "Sernik-2024"),
                ("Password reset, new: Sernik-2024", "Sernik-2024"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "A senha foi alterada em 2024",
                "the password that it has is Release1 of it",
                "Password reset, new: see the vault",
                "Has\u{142}o by\u{142}o zmieniane",
                "L\u{f6}senordet var hemligt",
                "the password var DB_PASS22 of it",
                "Das Passwort war abgelaufen",
                "le mot de passe \u{e9}tait expir\u{e9}",
                "Das Passwort ist ab heute 90 Tage g\u{fc}ltig",
                "Passwort ge\u{e4}ndert. Es lautet wie zuvor",
            ],
        );
    }

    #[test]
    fn words_and_figures_are_passwords_by_what_stands_before_their_name() {
        for text in [
            "Log in with user ann and password #",
            "gebruiker beheer, wachtwoord #.",
            "Initialkennwort #",
            "the temporary password #, please change it",
            "User\nann\nPassword\n#\nmore",
            "mdp wifi : #",
            "mdp wifi #",
            "su - jane (pw #)",
        ] {
            let all = found(DETECTOR.find, &text.replace('#', "otter-maple88"));
            assert!(all.contains(&"otter-maple88".to_owned()), "{text}: {all:?}");
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "the password otter-maple88 host",
                "copy user and password otter-maple88 to the page",
                "The user logs in. The password otter-maple88",
                "see Password\notter-maple88\nof it",
                "Password server : otter-maple88",
            ],
        );
    }

    #[test]
    fn all_values_that_may_be_meant_are_found() {
        for text in [
            "password is either Summer21 or Summer22",
            "pw: Summer21 / Summer22",
            "pw: \"Summer21\" or \"Summer22\"",
            "the password should be Summer21 or Summer22, try both",
            "Passwort: Summer21 oder Summer22",
            "I think the password is Summer21 or maybe Summer22",
            "pw: Summer21 (prod), Summer22 (test)",
            "Password candidates: Summer21, Summer22",
            "Passwords tried: Summer21, Summer22, both wrong",
            "pw: Summer21, or Summer22",
            "Passwort ist entweder Summer21 oder Summer22",
        ] {
            assert_eq!(found(DETECTOR.find, text), ["Summer21", "Summer22"], "{text}");
        }
        assert_eq!(found(DETECTOR.find, "pw: Otter21 or Otter22 or Otter23"), ["Otter21", "Otter22", "Otter23"]);
        for text in [
            "pw: Summer21 or ssh-key2",
            "pw: Summer21 or OPS-1234",
            "pw: Summer21 / prod",
            "pw: Summer21, Server22",
            "pw: Summer21 (prod), host: Server22",
            "pw: Summer21 (prod",
            "pw: Summer21 or ask Tom22x",
            "pw: Summer21 or [SECRET]",
            "pw: Summer21",
        ] {
            assert_eq!(found(DETECTOR.find, text), ["Summer21"], "{text}");
        }
        finds_nothing(
            DETECTOR.find,
            &["password is either wrong or expired", "the password is either in the vault or on paper"],
        );
    }

    #[test]
    fn both_passwords_of_a_change_are_found() {
        for text in [
            "Changed the password from Wombat!77 to Otter-88x.",
            "Das Passwort wurde von Wombat!77 auf Otter-88x ge\u{e4}ndert",
            "cambi\u{f3} la contrase\u{f1}a de Wombat!77 a Otter-88x",
        ] {
            assert_eq!(found(DETECTOR.find, text), ["Otter-88x", "Wombat!77"], "{text}");
        }
    }

    #[test]
    fn sentences_about_something_else_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "The password you gave me Room204 is bad",
                "the password he never gave me in 2024",
                "The password hash of the server is Argon22Xyz",
                "the password manager on db01 is KeePass2",
                "The password of the service must be Base64Encoded22",
                "Das Passwort des Servers ist ISO-27001-konform",
                "copy the password from Vault22Prod",
                "The password is stored. The cluster is Otter88Box",
                "the password for the cluster, which is called Otter88Box",
                "the password of the archive changes on 17May2024",
                "reset the password for bob to [SECRET]",
                "Password to Db01Prod is in the vault",
                "bump the token library to 9c1f7e2a44d0bb18",
                "we use KeePass2 as password manager",
                "pass the result of the call to Worker22Pool",
                "reset the password of the user (jane-doe22)",
                "the password for the host is in db-prod01",
                "Has\u{142}o to nie db-prod01",
                "the password policy is otter-maple88",
                "the password (12 characters) of the server",
            ],
        );
    }
}
