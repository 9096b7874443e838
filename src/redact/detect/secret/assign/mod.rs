//! Secrets by assignment: a name that promises one, a sign or a word that assigns, and a value that may be one:
//! `password = …`, `"apiKey": "…"`, `--token …`, `<secret>…</secret>`, `the password is …`, a cell or an attribute whose
//! label is such a name.
//!
//! How much the value has to show depends on the name and on the link. A password may be any word that is not part of
//! every language of configuration (`required`, `true`), a token has to look like one, and what a weak name promises
//! (`key`, `session`) has to be long, random and to have digits. Stand-ins (`${PASSWORD}`, `<token>`, `changeme`, `****`)
//! and expressions of programs are left; default passwords (`admin`) are not told from descriptions and are left too.

pub(super) mod cell;
pub(super) mod children;
mod fits;
pub(super) mod initials;
pub(super) mod login;
pub(super) mod pair;
mod shared;
mod tuple;

use super::key::pem::open_bodies;
use super::link::{LONGEST, Link, Value, declare, is_of_name, line_start, value_of};
use super::name::{KEY, Name, Promise, names, prose, tongues};
use super::sentence::brief::is_brief;
use super::sentence::{answer, beside, drawn, figures, grouped, loose, phrase, plain, weak};
use super::value::passphrase::is_passphrase;
use super::value::pattern::{is_numbering, is_range, is_tag};
use super::value::program::{self, is_marked_type, is_named_after, is_type};
use super::value::scatter::{holds_scattered, is_drawn_of_letters, is_scattered};
use super::value::shown::{is_brief_mix, is_numbered, is_term, may_be_said, proves, shows};
use super::value::states::is_state;
use super::value::{self, Mix, handbook, help};
use super::{Detector, Hits, Reading, sentence};
use crate::redact::detect::{Rank, Rule, is_uuid};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::runs::long_runs;
use crate::redact::view::View;
use login::{LOGIN, Logins};
use pair::{below_name, is_mixed, led, may_be_chosen, may_hold_pair, remarked, second};
use std::cell::LazyCell;
use std::ops::Range;

/// The detector of this file. Names that promise much raise a signal, and weak ones need a value that does.
pub(super) const DETECTOR: Detector = Detector {
    rules: &[&PASSWORD, &loose::SPOKEN, &TOKEN, &NEAR, &LOGIN],
    needs: Signals::SECRET.union(Signals::CODE).union(Signals::HEX).union(Signals::DRAWN),
    find,
};

pub(super) static PASSWORD: Rule = assigned("secret.password", "assigned to the name of a password");
pub(super) static TOKEN: Rule = assigned("secret.assignment", "assigned to the name of a token, and looks like one");
static NEAR: Rule = assigned("secret.random", "long and random, behind the name of a key");

/// A rule of names and their values.
pub(super) const fn assigned(name: &'static str, proof: &'static str) -> Rule {
    Rule { kind: kind::SECRET, name, version: 1, rank: Rank::Context, proof }
}

/// A longer run of characters that is no value is not looked through for further names: text may be nothing but names.
const LONGEST_RUN: usize = 512;
/// The longest password in quotes, in bytes.
pub(super) const LONGEST_PASSWORD: usize = 128;
/// The shortest value of a weak name.
const SHORTEST_RANDOM: usize = 16;
/// The shortest token that need not show itself as passwords do.
const SHORTEST_TOKEN: usize = 8;
/// The shortest token that just follows its name.
const SHORTEST_BARE: usize = 12;
/// The shortest value of letters of one case.
const SHORTEST_LETTERS: usize = 24;
/// How many digits it has: as many as raise a signal.
const DIGITS: usize = 4;
/// Names the values in a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let (mut logins, mut spoken) = (Logins::default(), loose::Lines::default());
    let (text, asked) = (reading.text(), hits.keep_misses());
    let (key, pair) = (LazyCell::new(|| asked || holds_key(text)), LazyCell::new(|| may_hold_pair(text)));
    // Most names promise so little that a look at the text tells that it has no such value.
    let is_of_use = |name: &Name| match name.promise {
        Promise::Login if !*pair && below_name(text, name).is_none() && led(text, name).is_none() => false,
        Promise::Weak if !*key && !is_brief(name) && !names_pair(name) && !is_of_password(name) => false,
        _ => asked || !prose::is_in(text, name),
    };
    // Up to where nothing but one run of characters stands, which is no value, and up to where the children of a name and the
    // line of one were read.
    let (mut run, mut below, mut line) = (0, 0, 0);
    // Where line breaks were left out, only tokens are read over one.
    let all = !reading.view().is_tight();
    let any = all || holds_token_over_lines(reading.view());
    let open = if any { open_bodies(reading) } else { Vec::new() };
    let is_open = |at: usize| {
        let body = open.partition_point(|body| body.end <= at);
        open.get(body).is_some_and(|body| body.contains(&at))
    };
    let all_names = any.then(|| names(text, reading.sought())).into_iter().flatten();
    for name in all_names.filter(|name| !is_of_address(text, name) && !handbook::is_statement(text, name)) {
        let skipped = name.span.start < run || !all && name.promise != Promise::Token || is_open(name.span.start);
        if skipped || tuple::find(reading, &name, hits) {
            continue;
        }
        if name.span.start >= below && children::is_of_many(text, &name) {
            below = children::find(reading, &name, hits);
        }
        let value = if is_of_use(&name) { value_of(reading, &name) } else { None };
        if let Some(value) = &value {
            second(reading, &name, value, hits);
            phrase::replaced(reading, &name, value, hits);
        }
        if name.promise >= Promise::Token && all {
            spoken.met(text, &name, value.as_ref());
            line = told_around(reading, &name, value.as_ref(), line, hits);
        }
        if name.promise == Promise::Login {
            logins.met(reading, name, hits);
            continue;
        }
        let Some(value) = value else { continue };
        let long_run = Some(value.span.end).filter(|_| !value.quoted && value.span.len() > LONGEST_RUN);
        let found = judge(reading, &name, &value, hits);
        if found {
            phrase::beside(reading, &name, &value, hits);
        }
        if found && (name.promise == Promise::Password || name.word == "secret") {
            logins.told(reading, &name, &value.span, hits);
        } else {
            run = long_run.unwrap_or(run);
        }
    }
    cell::find(reading, hits);
    answer::below(reading, hits);
    spoken.tell(text, hits);
}

/// Names what the sentences around the name of a password tell, and the answer to who asks for it or for a token; the line up
/// to this place was read before. Returns up to where it was read now.
fn told_around(reading: &Reading<'_>, name: &Name, value: Option<&Value>, line: usize, hits: &mut Hits) -> usize {
    answer::find(reading, name, hits);
    sentence::said_as(reading, name, hits);
    drawn::find(reading, name, value, hits);
    shared::find(reading, name, hits);
    grouped::find(reading, name, hits);
    if name.promise == Promise::Token {
        return line;
    }
    remarked(reading, name, hits);
    weak::find(reading, name, hits);
    plain::find(reading, name, hits);
    figures::find(reading, name, hits);
    if name.span.start < line { line } else { sentence::find(reading, name, value, hits) }
}

/// Whether a text may hold what a weak name promises: a run of characters without a blank that is long enough, and has as
/// many digits as that or is no word.
fn holds_key(text: &[u8]) -> bool {
    let visible = |b: u8| (b > b' ') & (b < 0x80);
    long_runs(text, SHORTEST_BARE, visible).any(|run| {
        let mix = Mix::of(&text[run]);
        let len = mix.small + mix.large + mix.digits + mix.signs;
        mix.digits >= DIGITS || len >= SHORTEST_RANDOM && mix.classes() > 1 || len >= SHORTEST_LETTERS
    })
}

/// Whether a line break that was left out stands among so many characters without a blank that it may be in a token.
fn holds_token_over_lines(view: &View) -> bool {
    let text = view.text();
    let solid = |b: &&u8| !b.is_ascii_whitespace();
    view.breaks().any(|at| {
        let before = text[..at].iter().rev().take(SHORTEST_RANDOM).take_while(solid).count();
        before + text[at..].iter().take(SHORTEST_RANDOM).take_while(solid).count() >= SHORTEST_RANDOM
    })
}

/// Whether the value is one that the name promises; says so.
pub(super) fn judge(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) -> bool {
    let text = &reading.text()[value.span.clone()];
    let rule = match name.promise {
        Promise::Password => &PASSWORD,
        Promise::Token => &TOKEN,
        Promise::Weak | Promise::Login => &NEAR,
    };
    let fits = LazyCell::new(|| fits::fits(reading, name, value));
    let tight = reading.view().is_tight() && (name.promise != Promise::Token || text.len() < SHORTEST_RANDOM);
    // An attribute may hold the value before another holds the name.
    let between = name.span.end.min(value.span.end)..name.span.start.max(value.span.start) + 1;
    let crossed =
        || reading.view().is_tight() && (reading.view().has_break(&between) || is_of_lines(reading, &value.span));
    // Most values do not fit, which is told fast; the rest is asked where it counts.
    if !hits.keep_misses() && (tight || !*fits) {
        return false;
    }
    let why = match value::stand_in(text) {
        None if !value.quoted && !value.last && is_tag(text) => "it is a tag before the value",
        _ if tight || crossed() => return false,
        Some(why) => why,
        None => match is_other(reading, name, value) {
            Some(why) => why,
            None if *fits => {
                hits.near(rule, value.span.clone(), name.word);
                return true;
            }
            None => "it does not look like one",
        },
    };
    // Nobody takes the rest of a line of dashes for a value.
    if !text.starts_with(b"---") {
        hits.miss(rule, value.span.clone(), why);
    }
    false
}

/// Why the value is something else, as what stands around it says.
fn is_other(reading: &Reading<'_>, name: &Name, value: &Value) -> Option<&'static str> {
    let text = reading.text();
    let given = &text[value.span.clone()];
    match () {
        () if describes(name, value, given) => Some("it is a word of configurations"),
        () if program::is_expression(text, value) && !is_of_machine(text, name) => {
            Some("it is an expression of a program")
        }
        () if is_of_record(text, name, value) => Some("it is the form of a line of a file"),
        () if help::tells_of(text, name, value) => Some("it tells of what is called so"),
        () if handbook::shows_other(text, name, value) => Some("it goes on behind the name in another way"),
        () if is_typed(text, name, value) => Some("it is the name of a type"),
        () if is_range(text, value) => Some("it is a range of lengths"),
        () if is_variable(text, name, value) => Some("it is the name of a variable"),
        () => None,
    }
}

/// Whether the name of a password ends a login in `.netrc`, where nothing is an expression.
fn is_of_machine(text: &[u8], name: &Name) -> bool {
    let lead = &text[name.span.start.saturating_sub(LONGEST)..name.span.start];
    declare::is_machine(lead)
}

/// Whether this describes a value: a word of configurations, what is said of one in a sentence, or the name of a setting.
fn describes(name: &Name, value: &Value, text: &[u8]) -> bool {
    let is_said = || !value.quoted && value.link == Link::Word && plain::is_said_of_it(text);
    let is_setting = || name.promise == Promise::Token && program::is_path_of_words(text);
    value::is_description(text) || is_state(text) || is_said() || is_setting()
}

/// Whether this may be a password where the short word for one alone is said to be it.
fn may_be_in_short(name: &Name, text: &[u8]) -> bool {
    may_be_said(text) || name.word.starts_with("pw") && (is_brief_mix(text) || beside::is_numbered(text))
}

/// Whether the value just follows its name as that of a community does, or ends a short line.
fn stands_alone(text: &[u8], name: &Name, value: &Value) -> bool {
    is_community(name, &text[value.span.clone()]) || ends_short_line(text, name, value)
}

/// Whether it is called a community (RFC 3584) and has parts as one has that somebody chose: `SNMP community acme-r0-mon`.
fn is_community(name: &Name, given: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    name.word.contains("community")
        && (6..=32).contains(&given.len())
        && given[0].is_ascii_alphabetic()
        && given.iter().all(part)
        && given.iter().any(|b| matches!(b, b'-' | b'_'))
        && given.iter().any(u8::is_ascii_digit)
}

/// Whether words and figures end the line of a note, which has few words before the name: `WLAN Passwort otter-maple88`.
fn ends_short_line(text: &[u8], name: &Name, value: &Value) -> bool {
    const MOST_WORDS: usize = 2;
    let before = &text[line_start(text, name.span.start)..name.span.start];
    // In a list each part of the line is one.
    let before = memchr::memmem::rfind(before, b", ").map_or(before, |at| &before[at + 2..]);
    let words = before.split(|b| !b.is_ascii_alphanumeric() && *b < 0x80).filter(|word| !word.is_empty()).count();
    let plain = before.iter().all(|b| b.is_ascii_alphanumeric() || b" \t>*-".contains(b) || *b >= 0x80);
    // A report of tests says what passed.
    let given = &text[value.span.clone()];
    let said = value.last && !value.quoted && name.word != "pass" && (may_be_said(given) || is_alternating(given));
    let beside = !text[name.span.end..value.span.start].contains(&b'\n');
    said && beside && plain && words <= MOST_WORDS && !is_task(text, name) && !is_uuid(given)
}

/// Whether letters and figures take turns as in no name of a version or a thing: `x7rq2m`. What is hexadecimal may be a hash.
fn is_alternating(given: &[u8]) -> bool {
    let mix = Mix::of(given);
    let turns = given.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let plain = mix.small + mix.large + mix.digits == given.len();
    let is_hex = given.iter().all(u8::is_ascii_hexdigit);
    plain && (6..=16).contains(&given.len()) && mix.digits > 1 && turns > 3 && !is_hex && !is_term(given)
}

/// Whether a line of the value ends with a comma or begins with a name and its sign: what is broken for its length has none.
fn is_of_lines(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let text = &reading.text()[..span.end];
    let name = |at: usize| text[at..].iter().take_while(|b| is_of_name(**b)).count();
    let tied = |at: usize| name(at) > 0 && matches!(text[at + name(at)..], [b'=', b, ..] if b != b'=');
    // A name with blanks around its sign, perhaps that of a setting that is switched off.
    let off = |at: usize| at + usize::from(text[at] == b'#');
    let spaced = |at: usize| off(at) + name(off(at)) == span.end && reading.text()[span.end..].starts_with(b" =");
    let ended = |at: usize| matches!(text[at - 1], b',' | b';' | b')' | b'"' | b'\'');
    span.clone().skip(1).any(|at| reading.view().is_break(at) && (ended(at) || tied(at) || spaced(at)))
}

/// Whether the name may hold a login name and its password.
fn names_pair(name: &Name) -> bool {
    name.word.starts_with("basic") || matches!(name.word, "credential" | "creds")
}

/// Whether the value shows what a name may hold that promises little: a login name and its password, or a password behind a
/// name that goes on.
fn shows_for(text: &[u8], name: &Name, value: &Value) -> bool {
    let tied = || matches!(value.link, Link::Sign | Link::Tight);
    name.word.starts_with("basic") && is_pair(text) || is_of_password(name) && tied() && proves(text)
}

/// Whether it is a login name and a password with a colon between them.
fn is_pair(text: &[u8]) -> bool {
    let plain = |login: &[u8]| login.iter().all(|b| b.is_ascii_alphanumeric() || b"._-@".contains(b));
    let colon = memchr::memchr(b':', text).filter(|at| *at > 0);
    let chosen = |given: &[u8]| proves(given) || may_be_chosen(given);
    colon.is_some_and(|at| plain(&text[..at]) && chosen(&text[at + 1..]))
}

/// Whether a name that goes on has a word for a password in it: `password_jenkins`.
fn is_of_password(name: &Name) -> bool {
    const WORDS: [&str; 14] = [
        "password",
        "passwd",
        "pwd",
        "passwort",
        "kennwort",
        "passphrase",
        "senha",
        "wachtwoord",
        "clave",
        "mdp",
        "rasena",
        "rase\u{f1}a",
        "motdepasse",
        "mot de passe",
    ];
    WORDS.contains(&name.word)
}

/// Whether the value is the type of what is called so. A password of words is told from one where its name begins with a
/// capital, or ends its line and does not repeat the name.
fn is_typed(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let is_type = !value.quoted && matches!(value.link, Link::Sign | Link::Tight) && is_type(given, name.word);
    let small = text[name.span.start].is_ascii_lowercase();
    let led = || given.len() > name.word.len() && given[..name.word.len()].eq_ignore_ascii_case(name.word.as_bytes());
    let declared = || text[name.span.end..value.span.start].starts_with(b":") && small && (!value.last || led());
    let marked = || {
        !value.quoted && name.promise != Promise::Password && is_marked_type(given, name.word, &text[value.span.end..])
    };
    is_type && (name.promise != Promise::Password || declared()) || marked()
}

/// Whether the word stands in place of the user or the password of an address: `amqp://user:password@server/`.
fn is_of_address(text: &[u8], name: &Name) -> bool {
    let (before, behind) = (&text[..name.span.start], text.get(name.span.end));
    before.ends_with(b"://") && behind == Some(&b':') || before.ends_with(b":") && behind == Some(&b'@')
}

/// Whether the name stands among others that a file has in each of its lines, with colons between: `name:password:GID:list`.
fn is_of_record(text: &[u8], name: &Name, value: &Value) -> bool {
    let word = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b':' | b'(' | b')') || *b >= 0x80;
    // Short words for passwords are codes of other things where colons part the fields.
    let word = |b: &u8| word(b) || name.word == "mdp" && b.is_ascii_digit();
    let led = matches!(text[..name.span.start], [.., b, b':'] if b.is_ascii_alphabetic() || name.word == "mdp");
    led && value.span.start == name.span.end + 1
        && text[name.span.end] == b':'
        && text[value.span.clone()].iter().all(word)
}

/// Whether a variable that is called after what it holds is given to a name: as an alias of YAML (`password: *db_password`),
/// to a member of an object (`self.password = password1`), or to a token (`token ||= generate_token2`).
fn is_variable(text: &[u8], name: &Name, value: &Value) -> bool {
    let (given, lead) = (&text[value.span.clone()], &text[..value.span.start]);
    let is_alias = || lead.ends_with(b"*") && !lead.ends_with(b"**");
    let own = [&b"self."[..], b"this."].iter().any(|own| text[name.span.clone()].starts_with(own));
    let tied = !value.quoted && matches!(value.link, Link::Sign | Link::Tight);
    let repeated = value.quoted && given == &text[name.span.clone()];
    // An argument of a call.
    let passed = || given.contains(&b'_') && matches!(text.get(value.span.end), Some(b')' | b','));
    repeated
        || tied
            && is_named_after(given, name.word)
            && (is_alias() || passed() || own || name.promise == Promise::Token && given.contains(&b'_'))
}

/// Whether the line up to the name says what is done with it: `Change password: …`.
fn is_task(text: &[u8], name: &Name) -> bool {
    let before = &text[line_start(text, name.span.start)..name.span.start];
    let prose = before.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'\t' | b'-' | b'*' | b'.'));
    let words = before.split(|b| !b.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<Vec<u8>> = words.take(cell::MOST_WORDS + 1).map(<[u8]>::to_ascii_lowercase).collect();
    let is_own = || {
        let own = text[name.span.clone()].split(|b| !b.is_ascii_alphanumeric());
        let own: Vec<Vec<u8>> = own.map(<[u8]>::to_ascii_lowercase).collect();
        own.len() > 1 && cell::is_action(&own)
    };
    prose && words.len() <= cell::MOST_WORDS && cell::is_action(&words) || is_own()
}

/// Whether there are nothing but letters and signs of names.
pub(super) fn is_word(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.'))
}

fn is_password(text: &[u8], value: &Value) -> bool {
    let mix = Mix::of(text);
    let letters = mix.small + mix.large;
    // Letters of other alphabets are letters.
    let letter = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80;
    let plain = mix.digits == 0 && text.iter().all(|b| letter(b) || matches!(b, b'_' | b'-' | b'.' | b'#' | b':'));
    let phrase = value.quoted && matches!(value.link, Link::Sign | Link::Tight) && is_passphrase(text);
    let blank = text.iter().any(u8::is_ascii_whitespace) && !phrase;
    let named = || {
        plain
            && ["password", "passwd", "pwd"]
                .iter()
                .any(|word| value::contains(&text.to_ascii_lowercase(), word.as_bytes()))
    };
    let len = text.len();
    match value.link {
        _ if !(3..=LONGEST_PASSWORD).contains(&len) || mix.distinct < 2 || blank || mix.signs == len => false,
        Link::Sign | Link::Tight if value.quoted => !(named() && matches!(text[0], b'#' | b'.')),
        Link::Option | Link::Tight => {
            len >= 4 && !text.starts_with(b"-") && (!named() || text[0].is_ascii_alphabetic())
        }
        Link::Sign => len >= 4 && (!plain || value.last),
        Link::Far => is_mixed(text) && len >= 6 && !is_uuid(text),
        Link::Told => (shows(text) || may_be_said(text) || is_numbered(text)) && !is_uuid(text),
        Link::Word if value.quoted => len >= 4,
        Link::Word => len >= 6 && (mix.digits > 0 && letters > 0 || mix.signs > 0 && !plain),
        Link::Blank if value.quoted && is_marked(text) => true,
        Link::Blank => {
            let shaped = (8..=64).contains(&len) && (mix.classes() == 3 || value::is_random(text)) && letters > 2;
            (shaped || shows(text)) && !is_uuid(text)
        }
    }
}

/// Whether what stands in quotes right behind its name is no word: `WITH PASSWORD '…'`, `storePassword "…"`.
fn is_marked(text: &[u8]) -> bool {
    let mix = Mix::of(text);
    text.len() >= 6 && mix.digits > 0 && mix.small + mix.large > 2 && !is_term(text) && !is_uuid(text)
}

fn is_token(text: &[u8], value: &Value) -> bool {
    let mix = Mix::of(text);
    let len = text.len();
    let strange = text.iter().any(|b| b.is_ascii_whitespace() || !b.is_ascii());
    let mixed = mix.digits > 0 && mix.small + mix.large > 0 && mix.distinct >= 6;
    match value.link {
        Link::Sign | Link::Tight if !strange && len < SHORTEST_TOKEN => shows(text),
        _ if strange || !(SHORTEST_TOKEN..=LONGEST).contains(&len) => false,
        _ if is_uuid(text) => value.link != Link::Far,
        Link::Word | Link::Told if len < SHORTEST_RANDOM && is_term(text) => false,
        Link::Blank if is_fingerprint(text) => false,
        Link::Blank => {
            len >= SHORTEST_BARE
                && (value::is_random(text) && is_long(text)
                    || value::is_unbroken(text, SHORTEST_BARE)
                    || is_letters(text)
                    || is_drawn_of_letters(text))
        }
        _ if value::is_random(text) => true,
        Link::Sign | Link::Tight | Link::Option => {
            let dense = mix.signs * 6 <= len;
            mixed && dense && len >= 12
                || len >= 16 && mix.digits == len && mix.distinct >= 5
                || len >= 20 && mix.classes() >= 2 && dense && mix.distinct >= 10
                || value.quoted && len >= 24 && mix.signs == 0 && mix.distinct >= 10
                || is_letters(text) && holds_scattered(text)
                || is_drawn_of_letters(text)
                || shows(text)
        }
        Link::Far if shows(text) => true,
        Link::Word | Link::Far | Link::Told => mixed && len >= 12,
    }
}

/// Whether the name is more than the word `key`.
fn is_telling(name: &Name) -> bool {
    name.span.len() > name.word.len() || name.word != KEY && !tongues::KEYS.contains(&name.word)
}

/// Whether a part of it is longer than words that hold a figure.
fn is_long(text: &[u8]) -> bool {
    text.split(|b| !b.is_ascii_alphanumeric()).any(|part| part.len() >= SHORTEST_RANDOM / 2)
}

/// Whether it is of letters of one case, or of figures, and longer than any word.
fn is_letters(text: &[u8]) -> bool {
    let mix = Mix::of(text);
    text.len() >= SHORTEST_LETTERS && [mix.small, mix.large, mix.digits].contains(&text.len()) && mix.distinct >= 5
}

/// Whether this is long and random, and has the digits that a weak name asks for or was drawn from letters too. A UUID
/// is too common to count, but behind the name of a variable that ends in the word.
fn is_near(text: &[u8], name: &Name, value: &Value) -> bool {
    let assigned = matches!(value.link, Link::Sign | Link::Tight);
    let least = if name.word == KEY && assigned { SHORTEST_BARE } else { SHORTEST_RANDOM };
    let len = text.len();
    if !(least..=LONGEST).contains(&len) || text.iter().any(|b| b.is_ascii_whitespace() || !b.is_ascii()) {
        return false;
    }
    if is_uuid(text) {
        return is_telling(name) && assigned;
    }
    if tongues::KEYS.contains(&name.word) && is_numbering(text) {
        return false;
    }
    // What is measured has its parameters behind it: `system.cpu.util[snAgGblCpuUtil1MinAvg.0]`.
    if text.ends_with(b"]") && matches!(memchr::memchr(b'[', text), Some(at) if at > 0 && is_word(&text[..at])) {
        return false;
    }
    let mix = Mix::of(text);
    if value.quoted && is_telling(name) && is_of_all_keys(text, &mix) {
        return true;
    }
    let run = text.split(|b| !b.is_ascii_alphanumeric() && *b != b'-');
    let digits = run.map(|part| part.iter().filter(|b| b.is_ascii_digit()).count()).max().unwrap_or(0);
    let shaped = || value::is_random(text) && is_long(text) || value::is_unbroken(text, 20) || is_letters(text);
    // The signs of base64 part what was drawn.
    let joined = || text.iter().copied().filter(|b| !b"-_+/=".contains(b)).collect::<Vec<_>>();
    let drawn = || len >= SHORTEST_RANDOM && (holds_scattered(text) || is_telling(name) && is_scattered(&joined()));
    if value::is_product_key(text) {
        return true;
    }
    // Behind a name that tells, the signs of base64 are as many as chance has it.
    let coded = || is_telling(name) && text.iter().all(|b| b.is_ascii_alphanumeric() || b"-_+/=".contains(b));
    mix.signs * if coded() { 4 } else { 6 } <= len
        && (digits >= DIGITS && shaped() || drawn())
        && (assigned && !text.starts_with(b"0x") || is_telling(name) || !is_fingerprint(text))
}

/// Whether it is drawn from all keys of a keyboard, as the keys and salts of WordPress are.
fn is_of_all_keys(text: &[u8], mix: &Mix) -> bool {
    text.len() >= 32 && mix.classes() == 3 && mix.signs >= 6 && mix.digits >= 3 && mix.distinct >= 24
}

/// Whether it is the number or the fingerprint of a key of OpenPGP, as its programs print them.
fn is_fingerprint(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"0x").unwrap_or(text);
    matches!(digits.len(), 16 | 40) && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
}

#[cfg(test)]
mod tests {
    use super::super::across;
    use super::super::name::BRIEF;
    use super::super::name::words;
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found, read};
    use crate::redact::detect::secret::name::is_house;
    use crate::redact::promptly::promptly;

    #[test]
    fn what_weak_names_promise_is_long_and_drawn() {
        for text in [
            "key ab-1234-cd56",
            "x AbCdEfGhIjKlMnOp",
            "x abcdefghijklmnop1",
            "abcdefghijklmnopqrstuvwx",
            "12345678-abcd",
        ] {
            assert!(holds_key(text.as_bytes()), "{text}");
        }
        for text in ["key ab-1234 cd56", "pg_stat_activity_", "the key is 4111 1111", "AbCdEfGhIjKlMnO \u{e9}", ""] {
            assert!(!holds_key(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn passwords_are_found_however_they_are_assigned() {
        finds(
            find,
            &[
                ("password = Sunny-7", "Sunny-7"),
                ("ALTER ROLE bob WITH PASSWORD 'sunny77';", "sunny77"),
                ("    storePassword \"sunny77\"", "sunny77"),
                ("userPassword:: c3VubnktNzc=", "c3VubnktNzc="),
                ("\u{5bc6}\u{7801}\u{662f}Sunny-7", "Sunny-7"),
                ("wep_key0=1a2b3c4d5e", "1a2b3c4d5e"),
                ("Meeting-Kenncode: Mp8DyV", "Mp8DyV"),
                ("Recovery key: BT6FC-TK2LU-UM2VF", "BT6FC-TK2LU-UM2VF"),
                ("clave wifi: sunny-day-77", "sunny-day-77"),
                ("API-Schl\u{fc}ssel: 7f3c9e1ab2d84450", "7f3c9e1ab2d84450"),
                ("Cl\u{e9} d'acc\u{e8}s : 7f3c9e1ab2d84450", "7f3c9e1ab2d84450"),
                ("Chiave segreta: 7f3c9e1ab2d84450", "7f3c9e1ab2d84450"),
                ("jeton d'acc\u{e8}s : 7f3c9e1ab2d84450", "7f3c9e1ab2d84450"),
                ("DB_PASSWORD=swordfish\n", "swordfish"),
                ("password=Sunny-7q,2024", "Sunny-7q"),
                ("password=Sunny-7q,a1", "Sunny-7q,a1"),
                ("password: swordfish", "swordfish"),
                ("\"password\": \"swordfish\",", "swordfish"),
                ("'pwd' => 'swordfish'", "swordfish"),
                ("Authorization: SSWS Zk3v9QxT1mB7", "Zk3v9QxT1mB7"),
                ("mysql --password swordfish -h x", "swordfish"),
                ("--password=Sunny-7 x", "Sunny-7"),
                ("<password>Sunny-7</password>", "Sunny-7"),
                ("Server=db;Password=#gets0m3;Trusted=no", "#gets0m3"),
                ("?a=etl&password=Sunny-7&x=1", "Sunny-7"),
                ("password=Sunny&7&moon next", "Sunny&7&moon"),
                ("PASSWORD=Sunny-7&& make", "Sunny-7"),
                ("the password is Sunny-7.", "Sunny-7"),
                ("The password for the test system is 'swordfish'", "swordfish"),
                ("Password for jane: Sunny-7", "Sunny-7"),
                ("set(\"password\", \"swordfish\")", "swordfish"),
                (r#"{\"password\":\"swordfish\"}"#, "swordfish"),
                ("DB_PASS=Sunny-7", "Sunny-7"),
                ("**Password:** Sunny-7", "Sunny-7"),
                ("password: 48151623", "48151623"),
                ("password: $Uperman99", "$Uperman99"),
                ("Change password: Falcon12", "Falcon12"),
                ("PW: Acme_2024", "Acme_2024"),
                ("Pass: Xy7_kPq9", "Xy7_kPq9"),
                ("pass: r00t.x9", "r00t.x9"),
                ("REDIS_AUTH=wombat7", "wombat7"),
                ("Radius secret: testing123", "testing123"),
                ("RADIUS shared secret testing123", "testing123"),
            ],
        );
    }

    #[test]
    fn passwords_are_found_in_members_quotes_and_lines_of_their_own() {
        finds(
            find,
            &[
                ("HOST: db\nPASS: wombat7\nPORT: 22", "wombat7"),
                ("$Config::password = 'wombat';", "wombat"),
                (
                    "?sv=2&sig=a312b9c3cb4a1b693e8ebac5ee1ca9cc01f2661c1439",
                    "a312b9c3cb4a1b693e8ebac5ee1ca9cc01f2661c1439",
                ),
                ("token: 77X1ebypsI7os+X2lhHsZLGNCDK3nN", "77X1ebypsI7os+X2lhHsZLGNCDK3nN"),
                ("connect(\"password\", \"my=hunter2x\")", "my=hunter2x"),
                ("pw -> hunter2x", "hunter2x"),
                ("user_pw->hunter2x", "hunter2x"),
                ("db_onepass_pass = 'wombat'", "wombat"),
                ("--args \"--password\", \"hunter2\"", "hunter2"),
                ("password:\n  hunter2x", "hunter2x"),
                ("password =\n  \"hunter2x\"", "hunter2x"),
                ("\"password\" : { \"value\": \"hunter2x\" }", "hunter2x"),
                ("$config{'password'} = 'hunter2x';", "hunter2x"),
            ],
        );
    }

    #[test]
    fn values_stand_in_the_quotes_of_printed_text() {
        let key = "q8Zr3TnW5yLk2Vb9Xc7M";
        for (open, close) in
            [("\u{201c}", "\u{201d}"), ("\u{201e}", "\u{201c}"), ("\u{ab}", "\u{bb}"), ("\u{2018}", "\u{2019}")]
        {
            finds(
                find,
                &[(&format!("API key: {open}{key}{close}."), key), (&format!("the token {open}{key}{close} is"), key)],
            );
            finds(find, &[(&format!("Password: {open}Sunny-7{close}, and"), "Sunny-7")]);
        }
        finds_nothing(
            find,
            &[
                "token: \u{201c}the next one\u{201d}",
                "API key: \u{201c}\u{201d}",
                "Password: \u{201c}see below\u{201d}",
            ],
        );
    }

    #[test]
    fn marks_of_forms_and_wiki_markup_stand_between_a_name_and_its_colon() {
        for name in ["+Password+", "-Password-", "Password *", "Password #2", "Password #"] {
            finds(find, &[(&format!("{name}: Sunny-7"), "Sunny-7")]);
        }
        finds_nothing(find, &["Password # Sunny-seven", "Password + Sunny:seven", "Password *Sunny*: seven"]);
    }

    #[test]
    fn passwords_that_show_themselves_just_follow_their_names() {
        for word in ["pw", "PW", "Pwd", "psw", "mdp", "pass", "Pass", "password", "Passwort", "senha"] {
            for text in [
                format!("{word} Otter-88x"),
                format!("{word} \u{2192} Otter-88x"),
                format!("{word} -> Otter-88x"),
                format!("{word} => Otter-88x"),
                format!("{word} \u{2013} Otter-88x"),
                format!("user bob, {word} Otter-88x, host db1"),
            ] {
                assert_eq!(found(find, &text), ["Otter-88x"], "{text}");
            }
        }
        finds(
            find,
            &[
                ("pw is Wombat!77", "Wombat!77"),
                ("share the password Otter88.", "Otter88"),
                ("X-Auth-Token: Otter-88x", "Otter-88x"),
                ("client_secret = 'Wombat!77'", "Wombat!77"),
                ("ENV[\"TOKEN\"] ||= \"Otter-88x\"", "Otter-88x"),
                ("shared secret RADIUS: Radi_us77", "Radi_us77"),
                ("Wachtwoord voor de server: Otter-88x", "Otter-88x"),
                ("z has\u{142}em Otter-88x", "Otter-88x"),
            ],
        );
    }

    #[test]
    fn nothing_is_an_expression_in_a_file_of_logins() {
        finds(find, &[("machine artifacts.lan login etl password Extract.Load", "Extract.Load")]);
        finds_nothing(find, &["the login etl password Extract.Load"]);
    }

    #[test]
    fn phrases_are_passwords_where_the_other_settings_of_a_connection_stand() {
        for text in [
            "connect(dbname=\"plant\", host=\"pg\",\n    password=\"it was a dark and stormy night\")",
            "server: stats.lan\nstats_password: 'it was a dark and stormy night'",
        ] {
            finds(find, &[(text, "it was a dark and stormy night")]);
        }
        finds_nothing(
            find,
            &[
                "label=\"x\", password=\"it was a dark and stormy night\"",
                "host=\"pg\", password=\"type your own password\"",
                "host=\"pg\", password=\"taken from the vault\"",
            ],
        );
    }

    #[test]
    fn a_name_that_a_sign_follows_in_the_next_line_is_no_value() {
        for text in ["SECRET_KEY_BASE=0a1b2c3d4e5f6071", "SECRET\nKEY\nBASE=0a1b2c3d4e5f6071"] {
            let found = found(find, text);
            assert!(!found.iter().any(|value| value.contains("BASE")), "{text}: {found:?}");
        }
        assert!(found(find, "SECRET_KEY_BASE=0a1b2c3d4e5f6071").contains(&"0a1b2c3d4e5f6071".to_owned()));
    }

    #[test]
    fn what_is_passed_and_what_passes_is_left() {
        finds_nothing(
            find,
            &[
                "You can pass UserId22Name as argument",
                "pass Base64EncodedString22 to the parser",
                "we pass Otter-88x along",
                "PASS LoginTest42Case",
                "PASS: x86-64 (ILP32) rip addressing",
                "FAIL: x\nPASS: vers26b1\nXFAIL: vers26b2",
                "PASS: vers26b1\nPASS: vers27",
                "match token { Token::BraceOpen => x, lexer::Token::ComponentPart { .. } }",
                "requires 'Text::Password::Pronounceable';",
                "Token::I32(30),",
                "impl TryIntoTokens for proc_macro2::TokenStream {",
                "let tokens = [\n  Token::Str(\"id\"),\n  Token::StructEnd,\n  Token::U8(uuid_bytes[3]),\n];",
                "let tokens = quote!(..100u32);",
                "an unexpected token BasicParseError at",
                "signing key 19882D92DDA4C400C22C0D56CC2AF4472167BE03",
                "\"NextToken\": \"77X1ebypsI7os+X2lhHsZLGNCDK3nNGpwRdFpicSOHgcX1\"",
                "\"AWS::ApiGateway::UsagePlanKey\": \"309b26469128fd0a\"",
                "\"sig\": \"a312b9c3cb4a1b693e8ebac5ee1ca9cc01f2661c1439\"",
                "(GnuPG key: 0x7EC2DBB6F4DBF434)",
                "USER_PASSWORD = 0x0003,",
                "\"minipass\": \"^7.1.2\"",
                "Speculation_Store_Bypass:       vulnerable",
                "group_name:password:GID:user_list",
                "if module.params['update_password'] == 'always':",
                "(\"enablePassword\", \"enablePassword\")",
                "subprocess.Popen([\"sshpass\"], stdin=subprocess.PIPE)",
                "auth(reply, pw->pw_name);",
                "$CurrentPass => undef",
                "--http-password and --proxy-password respectively, and",
                "add_argument('--ask-vault-password', '--ask-vault-pass')",
                "printf 'username\\0password' | mmencode",
                "see <passwd>\n[AuthDatabase.Passwd.txt] for it",
                "'ALL:!LOW:!MD5:!PSK:!RC4:!ADH:!LOW@STRENGTH'",
                "ProfitBricks(username=subscription_user, password=subscription_password)",
                "The following values will pass:\n\n  $my_ip = x",
                "password:\nsmtp_host: mail7.corp\n",
                "# login jane password",
                "password:\nldap2:\n  host: x",
                "All 42 tests pass Ubuntu22Lts",
                "pass: driver.x9",
                "REDIS_AUTH_ENABLED=true",
                "the RADIUS secret is required",
                "RADIUS secret rotation",
                "pass -Xmx512m to the JVM",
                "pass v2.1.3-rc1 to the script",
                "psk mode WPA2-Personal",
                "pw by KeePass2",
                "PW: siehe KeePass2",
                "mdp -> voir KeePass2",
                "clave p\u{fa}blica RSA-2048",
                "secret: my-app-secret",
                "pw \u{2192} [SECRET]",
            ],
        );
    }

    #[test]
    fn passwords_are_found_by_words_of_many_languages_and_in_many_forms() {
        finds(
            find,
            &[
                ("Kennwort: Falcon12!", "Falcon12!"),
                ("mot de passe : Falcon12!", "Falcon12!"),
                ("contrase\u{f1}a: Falcon12!", "Falcon12!"),
                ("\u{41f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}: Falcon12!", "Falcon12!"),
                ("pw: Falcon12!", "Falcon12!"),
                ("olcRootPW: Light431", "Light431"),
                ("パスワード: Falcon12!", "Falcon12!"),
                ("密码：Falcon12!", "Falcon12!"),
                ("비밀번호: Falcon12!", "Falcon12!"),
                ("Şifre: Falcon12!", "Falcon12!"),
                ("jelszó: Falcon12!", "Falcon12!"),
                ("lozinka: Falcon12!", "Falcon12!"),
                ("Κωδικός: Falcon12!", "Falcon12!"),
                ("mật khẩu: Falcon12!", "Falcon12!"),
                ("סיסמה: Falcon12!", "Falcon12!"),
                ("كلمة المرور: Falcon12!", "Falcon12!"),
                ("รหัสผ่าน: Falcon12!", "Falcon12!"),
                ("Лозинка: Falcon12!", "Falcon12!"),
                ("bindpw Light-431", "Light-431"),
                ("psk=\"Falcon-5074\"", "Falcon-5074"),
                ("CREATE USER app IDENTIFIED BY 'marble4748';", "marble4748"),
                ("Password (test): Falcon12!", "Falcon12!"),
                ("password - Falcon12!", "Falcon12!"),
                ("password \u{2013} Falcon12!", "Falcon12!"),
                ("password \u{2192} Falcon12!", "Falcon12!"),
                ("the password is now Falcon12!", "Falcon12!"),
                ("the password has been changed to Falcon12!", "Falcon12!"),
                ("reset the password to Falcon12!", "Falcon12!"),
                ("Passwort ist Falcon12!", "Falcon12!"),
                ("Passwort f\u{fc}r bob: Falcon12!", "Falcon12!"),
                ("le mot de passe est Falcon12!", "Falcon12!"),
                ("password: \"correct horse battery staple\"", "correct horse battery staple"),
                ("password: \"Summer time 2024!\"", "Summer time 2024!"),
                ("PGPASSWORD=\"Otter 88x\" psql", "Otter 88x"),
            ],
        );
    }

    #[test]
    fn networks_and_their_devices_have_words_of_their_own() {
        finds(
            find,
            &[
                ("SNMP community: rd-comm-77", "rd-comm-77"),
                ("Community string = rd-comm-77", "rd-comm-77"),
                ("SNMP v2c community: rd-comm-77", "rd-comm-77"),
                ("SNMP v2 community rd-comm-7, port 161", "rd-comm-7"),
                ("SNMP community string rd-comm-7", "rd-comm-7"),
                ("Wi-Fi code: sunny-days-42", "sunny-days-42"),
                ("TOTP seed: MFRGGZDFMZTWQ2LK", "MFRGGZDFMZTWQ2LK"),
                ("Cl\u{e9} API\u{a0}: ck_77aa99bb22", "ck_77aa99bb22"),
                ("Clave de API: ck_77aa99bb22", "ck_77aa99bb22"),
            ],
        );
        finds_nothing(
            find,
            &[
                "SNMP community: read-only access",
                "the SNMP v2c community is set by the agent",
                "an SNMP community string read-only is needed",
                "the community string is not the default",
                "Wi-Fi code: ask at the reception",
                "the TOTP seed is stored in the HSM",
                "Cl\u{e9} API : voir le coffre",
            ],
        );
    }

    #[test]
    fn a_value_ends_where_its_own_quotes_close() {
        finds(
            find,
            &[
                ("API_KEY = '\"951bc382db9cfee29c68634761dd6e19\"'", "951bc382db9cfee29c68634761dd6e19"),
                (r#"("String", "DB_PASSWORD", "\"Sunny-7\"")"#, "Sunny-7"),
                ("password: 'Sunny's-7'", "Sunny's-7"),
                ("password = \"Sunny-7", "Sunny-7"),
                ("password='Sunny-7'if x else 'y'", "Sunny-7"),
                ("{\"password\":\"Sunny-7\",\"user\":\"x\"}", "Sunny-7"),
            ],
        );
        finds_nothing(find, &["the \"password is not here", "password=\"", "print(\"password: \" + x)"]);
    }

    #[test]
    fn keys_are_found_in_statements_without_brackets_and_with_signs_in_them() {
        finds(
            find,
            &[
                (
                    "buildConfigField 'String', 'API_KEY', '951bc382db9cfee29c68634761dd6e19'",
                    "951bc382db9cfee29c68634761dd6e19",
                ),
                (
                    "  property \"sonar.login\", \"826de5590c75919a8317fdface58206eebe7ebbc\"",
                    "826de5590c75919a8317fdface58206eebe7ebbc",
                ),
                ("nasdaq_key = yhTFulkELh3-jC6oudRX", "yhTFulkELh3-jC6oudRX"),
            ],
        );
        finds_nothing(
            find,
            &[
                "columns \"api_key\", \"created_at_by_user_2\"",
                "sonar.login=admin",
                "cache_key = user-profile-v2-settings",
                "sort_key: created_at_2024_index",
            ],
        );
    }

    #[test]
    fn passwords_are_found_beside_their_names_and_login_names() {
        finds(
            find,
            &[
                ("<add key=\"SmtpPassword\" value=\"Falcon12!\"/>", "Falcon12!"),
                ("{\"name\": \"DB_PASSWORD\", \"value\": \"Falcon12!\"}", "Falcon12!"),
                ("- name: DB_PASSWORD\n  value: Berlin509!", "Berlin509!"),
                ("variable \"db_password\" {\n  type = string\n  default = \"Falcon12\"\n}", "Falcon12"),
            ],
        );
        for text in
            ["login: admin / Falcon12!", "credentials: admin / Falcon12!", "username/password: admin / Falcon12!"]
        {
            let found = found(find, text);
            assert!(found.contains(&"Falcon12!".to_owned()), "{text}: {found:?}");
        }
        finds_nothing(
            find,
            &[
                "PASS: test_login_redirects_1",
                "--- PASS: TestFoo12Bar (0.00s)",
                "pass the salt: 3",
                "[\"pass\",\"length\"]",
                "identified by \"name\"",
                "la clave del asunto",
                "Settings \u{2192} Password \u{2192} Rotation",
                "password - see the vault",
                "use the password to continue",
                "password: \"must have eight or more letters\"",
                "<input name=\"password\" value=\"\"/>",
                "login: admin / see below",
                "user: jane / ${PW}",
            ],
        );
    }

    #[test]
    fn tests_lists_tasks_and_words_of_other_languages_are_left() {
        finds_nothing(
            find,
            &[
                "PASS: TestLogin/with_token_2",
                "pass: test_login_2",
                "[\"username\", \"password\", \"email1\"]",
                "{\"type\": \"password\", \"name\": \"field1\"}",
                "DB_PASSWORD=\nDB_HOST=db1",
                "password:\n  host: db1",
                "password: CyberArk",
                "- Change password: Open",
                "password: $password",
                "--password=$pass",
                "$password = $request->input(\"x\")",
                "password: @password",
                "password: String!",
                "Das Passwort ist ung\u{fc}ltig.",
                "le mot de passe est expir\u{e9}",
                "kubectl logs auth-service-6d8f9c7b5d-q8zkp",
            ],
        );
    }

    #[test]
    fn hosts_selectors_digests_and_templates_are_left() {
        finds_nothing(
            find,
            &[
                "https://api.contoso.io/v1/users/5b10a2844c20165700ede21f",
                "https://auth.contoso.io/realms/5b10a2844c20165700ede21f4f1c0b2a",
                ".password-input{border:1px solid #ccc;color:#1a2b3c}",
                "input.password:hover{color:#8b0000}",
                "ghcr.io/contoso/api:2.0@sha256:d892aa68bfcc8c928344b16103485a1c292be01e4fc2d031c41885221c25f6aa",
                "gpg: key C7B2E1336614EBA2: public key",
                "using RSA key 8F3A1C7B2E1336614EBA29D04C7B2E1336614EBA",
                "restore-keys: node-modules-eb5ca19cede29432457c4afbd9187952612da8be",
                "password: !vault |",
                "password: !Ref DbPassword",
                "password=@password@",
                "password = f\"{pw}\"",
                "mongodb://<username>:<password>@host/db",
                "'password' => 'required|string|min:8|confirmed'",
                "password: SecretStr",
                "Password: unchanged",
                "password: incorrect",
                "contrase\u{f1}a: pendiente",
                "mot de passe : oubli\u{e9}",
                "Passwort: gesperrt",
                "'password = '.$p['x']",
            ],
        );
        finds(find, &[("acme.api.key=9f86d081884c7d659a2feaa0c55ad015", "9f86d081884c7d659a2feaa0c55ad015")]);
    }

    #[test]
    fn weak_names_need_values_drawn_at_random() {
        finds(
            find,
            &[
                ("acme_key = \"VpqEaYfoXEAbTzXKmZtaIQDsLhhOncFh\"", "VpqEaYfoXEAbTzXKmZtaIQDsLhhOncFh"),
                ("session=VpqE1YfoXEA4TzXKmZta", "VpqE1YfoXEA4TzXKmZta"),
                ("License key: AB1DE-12F45-FGH1J-67890-KLMNO", "AB1DE-12F45-FGH1J-67890-KLMNO"),
                ("acme_secret=qzxkvwpjmdtrgbhqlfnzyxcwkvjptrmq", "qzxkvwpjmdtrgbhqlfnzyxcwkvjptrmq"),
            ],
        );
        finds_nothing(
            find,
            &[
                "key: AbstractSingletonProxyFactoryBean",
                "acme_key=HttpsURLConnectionImplTest2",
                "session = getUserByIdAndTenantIdOrNull",
                "api: XMLHttpRequestEventTarget",
                "auth: kubernetesClusterRoleBinding01",
                "key=src/main/java/ConnectionFactory.java",
                "cache_key=5b10a2844c20165700ede21f4f1c0b2a9d8e7c6f",
                "KEY=MAX_CONNECTIONS_PER_ROUTE_2024",
            ],
        );
    }

    #[test]
    fn types_and_templates_are_left() {
        finds_nothing(
            find,
            &[
                "token: AccessToken",
                "fn parse(tokens: ParseResults)",
                "accessToken: AccessTokenEntity;",
                "password: PasswordHash",
                "login(password: UserInput, x)",
                "apiKey: ApiKeyEntity,",
                "secret: SecretKeySpec",
                "Password: {{ db_password2 }}",
                "Password: {{db_password2}}",
                "Password: {{vault-pw2}}",
                "Password: {{vault.x|quote}}",
                "Password: {{[SECRET]}}",
            ],
        );
        finds(
            find,
            &[
                ("password: \"PasswordHash\"", "PasswordHash"),
                ("Password: RoomService", "RoomService"),
                ("password: RoomService\n", "RoomService"),
                ("Password: {{Xk9#mQ2v!}}", "Xk9#mQ2v!"),
                ("*Passwort:* {{Sommer2024!}}, then", "Sommer2024!"),
                ("*Password:* {{Otter-88x}}", "Otter-88x"),
            ],
        );
    }

    #[test]
    fn names_within_base64_are_none() {
        const LINES: &str = "9q1ZbTz86hihvfuRCQUQ9dRObz4JSbfMYoDhjwT1t3LSw9EOS5GAPw\n\
            KI91B4V+HiEvf+ttr8hC8t1lISt/b114nVj+xVsfX4ckc7qCPZciA8E1j4EQ4TSJ";
        for name in ["", "/key", "+secret", "/password"] {
            let lines = LINES.replacen("GAPw", name, 1);
            finds_nothing(
                find,
                &[&format!("-----BEGIN CERTIFICATE-----\n{lines}\n{lines}\n-----END CERTIFICATE-----")],
            );
        }
        finds_nothing(find, &[LINES, &LINES.replace("GAPw", "/Pw"), &LINES.replace("GAPw", "aPw")]);
        finds(find, &[("the pwd\nXk9mQ2vT7", "Xk9mQ2vT7"), ("db_pwd\n  Xk9mQ2vT7", "Xk9mQ2vT7")]);
    }

    #[test]
    fn every_name_raises_what_lets_its_value_be_found() {
        use crate::redact::{Policy, Redactor, Tally};
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (word, promise) in words() {
            let value = match promise {
                Promise::Password => "Tr1cky-Fa7con!",
                Promise::Weak if BRIEF.contains(&word.trim_end()) => "Tr1cky-Fa7con!",
                Promise::Login => continue,
                Promise::Weak if is_house(word) => "pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U",
                Promise::Token | Promise::Weak => "VpqEaYfoXEAbTzXKmZtaIQDsLhhOncFh",
            };
            // A signature lets somebody in where an address has it.
            let name = if word.starts_with("sig") { format!("?{word}") } else { word.trim_end().to_owned() };
            for text in [format!("{name}='{value}'"), format!("the one:\n{name}: \"{value}\"")] {
                let redacted = redactor.text(&text, &mut Tally::new());
                assert!(!redacted.contains(value), "{text}");
            }
        }
    }

    #[test]
    fn names_that_follow_each_other_without_a_blank_take_no_time() {
        promptly(|| {
            finds_nothing(find, &[&"password=".repeat(1 << 15), &"token:".repeat(1 << 15)]);
            let quoted = format!("token: \"{} password=Sunny-7 {}\"", "x".repeat(600), "y".repeat(600));
            finds(find, &[(&quoted, "Sunny-7")]);
        });
    }

    #[test]
    fn a_login_name_beside_a_password_is_found_with_it() {
        for text in
            ["User Id=etl;Password=#gets0m3;", "username: \"etl\"\npassword: \"Sunny-7\"", "?user=etl&password=Sunny-7"]
                .into_iter()
                .chain(["login with etl and Otter-88x", "user: etl\nsecret: Zk3v9QxT1mB7wR5y"])
        {
            let both = found(find, text);
            assert!(both.len() == 2 && both.iter().any(|one| one == "etl"), "{text}: {both:?}");
        }
        finds_nothing(find, &["user=etl", "user: etl, password: ${PW}", "the user etl has a password"]);
        finds(find, &[("user: etl\ntoken: Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y")]);
    }

    #[test]
    fn two_words_with_a_full_stop_between_them_are_a_password_at_the_end_of_a_setting_or_a_label() {
        for text in ["DB_PASSWORD=Blue.Horse", "spring.datasource.password=blue.horse\n", "Kennwort: Blue.Horse"] {
            let value = text.trim_end().rsplit(['=', ' ']).next().unwrap();
            finds(find, &[(&format!("host: db1\n{text}"), value)]);
        }
        for text in [
            "password: config.value",
            "password: blue.horse",
            "password: Schema.String",
            "password = Blue.Horse",
            "connect(password=blue.horse)",
            "password: Blue.Horse, host",
            "password=app.secrets",
        ] {
            finds_nothing(find, &[&format!("host: db1\n{text}")]);
        }
    }

    #[test]
    fn words_and_figures_that_end_a_short_line_behind_the_name_of_a_password_are_one() {
        for text in [
            "password otterly88",
            "Wifi Passwort otter-88",
            "- pw otter_88\nhost db1",
            "> passwd lake.otter88",
            "Passwort x7rq2m",
            "Remote session, ID 884 120 397, Passwort x7rq2m",
        ] {
            let line = text.lines().next().unwrap();
            finds(find, &[(text, line.rsplit(' ').next().unwrap())]);
        }
        for text in [
            "password sha256",
            "password OPS-12345",
            "pass test-0012",
            "set the new password otter-maple88",
            "password otter-maple88 is wrong",
            "reset(password otter-maple88",
            "password hunter2",
            "password 1a2b3c4",
            "password win7x64",
        ] {
            finds_nothing(find, &[text]);
        }
    }

    #[test]
    fn words_with_a_number_the_text_of_an_element_and_a_literal_that_is_compared_are_a_password() {
        finds(
            find,
            &[
                ("DB_PASSWORD=\"Blue Horse 42\"", "Blue Horse 42"),
                ("Basic auth: phxas2:0tter-Lake", "phxas2:0tter-Lake"),
                ("<password>Blue Horse 42</password>", "Blue Horse 42"),
                ("password changed to Kastanie7", "Kastanie7"),
                ("carol (pw: xmas-carol)", "xmas-carol"),
                ("client_secret: Kx93m!Q", "Kx93m!Q"),
                ("if (password === 'Sunny-77q')", "Sunny-77q"),
                ("password.equals(\"Sunny-77q\")", "Sunny-77q"),
            ],
        );
        finds_nothing(
            find,
            &[
                "password = \"Step two 2\"",
                "Basic auth: RFC7617",
                "Basic auth: user:pass",
                "password = \"Error of 2\"",
                "<password>Enter the one that you were given by mail</password>",
                "Password changed to improve security",
                "login(password: string)",
                "secret: Step2B",
                "typeof password === 'string'",
                "password === passwordRepeat2",
                "password.equals(\"string\")",
            ],
        );
    }

    #[test]
    fn tokens_are_found_however_they_are_assigned() {
        finds(
            find,
            &[
                ("apiKey: 'Zk3v9QxT1mB7'", "Zk3v9QxT1mB7"),
                ("client_secret=5b10a2844c20165700ede21f", "5b10a2844c20165700ede21f"),
                ("the token is Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("--token Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("acme token Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("api_key = 0b3f1c2d-0a1b-4c2d-8e3f-630400000007", "0b3f1c2d-0a1b-4c2d-8e3f-630400000007"),
                ("acme_key = 0b3f1c2d0a1b4c2d8e3f630400000007", "0b3f1c2d0a1b4c2d8e3f630400000007"),
                ("JSESSIONID=0B3F1C2D0A1B4C2D8E3F630400000007", "0B3F1C2D0A1B4C2D8E3F630400000007"),
            ],
        );
    }

    #[test]
    fn stand_ins_descriptions_and_expressions_are_left() {
        finds_nothing(
            find,
            &[
                "all tests must pass: spec, connection",
                "api_token = \"env:ACME_API_TOKEN\"",
                "password: ${DB_PASSWORD}",
                "\"password\": { \"type\": \"string7\" }",
                "password = { value = var.pw }",
                "password = <your password>",
                "password: ********",
                "password=changeme",
                "Password: required",
                "\"password\": \"string\"",
                "password = getPassword()",
                "password = config.password",
                "password: process.env.PASSWORD",
                "PASSWORD=%s",
                "password: null",
                "password_file=/run/secrets/db",
                "the password policy is strict",
                "the password is wrong",
                "a password with 12 characters",
                "Passwords expire after 90 days",
                "max_tokens = 4096",
                "token_type: bearer",
                "token: refresh",
                "the token expires in 3600 seconds",
                "primary key 5b10a2844c20165700ede21f",
                "publicKey = Zk3v9QxT1mB7wR5yZk3v9QxT1mB7wR5y",
                "commit 5b10a2844c20165700ede21f5b10a2844c201657",
                "key: 0b3f1c2d-0a1b-4c2d-8e3f-630400000007",
                "key: OPS-1234",
                "password: [SECRET]",
                "[SECRET] Zk3v9QxT1mB7wR5y",
                "[TOKEN]: Zk3v9QxT1mB7wR5y",
            ],
        );
    }

    #[test]
    fn tokens_are_read_over_line_breaks_and_passwords_are_not() {
        for (text, token) in [
            ("acme token Zk3v9QxT\n1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
            ("token: Zk3v9QxT1mB7\n=wR5yZk3v", "Zk3v9QxT1mB7=wR5yZk3v"),
            ("token: Zk3v9QxT1mB7wR5y\n==", "Zk3v9QxT1mB7wR5y=="),
            ("token: Zk3v9QxT=1mB7\nwR5yZk3v", "Zk3v9QxT=1mB7wR5yZk3v"),
        ] {
            assert_eq!(across::found(find, text), [token], "{text}");
        }
        for text in [
            "token:Zk3v9QxT1\nmB7",
            "token: Zk3v9QxT1mB7wR5y,\nZk3v9QxT1mB7wR5y",
            "token: Zk3v9QxT1mB7wR5y\nuser_name=x",
            "token:\nZk3v9QxT1mB7wR5y",
            "password: Otter-8\n8x",
            "The old was Otter88Box, the new password is Otte\nr99Box",
            "please enter Otter-8\n8x as the password",
        ] {
            assert_eq!(across::found(find, text), [""; 0], "{text}");
            assert_eq!(across::found_by_asking(find, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_was_nearly_found_is_told_to_whoever_asks() {
        for text in ["session: hello", "a password field", "password: required"] {
            read(text, |reading| {
                let mut asked = Hits::with_misses();
                find(reading, &mut asked);
                assert!(asked.take().is_empty() && asked.take_misses().len() == 1, "{text}");
            });
        }
    }

    #[test]
    fn the_parts_of_a_name_say_whose_and_where() {
        finds(
            find,
            &[
                ("pw2 = sunny77", "sunny77"),
                ("DB_PASS2: Sunny-7", "Sunny-7"),
                ("DB_PASS_1 = \"Sunny-7\"", "Sunny-7"),
                ("DB_PASS is sunny4412", "sunny4412"),
                ("The PSK is Sunny-77x", "Sunny-77x"),
                ("password_jenkins: Sunny-77x", "Sunny-77x"),
                ("db.password.prod=sunny", "sunny"),
                ("tool --db-password-dev sunny77", "sunny77"),
                ("variable \"DB_PASS\" {\n  default = \"Sunny-7\"\n}", "Sunny-7"),
                ("authtoken: 7f3c9e1ab2d84450", "7f3c9e1ab2d84450"),
                ("<masterkey>Otter-88-lamp</masterkey>", "Otter-88-lamp"),
                ("hash_salt = '7f3c9e1ab2d84450c6d1'", "7f3c9e1ab2d84450c6d1"),
                ("api.token', '7f3c9e1ab2d84450'", "7f3c9e1ab2d84450"),
                ("Schl\u{fc}ssel: 7f3c9e1ab2d84450c6d1", "7f3c9e1ab2d84450c6d1"),
                ("Cl\u{e9} : 7f3c9e1ab2d84450c6d1", "7f3c9e1ab2d84450c6d1"),
                ("basic.auth.user.info=jane:Sunny-7", "jane:Sunny-7"),
                ("password for the app -> Sunny-77x", "Sunny-77x"),
                ("basic_auth: jane:Sunny-77x", "jane:Sunny-77x"),
                ("name,value\ndb_password,Sunny-77x\nhost,db1", "Sunny-77x"),
                ("[{\"ParameterKey\":\"DbPassword\",\"ParameterValue\":\"sunnyday\"}]", "sunnyday"),
                ("ParameterKey=DbPassword,ParameterValue=sunnyday", "sunnyday"),
                ("reg add HKLM\\x /v DefaultPassword /t REG_SZ /d sunny77", "sunny77"),
                ("password = Secret.fromString(\"sunnyday\")", "sunnyday"),
                ("CONTRASE\u{d1}A: Sunny-7", "Sunny-7"),
            ],
        );
        finds_nothing(
            find,
            &[
                "password_policy_mode: strict-2",
                "password.new=Neues Passwort",
                "password_jenkins: swordfish",
                "password_server: ldap7.example.org",
                "password_encoder: Windows10",
                "first_pass = \"HS512\"",
                "pass_rate_2: 93.25",
                "The render_pass is release-2024-05",
                "\"password\": \"varchar(255)\"",
                "Schl\u{fc}ssel: 550e8400-e29b-41d4-a716-446655440000",
                "password for the app -> main page",
                "basic_auth: ldap:enabled",
                "name,value\npassword,required",
                "PASS,TestLogin2",
                "password,name,Sunny-77x",
                "[{\"ParameterKey\":\"DbPassword\",\"UsePreviousValue\":true}]",
                "password_encrypted: always",
                "master_key: alias/main-key-2024",
                "x509_privkey_import_raw: x509_privkey_export_raw2",
                "monkey: 7f3c9e1ab2d84450c6d1",
                "author.token', 'name'",
                "f(x, token', 7f3c9e1ab2d84450)",
                "authtokenizer: 7f3c9e1ab2d84450",
            ],
        );
    }

    #[test]
    fn short_words_for_passwords_stand_for_other_things_too() {
        finds(
            find,
            &[
                ("the GATEPASS is Otter!88x", "Otter!88x"),
                ("GATEPASS - Otter!88x", "Otter!88x"),
                ("le mdp est Gate-2277-East", "Gate-2277-East"),
                ("pw is gate-2277-east", "gate-2277-east"),
                ("the wifi pass is gate-2277-east", "gate-2277-east"),
                ("WLAN pass is gate-2277-east", "gate-2277-east"),
                ("Users and their pass:\nhunter2x", "hunter2x"),
                ("these must pass: Otter-88x", "Otter-88x"),
                ("(\"pass\", \"gate7x\")", "gate7x"),
                ("\"pass\" = \"swordfish\"", "swordfish"),
            ],
        );
        finds_nothing(
            find,
            &[
                "the GATEPASS is Gate-2277-East",
                "GATEPASS: Otter!88x",
                "GATEPASS is Ga!7",
                "boarding-pass is Gate-2277-East",
                "the boarding pass is Gate-2277-East",
                "la clave es Gate-2277-East",
                "the wifi pass gate-2277-east",
                "These will pass:\nhunter2x",
                "(\"pass\", \"gate\")",
            ],
        );
    }

    #[test]
    fn names_of_variables_and_of_fields_are_no_passwords() {
        finds(
            find,
            &[
                ("password: **db_password2**", "db_password2"),
                ("password = db_password2", "db_password2"),
                ("password ||= generate_password2", "generate_password2"),
                ("token = accesstoken2", "accesstoken2"),
                ("password = \"#password1!\"", "#password1!"),
                ("password=#password1!", "#password1!"),
                ("password=mypassword", "mypassword"),
            ],
        );
        finds_nothing(
            find,
            &[
                "password: *db_password",
                "self.password = password1",
                "token ||= generate_token2",
                "password = \"#password\"",
                "password=#password",
                "password=.passwd-field",
                "gruppe:passwort:schl\u{fc}ssel:liste",
            ],
        );
    }

    #[test]
    fn what_stands_behind_a_word_or_a_blank_shows_more() {
        finds(
            find,
            &[
                ("the password is 48-15-16", "48-15-16"),
                ("the password is 481516", "481516"),
                ("the password is sunny!day", "sunny!day"),
                ("password Summertime2", "Summertime2"),
                ("key = Zk3v9QxT1mB7", "Zk3v9QxT1mB7"),
                ("key = abcde12-fghij34-klmno56-pqrst", "abcde12-fghij34-klmno56-pqrst"),
            ],
        );
        finds_nothing(
            find,
            &[
                "the password is 48151",
                "password - 48151623",
                "password 1a23b456",
                "the key is Zk3v9QxT1mB7",
                "acme_key is 0b3f1c2d-0a1b-4c2d-8e3f-630400000007",
            ],
        );
    }

    #[test]
    fn tokens_are_told_by_their_length_and_their_characters() {
        finds(
            find,
            &[
                ("the token is base64ab12cd34ef56gh", "base64ab12cd34ef56gh"),
                ("the token is otter-88x-wombat", "otter-88x-wombat"),
                ("token: 4815162342108642", "4815162342108642"),
                ("token: Sunnydaysarecomingbacksoon", "Sunnydaysarecomingbacksoon"),
                ("token = \"sunnydaysarecomingbacksoon\"", "sunnydaysarecomingbacksoon"),
                ("acme secret: qzolzdgpyfnrcspf", "qzolzdgpyfnrcspf"),
                ("acme SECRET XQZTLGQDCVYSJHZRHZKQ", "XQZTLGQDCVYSJHZRHZKQ"),
                ("acme_key = u+Lyhd2_N2MCy+ZoH-S5", "u+Lyhd2_N2MCy+ZoH-S5"),
            ],
        );
        finds_nothing(
            find,
            &[
                "the token is sha256-1a2b3c",
                "the token is otter-wombat-gate",
                "the token is otter-88x",
                "token: 481516234210864",
                "token: 1111222233334444",
                "token: sunnyday-coming-back",
                "token: SunnyDaysComingBac",
                "token: sunny_days_are_coming_back",
                "token: S-u-nn-y-D-a-ys-Ar-e-C-om-ing",
                "token: SunSunSunSunSunSunSunSun",
                "token = sunnydaysarecomingbacksoon",
                "token = \"sunnydaysarecoming\"",
                "token = \"sunny-days-are-coming-back-soon\"",
                "token = \"sunsunsunsunsunsunsunsunsun\"",
                "acme secret: sunnydayscoming",
                "acme SECRET SUNNYDAYSARECOMING",
                "acme_key = u+Sun-day_of-may+com-in2024",
                "acme_key = u.Lyhd2.N2MCy.ZoH.S5",
            ],
        );
    }

    #[test]
    fn numbers_of_registers_behind_the_german_word_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Z\u{e4}hlerschl\u{fc}ssel DE00051827719300000000000002041",
                "Anlagenschl\u{fc}ssel E5182771930000000000000020418",
            ],
        );
        finds(DETECTOR.find, &[("Schl\u{fc}ssel: 4f7Q9xK2mTr80WdLp3Yb", "4f7Q9xK2mTr80WdLp3Yb")]);
    }

    #[test]
    fn the_name_of_a_service_leads_to_its_key() {
        finds(
            find,
            &[
                ("cloudflare: \"pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U\"", "pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U"),
                ("metabase 'pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U'", "pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U"),
                ("heroku = pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U", "pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U"),
                ("cloudflare_api_token: \"Walnut-27x\"", "Walnut-27x"),
                ("mySecretString=H8mEJTaPNb3k46nS3wpGPgerQmUN9U", "H8mEJTaPNb3k46nS3wpGPgerQmUN9U"),
            ],
        );
        finds_nothing(
            find,
            &[
                "github: 47b695d391c6c728f9fc36beaf7e5c7447b695d3",
                "github: \"MyCompanyNameIsLongEnough2\"",
                "metabase: metabase-dashboard-export-2024",
                "slack pk0ZpzH8mEJTaPNb3k46nS3wpGPgerQmUN9U",
                "cloudflare: \"https://api.example.com/H8mEJTaPNb3k46nS3wpGPg\"",
            ],
        );
    }
}
