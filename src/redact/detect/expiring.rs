//! What expires beside the cards with which people pay.

use super::card_data::CARD_WORDS;
use super::cue::Cue;
use super::nation::luhn;
use super::reading::Reading;
use super::vocabulary::{Vocabulary, is_one_of};
use std::ops::Range;
use std::sync::LazyLock;

/// Papers and goods.
const PAPERS: &[&str] = &[
    "certificate",
    "cert",
    "token",
    "contract",
    "domain",
    "subscription",
    "license",
    "licence",
    "zertifikat",
    "vertrag",
    "lizenz",
    "certificat",
    "certification",
    "warranty",
    "guarantee",
    "coupon",
    "voucher",
    "promo",
    "offer",
    "quote",
    "passport",
    "permit",
    "membership",
    "policy",
    "lot",
    "lot no",
    "batch",
    "vial",
    "pen",
    "syringe",
    "ampoule",
    "capsules",
    "insulin",
    "vaccine",
    "medication",
    "drug",
    "tablets",
    "extinguisher",
    "garantie",
    "gutschein",
    "reisepass",
    "charge nr",
    "passeport",
    "pasaporte",
    "lote",
    "garanzia",
    "abo",
    "abonnement",
    "angebot",
    "assurance",
    "ausweis",
    "bail",
    "battery",
    "calibration",
    "contrat",
    "contrato",
    "fahrkarte",
    "feuerl\u{f6}scher",
    "f\u{fc}hrerschein",
    "garant\u{ed}a",
    "genehmigung",
    "inspection",
    "inspektion",
    "insurance",
    "kalibrierung",
    "lease",
    "mietvertrag",
    "mitgliedsausweis",
    "mitgliedskarte",
    "password",
    "passwort",
    "permiso",
    "permis",
    "personalausweis",
    "plakette",
    "preisliste",
    "price list",
    "pr\u{fc}fplakette",
    "schein",
    "seguro",
    "ticket",
    "training",
    "t\u{fc}v",
    "versicherung",
    "verzekering",
    "visum",
    "zulassung",
];

/// Cards with which nobody pays.
const OTHER_CARDS: &[&str] = &[
    "id card",
    "identity card",
    "cpc card",
    "driver card",
    "bus card",
    "travel card",
    "transport card",
    "sim card",
    "first aid card",
    "aid card",
    "membership card",
    "member card",
    "library card",
    "loyalty card",
    "student card",
    "staff card",
    "access card",
    "health card",
    "insurance card",
    "green card",
    "residence card",
    "safety card",
    "site card",
    "cscs card",
    "business card",
    "graphics card",
    "video card",
    "sound card",
    "network card",
    "memory card",
    "sd card",
    "smart card",
    "punch card",
    "score card",
    "work visa",
    "tourist visa",
    "student visa",
    "entry visa",
];

/// Whether the card that is named last before a place is one with which nobody pays.
pub(super) fn is_of_other_card(reading: &Reading<'_>, at: usize) -> bool {
    static CARDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[&CARD_WORDS, OTHER_CARDS]));
    reading.word_before(at, &*CARDS).is_some_and(|word| OTHER_CARDS.contains(&word))
}

/// Whether a word before a stretch names a paper or goods, or the lot of goods stands right behind it: `exp 04/27 lot 4F7721`.
pub(super) fn is_of_paper(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    const LOTS: [&[u8]; 6] = [b"lot", b"batch", b"charge", b"ch.-b", b"lote", b"lotto"];
    let behind = reading.text()[span.end..].trim_ascii_start();
    let behind = behind.strip_prefix(b",").or(behind.strip_prefix(b";")).unwrap_or(behind).trim_ascii_start();
    let is_lot = |word: &&[u8]| behind.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word));
    LOTS.iter().any(is_lot) || reading.word_before(span.start, PAPERS).is_some()
}

/// Whether words before the one that says that something expires name what does, and nothing in the line is of a card:
/// `The resin expires 11/27`, `Milk, exp 10/24`.
pub(super) fn is_of_something(text: &[u8], cue: &Cue, span: &Range<usize>) -> bool {
    const NEAR: usize = 64;
    /// The fewest figures of a card.
    const FIGURES: usize = 13;
    const CODES: [&[u8]; 6] = [b"cvv", b"cvc", b"csc", b"security code", b"pr\xc3\xbcf", b"crypto"];
    const CARDS: [&str; 16] = [
        "karte",
        "carte",
        "kaart",
        "tarjeta",
        "carta",
        "cart\u{e3}o",
        "kort",
        "kortet",
        "karta",
        "karty",
        "cb",
        "cc",
        "mc",
        "maestro",
        "discover",
        "payment",
    ];
    let before = cue.before(text);
    let near = &before[before.len().saturating_sub(NEAR)..];
    let line = near.rsplit(|b| matches!(b, b'\n' | b'\r' | b'|')).next().unwrap_or_default();
    let behind = text[span.end..text.len().min(span.end + NEAR / 2)].to_ascii_lowercase();
    let is_card = |run: &[u8]| {
        let digits: Vec<u8> = run.iter().copied().filter(u8::is_ascii_digit).collect();
        digits.len() >= FIGURES && luhn(&digits)
    };
    let numbered = line.split(|b| !b.is_ascii_digit() && !matches!(b, b' ' | b'-')).any(is_card);
    if numbered
        || line.contains(&b'*')
        || line.contains(&b'[')
        || CODES.iter().any(|code| memchr::memmem::find(&behind, code).is_some())
    {
        return false;
    }
    let words = || line.split(|b| !b.is_ascii_alphabetic() && *b < 0x80).filter(|word| !word.is_empty());
    words().any(|word| word.len() > 2 && !is_one_of(word, SMALL)) && !words().any(|word| is_one_of(word, &CARDS))
}

/// Words that name nothing.
const SMALL: &[&str] = &[
    "the", "this", "that", "which", "mine", "and", "with", "its", "has", "date", "month", "valid", "good", "until",
    "thru", "through", "new", "old", "your", "und", "mit", "das", "der", "die", "avec", "con", "met", "med", "fecha",
    "data", "datum", "ablauf", "also", "but", "number", "same", "one", "ones", "other", "customer", "says", "said",
];
