//! What else stands on a card: security code, expiry date, PIN. None of it may be kept after
//! authorisation (PCI DSS 3.3.1); the standard policy takes it out.

use super::cue::{Cue, Topic};
use super::expiring::{is_of_other_card, is_of_paper, is_of_something};
use super::pin::{behind_clause, is_in_sentence, is_one_word, said};
use super::shape::{ends_part, fits, number};
use super::vocabulary::{is_one_of, last_word};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &[&CVV, &EXPIRY, &PIN], needs: Signals::WORD, find: told }];

static CVV: Rule = Rule {
    kind: kind::CARD_CVV,
    name: "cvv.context",
    version: 1,
    rank: Rank::Context,
    proof: "three or four digits behind a word for it",
};
static EXPIRY: Rule = Rule {
    kind: kind::CARD_EXPIRY,
    name: "expiry.context",
    version: 1,
    rank: Rank::Context,
    proof: "a month and a year behind a word for it",
};
static PIN: Rule = Rule {
    kind: kind::CARD_PIN,
    name: "pin.context",
    version: 1,
    rank: Rank::Context,
    proof: "four to six digits joined to the word, or with what it opens or a card beside them",
};
/// The words for the month and the year alone in which a card expires.
pub(in crate::redact) const CARD_MONTH: &str = "card expiry month";
pub(in crate::redact) const CARD_YEAR: &str = "card expiry year";
/// Words that speak of a card.
pub(super) const CARD_WORDS: [&str; 10] =
    ["card", "credit", "debit", "visa", "mastercard", "amex", "american express", "atm", "pan", "bank"];

/// Words that mean a card with which somebody pays, in other languages: those for any card mean maps and papers as well.
const CARDS_ABROAD: [&str; 27] = [
    "kreditkarte",
    "bankkarte",
    "girokarte",
    "girocard",
    "ec karte",
    "carte bancaire",
    "carte bleue",
    "carte de cr\u{e9}dit",
    "carte de paiement",
    "tarjeta de cr\u{e9}dito",
    "tarjeta de d\u{e9}bito",
    "tarjeta bancaria",
    "carta di credito",
    "carta di debito",
    "cart\u{e3}o de cr\u{e9}dito",
    "cart\u{e3}o de d\u{e9}bito",
    "creditcard",
    "tankkarte",
    "firmenkarte",
    "tankpas",
    "bankpas",
    "pinpas",
    "carte carburant",
    "kreditkort",
    "bankkort",
    "karta kredytowa",
    "karty kredytowej",
];

/// Whether a text names a card.
pub(in crate::redact) fn names_card(text: &[u8]) -> bool {
    const NAMES: [&str; 4] = ["cc", "ccn", "kreditkarte", "karte"];
    last_word(text, &CARD_WORDS).or_else(|| last_word(text, &NAMES)).is_some()
}

/// Whether further groups of digits stand behind, as in the number of a test: `Prüfnummer 801 585 332`.
fn is_grouped(text: &[u8], span: &Range<usize>) -> bool {
    matches!(text[span.end..], [b' ' | b'-' | b'_' | b'.', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..])
}

/// Names what words announce.
fn told(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let by_card = |span: &Range<usize>| {
        reading.word_around(span, &CARD_WORDS).or_else(|| reading.word_around(span, &CARDS_ABROAD)).is_some()
    };
    let of_paper = |span: &Range<usize>| is_of_paper(reading, span);
    for cue in reading.cues(Topic::Cvv) {
        let sure = !matches!(cue.word, "cid" | "security code" | "sec code" | "sicherheitscode") || cue.is_joined(text);
        // Three figures at the end of a part of a sentence count nothing.
        let brief = |span: &Range<usize>| cue.word.ends_with("code") && span.len() == 3 && ends_part(text, span.end);
        let spans = cue.values(text, security_code);
        let tested = cue.word.starts_with("pr\u{fc}f") && spans.first().is_some_and(|span| is_grouped(text, span));
        spans
            .into_iter()
            .filter(|span| cue.word != "cid" && !tested || by_card(span))
            .filter(|span| sure || brief(span) || by_card(span))
            .for_each(|span| hits.near(&CVV, span, cue.word));
    }
    for cue in reading.cues(Topic::Expiry).filter(|cue| !is_of_other_card(reading, cue.gap.end)) {
        if matches!(cue.word, CARD_MONTH | CARD_YEAR) {
            let parts = cue.values(text, |text, at| part_of_expiry(cue.word, text, at));
            parts.into_iter().for_each(|span| hits.near(&EXPIRY, span, cue.word));
            continue;
        }
        let spans = cue.values(text, month_and_year).into_iter();
        let year_first = cue.values(text, year_and_month).into_iter();
        year_first.filter(|span| by_card(span) && !of_paper(span)).for_each(|span| hits.near(&EXPIRY, span, cue.word));
        // Without a sign between them the digits are a month and a year beside a card alone: `pan=… exp=1128`.
        let solid = cue.values(text, solid_month_and_year).into_iter();
        solid
            .filter(|span| cue.is_joined(text) && by_card(span) && !of_paper(span))
            .for_each(|span| hits.near(&EXPIRY, span, cue.word));
        if let Some(span) = spans.clone().next().and_then(|span| code_of_answer(text, cue, span.end)) {
            hits.near(&CVV, span, cue.word);
        }
        spans
            .filter(|span| {
                let other = || of_paper(span) || is_of_something(text, cue, span);
                is_short_year(&text[span.clone()]) && !other() || by_card(span)
            })
            .for_each(|span| hits.near(&EXPIRY, span, cue.word));
    }
    pins(reading, hits);
}

/// Names the PINs behind words for them.
fn pins(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let by_card = |span: &Range<usize>| {
        reading.word_around(span, &CARD_WORDS).or_else(|| reading.word_around(span, &CARDS_ABROAD)).is_some()
    };
    for cue in reading.cues(Topic::Pin) {
        if let Some(span) = behind_clause(text, cue).or_else(|| said(text, cue)) {
            hits.near(&PIN, span, cue.word);
        }
        for span in cue.values(text, pin).into_iter().filter(|span| !is_of_test(reading, cue, span)) {
            // Four digits may be a PIN wherever they are called one. More may be behind the bare word and a sign: those behind
            // "PIN code", and those of an Indian address, are a postal code.
            let capital = is_capital(text, cue.gap.start);
            let alone = capital || opens(text, cue, &span);
            let named = cue.is_joined(text) || is_one_word(text, cue) || alone && !is_of_plug(reading, &span);
            let spoken =
                || capital && (cue.is_joined(text) || is_in_sentence(cue.before(text)) && ends_part(text, span.end));
            let six = || cue.word == "pin" && (is_signed(text, cue) || spoken()) && !is_postal(reading, &span);
            let used = is_used(text, cue, &span);
            let five = || span.len() == 5 && capital && (ends_part(text, span.end) || used);
            if by_card(&span)
                || named && (span.len() == 4 || five() || six())
                || used && is_entered(text, cue, &span) && !is_of_plug(reading, &span)
            {
                hits.near(&PIN, span, cue.word);
            } else {
                hits.miss(&PIN, span, "nothing joins it to the word, and no card stands beside it");
            }
        }
    }
}

/// The security code behind the expiry date, where both were asked for: `the expiry and the CVV? 07/28 and 482`.
fn code_of_answer(text: &[u8], cue: &Cue, end: usize) -> Option<Range<usize>> {
    const ASKED: [&[u8]; 6] = [b"cvv", b"cvc", b"security code", b"on the back", b"pr\xc3\xbcfziffer", b"cryptogramme"];
    let question = text[cue.gap.clone()].split(|b| *b == b'?').next()?.to_ascii_lowercase();
    let asked =
        question.len() < cue.gap.len() && ASKED.iter().any(|word| memchr::memmem::find(&question, word).is_some());
    let joints = [&b" and "[..], b", ", b" / ", b" und ", b" et ", b" y ", b" en ", b" "];
    let joint = joints.iter().find(|joint| text[end..].starts_with(joint)).filter(|_| asked)?;
    let from = end + joint.len();
    security_code(text, from).map(|end| from..end)
}

/// What is opened with a PIN, and whose it is.
const OPENED: [&str; 37] = [
    "badge",
    "sim",
    "gate",
    "fuel",
    "door",
    "entry",
    "alarm",
    "locker",
    "phone",
    "mobile",
    "iphone",
    "tablet",
    "ipad",
    "device",
    "safe",
    "garage",
    "keypad",
    "voicemail",
    "voucher",
    "login",
    "account",
    "app",
    "banking",
    "kiosk",
    "till",
    "building",
    "user",
    "staff",
    "guest",
    "driver",
    "tv",
    "parental",
    "my",
    "your",
    "his",
    "her",
    "their",
];

/// The word with that for a code, in which it means no plug.
const CODES_OF: [&str; 4] = ["pin code", "pin kod", "pin kode", "pin koden"];

/// Whether the word in small letters means a code, with nothing but a blank before the digits that end a part of a
/// sentence: behind what it opens, as `pin code`, or with a capital where the line holds nothing else.
fn opens(text: &[u8], cue: &Cue, span: &Range<usize>) -> bool {
    let named = text[..cue.gap.start].trim_ascii_end();
    let lead = cue.before(text);
    let is_line = |end: u8| matches!(end, b'\n' | b'\r');
    let begins = || named.ends_with(b"Pin") && lead.last().is_none_or(|b| is_line(*b));
    let before = lead.trim_ascii_end();
    let len = before.iter().rev().take(12).take_while(|b| b.is_ascii_alphabetic()).count();
    let owner = || lead.ends_with(b" ") && is_one_of(&before[before.len() - len..], &OPENED);
    let ends_line = || text.get(span.end).is_none_or(|b| is_line(*b));
    let coded = || text[cue.gap.clone()].trim_ascii().eq_ignore_ascii_case(b"code") || CODES_OF.contains(&cue.word);
    text[..span.start].ends_with(b" ") && ends_part(text, span.end) && (coded() || owner() || begins() && ends_line())
}

/// The word right before that for a PIN, or the first letters of a longer one.
fn word_before<'t>(text: &'t [u8], cue: &Cue) -> &'t [u8] {
    let before = cue.before(text).trim_ascii_end();
    let before = before.strip_suffix(b" the").or_else(|| before.strip_suffix(b" die")).unwrap_or(before);
    let len = before.iter().rev().take(9).take_while(|b| b.is_ascii_alphabetic()).count();
    &before[before.len() - len..]
}

/// Words for what somebody does with a PIN, before its name and, in German, behind its figures.
const ENTERS: [&str; 6] = ["enter", "type", "entering", "punch", "tapez", "saisir"];
const ENTERED: [&[u8]; 4] = [b" eingeben", b" eintippen", b" ein,", b" ein."];

/// Whether words around a PIN say that somebody uses it: `log in with PIN 48213 on …`, `PIN 48213 eingeben`.
fn is_used(text: &[u8], cue: &Cue, span: &Range<usize>) -> bool {
    const VERBS: [&str; 8] = ["with", "use", "using", "mit", "avec", "con", "met", "med"];
    let word = word_before(text, cue);
    let behind = &text[span.end..];
    is_one_of(word, &VERBS) || is_one_of(word, &ENTERS) || ENTERED.iter().any(|verb| behind.starts_with(verb))
}

/// Whether somebody enters these figures and not those of a plug, of which few have more than three.
fn is_entered(text: &[u8], cue: &Cue, span: &Range<usize>) -> bool {
    let enters = is_one_of(word_before(text, cue), &ENTERS);
    let entered = ENTERED.iter().any(|verb| text[span.end..].starts_with(verb));
    cue.word == "pin" && (enters || entered)
}

/// Whether the figures are those of a test: zeros that somebody enters, or figures that nobody draws, near a word for what is
/// tested.
fn is_of_test(reading: &Reading<'_>, cue: &Cue, span: &Range<usize>) -> bool {
    const TESTS: [&str; 14] = [
        "expect",
        "expected",
        "expects",
        "rejected",
        "reject",
        "rejects",
        "invalid",
        "wrong",
        "declined",
        "test",
        "tests",
        "tester",
        "assert",
        "verify that",
    ];
    let text = reading.text();
    let figures = &text[span.clone()];
    let zeros = figures.iter().all(|b| *b == b'0');
    let counts = b"123456".starts_with(figures) || figures.windows(2).all(|pair| pair[0] == pair[1]);
    zeros && is_used(text, cue, span) || counts && reading.word_around(span, &TESTS).is_some()
}

/// Whether a sign that gives a value stands between a word and its digits, or the word is a label.
fn is_signed(text: &[u8], cue: &Cue) -> bool {
    let gap = &text[cue.gap.clone()];
    cue.gap.start == 0 || gap.iter().any(|b| matches!(b, b':' | b'='))
}

/// Whether digits stand in an address in India, behind the name of a place and a comma or of a state.
fn is_postal(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    const PLACES: [&str; 18] = [
        "india",
        "dist",
        "district",
        "state",
        "city",
        "delhi",
        "mumbai",
        "bengaluru",
        "bangalore",
        "chennai",
        "kolkata",
        "hyderabad",
        "karnataka",
        "maharashtra",
        "kerala",
        "gujarat",
        "pradesh",
        "nagar",
    ];
    span.len() == 6 && reading.word_around(span, &PLACES).is_some()
}

/// Whether the word that ends here is written as the abbreviation: `PIN 4821`. Pins of plugs seldom are.
fn is_capital(text: &[u8], end: usize) -> bool {
    text[..end].ends_with(b"PIN")
}

/// Whether the digits are a year, or stand beside a word of plugs and boards.
fn is_of_plug(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    const PLUGS: [&str; 12] = [
        "gpio",
        "socket",
        "connector",
        "header",
        "board",
        "plug",
        "jumper",
        "chip",
        "cpu",
        "signal",
        "output",
        "input",
    ];
    // Of the years those in which standards and notes of today are written.
    let year = matches!(
        &reading.text()[span.clone()],
        [b'1', b'9', b'8' | b'9', _] | [b'2', b'0', b'0'..=b'2', _] | [b'2', b'0', b'3', b'0'..=b'5']
    );
    year || reading.word_around(span, &PLUGS).is_some()
}

/// Digits that are no part of a longer word or number.
pub(super) fn ends_word(text: &[u8], end: usize) -> bool {
    let next = text.get(end);
    let decimal =
        matches!(next, Some(b'.' | b',' | b'-' | b'/' | b':')) && text.get(end + 1).is_some_and(u8::is_ascii_digit);
    !next.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'%') && !decimal
}

pub(super) fn security_code(text: &[u8], at: usize) -> Option<usize> {
    ["9999", "999"].iter().find_map(|form| fits(text, at, form)).filter(|end| ends_word(text, *end))
}

pub(super) fn pin(text: &[u8], at: usize) -> Option<usize> {
    ["999999", "99999", "9999"].iter().find_map(|form| fits(text, at, form)).filter(|end| ends_word(text, *end))
}

/// How a month and a year are written.
pub(super) const EXPIRIES: [&str; 8] =
    ["99/9999", "99/99", "99-9999", "99-99", "99 / 9999", "99 / 99", "99.9999", "99.99"];

pub(super) fn month_and_year(text: &[u8], at: usize) -> Option<usize> {
    let ends = EXPIRIES.iter().filter_map(|form| fits(text, at, form));
    ends.filter(|end| ends_word(text, *end) && matches!(number(&text[at..at + 2]), 1..=12)).find(|end| {
        let year = number(&text[*end - 2..*end]);
        let long = *end - at >= 7 && text[*end - 3].is_ascii_digit();
        !long || (19..=21).contains(&number(&text[*end - 4..*end - 2])) && year < 100
    })
}

/// Where the month or the year ends that begins here, which a word announces that means no more than that.
fn part_of_expiry(word: &str, text: &[u8], at: usize) -> Option<usize> {
    let end = at + text.get(at..)?.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    let value = number(&text[at..end]);
    let fits = match end - at {
        1 | 2 if word == CARD_MONTH => (1..=12).contains(&value),
        2 | 4 if word == CARD_YEAR => (15..=60).contains(&(value % 2000)),
        _ => false,
    };
    (fits && ends_word(text, end)).then_some(end)
}

/// The same with the year first: `2027-05`.
fn year_and_month(text: &[u8], at: usize) -> Option<usize> {
    let end = fits(text, at, "9999-99").or_else(|| fits(text, at, "9999/99")).filter(|end| ends_word(text, *end))?;
    (matches!(number(&text[end - 2..end]), 1..=12) && (2020..=2045).contains(&number(&text[at..at + 4]))).then_some(end)
}

/// The same in four digits, of a year that cards expire in.
pub(super) fn solid_month_and_year(text: &[u8], at: usize) -> Option<usize> {
    let end = fits(text, at, "9999").filter(|end| ends_word(text, *end))?;
    (matches!(number(&text[at..at + 2]), 1..=12) && (20..=45).contains(&number(&text[at + 2..end]))).then_some(end)
}

pub(super) fn is_short_year(text: &[u8]) -> bool {
    text.len() < 4 || !text[text.len() - 3].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_kind, finds_nothing, found};
    use super::*;

    #[test]
    fn a_pin_may_begin_like_a_year() {
        for (text, pin) in [
            ("PIN 1957", "1957"),
            ("Voicemail PIN 2051", "2051"),
            ("Copier PIN 20583", "20583"),
            ("PIN 205831", "205831"),
        ] {
            finds(told, &[(text, pin)]);
        }
        finds_nothing(told, &["PIN 2019", "PIN 1998", "PIN 2024 edition"]);
    }

    #[test]
    fn the_lot_of_goods_behind_a_month_says_that_they_expire() {
        finds_nothing(told, &["exp 04/28 lot 5F8321", "exp 04/28, batch 5831", "Exp: 04/28 LOT 5F83"]);
        finds(told, &[("card exp 04/28", "04/28")]);
    }

    #[test]
    fn the_code_of_a_card_is_found_behind_its_expiry_in_an_answer() {
        for text in
            ["the expiry and the CVV?\nB: 07/28 and 482", "expiry date and the 3 digits on the back?\n07/28, 482"]
        {
            let found = found(told, text);
            assert!(found.contains(&"482".to_owned()) && found.contains(&"07/28".to_owned()), "{text}: {found:?}");
        }
        assert_eq!(found(told, "the expiry date of the card?\n07/28, 482 units"), ["07/28"]);
    }

    #[test]
    fn pins_are_joined_to_their_word_or_stand_beside_a_card() {
        finds_kind(
            told,
            kind::CARD_PIN,
            &[
                ("PIN: 4821", "4821"),
                ("the atm pin 482193", "482193"),
                ("pin is 4821", "4821"),
                ("PIN 4821, then", "4821"),
                ("PIN 48213", "48213"),
                ("use PIN 48213.", "48213"),
                ("Mit PIN 48213 anmelden", "48213"),
                ("PIN → 4821", "4821"),
                ("PIN: \u{201c}4821\u{201d}", "4821"),
                ("your PIN has been reset to 4821", "4821"),
                ("the PIN will be 4821", "4821"),
                ("Uw pincode is 4821", "4821"),
                ("pincode 4821", "4821"),
                ("PIN: 482193", "482193"),
                ("Badge pin 4821", "4821"),
                ("sim pin 0852, then", "0852"),
                ("his pin 4821.", "4821"),
                ("pin code 4821", "4821"),
                ("Pin 4821", "4821"),
                ("PIN reset to 4821", "4821"),
                ("the pin was changed to 4821", "4821"),
                ("\"pin\": \"482193\"", "482193"),
                ("pin=482193", "482193"),
            ],
        );
        finds_nothing(
            told,
            &[
                "pin 5 of the connector",
                "pin 4021 of the board",
                "PIN code: 560001",
                "GPIO PIN 48213",
                "PIN 48213 of the connector",
                "pin 48213",
                "Karnataka, PIN: 560001",
                "PIN: 560001, India",
                "PIN 2011",
                "PIN has 4821 tries",
                "pin 4821",
                "badge pin 4821 of the board",
                "gate pin 4821 volts",
                "your pin 2011",
                "Pin 4821 of the header",
                "Pin 4821 is the ground",
                "we pin 4821 and wait",
                "GPIO PIN 4821",
                "PIN 4821 of the connector",
            ],
        );
    }

    #[test]
    fn codes_and_dates_are_found_behind_their_words() {
        finds_kind(
            told,
            kind::CARD_CVV,
            &[
                ("CVV: 123", "123"),
                ("Pr\u{fc}fnummer: 123", "123"),
                ("cvc2 4321.", "4321"),
                ("Pr\u{fc}fziffer: 482", "482"),
                ("Sicherheitscode: 482", "482"),
                ("Kartenpr\u{fc}fziffer: 482", "482"),
                ("Amex CID 4321", "4321"),
                ("security code = 123", "123"),
                ("security code 890", "890"),
                ("sec code 161, thanks", "161"),
                ("three digits on the back 890", "890"),
                ("Digits on the back: 890", "890"),
            ],
        );
        finds_nothing(
            told,
            &[
                "cvv 12",
                "Pr\u{fc}fnummer 801 585 332",
                "cvv 12345",
                "CID 4321",
                "[CARD_CVV] 123",
                "CVV: 12.5",
                "security code 404 is sent",
                "sec code 404 was sent",
                "security code 4041",
                "two digits on the back side of 404 boards",
            ],
        );
    }

    #[test]
    fn expiry_dates_are_found_behind_their_words() {
        finds_kind(
            told,
            kind::CARD_EXPIRY,
            &[
                ("exp 05/27", "05/27"),
                ("Valid thru: 12-29", "12-29"),
                ("visa expires 05/2027", "05/2027"),
                ("passport and Visa card, exp 05/27", "05/27"),
                ("a lot of charges, card exp 05/27", "05/27"),
                ("expiry date 01 / 30", "01 / 30"),
                ("it expires 05/27", "05/27"),
                ("Ann Otter, exp 05/27, CVV to follow", "05/27"),
                ("Ann Otter 4111 1111 1111 1111 exp 05/27", "05/27"),
                ("Ann Otter ****4242, exp 05/27", "05/27"),
                ("declined pan=[CREDIT_CARD] exp=1128 x", "1128"),
                ("Karte g\u{fc}ltig bis 05/27", "05/27"),
                ("Kaart geldig tot: 05/27", "05/27"),
                ("Kreditkarte g\u{fc}ltig bis 05/2027", "05/2027"),
                ("carte bancaire valable jusqu'au 05/2027", "05/2027"),
            ],
        );
        finds_nothing(
            told,
            &[
                "exp=1128",
                "card exp=1328",
                "expires 13/27",
                "Certificate expires 12/27",
                "expires 05/2027",
                "carte de s\u{e9}jour valable jusqu'au 05/2027",
                "Fahrkarte g\u{fc}ltig bis 05/2027",
                "warranty exp 11/26",
                "lot B448 exp 11/26",
                "Semaglutide pen, expiry 04/27",
                "The resin expires 11/27",
                "Milk, exp 10/24, qty 41",
                "Drawing 118-4418-0220-07 rev D; expires 10/27",
                "Harz 4 kg, g\u{fc}ltig bis 11/27",
                "passport exp 11/26",
                "exp 2.5",
                "expires 12.5.2027",
            ],
        );
    }

    #[test]
    fn cards_with_which_nobody_pays_expire_as_well() {
        finds_nothing(
            told,
            &[
                "CPC card expires 09/2027",
                "The ID card expires 09/2027",
                "My bus card expires 09/27",
                "SIM card valid until 09/2027",
                "First aid card valid until 09/2027",
                "Membership card valid until 09/2027",
                "graphics card warranty expires 09/2027",
                "Work visa valid until 09/2027",
                "Personalausweis g\u{fc}ltig bis 09/27",
                "Insurance valid until 09/27",
                "Password expires 09/27",
            ],
        );
        finds(
            told,
            &[
                ("The card expires 09/2027", "09/2027"),
                ("Visa valid until 09/2027", "09/2027"),
                ("Kreditkarte g\u{fc}ltig bis 09/27", "09/27"),
                ("The credit card expires 09/2027", "09/2027"),
                ("SIM card lost. The debit card expires 09/2027", "09/2027"),
                ("ID card seen, card valid until 09/2027", "09/2027"),
            ],
        );
    }

    #[test]
    fn a_pin_may_stand_in_a_sentence_and_have_six_digits() {
        for (text, pin) in [
            ("The PIN is 604417", "604417"),
            ("PIN 604417", "604417"),
            ("Firmenkarte Pin 6044", "6044"),
            ("Her PIN 604417.", "604417"),
            ("The pin you sent us is 6044", "6044"),
            ("the PIN that he told me was 60441.", "60441"),
            ("PIN 60441 eingeben", "60441"),
            ("enter pin 60441 at the door", "60441"),
            ("type the pin 6044 and wait", "6044"),
            ("Enter PIN 1234 at the door", "1234"),
            ("PIN: 0000", "0000"),
        ] {
            finds(told, &[(text, pin)]);
        }
        finds_nothing(
            told,
            &[
                "Bengaluru, PIN 560001",
                "Bengaluru - PIN 560001",
                "Nashik PIN 422001",
                "the pin you drive is 14",
                "the pin that we use is 1024 ns slow",
                "use pin 1024 of the chip",
                "enter pin 14 into the socket",
                "enter pin 1048 of the header",
                "Enter PIN 0000",
                "Enter PIN 1234, expect that it is rejected",
                "expect PIN 1234 rejected",
                "PIN 604417 rows",
                "Pincode: 560001",
            ],
        );
    }
}
