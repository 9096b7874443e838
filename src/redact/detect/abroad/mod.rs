//! Labels of forms in many languages: what passports, licences, accounts, patients, births and codes are called there, and
//! the value right behind.
//!
//! Words are looked for in one pass, as they are folded in small letters, capitals and without accents. A sign, a word such
//! as `is` or a line break joins the value to the word; without one only a long number counts.

mod papers;
mod value;
mod words;

use super::date::is_of_animal;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::gate::lexicon::{Lexicon, entry};
use crate::redact::kind;
use crate::redact::runs::parted;
use crate::redact::view::fold::folded;
use papers::PAPERS;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use words::WORDS;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[Detector {
    rules: &[
        &PASSPORT,
        &IDENTITY,
        &LICENCE,
        &PLATE,
        &RECORD,
        &PLAN,
        &ACCOUNT,
        &CARD,
        &SECURITY_CODE,
        &EXPIRY,
        &PIN,
        &CODE,
        &EXTENSION,
        &AGE,
        &BIRTH,
        &PRACTICE,
        &PHONE,
        &PASSWORD,
        &ANSWER,
    ],
    needs: Signals::ABROAD,
    find,
}];

static PASSPORT: Rule = labelled(kind::PASSPORT, "passport.abroad");
static IDENTITY: Rule = labelled(kind::NATIONAL_ID, "national_id.abroad");
static LICENCE: Rule = labelled(kind::DRIVER_LICENSE, "licence.abroad");
static PLATE: Rule = labelled(kind::LICENSE_PLATE, "plate.abroad");
static RECORD: Rule = labelled(kind::MEDICAL_RECORD_NUMBER, "record.abroad");
static PLAN: Rule = labelled(kind::HEALTH_PLAN_BENEFICIARY_NUMBER, "health_plan.abroad");
static ACCOUNT: Rule = labelled(kind::ACCOUNT_NUMBER, "account.abroad");
static CARD: Rule = labelled(kind::CREDIT_CARD, "card.abroad");
static SECURITY_CODE: Rule = labelled(kind::CARD_CVV, "cvv.abroad");
static EXPIRY: Rule = labelled(kind::CARD_EXPIRY, "expiry.abroad");
static PIN: Rule = labelled(kind::CARD_PIN, "pin.abroad");
static CODE: Rule = labelled(kind::SECRET, "secret.abroad");
static EXTENSION: Rule = labelled(kind::PHONE_NUMBER, "phone.abroad");
static AGE: Rule = labelled(kind::AGE, "age.abroad");
static BIRTH: Rule = labelled(kind::DATE_OF_BIRTH, "birth.abroad");
static PRACTICE: Rule = labelled(kind::MEDICAL_LICENSE, "practice.abroad");

static PHONE: Rule = labelled(kind::PHONE_NUMBER, "telephone.abroad");
static PASSWORD: Rule = labelled(kind::SECRET, "password.abroad");
static ANSWER: Rule = labelled(kind::SECRET, "answer.abroad");

const fn labelled(kind: &'static str, name: &'static str) -> Rule {
    Rule { kind, name, version: 1, rank: Rank::Shape, proof: "the form of it right behind its label in some language" }
}

/// What a word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Passport,
    Identity,
    National,
    Licence,
    Plate,
    Vehicle,
    Record,
    Plan,
    Account,
    Card,
    SecurityCode,
    Expiry,
    Pin,
    Code,
    Extension,
    Age,
    Birth,
    Practice,
    Phone,
    Password,
    Answer,
}

impl Kind {
    fn rule(self) -> &'static Rule {
        match self {
            Self::Passport => &PASSPORT,
            Self::Identity | Self::National => &IDENTITY,
            Self::Licence => &LICENCE,
            Self::Plate | Self::Vehicle => &PLATE,
            Self::Record => &RECORD,
            Self::Plan => &PLAN,
            Self::Account => &ACCOUNT,
            Self::Card => &CARD,
            Self::SecurityCode => &SECURITY_CODE,
            Self::Expiry => &EXPIRY,
            Self::Pin => &PIN,
            Self::Code => &CODE,
            Self::Extension => &EXTENSION,
            Self::Age => &AGE,
            Self::Birth => &BIRTH,
            Self::Practice => &PRACTICE,
            Self::Phone => &PHONE,
            Self::Password => &PASSWORD,
            Self::Answer => &ANSWER,
        }
    }
}

/// How far behind a word its value ends at the latest, in bytes.
const REACH: usize = 112;
/// How much of a text is read behind its label, in bytes.
const HEAD: usize = 64;

/// Names the values behind the words of a view, and one that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    told(text, |label, span| hits.near(label.kind.rule(), span, label.word));
    if !reading.label().is_empty() {
        let written = reading.label().trim_end().trim_end_matches(':');
        for label in std::iter::once(Cow::Borrowed(written)).chain(parted(written).map(Cow::Owned)) {
            behind_label(text, &folded(&label), hits);
        }
    }
}

/// Names the value that a label announces.
fn behind_label(text: &[u8], label: &str, hits: &mut Hits) {
    let lead = label.len() + 2;
    let head = &text[..text.len().min(HEAD)];
    told(&[label.as_bytes(), b": ", head].concat(), |label, span| {
        let is_cut = span.end == lead + HEAD && text.len() > HEAD;
        if span.start >= lead && !is_cut && !text[..span.start - lead].contains(&b'\n') {
            hits.near(label.kind.rule(), span.start - lead..span.end - lead, label.word);
        }
    });
}

/// A word of a text.
struct Label {
    kind: Kind,
    /// As it is in the index.
    word: &'static str,
    /// Where it stands.
    span: Range<usize>,
}

impl Label {
    /// Whether its script has no blanks between words.
    fn is_unspaced(&self) -> bool {
        self.word.chars().next_back().is_some_and(is_unspaced)
    }
}

/// Tells the values behind the words of a text.
fn told(text: &[u8], mut tell: impl FnMut(&Label, Range<usize>)) {
    for label in labels(text) {
        let (kind, word) = (label.kind, &label.span);
        let begins_line = text[..word.start].iter().rev().find(|b| !b"*_|# \"".contains(b)).is_none_or(|b| *b == b'\n');
        let behind = &text[word.end..text.len().min(word.end + REACH)];
        let of_animal = || kind == Kind::Birth && is_of_animal(&text[..word.start]);
        let value = value::behind(&label, behind, begins_line).filter(|_| !of_animal());
        let mut value = value.map(|value| word.end + value.start..word.end + value.end);
        // Plates of several vehicles stand in a list.
        while let Some(span) = value {
            value = value::next(kind, text, span.end);
            tell(&label, span);
        }
    }
}

/// The words of a text, of two that overlap the first one, and the longer of those that begin at one place.
fn labels(text: &[u8]) -> impl Iterator<Item = Label> {
    let index: &'static Lexicon<_> = &INDEX;
    let mut labels = Vec::new();
    index.find_in_line(text, |at, (kind, word)| {
        let span = at.map(|at| at..at + word.len());
        labels.extend(
            span.filter(|span| text.get(span.clone()).is_some_and(|text| is_written(word, text))).map(|span| Label {
                kind: *kind,
                word,
                span,
            }),
        );
    });
    labels.sort_by_key(|label: &Label| (label.span.start, Reverse(label.span.end)));
    let mut done = 0;
    labels.retain(|label| {
        let is_free = label.span.start >= done;
        done = if is_free { label.span.end } else { done };
        is_free
    });
    labels.into_iter().filter(|label| is_word(text, label.span.clone()))
}

/// Whether a word is written like this: in any case, and as a name in a program has it, with other signs for blanks.
fn is_written(word: &str, text: &[u8]) -> bool {
    let joins = |b: u8, sign: u8| matches!((b, sign), (b' ', b'-' | b'_') | (b'-', b'_'));
    word.bytes().zip(text).all(|(b, sign)| b.eq_ignore_ascii_case(sign) || joins(b, *sign))
}

/// Whether no letters of the same word stand beside it. Some scripts have no blanks, or write articles in one piece.
fn is_word(text: &[u8], span: Range<usize>) -> bool {
    let letter = |c: char| c.is_alphabetic() && !is_unspaced(c);
    let edge = |bytes: &[u8], last: bool| {
        let near = if last { &bytes[bytes.len().saturating_sub(4)..] } else { &bytes[..bytes.len().min(4)] };
        let said = String::from_utf8_lossy(near);
        if last { said.chars().next_back() } else { said.chars().next() }
    };
    let word = &text[span.clone()];
    let parted = |beside: Option<char>, own: Option<char>| {
        !beside.is_some_and(letter) || own.is_some_and(is_unspaced) || own.is_some_and(|c| !c.is_alphanumeric())
    };
    parted(edge(&text[..span.start], true), edge(word, false))
        && parted(edge(&text[span.end..], false), edge(word, true))
}

/// Whether words of this letter's script stand without blanks beside others: Chinese, Japanese, Korean and Thai, and Hebrew
/// and Arabic with their articles.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{6ff}' | '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// The words as they are written, and what they announce.
static INDEX: LazyLock<Lexicon<(Kind, &'static str)>> = LazyLock::new(|| {
    let written: &'static [_] = &WRITTEN;
    Lexicon::new(written.iter().map(|(word, kind)| (entry(word), (*kind, word.as_str()))))
});

/// The words in all the ways in which they are written, which the gate needs as well.
static WRITTEN: LazyLock<Vec<(String, Kind)>> = LazyLock::new(|| {
    let words =
        PAPERS.iter().chain(WORDS).flat_map(|(kind, words)| words.split(',').map(move |word| (word.trim(), *kind)));
    // A counter stands without its full stop as well.
    let bare = |word: &'static str| {
        ["nr.", "tlf.", "cell."].iter().any(|end| word.ends_with(end)).then(|| &word[..word.len() - 1])
    };
    let words = words.flat_map(|(word, kind)| std::iter::once(word).chain(bare(word)).map(move |word| (word, kind)));
    words.flat_map(|(word, kind)| ways(word).into_iter().map(move |word| (word, kind))).collect()
});

/// A word as it is written in small letters, with a capital, in capitals, with an abbreviation first, and each without
/// accents; folded.
fn ways(word: &str) -> Vec<String> {
    // Letters without accents are looked for in any case.
    if word.is_ascii() {
        return vec![word.to_ascii_lowercase()];
    }
    let mut chars = word.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let head = word.find([' ', '-']).unwrap_or(word.len());
    let abbreviation = word[..head].to_uppercase() + &word[head..];
    let mut cases = vec![word.to_owned(), first + chars.as_str(), word.to_uppercase(), abbreviation];
    // Scripts without capitals have one way of writing.
    cases.dedup();
    let bare = without_accents(word);
    let bare: Vec<String> = match bare.is_ascii() {
        true => vec![bare],
        false => cases.iter().map(|word| without_accents(word)).collect(),
    };
    let all = cases.iter().chain(&bare).map(|word| folded(word));
    let mut ways: Vec<String> = all.map(|word| word.to_ascii_lowercase()).collect();
    ways.sort_unstable();
    ways.dedup();
    ways
}

/// The text as keyboards without accents have it.
fn without_accents(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).nfc();
    let letter = |c| match c {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'ı' => 'i',
        other => other,
    };
    plain.map(letter).collect()
}

/// What raises the signal; a blank stands for anything but letters and digits. Of words with two signs in a row the longest
/// part does.
pub(in crate::redact) fn telling() -> impl Iterator<Item = Vec<u8>> {
    let bare = |word: &str| {
        let signs = word.replace(|c: char| c.is_ascii_punctuation(), " ");
        signs.split("  ").max_by_key(|part| part.len()).unwrap_or_default().trim().to_owned()
    };
    let words: BTreeSet<String> = WRITTEN.iter().map(|(word, _)| bare(word)).collect();
    // Other words of most pages begin or end with them.
    let blank = |c: Option<char>| if c.is_some_and(|c| c.is_ascii()) { " " } else { "" };
    words.into_iter().map(move |word| {
        let (begins, ends) = (blank(word.chars().next()), blank(word.chars().next_back()));
        format!("{begins}{word}{ends}").into_bytes()
    })
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_kind, finds_nothing};
    use super::*;

    #[test]
    fn values_stand_behind_their_labels_in_many_languages() {
        for (kind, cases) in [
            (kind::PASSPORT, &[("Číslo pasu: 41234567", "41234567"), ("Паспорт: 45 12 345678", "45 12 345678")][..]),
            (kind::NATIONAL_ID, &[("ΑΜΚΑ: 12057812345", "12057812345"), ("TAJ száma: 123456788", "123456788")]),
            (kind::DRIVER_LICENSE, &[("Vodičský preukaz: 123456789", "123456789")]),
            (kind::LICENSE_PLATE, &[("Rendszám: KTR-482", "KTR-482"), ("Госномер: A123BK77", "A123BK77")]),
            (
                kind::MEDICAL_RECORD_NUMBER,
                &[("Número de paciente: P482913", "P482913"), ("病历号：4829137", "4829137")],
            ),
            (kind::HEALTH_PLAN_BENEFICIARY_NUMBER, &[("Číslo pojištěnce 7801234567", "7801234567")]),
            (kind::ACCOUNT_NUMBER, &[("Bankszámlaszám: 11773016-48291376-00000000", "11773016-48291376-00000000")]),
            (kind::CARD_CVV, &[("Bezpečnostní kód: 482", "482")]),
            (kind::CARD_EXPIRY, &[("Lejárati dátum: 08/29", "08/29")]),
            (kind::CARD_PIN, &[("ПИН-код: 4829", "4829"), ("핀번호: 4829", "4829")]),
            (kind::SECRET, &[("Ovikoodi on 4829#", "4829#"), ("Kod weryfikacyjny: 482913", "482913")]),
            (
                kind::SECRET,
                &[("Lösenord till wifi: Kiwi_482Zq", "Kiwi_482Zq"), ("סיסמת הרשת: Kiwi_482Zq", "Kiwi_482Zq")],
            ),
            (kind::SECRET, &[("Bezpečnostní odpověď: Strandkorb", "Strandkorb")]),
            (
                kind::SECRET,
                &[("parola Kayisi.44Malatya", "Kayisi.44Malatya"), ("警備解除コードは880931です", "880931")],
            ),
            (kind::DRIVER_LICENSE, &[("řidičský průkaz sk. B EL 447188", "EL 447188")]),
            (kind::DRIVER_LICENSE, &[("Carta de cond. ....... AV-118447", "AV-118447")]),
            (kind::NATIONAL_ID, &[("ID-kaart nr IR4K7L182", "IR4K7L182"), ("R.F.C.  MEHL880412K72", "MEHL880412K72")]),
            (
                kind::LICENSE_PLATE,
                &[("社用車:なにわ 330 さ 44-71", "なにわ 330 さ 44-71"), ("차량 118러 4471", "118러 4471")],
            ),
            (kind::LICENSE_PLATE, &[("rendszám AA KR-733", "AA KR-733"), ("SPZ 5E4 4718", "5E4 4718")]),
            (kind::CARD_CVV, &[("安全码 350", "350")]),
            (kind::CARD_EXPIRY, &[("有效期 07/30", "07/30")]),
            (kind::CARD_PIN, &[("PIN karty\n4829", "4829"), ("PIN karty je 4829.", "4829")]),
            (kind::AGE, &[("Életkor: 93", "93"), ("Возраст: 93", "93"), ("Возраст: 91 год", "91")]),
            (kind::NATIONAL_ID, &[("Số CCCD: 079185004821", "079185004821"), ("کد ملی: 0084829178", "0084829178")]),
            (kind::NATIONAL_ID, &[("votre numéro fiscal est bien le 18 93 353 730 107", "18 93 353 730 107")]),
            (
                kind::PHONE_NUMBER,
                &[("Điện thoại: 0903 555 718", "0903 555 718"), ("mobitel: 091 555 7204", "091 555 7204")],
            ),
            (kind::DATE_OF_BIRTH, &[("sinh ngày 17/02/1995", "17/02/1995"), ("nació el 30-ago-1990", "30-ago-1990")]),
            (kind::DRIVER_LICENSE, &[("Vozačka: 10847723", "10847723"), ("GPLX số 790123456789", "790123456789")]),
            (kind::LICENSE_PLATE, &[("Biển số 51K-826.04", "51K-826.04")]),
            (kind::PASSPORT, &[("putovnica 140817236", "140817236"), ("paspor: C7140386", "C7140386")]),
            (kind::SECRET, &[("код за врата: 40 81 77", "40 81 77"), ("Parola inițială: Kiwi_482Zq", "Kiwi_482Zq")]),
            (kind::DATE_OF_BIRTH, &[("生年月日：1978年5月12日", "1978年5月12日")]),
        ] {
            finds_kind(find, kind, cases);
        }
    }

    #[test]
    fn words_may_say_more_of_a_label_before_its_colon() {
        for (kind, cases) in [
            (kind::LICENSE_PLATE, &[("Rendszám a parkolóhoz: AA KL-418", "AA KL-418")][..]),
            (kind::SECRET, &[("Kód ke dveřím skladu: 4182", "4182"), ("Код воріт 2704", "2704")]),
            (kind::NATIONAL_ID, &[("NSS de Jimena: 4388 88 0417 2", "4388 88 0417 2")]),
            (kind::ACCOUNT_NUMBER, &[("계좌: 국민 441772-04-188209", "441772-04-188209")]),
        ] {
            finds_kind(find, kind, cases);
        }
        finds_nothing(
            find,
            &["Rendszám és a többi adat mind itt van: AA KL-418", "Kód ke dveřím se mění roku 2026", "Код воріт 27"],
        );
    }

    #[test]
    fn the_number_of_a_card_and_the_plate_of_a_vehicle_are_known_by_their_labels() {
        let cards =
            ["Kartennummer: 4111 1111 1111 1112", "카드번호 9410-6331-4729-3313", "номер карты 4111111111111112"];
        for text in cards {
            let number = &text[text.find(|c: char| c.is_ascii_digit()).unwrap()..];
            finds_kind(find, kind::CREDIT_CARD, &[(text, number)]);
        }
        finds_kind(find, kind::NATIONAL_ID, &[("ID-kaart IX4R82KP1, geb. 1991", "IX4R82KP1")]);
        for (text, plate) in [("Viatura: 48-QT-27", "48-QT-27"), ("авто: А482КТ 77", "А482КТ 77")] {
            assert_eq!(crate::redact::detect::check::found(find, text).len(), 1, "{text} {plate}");
        }
        assert_eq!(
            crate::redact::detect::check::found(find, "차량번호 124가 4177, 38도 7209"),
            ["124가 4177", "38도 7209"]
        );
        finds_nothing(find, &["Kartennummer: 4111 1111", "Viatura: VW 1302", "Viatura: E 220 CDI", "Viatura 48-QT-27"]);
    }

    #[test]
    fn labels_are_known_in_capitals_without_accents_and_as_names() {
        for text in
            ["ČÍSLO PASU: 41234567", "Cislo pasu = 41234567", "cislo_pasu: 41234567", "**Číslo pasu:** 41234567"]
        {
            finds_kind(find, kind::PASSPORT, &[(text, "41234567")]);
        }
        for text in [
            "Číslo pasu (passport): 41234567",
            "Číslo pasu\n41234567",
            "| Číslo pasu | 41234567 |",
            "Číslo pasu je 41234567.",
        ] {
            finds_kind(find, kind::PASSPORT, &[(text, "41234567")]);
        }
    }

    #[test]
    fn other_things_behind_a_label_stay() {
        finds_nothing(
            find,
            &[
                "Číslo pasu: viz kapitola 4",
                "PIN kód: 2026",
                "PIN kód je povinný, 4 číslice",
                "Ovikoodi: 12 %",
                "Životnost: 95",
                "Életkor: 93%",
                "Telefonszám: 2026-11-22",
                "Číslo pasu: PO-2026-117",
                "Rendszám: B 204",
                "Rendszám: 128 MB",
                "Ответ на секретный вопрос: обязательно",
                "Номер полиса ОМС 22.11.2026",
                "Heslo uživatele: min. 8 znaků",
                "Passnummernkreis: 41234567",
                "Bezpečnostní odpověď: zadejte odpověď na otázku",
            ],
        );
    }
}
