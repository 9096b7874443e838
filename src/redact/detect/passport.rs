//! Passports: behind their words, in sentences that speak of them, behind short words with the country that issued them, and in
//! lists.

use super::cue::Topic;
use super::document::{context, form, tell};
use super::shape::{around, is_reference, written};
use super::vocabulary::{ending, first_word};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;

/// The detector of this file.
pub(super) const DETECTORS: &[Detector] = &[Detector {
    rules: &[&US_PASSPORT, &US_PASSPORT_FIELD, &UK_PASSPORT, &UK_PASSPORT_FIELD, &PASSPORT],
    needs: Signals::CODE.union(Signals::WORD),
    find: passports,
}];

static US_PASSPORT: Rule = context(
    kind::US_PASSPORT,
    "passport.us",
    Rank::Context,
    "nine digits, or a letter and eight, behind a word for it",
);
static US_PASSPORT_FIELD: Rule =
    context(kind::US_PASSPORT, "passport.us_field", Rank::Shape, "a letter and eight digits, alone in the field");
static UK_PASSPORT: Rule = context(
    kind::UK_PASSPORT,
    "passport.uk",
    Rank::Context,
    "two letters and seven digits behind a word for it, or nine digits behind the words for a British one",
);
static UK_PASSPORT_FIELD: Rule =
    context(kind::UK_PASSPORT, "passport.uk_field", Rank::Shape, "two letters and seven digits, alone in the field");
static PASSPORT: Rule =
    context(kind::PASSPORT, "passport.context", Rank::Shape, "six to twelve letters and digits behind a word for it");
/// Names passports. Those of the United States have a letter and eight digits, or nine digits; British ones nine digits,
/// or two letters and seven digits.
fn passports(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::Passport) {
        let british = reading.region() == "GB" || reading.word_before(cue.value(), &["uk", "british", "gb"]).is_some();
        let nine = if british { &UK_PASSPORT } else { &US_PASSPORT };
        tell(
            reading,
            cue,
            &[
                (&US_PASSPORT, &form(&["a99999999"])),
                (&UK_PASSPORT, &form(&["aa9999999"])),
                (&UK_PASSPORT, &|text, at| behind_country(text, at).filter(|_| text[at..].starts_with(b"GB"))),
                (&PASSPORT, &behind_country),
                (nine, &form(&["999999999"])),
                (&PASSPORT, &|text, at| written(text, at, cue.is_joined(text), 6..=12, 5)),
                (&PASSPORT, &|text, at| {
                    nine_in_capitals(text, at).filter(|_| cue.is_joined(text) || cue.is_numbered())
                }),
                (&PASSPORT, &lettered_passport),
            ],
            hits,
        );
    }
    near_passports(reading, hits);
    short_passports(reading, hits);
    listed_passports(reading, hits);
    french_passports(reading, hits);
    let us = reading.region() == "US";
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 7 | 8)) {
        let (rule, before, behind) = match group.len() {
            8 => (&US_PASSPORT_FIELD, "a", "99999999"),
            _ => (&UK_PASSPORT_FIELD, "aa", "9999999"),
        };
        let span = around(reading.text(), group.span().start, before, behind);
        if let Some(span) =
            span.filter(|span| reading.is_whole(span) && reading.is_field(span) && (group.len() == 7 || us))
            && !is_reference(&reading.text()[span.clone()])
        {
            hits.hit(rule, span);
        }
    }
}

/// Words for passports, after which a number of its form needs to stand no nearer than in the same sentence.
const PASSPORTS: [&str; 14] = [
    "passport",
    "passeport",
    "reisepass",
    "pasaporte",
    "passaporto",
    "passaporte",
    "paspoort",
    "paszport",
    "passi",
    "passin",
    "pasaport",
    "pasu",
    "pasport",
    "putovnica",
];

/// Names the numbers in the forms of most countries' passports in a sentence that speaks of one: `Passi n\u{e4}hty, FP4072918`.
fn near_passports(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let announced = |at: usize| reading.cues(Topic::Passport).any(|cue| cue.value() == at);
    for group in reading.groups().iter().filter(|group| (6..=8).contains(&group.len())) {
        let letters = text[..group.span().start].iter().rev().take(3).take_while(|b| b.is_ascii_uppercase()).count();
        let span = group.span().start - letters..group.span().end;
        let formed = matches!((letters, group.len()), (1, 7 | 8) | (2, 6 | 7));
        let reference = || is_reference(&text[span.clone()]);
        if formed
            && reading.is_whole(&span)
            && !reference()
            && !announced(span.start)
            && (text[..span.start]
                .trim_ascii_end()
                .last()
                .is_some_and(|sign| matches!(sign, b',' | b':' | b'(' | b')'))
                || is_done_with_passport(&text[..span.start]))
            && let Some(word) = reading.word_before(span.start, &PASSPORTS)
        {
            hits.near(&PASSPORT, span, word);
        }
    }
}

/// Whether what is done with a passport leads to its number: `passport renewed A00538824`.
fn is_done_with_passport(lead: &[u8]) -> bool {
    const DONE: &[&str] =
        &["renewed", "expires", "expired", "issued", "lost", "copy", "scan", "book", "details", "is now"];
    let lead = lead.trim_ascii_end();
    let done = ending(lead, DONE);
    done.is_some_and(|done| ending(lead[..lead.len() - done.len()].trim_ascii_end(), &PASSPORTS).is_some())
}

/// Names the passports of a list below their word, a name before each: `passport nos:`, `Ann 538817204 exp 3/6/31`.
fn listed_passports(reading: &Reading<'_>, hits: &mut Hits) {
    const NUMBERS: &[&str] = &["passports", "passport nos", "passport numbers", "passport no", "passport details"];
    const MOST_BEFORE: usize = 24;
    let text = reading.text();
    if !reading.groups().iter().any(|group| group.len() == 9) {
        return;
    }
    let (mut below, mut at) = (false, 0);
    for line in text.split(|b| *b == b'\n') {
        let first = line.iter().take(MOST_BEFORE).position(u8::is_ascii_digit).map(|digit| at + digit);
        let span = first.and_then(|start| Some(start..form(&["999999999"])(text, start)?));
        if let Some(span) = span.filter(|span| below && reading.is_whole(span)) {
            hits.hit(&PASSPORT, span);
        } else {
            let lead = line.trim_ascii_end().strip_suffix(b":");
            below = lead.is_some_and(|lead| first_word(lead, NUMBERS).is_some());
        }
        at += line.len() + 1;
    }
}

/// Where a number ends whose capitals stand a blank before its digits: `LM 204418`, `Z 1835207`.
fn lettered_passport(text: &[u8], at: usize) -> Option<usize> {
    let end = form(&["aa 999999", "aa 9999999", "a 9999999", "a 99999999"])(text, at)?;
    let letters = text[at..end].iter().filter(|b| b.is_ascii_alphabetic());
    letters.into_iter().all(u8::is_ascii_uppercase).then_some(end)
}

/// Words of which country somebody is a citizen.
const NATIONALITIES: &[&str] = &[
    "american",
    "argentinian",
    "aus",
    "australian",
    "austrian",
    "belgian",
    "brazilian",
    "british",
    "bulgarian",
    "canadian",
    "chilean",
    "chinese",
    "colombian",
    "croatian",
    "czech",
    "danish",
    "dutch",
    "egyptian",
    "estonian",
    "filipino",
    "finnish",
    "french",
    "german",
    "ghanaian",
    "greek",
    "hungarian",
    "icelandic",
    "indian",
    "indonesian",
    "irish",
    "israeli",
    "italian",
    "japanese",
    "kenyan",
    "korean",
    "latvian",
    "lithuanian",
    "malaysian",
    "mexican",
    "nepali",
    "nigerian",
    "norwegian",
    "nz",
    "pakistani",
    "peruvian",
    "philippine",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "singaporean",
    "slovak",
    "slovenian",
    "south african",
    "spanish",
    "sri lankan",
    "swedish",
    "swiss",
    "thai",
    "turkish",
    "uk",
    "ukrainian",
    "us",
    "vietnamese",
    "zimbabwean",
];

/// Names passports behind a word so short that it means pages as well, and the country that issued them before it or in
/// brackets behind them: `Bulgarian pp 387714820`, `p/port 512834417 (UK)`.
fn short_passports(reading: &Reading<'_>, hits: &mut Hits) {
    const SHORT: &[&str] = &["pp", "p/p", "p/port", "ppt"];
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| (6..=9).contains(&group.len())) {
        let letters = text[..group.span().start].iter().rev().take(3).take_while(|b| b.is_ascii_uppercase()).count();
        let span = group.span().start - letters..group.span().end;
        let formed = matches!((letters, group.len()), (0, 9) | (1, 7 | 8) | (2, 6 | 7));
        if !formed || !reading.is_whole(&span) || hits.meets(&span) {
            continue;
        }
        let lead = without_fillers(&text[..span.start]);
        let Some(word) = ending(lead, SHORT).filter(|_| lead.len() < span.start) else { continue };
        let issued = ending(lead[..lead.len() - word.len()].trim_ascii_end(), NATIONALITIES).is_some();
        let named = || {
            text[span.end..].strip_prefix(b" (").is_some_and(|behind| {
                let len = behind.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                (2..=3).contains(&len)
                    && behind[..len].iter().all(u8::is_ascii_uppercase)
                    && behind.get(len) == Some(&b')')
            })
        };
        if issued || word != "pp" || named() {
            hits.near(&PASSPORT, span, word);
        }
    }
}

/// A text without what may stand between a word and its number at its end.
fn without_fillers(text: &[u8]) -> &[u8] {
    let signs = |text: &[u8]| text.len() - text.iter().rev().take(4).take_while(|b| b" :#.".contains(b)).count();
    let lead = &text[..signs(text)];
    let fillers: [&[u8]; 4] = [b" no", b" is", b" number", b" nr"];
    let lead = fillers.iter().find_map(|filler| lead.strip_suffix(*filler)).unwrap_or(lead);
    &lead[..signs(lead)]
}

/// Names passports of France, of two digits, two capitals and five digits, in a sentence that speaks of one.
fn french_passports(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| group.len() == 5) {
        let Some(span) = around(text, group.span().start, "99aa", "99999").filter(|span| reading.is_whole(span)) else {
            continue;
        };
        let capitals = text[span.start + 2..span.start + 4].iter().all(u8::is_ascii_uppercase);
        if let Some(word) = reading.word_before(span.start, &PASSPORTS).filter(|_| capitals && !hits.meets(&span)) {
            hits.near(&PASSPORT, span, word);
        }
    }
}

/// Where nine digits end behind the two or three capitals of the country that issued the passport: `GB 502917744`.
fn behind_country(text: &[u8], at: usize) -> Option<usize> {
    let letters = text.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_uppercase()).count();
    form(&["aa 999999999", "aaa 999999999"])(text, at).filter(|_| letters >= 2)
}

/// Where nine capitals and digits end, of which two or more are either: the numbers of many European passports.
pub(super) fn nine_in_capitals(text: &[u8], at: usize) -> Option<usize> {
    let end = form(&["xxxxxxxxx"])(text, at)?;
    let count = |is: fn(&u8) -> bool| text[at..end].iter().filter(|b| is(b)).count();
    (count(u8::is_ascii_uppercase) >= 2 && count(u8::is_ascii_digit) >= 2 && count(u8::is_ascii_lowercase) == 0)
        .then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing, hits, kinds_in_field};
    use super::*;

    #[test]
    fn a_passport_may_have_its_country_first() {
        finds(
            passports,
            &[("Passport: GB 508311447", "GB 508311447"), ("Passport number NL 508311447", "NL 508311447")],
        );
        finds_nothing(passports, &["passport to 508311 rows", "Passport: the 508311447th"]);
    }

    #[test]
    fn passports_are_found_in_sentences_that_speak_of_them() {
        finds(passports, &[("Passi n\u{e4}hty, FP4072918", "FP4072918"), ("passport too, DN417826", "DN417826")]);
        finds(passports, &[("a copy of the passport (C7140386)", "C7140386")]);
        finds_nothing(
            passports,
            &["passport control, gate FPX4072918", "passport, room D1234", "passport desk FP4072918"],
        );
    }

    #[test]
    fn passports_are_found_behind_short_words_and_in_lists() {
        finds(
            passports,
            &[
                ("Bulgarian pp   387714820", "387714820"),
                ("his irish pp is PL8844712", "PL8844712"),
                ("pp 512834417 (UK)", "512834417"),
                ("p/port: 512834417", "512834417"),
                ("Passport GBR 512834417", "GBR 512834417"),
                ("ppt no LM 204418", "LM 204418"),
                ("passport renewed A00538824, 2026", "A00538824"),
                ("Passport (for the visa) Z1835207", "Z1835207"),
            ],
        );
        let listed =
            hits(passports, "passport nos for API:\n Desmond 538817204 exp 3/6/31\n Lorna   561920438\nref 561920439");
        let values: Vec<&str> = listed.iter().map(|hit| hit.0.as_str()).collect();
        assert_eq!(values, ["538817204", "561920438", "561920439"]);
        finds_nothing(
            passports,
            &[
                "see pp 387714820",
                "pp 512834417 (of the book)",
                "Nos for API:\n Desmond 538817204",
                "pp. 12, irish 387714820",
            ],
        );
    }

    #[test]
    fn passports_are_found_behind_their_word() {
        for (text, value, kind) in [
            ("passport no. B12345678", "B12345678", kind::US_PASSPORT),
            ("passport: 123456789", "123456789", kind::US_PASSPORT),
            ("UK passport: 123456789", "123456789", kind::UK_PASSPORT),
            ("Passport number is QY7654321", "QY7654321", kind::UK_PASSPORT),
            ("passport Y7654321,", "Y7654321", kind::PASSPORT),
            ("passport: X4RTBPFW2", "X4RTBPFW2", kind::PASSPORT),
            ("Passport number\nX4RTBPFW2", "X4RTBPFW2", kind::PASSPORT),
            ("PPT P9151662", "P9151662", kind::PASSPORT),
            ("passeport n° R8572756", "R8572756", kind::PASSPORT),
        ] {
            assert_eq!(hits(passports, text), [(value.to_owned(), kind)], "{text}");
        }
        finds_nothing(
            passports,
            &["B12345678", "passport of 2024-05-17", "passport 12345", "passport control B12345678"],
        );
        assert_eq!(kinds_in_field(passports, "B12345678"), [kind::US_PASSPORT]);
        assert_eq!(kinds_in_field(passports, " qx1234567"), [kind::UK_PASSPORT]);
        assert!(kinds_in_field(passports, "QXY7654321").is_empty());
        assert!(kinds_in_field(passports, "KB5034441").is_empty());
    }

    #[test]
    fn passports_of_france_are_told_in_a_sentence() {
        finds(
            passports,
            &[
                ("Passeport \u{e0} corriger : le bon num\u{e9}ro est 19CK80264 (exp.)", "19CK80264"),
                ("passport, 21DA55109", "21DA55109"),
            ],
        );
        finds_nothing(passports, &["le bon num\u{e9}ro est 19CK80264", "Passeport : le dossier 19ck80264"]);
    }
}
