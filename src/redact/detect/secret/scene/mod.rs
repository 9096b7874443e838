//! Secrets that nothing but the whole scene tells: no word assigns them, but everybody who reads `bitlocker screen again`,
//! `type Heron9Heron9`, `capital K in both` knows what that is.
//!
//! What speaks for a value is weighed: its form ([`form`]), what the line and those around it speak of ([`topic`]), the words
//! right beside it. What explains it otherwise weighs against it: whose name it is, what has a number, a version.

pub(in crate::redact) mod form;
mod topic;

use super::sentence::loose::is_example;
use super::sentence::role::Role;
use super::sentence::{Before, Word, words_of};
use super::value::stand_in;
use super::{Detector, Hits, Rank, Reading, Rule, told};
use crate::redact::detect::shape::is_counted;
use crate::redact::detect::turn::{is_header, writer};
use crate::redact::detect::vocabulary::is_among;
use crate::redact::gate::Signals;
use crate::redact::gate::lexicon::is_line_end;
use form::{Form, GROUPED, forms, grouped, is_in};
use std::cell::OnceCell;
use std::ops::Range;
use topic::Topics;

/// The detector of this directory; it looks at what the others left.
pub(super) const DETECTOR: Detector = Detector { rules: &[&SCENE], needs: SPEAKING, find };

/// What speaks of something that opens.
const SPEAKING: Signals = Signals::SECRET
    .union(Signals::LOGIN)
    .union(Signals::DOOR)
    .union(Signals::ONCE)
    .union(Signals::QUESTION)
    .union(Signals::CHOSEN);

/// What is weighed is likely: whatever is sure of the value gives it its name.
static SCENE: Rule = Rule {
    rank: Rank::Shape,
    ..told("secret.scene", "its form, what the lines around it speak of, and the words beside it")
};

/// How much has to speak for a value.
const ENOUGH: i32 = 10;
/// How many words before and behind a value say what its line speaks of.
const BEFORE: usize = 24;
const BEHIND: usize = 16;
/// How many lines before it do.
const LINES: usize = 2;
/// How far before a value a change or what is opened may be told, in words.
const CLAUSE: usize = 6;
const NEAR: usize = 4;
/// How far before a code the word for what it opens may stand, in words.
const LONGEST_CLAUSE: usize = 8;
/// How many words a line has at most that says something of the value above it.
const BRIEF: usize = 12;
/// Who wants a password or takes one, and who says one.
const WANTS: &str = "wants want wanted takes took take accepts accepted needs need asks ask asked says said demands expects verlangt will nimmt \
    akzeptiert fragt sagt demande veut prend dit pide quiere dice chiede vuole prende pede quer aceita vraagt wil zegt chce pyta vill tar s\u{e4}ger";
/// The shortest word of which several may be counted.
const SHORTEST_PLURAL: usize = 5;
/// What has a number that is no code.
const NUMBERED: &str = "din iso rfc en bs ansi iec qty kb no nr dial internal extension ext durchwahl";
/// What leads from a name to what is typed next, or from how something is made to what it is.
const THEN: &str = "so then then: alors donc dann also luego entonces poi quindi dus depois wi\u{119}c sedan";
/// How somebody begins who says what it is.
const ITS: &str = "its thats it's that's";
/// Words for what is typed, and for how something is made, that stand before names.
const NAMING: &str = "uses using utilise utilisant utiliza usando verwendet";
/// What is said of how a value is written, or of how long it is one, behind it.
const REMARKS: &str = "caps capital capitals lower lowercase upper uppercase small case space spaces letters letter digit digits \
    zero temporarily temporary temp together gro\u{df} klein kleingeschrieben gro\u{df}geschrieben leerzeichen zusammen majuscule majuscules minuscule \
    minuscules espace espaces attach\u{e9} may\u{fa}scula may\u{fa}sculas min\u{fa}scula min\u{fa}sculas espacios junto maiuscola maiuscole minuscola minuscole \
    tutto attaccato mai\u{fa}scula min\u{fa}sculas hoofdletter hoofdletters kleine spaties ma\u{142}e ma\u{142}ymi du\u{17c}e wielka mellanslag";

/// Signs before what somebody says a value is.
const SIGNS: &str = "= -> => \u{2192} >";
/// How many words a label has.
const LABEL: usize = 4;

/// What speaks for a value of this form.
fn topics(form: Form) -> Topics {
    match form {
        Form::Password => Topics::PASSWORD,
        Form::Code => Topics::LOCK | Topics::NEARLY | Topics::SENT | Topics::CODE,
        Form::Key => Topics::KEY,
    }
}

/// A line of a text, without who says it.
struct Line {
    words: Vec<Word>,
    /// Somebody says it, or answers what the line before asks or announces.
    is_said: bool,
    /// The words that speak of something, and of what.
    topics: Vec<(usize, Topics)>,
}

impl Line {
    fn of(text: &[u8], line: Range<usize>, is_said: bool) -> Self {
        let words = words_of(text, line);
        let topic = |(at, word): (usize, &Word)| (at, Topics::of(&text[word.span.clone()]));
        let topics = words.iter().enumerate().map(topic).filter(|(_, topics)| *topics != Topics::default()).collect();
        Self { words, is_said, topics }
    }

    /// The words around one of the line that speak of something.
    fn near(&self, at: usize) -> impl Iterator<Item = (usize, Topics)> {
        let from = self.topics.partition_point(|(place, _)| *place < at.saturating_sub(BEFORE));
        let near = self.topics[from..].iter().take_while(move |(place, _)| *place <= at + BEHIND);
        near.filter(move |(place, _)| *place != at).copied()
    }

    /// What the words around one of the line speak of.
    fn around(&self, at: usize) -> Topics {
        self.near(at).fold(Topics::default(), |all, (_, topics)| all | topics)
    }

    /// The words around one of the line that speak of one of these.
    fn speaking(&self, text: &[u8], topics: Topics, at: usize) -> Vec<String> {
        let speaking = self.near(at).filter(|(_, its)| its.is(topics));
        speaking.map(|(at, _)| self.said(text, at)).collect()
    }

    /// A word of the line.
    fn said(&self, text: &[u8], at: usize) -> String {
        String::from_utf8_lossy(&text[self.words[at].span.clone()]).into_owned()
    }

    /// What the end of the line speaks of, for what stands below it.
    fn at_end(&self) -> Topics {
        self.around(self.words.len())
    }

    /// What it speaks of where it is so short that it says something of what stands above it.
    fn remark(&self) -> Topics {
        if self.words.len() <= BRIEF { self.at_end() } else { Topics::default() }
    }

    /// Whether it says how what stands above it is written.
    fn remarks(&self, text: &[u8]) -> bool {
        self.words.len() <= BRIEF
            && self.words.iter().take(NEAR).any(|word| is_among(&text[word.span.clone()], REMARKS))
    }
}

/// What the lines around one say of what stands in it.
#[derive(Clone, Copy)]
struct Beside {
    topics: Topics,
    /// The line below it says how a value is written.
    remarks: bool,
}

/// The lines of a text in which somebody says something, read when somebody asks.
struct Lines<'a> {
    text: &'a [u8],
    /// Where each stands, and whether somebody says it.
    places: Vec<(Range<usize>, bool)>,
    read: Vec<OnceCell<Line>>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a [u8]) -> Self {
        let (mut start, mut leads) = (0, false);
        let mut places = Vec::new();
        for line in text.split(|b| is_line_end(*b)) {
            let who = writer(line);
            let (end, said) = (start + line.len(), &line[who..]);
            if !said.trim_ascii().is_empty() && !is_header(line) {
                // A name and a colon alone may be a label as well.
                let is_timed = line[..who].iter().any(|b| b.is_ascii_digit() || matches!(b, b'<' | b'[' | b'>'));
                let is_said = leads || is_timed;
                places.push((if is_said { start + who..end } else { start..end }, is_said));
                leads = matches!(said.trim_ascii_end().last(), Some(b'?' | b':'));
            }
            start = end + 1;
        }
        let read = places.iter().map(|_| OnceCell::new()).collect();
        Self { text, places, read }
    }

    /// The line with this number.
    fn line(&self, at: usize) -> &Line {
        let (span, is_said) = &self.places[at];
        self.read[at].get_or_init(|| Line::of(self.text, span.clone(), *is_said))
    }

    /// The words that speak for a value of this form in a line; for a password those of access, where there are no others.
    fn telling(&self, at: usize, value: usize, form: Form) -> Vec<String> {
        let words = self.speaking(at, value, topics(form));
        if words.is_empty() { self.speaking(at, value, Topics::ACCESS) } else { words }
    }

    /// The words around one of a line that speak of one of these, and those of the lines around it.
    fn speaking(&self, at: usize, value: usize, topics: Topics) -> Vec<String> {
        let at_end = |at: usize| self.line(at).speaking(self.text, topics, self.line(at).words.len());
        let before = (at.saturating_sub(LINES)..at).flat_map(at_end);
        let below = (at + 1..self.places.len()).take(1).filter(|at| self.line(*at).words.len() <= BRIEF);
        before.chain(self.line(at).speaking(self.text, topics, value)).chain(below.flat_map(at_end)).collect()
    }

    /// What the lines around one say.
    fn beside(&self, at: usize) -> Beside {
        let before = (at.saturating_sub(LINES)..at).map(|at| self.line(at).at_end());
        let below = (at + 1 < self.places.len()).then(|| self.line(at + 1));
        let topics = before.chain(below.map(Line::remark)).fold(Topics::default(), |all, topics| all | topics);
        Beside { topics, remarks: below.is_some_and(|line| line.remarks(self.text)) }
    }
}

/// Names the values in a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || !is_in(text) {
        return;
    }
    let lines = Lines::of(text);
    for (at, (span, _)) in lines.places.iter().enumerate() {
        let line = &text[span.clone()];
        if is_in(line) && !is_of_program(line) {
            of_line(&lines, at, hits);
        }
    }
}

/// Names the values in a line.
fn of_line(lines: &Lines<'_>, number: usize, hits: &mut Hits) {
    let (text, line, beside) = (lines.text, lines.line(number), lines.beside(number));
    let mut at = 0;
    while at < line.words.len() {
        let words = line.words[at..].iter().map(|word| &text[word.span.clone()]);
        let is_first = at == 0 || !text[line.words[at - 1].span.clone()].iter().any(u8::is_ascii_digit);
        let many = grouped(words).filter(|_| is_first).unwrap_or(1);
        let place = Place { text, line, at, last: at + many - 1, beside };
        let span = place.span();
        let is_free = text[span.clone()].iter().any(u8::is_ascii_digit) && !hits.meets(&span);
        if let Some(form) = is_free.then(|| place.form()).flatten() {
            hits.told(&SCENE, span, || lines.telling(number, at, form));
        }
        at += many;
    }
}

/// Whether a line is of a program or of its output: such signs stand in no sentence.
fn is_of_program(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let begins = [&b"#"[..], b"//", b"*", b">>>", b"$ ", b"--"].iter().any(|sign| line.starts_with(sign));
    begins
        || line.ends_with(b";")
        || assigns(line)
        || calls(line)
        || line.starts_with(b"\"") && memchr::memmem::find(line, b"\":").is_some()
        || line.iter().any(|b| b"{}\\`[]|".contains(b))
        || memchr::memmem::find(line, b"()").is_some()
}

/// Whether a name of a program has a bracket behind it: `random.seed(`.
fn calls(line: &[u8]) -> bool {
    let is_name = |at: usize| {
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
        let mut name = line[..at].iter().rev().take_while(part);
        line[..at].last().is_some_and(u8::is_ascii_alphanumeric) && name.any(|b| matches!(b, b'_' | b'.'))
    };
    memchr::memchr_iter(b'(', line).any(is_name)
}

/// Whether the first word of a line is of a program, and something is assigned to it.
fn assigns(line: &[u8]) -> bool {
    let name = line.split(|b| *b == b' ').next().unwrap_or_default();
    let is_name = name.iter().any(|b| matches!(b, b'_' | b'.')) || !name.iter().any(u8::is_ascii_lowercase);
    is_name && line[name.len()..].starts_with(b" = ")
}

/// Whether no sign of a program stands at a word: quotes, brackets around a remark and the signs of sentences do.
fn is_set_in_prose(text: &[u8], span: &Range<usize>) -> bool {
    let before = span.start.checked_sub(1).map_or(b' ', |at| text[at]);
    let behind = text.get(span.end).copied().unwrap_or(b' ');
    let fits = |b: u8| b.is_ascii_whitespace() || b >= 0x80 || b"\"'(),.;:!?".contains(&b);
    fits(before) && fits(behind)
}

/// A word of a line.
struct Place<'a> {
    text: &'a [u8],
    line: &'a Line,
    /// Its first word and its last one.
    at: usize,
    last: usize,
    beside: Beside,
}

impl Place<'_> {
    /// Where it stands.
    fn span(&self) -> Range<usize> {
        self.line.words[self.at].span.start..self.line.words[self.last].span.end
    }

    /// Whether a part of a sentence ends behind it, or its line.
    fn ends(&self) -> bool {
        self.line.words[self.last].ends || self.last + 1 == self.line.words.len()
    }

    /// The form for which enough speaks.
    fn form(&self) -> Option<Form> {
        let span = self.span();
        let given = &self.text[span.clone()];
        if !is_set_in_prose(self.text, &span) || stand_in(given).is_some() {
            return None;
        }
        let is_enough = |(form, weight): &(Form, i32)| weight + self.weight(*form, *weight) >= ENOUGH;
        let is_group = self.last > self.at;
        let group = is_group.then_some((Form::Code, GROUPED)).filter(is_enough);
        let form = if is_group { group } else { forms(given).find(is_enough) };
        form.map(|(form, _)| form).filter(|_| !is_example(&self.before()))
    }

    /// What stands before it.
    fn before(&self) -> Before<'_> {
        Before { text: self.text, words: &self.line.words[..self.at] }
    }

    /// The word so many behind it; nothing where there is none.
    fn behind(&self, ahead: usize) -> &[u8] {
        self.line.words.get(self.last + ahead).map_or(&[][..], |word| &self.text[word.span.clone()])
    }

    /// How much speaks for it beside its form.
    fn weight(&self, form: Form, shown: i32) -> i32 {
        let topic = self.topic(form, shown);
        if topic == 0 {
            return 0;
        }
        let lead = self.lead(form);
        let is_bare = match form {
            Form::Password => false,
            // A code stands behind the word for what it opens, in the same clause.
            Form::Code => lead == 0 && !self.is_behind(topics(form)),
            Form::Key => lead == 0,
        };
        if is_bare {
            return 0;
        }
        topic + lead + self.close(lead > 0 || form == Form::Code) - self.other(form)
    }

    /// How much the lines speak of such a thing.
    fn topic(&self, form: Form, shown: i32) -> i32 {
        let here = self.line.around(self.at);
        let weigh = |topic: Topics, weights: (i32, i32)| match () {
            () if here.is(topic) => weights.0,
            () if self.beside.topics.is(topic) => weights.1,
            () => 0,
        };
        let word = i32::from(here.is(Topics::CODE) || self.beside.topics.is(Topics::CODE));
        match form {
            // What shows little by itself has to be said to be a password.
            Form::Password if shown < form::FAIR => weigh(Topics::PASSWORD, (5, 3)),
            Form::Password => weigh(Topics::PASSWORD, (5, 3)).max(weigh(Topics::ACCESS, (3, 2))),
            Form::Code => {
                weigh(Topics::LOCK | Topics::SENT, (4 + word, 3)).max(weigh(Topics::NEARLY, (2 + 2 * word, 2)))
            }
            Form::Key => weigh(Topics::KEY, (4, 2)),
        }
    }

    /// How much the words before it lead to it.
    fn lead(&self, form: Form) -> i32 {
        let before = self.before();
        let role = before.role(1);
        let words = self.line.words.len();
        let is_last = self.last + 1 == words;
        let names = || (2..=NEAR).any(|back| is_among(before.word(back), NAMING));
        let opens = || (2..=CLAUSE).any(|back| before.role(back).is(Role::OPENS | Role::PUT)) && !names();
        let changes =
            || (1..=CLAUSE).any(|far| before.role(far).is(Role::CHANGE) || Role::of(self.behind(far)).is(Role::CHANGE));
        match () {
            () if self.at == 0 && is_last => self.answer(form),
            () if before.leads() && !self.labels(form) => 0,
            () if before.word(1) == b"=" && (form == Form::Code || !Topics::of(before.word(2)).is(topics(form))) => 0,
            () if before.leads() || is_among(before.word(1), SIGNS) => 3,
            () if role.is(Role::PUT) && (before.role(2).is(Role::OF) || is_among(before.word(1), NAMING)) => 0,
            () if role.is(Role::IS | Role::STILL | Role::PUT) || is_among(before.word(1), WANTS) => 3,
            () if role.is(Role::WITH) && opens() => 3,
            () if role.is(Role::TO) && changes() => {
                if form == Form::Code {
                    2
                } else {
                    3
                }
            }
            () if self.at == 1 && (role.is(Role::WITH) || is_among(before.word(1), ITS)) => 3,
            () if self.at == 0 && (self.ends() || Role::of(self.behind(1)).is(Role::IS)) => 2,
            () if is_last && before.ends(1) => 2,
            () if is_among(before.word(1), THEN) => 1,
            () => 0,
        }
    }

    /// Whether several of something stand right behind it.
    fn counts(&self) -> bool {
        let next = self.behind(1);
        next.len() >= SHORTEST_PLURAL && next.ends_with(b"s") && next.iter().all(u8::is_ascii_lowercase) && !self.ends()
    }

    /// Whether a word that speaks of such a thing stands soon before it in its clause.
    fn is_behind(&self, topics: Topics) -> bool {
        let before = self.before();
        let mut clause = (1..=LONGEST_CLAUSE).take_while(|back| !before.ends(*back));
        clause.any(|back| Topics::of(before.word(back)).is(topics))
    }

    /// Whether another number stands right beside it.
    fn is_listed(&self) -> bool {
        let is_number = |word: &[u8]| !word.is_empty() && word.iter().all(|b| b.is_ascii_digit() || b",.".contains(b));
        is_number(self.before().word(1)) || is_number(self.behind(1))
    }

    /// How much it says that nothing else stands in its line.
    fn answer(&self, form: Form) -> i32 {
        match self.line.is_said {
            true if self.beside.topics.is(topics(form)) => 4,
            true => 1,
            false => 0,
        }
    }

    /// Whether the words before it in its clause tell of somebody or something that is called so: `the wifi upstairs is …`.
    fn is_called(&self) -> bool {
        let before = self.before();
        let clause = (1..=CLAUSE).take_while(|back| *back == 1 || !before.ends(*back));
        before.role(1).is(Role::IS)
            && clause.clone().any(|back| before.role(back).is(Role::THING))
            && !clause.clone().any(|back| Topics::of(before.word(back)).is(Topics::PASSWORD))
    }

    /// Whether a short label that a colon ends speaks of such a thing, or more than a label stands before it.
    fn labels(&self, form: Form) -> bool {
        let before = &self.line.words[self.at.saturating_sub(LABEL + 1)..self.at];
        let from = before.iter().rposition(|word| word.ends).map_or(0, |at| at + 1);
        let speaks = |word: &Word| {
            let word = &self.text[word.span.clone()];
            Topics::of(word).is(topics(form)) || Role::of(word).is(Role::STILL)
        };
        before.len() - from > LABEL || before[from..].iter().any(speaks)
    }

    /// How much what stands behind it says: how it is written, or nothing more.
    fn close(&self, is_led: bool) -> i32 {
        let remarked =
            (1..=NEAR).any(|ahead| is_among(self.behind(ahead), REMARKS)) || self.ends() && self.beside.remarks;
        2 * i32::from(remarked) + i32::from(is_led && self.ends()) + i32::from(is_led && self.line.is_said)
    }

    /// How much speaks for something else.
    fn other(&self, form: Form) -> i32 {
        let before = self.before();
        let (first, second) = (before.role(1), before.role(2));
        let denies = || (1..=CLAUSE).any(|back| before.role(back).is(Role::NOT));
        let is_open = !(before.ends(1) || before.leads() && self.labels(form));
        let next = || !self.ends() && Role::of(self.behind(1)).is(Role::THING);
        match () {
            () if first.is(Role::OF | Role::TO) && second.is(Role::NOT) || before.leads() && denies() => 10,
            () if form == Form::Code && (self.is_listed() || is_among(before.word(1), NUMBERED)) => 10,
            () if form == Form::Code && (is_counted(self.text, self.span().end) || self.counts()) => 10,
            // Three groups of two are those of a lock with wheels.
            () if self.last > self.at + 1 && !self.line.around(self.at).is(Topics::LOCK) => 10,
            () if is_open && first.is(Role::THING) => 6,
            () if is_open && first.is(Role::FOR) && !second.is(Role::STILL) => 5,
            () if form == Form::Password && self.is_called() => 5,
            () if before.leads() && second.is(Role::THING) | first.is(Role::THING) => 5,
            () if next() => 5,
            () if is_open && first.is(Role::ARTICLE) => 3,
            () => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DETECTOR, Hits};
    use crate::redact::detect::Evidence;
    use crate::redact::detect::check::{finds, finds_nothing, found, read};

    #[test]
    fn what_opens_something_is_found_by_the_lines_around_it() {
        finds(
            DETECTOR.find,
            &[
                ("bitlocker screen again\ntype Heron9Heron9\ncapital H in both", "Heron9Heron9"),
                ("Mit Uw4-Rt8-Lm1 kommst du in die Fritzbox", "Uw4-Rt8-Lm1"),
                ("The shared mailbox now wants Willow.Ward.4 - lower case will not work", "Willow.Ward.4"),
                ("Open the pdf with the name of the dog and the year, so Pepper2016.", "Pepper2016"),
                ("I could not unlock her account, so I set it to Otter2031! for today", "Otter2031!"),
                ("<ana> what's the admin pw\n<ben> Otter-Pond77", "Otter-Pond77"),
                ("new pc asks for the filevault pw\nits Juniper&Rye!8 and change it", "Juniper&Rye!8"),
            ],
        );
        assert_eq!(found(DETECTOR.find, "windows pass moved from Doorman5 to Porter6"), ["Doorman5", "Porter6"]);
    }

    #[test]
    fn what_is_typed_to_get_in_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("alarm: 8812 within 30 seconds", "8812"),
                ("pin de la tarjeta de la empresa 7146, gracias", "7146"),
                ("you'll need 9173 for the alarm", "9173"),
                ("Me ha llegado el c\u{f3}digo por sms: 227 845", "227 845"),
                ("key safe by the back door, it's 5926Y", "5926Y"),
            ],
        );
    }

    #[test]
    fn keys_are_found_where_one_is_spoken_of() {
        finds(
            DETECTOR.find,
            &[
                ("the key for the parking sensors is prk.7741.eVx02LmQ and goes in the header", "prk.7741.eVx02LmQ"),
                ("Guest voucher: TX7R-4K9Q-M2LP, valid 8 hours", "TX7R-4K9Q-M2LP"),
            ],
        );
    }

    #[test]
    fn what_is_something_else_there_is_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                // What is called so.
                "the user Teacup33 could not log in",
                "which wifi is ours\n10:21 Ben: Breeze_2F",
                "Account: reception2\nPassword: see envelope",
                "log in on the Teacup33 server",
                "password policy page moved to Handbook-v4",
                "the rule minLength12 of the password policy",
                "encrypted with a key that uses XSalsa20 and Poly1305",
                // What is counted, numbered or dated.
                "the alarm rang 8812 times",
                "the door opens in 2031",
                "PIN-protected doors: 1200, 1300, 1400",
                "the lock timeout is set to 3600",
                // What nobody shall use.
                "Password must not be one of: Teacup33",
                "nothing like \"Teacup33\" as a password",
                // What stands in programs.
                "password_hash = Argon2Hasher3",
                "login.check(user, Token5Parser)",
                "\"code\": 4711, // door",
                "uuid: 7f3c9e1ab2d84450c6d17f3c9e1ab2d8\nkey: zone.ies6000.discovery",
            ],
        );
    }

    #[test]
    fn who_asks_is_told_the_words_that_speak_for_a_value() {
        let words = |text: &str| {
            let mut hits = Hits::with_misses();
            read(text, |reading| (DETECTOR.find)(reading, &mut hits));
            hits.take().into_iter().map(|hit| hit.evidence).collect::<Vec<_>>()
        };
        let told = |words: &str| vec![Some(Evidence::Words(words.split(' ').map(str::to_owned).collect()))];
        assert_eq!(words("bitlocker screen again\ntype Heron9Heron9"), told("bitlocker"));
        assert_eq!(words("<ana> what's the admin pw\n<ben> Otter-Pond77"), told("pw"));
        assert_eq!(words("you'll need 9173 for the alarm"), told("alarm"));
    }

    #[test]
    fn it_does_not_matter_how_much_else_is_said() {
        let text = "bitlocker screen again\ntype Heron9Heron9";
        let far = format!(
            "bitlocker screen again\n{}\ntype Heron9Heron9",
            "we had soup and rice today\n".repeat(3).trim_end()
        );
        assert_eq!(found(DETECTOR.find, text), ["Heron9Heron9"]);
        assert_eq!(found(DETECTOR.find, &far), Vec::<String>::new());
    }
}
