//! Answers to the questions by which somebody who forgot a password is known: behind their own name (`Secret answer: …`), behind
//! what is asked (`Mother's maiden name: …`), and behind the question (`Security question: First pet? Answer: …`).

use super::super::value::{is_description, is_expression, stand_in};
use super::super::{Detector, Hits, Reading, Rule, told};
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&ANSWER], needs: Signals::QUESTION, find };

static ANSWER: Rule = told("secret.answer", "the answer to a question by which somebody is known");

/// The longest answer, in bytes, and the most words of one.
const LONGEST: usize = 48;
const MOST_WORDS: usize = 4;

/// What an answer is called, or what is asked. An apostrophe may be any sign.
const CALLED: &str = r"(?: mother .{0,3}? s? [\x20_]? maiden [\x20_]? name | maiden [\x20_]? name \x20 of \x20 (?: the \x20 )? mother
    | (?: secret | security | recovery | challenge ) [\x20_]? (?: question [\x20_]? )? answer [\x20_]? [0-9]? (?: \x20 given )?
    | memorable [\x20_]? (?: answer | word | name | place ) | (?: first | favou?rite | childhood ) \x20 pet (?: .{1,3} s \x20 name )?
    | answer \x20 to \x20 (?: the \x20 | your \x20 )? (?: secret | security ) \x20 question
    | sicherheitsantwort | geburtsname \x20 der \x20 mutter | m(?: \xc3\xa4 | ae ) dchenname \x20 der \x20 mutter | antwort \x20 auf \x20 die \x20 sicherheitsfrage
    | nom \x20 de \x20 jeune \x20 fille \x20 de \x20 (?: la | votre ) \x20 m\xc3\xa8re | r\xc3\xa9ponse \x20 (?: secr\xc3\xa8te | question \x20 (?: secr\xc3\xa8te | de \x20 s\xc3\xa9curit\xc3\xa9 ) )
    | apellido \x20 de \x20 soltera \x20 de \x20 (?: la | su ) \x20 madre | respuesta \x20 secreta | cognome \x20 da \x20 nubile \x20 della \x20 madre )";

/// A question that is said to be one of these, or that is asked for nothing else.
const ASKED: &str = r"(?: (?: (?: secret | security ) [\x20_]? question | sicherheitsfrage | geheimfrage | question \x20 secr\xc3\xa8te | pregunta \x20 (?: secreta | de \x20 seguridad ) )
        (?: \x20 [0-9] )? \x20? : \s? [^?\n]{4,80} [?]
    | (?: what | in \x20 what | which | where ) \x20 [^?\n]{0,40}? (?: maiden \x20 name | first \x20 pet | favou?rite \x20 pet | first \x20 school | elementary \x20 school
        | first \x20 car | city \x20 were \x20 you \x20 born | childhood \x20 (?: friend | nickname ) ) [^?\n]{0,24} [?] )";

/// What joins an answer to what it is called.
const JOINT: &str = r#"(?: ["']? \s? (?: [:=] | \? [\x20] | \x20 - \x20 | \x20 \xe2\x80\x93 \x20 ) [\x20]? )"#;
/// The same behind a question.
const REPLY: &str = r"(?: [\x20]? [\s] (?: (?: answer | a | antwort | r\xc3\xa9ponse | respuesta | risposta ) \x20? [:=-] \x20? ) | \x20 )";
/// An answer up to the end of its line or sentence, or what stands in quotes.
const GIVEN: &str = r#"(?: "([^"\n]{2,48})" | ([^\s"',;:.<>()\[\]{}|=][^",;:<>()\[\]{}|=\n?]{1,47}?) (?: \x20{2,} | \. (?: \s | $ ) | [,;|"<] | \r | \n | $ ) )"#;

/// A name in a sentence.
const NAME: &str = r"((?-i: [A-Z] ) [a-z\x80-\xff'-]{2,24}) (?: [.,;] | \r | \n | $ )";

/// The forms, compiled.
static FORMS: LazyLock<Option<[Regex; 3]>> = LazyLock::new(|| {
    let form = |text: String| Regex::new(&format!("(?ix-u) (?: ^ | [^a-z0-9] ) {text}")).ok();
    let said = form(format!("(?: {CALLED} \\x20 is | memorable \\x20 (?: word | place | name ) ) \\x20 {NAME}"))?;
    Some([form(format!("{CALLED} {JOINT} {GIVEN}"))?, form(format!("{ASKED} {REPLY} {GIVEN}"))?, said])
});
/// What an answer is called and a blank, behind which markup may set it off.
static OPEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?ix-u) (?: ^ | [^a-z0-9] ) {CALLED} \\x20")).ok());
/// The label of a text that holds nothing else.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = format!("(?ix-u) (?: ^ | [^a-z0-9] ) {CALLED} \\W* $");
    Regex::new(&text).ok()
});

/// Names the answers in a view, and one that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    let answers = |form: &'static Regex| {
        let found = form.captures_iter(text).filter_map(|found| found.get(1).or(found.get(2)));
        found.map(|given| given.range()).filter(|given| is_answer(text, given))
    };
    let mut given: Vec<Range<usize>> = FORMS.iter().flatten().flat_map(answers).collect();
    given.extend(super::answered::answers(text));
    given.sort_unstable_by_key(|given| (given.start, given.end));
    // What is asked may be what the answer is called.
    given.dedup();
    given.into_iter().for_each(|given| hits.hit(&ANSWER, given));
    set_off(reading, hits);
    let label = spaced(reading.label());
    if !label.is_empty() && text.len() <= LONGEST && LABEL.as_ref().is_some_and(|form| form.is_match(label.as_bytes()))
    {
        let lead = text.len() - text.trim_ascii_start().len();
        let given = lead..lead + text.trim_ascii().len();
        if !given.is_empty() && is_answer(text, &given) {
            hits.hit(&ANSWER, given);
        }
    }
}

/// Names the answers that the markup of a page sets off right behind what they are called, as a sign would.
fn set_off(reading: &Reading<'_>, hits: &mut Hits) {
    let (text, view) = (reading.text(), reading.view());
    let leads = OPEN.iter().flat_map(|form| form.find_iter(text)).map(|lead| lead.end());
    for start in leads.filter(|start| view.is_seam(*start)) {
        let end = (start + 1..=text.len().min(start + LONGEST)).find(|at| view.is_seam(*at));
        let given = start..end.unwrap_or(start);
        if !given.is_empty() && is_answer(text, &given) {
            hits.hit(&ANSWER, given);
        }
    }
}

/// A name of a program as words: `motherMaidenName`.
fn spaced(label: &str) -> String {
    let mut words = String::with_capacity(label.len() + 4);
    let mut was_small = false;
    for c in label.chars() {
        if was_small && c.is_ascii_uppercase() {
            words.push(' ');
        }
        was_small = c.is_ascii_lowercase();
        words.push(c);
    }
    words
}

/// Whether this may be an answer: a few words that neither describe one nor are those of a program or a sentence.
pub(super) fn is_answer(text: &[u8], given: &Range<usize>) -> bool {
    const OTHERS: [&[u8]; 12] = [
        b"answer",
        b"question",
        b"name",
        b"field",
        b"required",
        b"optional",
        b"none",
        b"hashed",
        b"stored",
        b"text",
        b"is",
        b"the",
    ];
    let value = &text[given.clone()];
    let words = || value.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let other = |word: &[u8]| OTHERS.iter().any(|other| word.eq_ignore_ascii_case(other)) || is_description(word);
    let fits = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" '-!#&*".contains(b);
    words().count() <= MOST_WORDS
        && value.iter().all(fits)
        && value.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
        && !words().any(other)
        && !value.contains(&b'_')
        && !is_expression(value)
        && stand_in(value).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn answers_behind_what_they_are_called_are_found() {
        finds(
            find,
            &[
                ("Mother's maiden name: Kowalczyk", "Kowalczyk"),
                ("Mother's maiden name: Mu\u{f1}oz", "Mu\u{f1}oz"),
                ("Mother's maiden name: \u{738b}\u{5c0f}", "\u{738b}\u{5c0f}"),
                ("Mother\u{2019}s maiden name - Kowalczyk, and more", "Kowalczyk"),
                ("mothers_maiden_name = Kowalczyk", "Kowalczyk"),
                ("Maiden name of mother: de la Cruz", "de la Cruz"),
                ("Secret answer: Rosebud", "Rosebud"),
                ("Security answer 2: blue Honda.", "blue Honda"),
                ("Geburtsname der Mutter: Kowalczyk", "Kowalczyk"),
                ("secret_answer=rosebud", "rosebud"),
                ("Her mother's maiden name is Kowalczyk.", "Kowalczyk"),
                ("Memorable word: Ravenscar", "Ravenscar"),
                ("memorable answer: Ravenscar.", "Ravenscar"),
                ("His memorable place is Ravenscar.", "Ravenscar"),
                ("Security answer given: Ravenscar", "Ravenscar"),
                ("passed security, memorable place Ravenscar", "Ravenscar"),
                ("first pet: Pepper, first school not set", "Pepper"),
                ("Favourite pet's name: Pepper", "Pepper"),
                ("r\u{e9}ponse question secr\u{e8}te : Filou", "Filou"),
                ("Q1: Mother's maiden name? Kowalczyk", "Kowalczyk"),
            ],
        );
    }

    #[test]
    fn answers_behind_questions_are_found() {
        finds(
            find,
            &[
                ("Security question: First pet? Answer: Mr Whiskers", "Mr Whiskers"),
                ("Security question: What was the name of your first pet?\nAnswer: Whiskers", "Whiskers"),
                ("What is your mother's maiden name? Kowalczyk", "Kowalczyk"),
                ("Q: What is the name of your first school?\nA: Lindenhof", "Lindenhof"),
                ("Sicherheitsfrage: Name des ersten Haustiers? Antwort: Minka", "Minka"),
            ],
        );
    }

    #[test]
    fn descriptions_are_left() {
        finds_nothing(
            find,
            &[
                "The security question and the answer are stored as hashes.",
                "Mother's maiden name is a bad security question.",
                "Question: does it scale? Answer: yes",
                "Security question: required\nSecurity answer: optional",
                "Q: What is the name of the branch?\nA: main",
                "A memorable name: the product needs one.",
                "memorable word is required",
                "The first pet (dog) is free",
                "Memorable place names",
                "A memorable place Ravenscar has become",
                "memorable place in Yorkshire",
                "Secret answer field: text, 64 characters",
                "secret_answer = request.form['answer']",
                "security_answer: hash_of(answer)",
            ],
        );
    }

    #[test]
    fn what_an_answer_is_called_raises_the_signal() {
        for text in ["memorable word: x", "Memorable_place: x", "memorable answer", "first pet: x", "childhood pet: x"]
        {
            assert!(Signals::of(text.as_bytes()).intersects(Signals::QUESTION), "{text}");
        }
    }

    #[test]
    fn names_of_programs_are_read_as_words() {
        assert_eq!([spaced("motherMaidenName"), spaced("SSN"), spaced("")], ["mother Maiden Name", "SSN", ""]);
    }

    #[test]
    fn answers_that_markup_sets_off_are_found() {
        use crate::redact::{Policy, Redactor, Tally};
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (text, redacted) in [
            ("<p>memorable word <strong>otter</strong></p>", "<p>memorable word <strong>[SECRET]</strong></p>"),
            ("<p>mother's maiden name <em>Kowalczyk</em>, ok</p>", "<p>mother's maiden name <em>[SECRET]</em>, ok</p>"),
            ("<p>memorable word <em>required</em></p>", "<p>memorable word <em>required</em></p>"),
            (
                "<p>the memorable word that <em>otters</em> say</p>",
                "<p>the memorable word that <em>otters</em> say</p>",
            ),
        ] {
            assert_eq!(redactor.storage(text, &mut Tally::new()), redacted);
        }
        finds_nothing(find, &["memorable word otter", "mother's maiden name is asked"]);
    }
}
