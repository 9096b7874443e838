//! Answers to who asks for a password: `what's the password for the staging box?`, and in the next line, paragraph or message
//! the value, perhaps behind the name of who writes and a few words (`sure, it's …`).

use super::super::assign::cell::is_strong;
use super::super::assign::{PASSWORD, cell};
use super::super::link::{count, is_blank, last_word, line_start};
use super::super::name::parts::is_about;
use super::super::name::{Name, Promise, names};
use super::super::sought::Sought;
use super::super::value::Mix;
use super::super::value::chosen::{is_chosen, may_be_chosen, may_be_words};
use super::super::value::shown::{has_digit, is_term, may_be_said, shows};
use super::super::{Hits, Reading, value};
use super::beside::is_code;
use super::brief::is_brief;
use super::plain::{may_be_key, may_be_word, names_network};
use crate::redact::detect::shape::figures;
use crate::redact::detect::turn::{is_header, is_of_waiting, waits, writer};
use crate::redact::detect::vocabulary::{is_among, is_one_of};
use crate::redact::gate::forms::ends_in_request;
use crate::redact::gate::lexicon::is_line_end;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The longest question, and the longest line with an answer, in bytes.
const LONGEST_QUESTION: usize = 200;
const LONGEST_ANSWER: usize = 120;
/// How many words an answer may have beside the value, and how long the name of who writes may be.
const MOST_WORDS: usize = 5;
const LONGEST_WRITER: usize = 32;
/// The shortest value that is all of an answer and does not show itself.
const SHORTEST: usize = 8;
/// The shortest token of an answer.
const SHORTEST_TOKEN: usize = 16;
/// Words by which somebody asks for a password without the sign of a question.
const REQUESTS: &[&str] = &[
    "pls", "plz", "please", "send", "share", "give", "anyone", "someone", "need", "bitte", "schick", "brauche", "svp",
    "manda", "envia",
];
/// How a line begins that asks for something without the sign of a question.
const ASKING: &[&str] = &[
    "can you ",
    "could you ",
    "can someone ",
    "could someone ",
    "can anyone ",
    "anyone ",
    "someone ",
    "need the ",
    "i need the ",
    "we need the ",
    "do you have ",
    "any idea what ",
    "does anyone ",
    "what's the ",
    "what is the ",
    "whats the ",
    "kannst du ",
    "k\u{f6}nntest du ",
    "brauche das ",
    "ich brauche ",
    "hast du ",
    "wie ist das ",
    "wie lautet ",
    "was ist das ",
    "tu peux ",
    "peux-tu ",
    "c'est quoi ",
    "me puedes ",
    "cu\u{e1}l es ",
    "puoi ",
    "mi mandi ",
];
/// Words by which something else about it is asked, or is the text of a page.
const OTHERS: &[&str] = &[
    "where",
    "when",
    "why",
    "how",
    "who",
    "forgot",
    "forgotten",
    "lost",
    "wo",
    "wann",
    "warum",
    "wer",
    "vergessen",
    "o\u{f9}",
    "quand",
    "pourquoi",
    "comment",
    "oubli\u{e9}",
    "d\u{f3}nde",
    "cu\u{e1}ndo",
    "olvidaste",
    "olvidado",
    "dove",
    "quando",
    "dimenticata",
    "onde",
    "esqueceu",
    "waar",
    "wanneer",
    "vergeten",
    "gdzie",
    "kiedy",
    "nie",
    "reset",
    "change",
    "not",
];

/// Words behind a name by which it is that of a thing.
const THINGS: &[&str] = &[
    "page",
    "dialog",
    "form",
    "screen",
    "ticket",
    "issue",
    "prompt",
    "section",
    "column",
    "error",
    "message",
    "manager",
    "policy",
    "policies",
    "rules",
    "generator",
    "reminder",
    "mail",
    "email",
    "file",
    "store",
    "safe",
    "service",
    "plugin",
    "endpoint",
];
/// Words right before the value of an answer.
const LEADS: &[&str] = &[
    "it's", "its", "is", "ist", "it", "try", "use", "yes", "ja", "oui", "s\u{ed}", "si", "sure", "now", "here", "tak",
    "sim", "c'est", "es", "e", "\u{e8}", "\u{e9}", "to", "->", "=",
];

/// How many lines are read behind a question.
const MOST_LINES: usize = 4;
/// By what an answer may be a plain word.
#[derive(Clone, Copy, Default)]
struct Words {
    /// It is the key of a wireless network.
    of_network: bool,
    /// Somebody whose name stands before it was asked for the password and nothing else.
    of_call: bool,
    /// It is a code of letters and figures, as meetings have them.
    of_code: bool,
}

/// Names the value in the lines behind a name in a question.
pub(in super::super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    if name.promise < Promise::Token || reading.view().is_tight() {
        return;
    }
    let reach = &text[name.span.end..text.len().min(name.span.end + LONGEST_QUESTION)];
    let line = memchr::memchr2(b'\n', b'\r', reach);
    // Most names stand in lines that are no questions, and few of the next ones have figures.
    if line.is_none() && (reach.len() == LONGEST_QUESTION || memchr::memchr(b'?', reach).is_none()) {
        return;
    }
    let end = name.span.end + line.unwrap_or(reach.len());
    let start = line_start(text, name.span.start);
    // The answer may stand in the same line.
    let asked = memchr::memchr(b'?', &text[name.span.end..end]).map(|sign| name.span.end + sign + 1);
    // A line without that sign asks where it is one sentence alone.
    if asked.is_none() && memchr::memchr(b'.', &text[start..end]).is_some() {
        return;
    }
    // The key of a wireless network may be a word, and what somebody says who is asked for nothing else.
    let of_network = name.promise == Promise::Password && names_network(&text[start..end]);
    let of_call = name.promise == Promise::Password
        && !is_brief(name)
        && !chooses(text[..name.span.start].trim_ascii_end())
        && ends_soon(&text[name.span.end..end])
        && writer(&text[start..end]) > 0;
    let words = Words { of_network, of_call, of_code: name.word == "passcode" };
    if !of_network && !of_call && !has_digit(&text[name.span.end..text.len().min(end + LONGEST_ANSWER)]) {
        return;
    }
    let ends = asked.map_or(end, |sign| if text[sign..end].trim_ascii().is_empty() { end } else { sign });
    // A line with who writes may stand before the answer.
    let near = &text[ends..text.len().min(ends + 2 * LONGEST_ANSWER)];
    if (of_network || of_call || has_digit(near))
        && asks(&text[start..ends], name.span.start - start..name.span.end - start)
    {
        tell(reading, ends, name, words, hits);
    }
}

/// Whether a question ends in a few words behind the name of a password.
fn ends_soon(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_end();
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" '.-?".contains(b);
    rest.ends_with(b"?") && rest.iter().all(plain) && rest.split(|b| is_blank(*b)).count() <= MOST_WORDS + 1
}

/// Names the value at the beginning of a text above which somebody asks for it.
pub(in super::super) fn below(reading: &Reading<'_>, hits: &mut Hits) {
    let label = reading.label().as_bytes().trim_ascii_end();
    // Most labels are paragraphs.
    if !(1..=LONGEST_QUESTION).contains(&label.len()) || reading.view().is_tight() || reading.groups().is_empty() {
        return;
    }
    let follows = follows(label);
    if !(ends_in_request(label) || follows || begins_request(label)) {
        return;
    }
    let asked = |name: &Name| {
        name.promise == Promise::Password && follows || name.promise >= Promise::Token && asks(label, name.span.clone())
    };
    if let Some(name) = names(label, &Sought::of(label)).find(asked) {
        tell(reading, 0, &name, Words::default(), hits);
    }
}

/// Whether a line says that the password stands below it: `Use the following password to proceed:`.
fn follows(line: &[u8]) -> bool {
    static FOLLOWING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("following password "));
    line.ends_with(b":") && FOLLOWING.find(line).is_some()
}

/// Whether a line asks for the password that is named in it.
fn asks(line: &[u8], name: Range<usize>) -> bool {
    let words = || line.split(|b| !b.is_ascii_alphanumeric() && *b < 0x80);
    let is_one = |known: &[&str]| words().any(|word| is_one_of(word, known));
    let next = line[name.end..].trim_ascii_start();
    let next = next[..count(next, 0, LONGEST_WRITER, |b| b.is_ascii_alphabetic())].to_ascii_lowercase();
    let is_question = line.trim_ascii_end().ends_with(b"?");
    line.len() <= LONGEST_QUESTION
        && (is_question || (is_one(REQUESTS) || begins_request(line)) && !line.contains(&b'.'))
        && !is_one(OTHERS)
        && !is_of_thing(line, name.end)
        && !is_about(&next)
        && !cell::is_about(&next)
}

/// Whether a line begins as one does that asks for something, behind who writes.
fn begins_request(line: &[u8]) -> bool {
    let said = &line[writer(line)..];
    let Some(first) = said.first().map(u8::to_ascii_lowercase) else { return false };
    let begins = |lead: &str| said.get(..lead.len()).is_some_and(|said| said.eq_ignore_ascii_case(lead.as_bytes()));
    ASKING.iter().any(|lead| lead.as_bytes()[0] == first && begins(lead))
}

/// Whether the word behind a name says that it is that of a thing: `password dialog`.
pub(super) fn is_of_thing(text: &[u8], end: usize) -> bool {
    let rest = text[end..].strip_prefix(b" ").unwrap_or_default();
    let word = &rest[..count(rest, 0, LONGEST_WRITER, |b| b.is_ascii_alphabetic())];
    is_one_of(word, THINGS)
}

/// Says that the value of the answer is a password, in the first lines from a place on; that of a network may be a word.
fn tell(reading: &Reading<'_>, from: usize, name: &Name, words: Words, hits: &mut Hits) {
    let text = reading.text();
    let mut at = from;
    for _ in 0..MOST_LINES {
        at += count(text, at, 4, |b| is_line_end(b) || is_blank(b));
        let line = at..at + count(text, at, LONGEST_ANSWER, |b| !is_line_end(b));
        if let Some(given) = answer(text, line.clone(), name.promise, words) {
            if value::stand_in(&text[given.clone()]).is_none() {
                hits.near(&PASSWORD, given, name.word);
            }
            return;
        }
        // A line may say who writes, and nothing else, or ask for patience.
        if !is_header(&text[line.clone()]) && !waits(&text[line.clone()]) {
            return;
        }
        at = line.end;
    }
}

/// The value of an answer: the last of a few words, which shows itself, or all that is said. A token is long and random.
fn answer(text: &[u8], line: Range<usize>, promise: Promise, may_be: Words) -> Option<Range<usize>> {
    let said = line.start + writer(&text[line.clone()])..line.end;
    let is_spoken = may_be.of_call && said.start > line.start;
    let mut at = said.start;
    let words = text[said].split(|b| is_blank(*b)).filter_map(|word| {
        let start = at;
        at += word.len() + 1;
        let quote = |b: &&u8| matches!(**b, b'"' | b'\'' | b'`' | b'*');
        let lead = word.iter().take_while(quote).count();
        let tail = word[lead..].iter().rev().take_while(|b| quote(b) || matches!(**b, b'.' | b',' | b';')).count();
        (word.len() > lead + tail).then(|| start + lead..start + word.len() - tail)
    });
    let mut words: Vec<Range<usize>> = words.take(MOST_WORDS + 2).collect();
    if is_spoken && words.first().is_some_and(|word| is_chosen(&text[word.clone()])) {
        words.truncate(1);
    }
    let remark = words.iter().skip(1).position(|word| is_remark(&text[word.clone()]));
    words.truncate(remark.map_or(words.len(), |at| at + 1));
    let (last, lead) = words.split_last()?;
    let given = &text[last.clone()];
    let is_plain = |word: &Range<usize>| !has_digit(&text[word.clone()]);
    // What has a name of its own is read with it.
    let is_named = || given.split(|b| *b == b'=').nth(1).is_some_and(|value| !value.is_empty());
    let is_token = || given.len() >= SHORTEST_TOKEN && value::is_random(given) && !is_named();
    let is_code = || may_be.of_code && lead.is_empty() && is_code(given);
    let is_alone = || lead.is_empty() && may_stand_alone(given) || may_answer(given) || is_code();
    let is_it = || lead.last().is_some_and(|word| is_one_of(&text[word.clone()], LEADS)) && may_be_said(given);
    let is_alone_in_talk = || is_spoken_word(given) || may_be_chosen(given) || may_be_words(given);
    let is_word = || may_be.of_network && may_be_key(given) || is_spoken && lead.is_empty() && is_alone_in_talk();
    let is_password = || shows(given) || is_alone() || is_it() || is_word();
    let fits = || if promise == Promise::Password { is_password() } else { is_token() };
    let is_led = lead.last().is_none_or(|word| {
        let said = text[word.start..last.start].trim_ascii_end();
        said.ends_with(b":") || said.ends_with(b",") || is_one_of(said, LEADS)
    });
    (is_led && lead.len() <= MOST_WORDS && lead.iter().all(is_plain) && fits()).then(|| last.clone())
}

/// Whether it begins what is remarked behind an answer: a bracket, a picture, a laugh.
fn is_remark(word: &[u8]) -> bool {
    const REMARKS: &str = "haha hahaha hehe jaja jajaja lol rs kkk mdr xd sry sorry thx thanks ok :) ;) ^^";
    matches!(word, [b'(', ..] | [0xf0, ..]) || is_among(word, REMARKS)
}

/// Whether what stands before a name asks which of several passwords is meant.
fn chooses(lead: &[u8]) -> bool {
    const WHICH: &[&str] = &["which", "what", "welches", "quel", "quale", "cu\u{e1}l", "qual", "welk", "kt\u{f3}re"];
    is_one_of(&lead[last_word(lead, LONGEST_WRITER)..], WHICH)
}

/// Whether this may be what somebody says who is asked for a password: a word, and none by which they agree or decline.
pub(super) fn is_spoken_word(given: &[u8]) -> bool {
    const OTHERS: &[&str] = &[
        "again", "cheers", "dunno", "great", "hello", "hmmm", "maybe", "never", "okay", "really", "sorry", "thanks",
        "which",
    ];
    may_be_word(given) && !is_one_of(given, OTHERS) && !is_of_waiting(given)
}

/// Whether this may be a password where nothing else stands beside it and something before says that one follows, though
/// it does not show itself.
fn may_stand_alone(given: &[u8]) -> bool {
    may_be_one(given) && figures(given) > 1
}

/// Whether this may be a password right behind who asks for it: a word with a capital and a figure.
fn may_answer(given: &[u8]) -> bool {
    may_be_one(given) && Mix::of(given).classes() == 3 && !is_term(given)
}

/// Whether it is as long and as strong as a password, and neither a path, an address, a time nor an expression.
fn may_be_one(given: &[u8]) -> bool {
    given.len() >= SHORTEST && is_strong(given) && is_bare(given)
}

/// The same where what says it stands farther away: it has letters of both cases, or shows itself.
pub(in crate::redact) fn is_second(block: &[u8]) -> bool {
    let given = block.trim_ascii();
    shows(given) || may_stand_alone(given) && Mix::of(given).classes() == 3
}

/// Whether it has none of the signs of paths, addresses, times and expressions.
fn is_bare(given: &[u8]) -> bool {
    !given.iter().any(|b| b"/\\:;,()[]{}<>=|@.".contains(b)) && given.iter().any(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;
    use crate::redact::{Policy, Redactor, Tally};

    #[test]
    fn a_password_that_follows_its_announcement_is_found() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let lead = "Please use the following password to proceed to installation:\n\n";
        for (text, redacted) in [
            ("e8c6d3b980af7037a58303b1ed92c583\n\nIt is in a file", "[SECRET]\n\nIt is in a file"),
            ("Minimum 12 characters", "Minimum 12 characters"),
        ] {
            assert_eq!(redactor.text(&format!("{lead}{text}"), &mut Tally::new()), format!("{lead}{redacted}"));
        }
        let asked = |answer: &str| format!("can you send me the zip password\n\n{answer}");
        for (answer, redacted) in [("Otter1997", "[SECRET]"), ("Otter and friends, 1997", "Otter and friends, 1997")] {
            assert_eq!(redactor.text(&asked(answer), &mut Tally::new()), asked(redacted));
        }
    }

    #[test]
    fn the_answer_to_who_asks_for_a_password_is_found() {
        finds(
            DETECTOR.find,
            &[
                (
                    "[10:02] Dana: what's the pw for the staging box?\n[10:03] Ilya: Otter-88x\n[10:03] Dana: thx",
                    "Otter-88x",
                ),
                ("Mark: can you send me the wifi password again\nJo: Otter-88x", "Otter-88x"),
                ("whats the password for the box\nOtter-88x", "Otter-88x"),
                ("Mark: kannst du mir das Passwort geben\nJo: Otter-88x", "Otter-88x"),
                ("mike: what is the wifi password?\nsara: Otterwiese7", "Otterwiese7"),
                ("mike: what is the wifi password?\nsara: it's Otterwiese7", "Otterwiese7"),
                ("ana 09:14\n  anyone has the jenkins pw?\nbob 09:15\n  it's Otter-8X8", "Otter-8X8"),
                ("IT: which password is it?\nStore 12: Otter-8X8", "Otter-8X8"),
                ("ana  9:14 AM\npassword for the printer page pls\nbob  9:16 AM\nOtter_Maple88", "Otter_Maple88"),
                ("Q: What is the password to the HR share?\nA: Otter-88x", "Otter-88x"),
                ("Q: What is the password to the HR share?\nA: otter-88x", "otter-88x"),
                ("Ann: what's the wifi password?\nZo\u{eb} M.: otter-88x", "otter-88x"),
                ("mysql root pw? -> Wombat!77", "Wombat!77"),
                ("Dana: what's the pw?\nIlya: one sec\nIlya: Otter-1997", "Otter-1997"),
                ("what's the pw?\nsure, let me check\nOtter-1997", "Otter-1997"),
                ("[10:02] Dana: pw?\n[10:02] Ilya: moment\n[10:03] Ilya: hm\n[10:04] Ilya: Otter-88x", "Otter-88x"),
                ("Dana [10:02]: what's the pw?\nIlya [10:03]: sec\nIlya [10:03]: Otter-1997", "Otter-1997"),
                (
                    "[2024-05-17 10:02] dana: pw?\n[2024-05-17 10:03] ilya: sec\n[2024-05-17 10:03] ilya: Otter-1997",
                    "Otter-1997",
                ),
                ("17.05.24, 10:02 - Dana: pw?\n17.05.24, 10:03 - Ilya: Otter-1997", "Otter-1997"),
                ("<dana> what's the pw?\n<ilya> one sec\n<ilya> Otter-1997", "Otter-1997"),
                ("Dana: wifi pw?\nIlya: butterotter", "butterotter"),
                ("dana  7:12  what's the pw?\nilya  7:13  Otter-88x", "Otter-88x"),
                ("dana 7:12 AM\nwhat's the pw?\nilya [7:13 AM]\nchwila\nilya [7:13 AM]\nOtter-88x", "Otter-88x"),
                ("**Dana:** what's the pw?\n**Ilya:** Otter-88x", "Otter-88x"),
                ("Customer : what's the pw?\nAgent (Ilya) : Otter-88x", "Otter-88x"),
                ("Desk: And the password?\nCaller: otterdrop", "otterdrop"),
                ("A: wifi password?\nB: it's otterlake2024", "otterlake2024"),
                ("anna 10:01: wifi password?\nbert 10:02: otterlake2024", "otterlake2024"),
                ("A: [10:01] wifi password?\nB: [10:02] otterlake2024", "otterlake2024"),
                ("what is the wifi password? it's butterotter", "butterotter"),
                ("Wie ist das Passwort?\nKai: klar, warte kurz\nKai: Otter-88x", "Otter-88x"),
                ("Dana: can you share the api key\nIlya: sure: aB3xQ9zR7tYw1kLm", "aB3xQ9zR7tYw1kLm"),
                ("Dana: which token do we use?\nIlya: aB3xQ9zR7tYw1kLm", "aB3xQ9zR7tYw1kLm"),
                ("Wie ist das Passwort vom WLAN?\nOtter-88x", "Otter-88x"),
                ("hast du das Passwort vom Jenkins?\nKai: ja, Wombat!77", "Wombat!77"),
                ("Quel est le mot de passe du serveur ?\nOtter-88x", "Otter-88x"),
                ("\u{bf}Cu\u{e1}l es la contrase\u{f1}a del servidor?\nOtter-88x", "Otter-88x"),
                ("Qual \u{e8} la password del server?\nOtter-88x", "Otter-88x"),
                ("Jakie jest has\u{142}o do serwera?\nOtter-88x", "Otter-88x"),
            ],
        );
    }

    #[test]
    fn answers_to_other_questions_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Dana: what's the password for the box?\nIlya: no idea, ask Tom2",
                "Dana: did you get the password?\nIlya: yes, works\nDana: great",
                "Q: What is the password policy?\nA: Otter-88x",
                "Where is the password stored?\nVault-2024a",
                "Forgot your password?\nSign-in-2024",
                "What is the password?\nUnknown",
                "Dana: what's the pw?\nIlya: no idea\nDana: Otter-88x",
                "what's the pw?\nask Tom\nOtter-88x",
                "Dana: what's the pw?\nIlya: butterotter",
                "Desk: And the password?\nCaller: forgotten",
                "Desk: And the password?\nCaller: sorry",
                "Desk: Which password?\nCaller: otterdrop",
                "Desk: And the password?\notterdrop",
                "Dana: wifi pw?\nIlya: definitely",
                "Dana: wifi pw?\nIlya: on the whiteboard",
                "Dana: wifi pw?\nIlya: incorrect",
                "Dana: what's the pw?\nIlya: one sec\nIlya: it is in the vault, entry Otter-1997",
                "Is the password long enough?\nrelease-2024.05.17",
                "what's the password?\n10:30",
                "Which token is it?\nToken::Identifier",
                "Which token do we use?\nDeployment-2024",
                "What does the token mean?\nIt is 9c1f7e2a",
                "Passwort vergessen?\nOtter-88x",
                "Ann: is the password in the vault?\nBob: yes, entry OPS-2231a",
                "please update the password page\nPage-2024b",
                "Is there a password?\nThe server at db-2024 asks for one",
                "Please change the password. See Chapter-22b",
            ],
        );
    }

    #[test]
    fn the_answer_may_be_the_next_paragraph() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let text = "> Could you resend the FTP password?\n\nSure, it's Wombat!77\n\nRegards";
        assert_eq!(redactor.text(text, &mut Tally::new()), text.replace("Wombat!77", "[SECRET]"));
        let body = "<p>Hey, what's the password of the demo tenant?</p><p>Otter-88x</p><p>thanks, Tom</p>";
        assert_eq!(redactor.storage(body, &mut Tally::new()), body.replace("Otter-88x", "[SECRET]"));
    }

    #[test]
    fn what_has_a_name_of_its_own_is_no_answer() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let text = "GET /tokens/current?access_token=aB3xQ9zR7tYw1kLm";
        assert_eq!(redactor.text(text, &mut Tally::new()), "GET /tokens/current?access_token=[SECRET]");
    }

    #[test]
    fn the_code_of_a_meeting_is_an_answer() {
        finds(DETECTOR.find, &[("zoom passcode?\ntR4182", "tR4182")]);
        finds_nothing(DETECTOR.find, &["zoom passcode?\nroom12", "zoom password?\ntR4182", "zoom passcode?\nnot yet"]);
    }
}
