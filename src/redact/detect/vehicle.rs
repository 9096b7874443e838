//! Registration plates that nothing announces, near a word for a vehicle: only the forms that little else has.

use super::cue::{Cue, Topic};
use super::document::british_plate;
use super::shape::{around, fits};
use super::vocabulary::{ending, is_one_of, last_word_before};
use super::{Hits, Rank, Reading, Rule};
use crate::redact::kind;
use std::ops::Range;

/// The rule of this file.
pub(super) static NEAR: Rule = Rule {
    kind: kind::LICENSE_PLATE,
    name: "plate.vehicle",
    version: 1,
    rank: Rank::Shape,
    proof: "a form that little but plates has, near a word for a vehicle",
};

/// Words for vehicles, near which a plate stands.
const VEHICLES: &[&str] = &[
    "car",
    "cars",
    "van",
    "truck",
    "lorry",
    "vehicle",
    "vehicles",
    "parking",
    "parked",
    "parks",
    "skoda",
    "golf",
    "audi",
    "bmw",
    "ford",
    "toyota",
    "fahrzeug",
    "auto",
    "wagen",
    "dienstwagen",
    "firmenwagen",
    "pkw",
    "lkw",
    "kfz",
    "kennzeichen",
    "plate",
    "registration",
    "voiture",
    "camion",
    "v\u{e9}hicule",
    "coche",
    "veh\u{ed}culo",
    "samoch\u{f3}d",
    "auta",
    "rego",
    "stellplatz",
    "parkplatz",
    "parkt",
    "geparkt",
    "abgeschleppt",
    "towed",
    "clamped",
    "bilen",
    "firmabil",
    "firmabilen",
    "auton",
    "autonsa",
    "ma\u{219}ina",
    "masina",
    "carro",
    "ve\u{ed}culos",
    "macchina",
    "automobile",
    "furgone",
    "camioneta",
    "vozilo",
    "vozila",
    "automobil",
    "samochodu",
    "bakkie",
    // Makes and models that are called like nothing else.
    "passat",
    "tiguan",
    "touran",
    "corolla",
    "yaris",
    "prius",
    "fiesta",
    "mondeo",
    "corsa",
    "clio",
    "octavia",
    "fabia",
    "ibiza",
    "tesla",
    "volvo",
    "mazda",
    "nissan",
    "honda",
    "hyundai",
    "fiat",
    "peugeot",
    "renault",
    "citroen",
    "citro\u{eb}n",
    "opel",
    "vauxhall",
    "mercedes",
    "porsche",
    "subaru",
    "mitsubishi",
    "suzuki",
    "lexus",
    "dacia",
    "kangoo",
    "berlingo",
    "twingo",
    "logan",
    "sandero",
    "picanto",
    "qashqai",
    "micra",
    "tucson",
    "avensis",
    "auris",
    "hilux",
    "camry",
    "zafira",
    "vivaro",
    "ducato",
    "jeep",
    "panda",
    "kia",
    "daf",
    "scania",
    "iveco",
    "defender",
    "range rover",
    "land rover",
    "sprinter",
    "transit",
    "astra",
    // Of garages, fleets and those who let others in.
    "garage",
    "clutch",
    "mot",
    "tyres",
    "seater",
    "hgv",
    "ute",
    "fleet",
    "barrier",
    "bil",
    "aygo",
    "demio",
    "megane",
    "sportage",
    "navara",
    "mokka",
    "insignia",
    "aucie",
    "autem",
    "furgon",
    "sanitka",
    "stellpl\u{e4}tze",
    "busje",
    "tiefgarage",
    "kj\u{f8}rer",
    "viatura",
];
/// Words for vehicles that mean other things as often: a plate stands right behind them.
const FURTHER: [&str; 43] = [
    "trailer",
    "coach",
    "minibus",
    "caravan",
    "motorbike",
    "motorcycle",
    "motorhome",
    "campervan",
    "scooter",
    "moped",
    "tractor",
    "pickup",
    "taxi",
    "bus",
    "anh\u{e4}nger",
    "wohnwagen",
    "wohnmobil",
    "transporter",
    "lieferwagen",
    "motorrad",
    "roller",
    "remorque",
    "camionnette",
    "fourgon",
    "caravane",
    "moto",
    "remolque",
    "caravana",
    "furgoneta",
    "autocar",
    "furgone",
    "rimorchio",
    "roulotte",
    "motorino",
    "aanhanger",
    "bestelbus",
    "vrachtwagen",
    "brommer",
    "przyczepa",
    "motocykl",
    "husvagn",
    "sl\u{e4}p",
    "motorcykel",
];
/// Forms around the first digit: what stands before it, and what from there on. Letters are capitals.
const FORMS: [(&str, &str); 44] = [
    // Germany: the district, a dash, and the rest.
    ("a-aa ", "9999"),
    ("a-aa ", "999"),
    ("a-a ", "9999"),
    ("aa-aa ", "9999"),
    ("aa-aa ", "999"),
    ("aa-a ", "9999"),
    ("aa-a ", "999"),
    ("aaa-aa ", "9999"),
    ("aaa-aa ", "999"),
    // France, California, Poland, and Victoria.
    ("aa-", "999-aa"),
    ("", "9aaa999"),
    ("aa ", "9999a"),
    ("aa ", "9aa99"),
    ("aa ", "9a999"),
    ("", "9aa-9aa"),
    // Brazil, Argentina, Ireland, Nigeria, India.
    ("aaa", "9a99"),
    ("aa ", "999 aa"),
    ("a", "999aaa"),
    ("", "999-a-99999"),
    ("", "999-a-9999"),
    ("", "999-a-999"),
    ("", "99-a-99999"),
    ("", "99-a-9999"),
    ("", "999-aa-9999"),
    ("", "9-aaa-999"),
    ("aaa-", "999aa"),
    ("aa ", "99 aa 9999"),
    ("aa-", "99-aa-9999"),
    // Austria, Italy, Croatia, New South Wales.
    ("a-", "999 aa"),
    ("aa-", "999 aa"),
    ("aa ", "9999-aa"),
    ("aa-", "99-aa"),
    // The Netherlands, Portugal, Czechia, Russia.
    ("aaa-", "99-a"),
    ("a-", "999-aa"),
    ("aa-", "999-a"),
    ("", "99-aaa-9"),
    ("", "99-aa-aa"),
    ("", "99-aa-99"),
    ("", "9aa 9999"),
    ("a", "999aa99"),
    ("a", "999aa999"),
    // South Africa: with the province behind it.
    ("aa ", "99 aa GP"),
    ("aa ", "99 aa MP"),
    ("aa ", "99 aa NW"),
];
/// Forms that other codes have as well: right behind the name of a vehicle.
const LOOSE: [(&str, &str); 19] = [
    ("aaa-", "999"),
    ("aaa ", "999"),
    ("aaa-", "9999"),
    ("aa ", "99999"),
    ("aa ", "999aa"),
    ("aa ", "99 aaa"),
    ("a ", "999 aaa"),
    ("aa ", "99 999"),
    ("aa", "999aa"),
    ("aa ", "9999 aa"),
    // South Africa and Singapore.
    ("aa ", "999 999"),
    ("aa ", "999-999"),
    ("aaa ", "999 999"),
    ("aaa ", "999-999"),
    ("aa ", "99 aa aa"),
    ("aaa", "9999a"),
    ("aaa ", "9999 a"),
    ("aaa", "999 aa"),
    // Sweden.
    ("aaa ", "99a"),
];
/// How far before a plate that begins its line a vehicle is spoken of, in bytes.
const SAID: usize = 160;
/// The form of Spain, which amounts and speeds have as well, and words for vehicles there.
const SPANISH: &str = "9999 aaa";
const SPANISH_VEHICLES: [&str; 4] = ["coche", "veh\u{ed}culo", "matr\u{ed}cula", "furgoneta"];
/// Those of Turkey, which days and sizes have as well, and words there.
const TURKISH: [&str; 4] = ["99 aaa 999", "99 aaa 99", "99 aa 9999", "99 aa 999"];
const TURKISH_VEHICLES: [&str; 7] =
    ["plakali", "plakal\u{131}", "plakas\u{131}", "ara\u{e7}", "ara\u{e7}lar", "ara\u{e7}lari", "araba"];
/// Words for vehicles behind which keys of tickets stand as often.
const AMBIGUOUS: [&str; 15] = [
    "auto",
    "parking",
    "parked",
    "parks",
    "plate",
    "registration",
    "golf",
    "ford",
    "bus",
    "coach",
    "taxi",
    "barrier",
    "mot",
    "fleet",
    "roller",
];

/// Words that stand before the name of a vehicle, further names, and how many words there may be.
const WHOSE: [&str; 21] = [
    "of", "the", "my", "his", "her", "our", "van", "de", "het", "des", "der", "vom", "von", "du", "la", "le", "del",
    "mijn", "zijn", "haar", "il",
];
const BUSES: [&str; 4] = ["bus", "bestelbus", "furgone", "lieferwagen"];
const MOST_WORDS: usize = 4;

/// Where the value begins behind the name of a vehicle that follows the word for a plate: `Kenteken auto 12-ABC-3`,
/// `plate of the van: …`.
pub(super) fn behind_name(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..MOST_WORDS {
        let len = text[at..].iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
        let word = &text[at..at + len];
        let is_vehicle = is_one_of(word, VEHICLES) || is_one_of(word, &BUSES);
        let is_whose = is_one_of(word, &WHOSE);
        if len == 0 || !is_vehicle && !is_whose {
            return None;
        }
        let sign = usize::from(text.get(at + len) == Some(&b':'));
        if text.get(at + len + sign) != Some(&b' ') {
            return None;
        }
        at += len + sign + 1;
        if is_vehicle && (sign > 0 || text.get(at).is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase())) {
            return Some(at);
        }
    }
    None
}

/// Whether a word for a vehicle ends a text.
pub(super) fn ends_with_name(before: &[u8]) -> bool {
    let lead = before.trim_ascii_end();
    ending(lead, &VEHICLES[..12]).or_else(|| ending(lead, &FURTHER)).is_some()
}

/// Whether a text begins with a plate in three groups with dashes between them, as the Netherlands, France and Italy write
/// them: little else that is registered has this form.
pub(super) fn is_dashed(text: &[u8]) -> bool {
    const DASHED: [&str; 8] =
        ["aa 999-999", "aa-999-aa", "aa-999-a", "99-aaa-9", "9-aaa-99", "99-aa-aa", "aa-99-aa", "99-aa-99"];
    let ends = |end: usize| !text.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let upper = |end: usize| !text[..end].iter().any(u8::is_ascii_lowercase);
    DASHED.iter().filter_map(|form| fits(text, 0, form)).any(|end| ends(end) && upper(end))
}

/// Names the plates near words for vehicles.
pub(super) fn near(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    for group in reading.groups().iter().filter(|group| is_near_capital(text, &group.span())) {
        let at = group.span().start;
        let certain = form(text, at).filter(|span| is_alone(reading, span));
        let Some(span) = certain.or_else(|| loose(text, at).filter(|span| is_alone(reading, span))) else { continue };
        // Words right before a plate have rules of their own.
        let announced = |cue: &Cue| cue.value() == span.start;
        if reading.cues(Topic::Plate).chain(reading.cues(Topic::Vehicle)).any(announced) {
            continue;
        }
        let is = |form: &str| fits(text, at, form) == Some(span.end);
        let word = match span.start == at {
            true if is(SPANISH) => reading.word_around(&span, &SPANISH_VEHICLES),
            true if TURKISH.into_iter().any(is) => reading.word_around(&span, &TURKISH_VEHICLES),
            _ => reading
                .word_around(&span, VEHICLES)
                .or_else(|| name_at_end(before(text, span.start)))
                .or_else(|| said_above(text, span.start)),
        };
        word.into_iter().for_each(|word| hits.near(&NEAR, span.clone(), word));
    }
    for pair in reading.groups().iter().filter(|group| group.len() == 2) {
        let span = small(text, pair.span().start).filter(|span| is_alone(reading, span));
        let named = |span: &Range<usize>| {
            let next = text[span.end..].strip_prefix(b" ").unwrap_or_default();
            let word = &next[..next.iter().take_while(|b| b.is_ascii_alphabetic()).count()];
            let behind = VEHICLES.iter().find(|known| word.eq_ignore_ascii_case(known.as_bytes()));
            behind.copied().or_else(|| ending(before(text, span.start), VEHICLES))
        };
        if let Some((span, word)) = span.and_then(|span| Some((span.clone(), named(&span)?))) {
            hits.near(&NEAR, span, word);
        }
    }
}

/// A plate of Britain in small letters around the two digits of its half-year, which is none but right beside the name of a
/// vehicle: `kx19 vbn fiesta`.
fn small(text: &[u8], half_year: usize) -> Option<Range<usize>> {
    let start = half_year.checked_sub(2)?;
    let end = fits(text, start, "aa99 aaa")?;
    let written = &text[start..end];
    let is_plate = || british_plate(&written.to_ascii_uppercase(), 0) == Some(written.len());
    (!written.iter().any(u8::is_ascii_uppercase) && is_plate()).then_some(start..end)
}

/// The word for a vehicle in the lines above a plate that begins its own.
fn said_above(text: &[u8], plate: usize) -> Option<&'static str> {
    if text[..plate].ends_with(b"\n") { last_word_before(text, plate, SAID, VEHICLES) } else { None }
}

/// What stands before a plate and the blank, the sign or the bracket that leads to it.
fn before(text: &[u8], plate: usize) -> &[u8] {
    let lead = text[..plate].strip_suffix(b"(").unwrap_or(&text[..plate]).trim_ascii_end();
    let joints = [&b","[..], b":", b" is", b" ist", b" est", b" er"];
    joints.iter().find_map(|joint| lead.strip_suffix(*joint)).unwrap_or(lead)
}

/// The name of a vehicle at the end of a text, which may be the end of a longer word: `Tjenestebil`, `Einsatzfahrzeug`.
fn name_at_end(lead: &[u8]) -> Option<&'static str> {
    const ENDS: [&str; 6] = ["bil", "bilen", "wagen", "fahrzeug", "bus", "buss"];
    const SHORTEST: usize = 6;
    let word = &lead[lead.len() - lead.iter().rev().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count()..];
    let ends = |end: &&&str| word.to_ascii_lowercase().ends_with(end.as_bytes());
    let compound = || ENDS.iter().find(ends).copied().filter(|_| word.len() >= SHORTEST);
    ending(lead, VEHICLES).or_else(|| ending(lead, &FURTHER)).or_else(compound)
}

/// Whether a capital stands beside figures, or one sign away, as in all of the forms.
fn is_near_capital(text: &[u8], figures: &Range<usize>) -> bool {
    let near = &text[figures.start.saturating_sub(2)..text.len().min(figures.end + 2)];
    near.iter().any(u8::is_ascii_uppercase)
}

/// The longest plate around a digit.
fn form(text: &[u8], at: usize) -> Option<Range<usize>> {
    let british = at.checked_sub(2).and_then(|start| Some(start..british_plate(text, start)?));
    let forms = FORMS.iter().filter_map(|(before, behind)| around(text, at, before, behind));
    let capitals = |span: &Range<usize>| !text[span.clone()].iter().any(u8::is_ascii_lowercase);
    let spanish = fits(text, at, SPANISH).map(|end| at..end);
    // No vowels are given out there.
    let spanish = spanish.filter(|span| !text[span.clone()].iter().any(|b| b"AEIOU".contains(b)));
    let turkish = TURKISH.iter().filter_map(|form| fits(text, at, form)).map(|end| at..end);
    british.into_iter().chain(forms).chain(spanish).chain(turkish).filter(capitals).max_by_key(Range::len)
}

/// The longest code around a digit that may be a plate right behind the name of a vehicle.
fn loose(text: &[u8], at: usize) -> Option<Range<usize>> {
    let spans = LOOSE.iter().filter_map(|(before, behind)| around(text, at, before, behind));
    // Makers call their engines so: `E 220 CDI`.
    const ENGINES: [&[u8]; 8] = [b" CDI", b" TDI", b" TSI", b" GTI", b" HDI", b" GTD", b" DCI", b" JTD"];
    let capitals = |span: &Range<usize>| {
        let plate = &text[span.clone()];
        !plate.iter().any(u8::is_ascii_lowercase) && !ENGINES.iter().any(|engine| plate.ends_with(engine))
    };
    let name = |span: &Range<usize>| name_at_end(before(text, span.start));
    // The keys of tickets have no blanks.
    let parted = |span: &Range<usize>| text[span.clone()].iter().filter(|b| **b == b' ').count() > 1;
    let names = |span: &Range<usize>| name(span).is_some_and(|name| !AMBIGUOUS.contains(&name) || parted(span));
    spans.filter(|span| capitals(span) && names(span)).max_by_key(Range::len)
}

/// Whether no further letter, figure or sign of a code stands at either end.
fn is_alone(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let text = reading.text();
    let joined =
        |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b'+'));
    let behind = text.get(span.end);
    let pointed =
        matches!(behind, Some(b'.' | b',' | b':')) && text.get(span.end + 1).is_some_and(u8::is_ascii_alphanumeric);
    reading.is_whole(span)
        && !joined(span.start.checked_sub(1).and_then(|at| text.get(at)))
        && !joined(behind)
        && !pointed
}

#[cfg(test)]
mod tests {
    use super::super::check::{found, report};
    use super::*;

    #[test]
    fn the_name_of_a_vehicle_may_end_a_longer_word_and_a_verb_may_follow_it() {
        for (text, plate) in [
            ("Tjenestebil EL 48271, PIN i hanskerommet", "EL 48271"),
            ("The van is EXP 48Q (NSW)", "EXP 48Q"),
            ("Monteur komt met bus VXB-41-K, graag open", "VXB-41-K"),
            ("Bus CK 44 177", "CK 44 177"),
            ("Rik, bus V-482-KT", "V-482-KT"),
            ("Stellpl\u{e4}tze: Nr. 3 A-KB 5821", "A-KB 5821"),
            ("Auto B 418 KTB, permis", "B 418 KTB"),
            ("Sanitka 4AB 4177, odjezd", "4AB 4177"),
            ("viatura 48-QT-27", "48-QT-27"),
        ] {
            assert_eq!(report(text).findings.len(), 1, "{text}");
            assert_eq!(found(near, text), [plate], "{text}");
        }
        for text in ["Auto ABC-123", "Bus OPS-1234", "Fahrzeug: E 220 CDI", "Tjenestebil EL-48271-X"] {
            assert!(report(text).findings.is_empty(), "{text}");
        }
    }

    #[test]
    fn plates_are_found_near_vehicles() {
        for (text, plate) in [
            ("Parking: blue Golf, M-AB 1234", "M-AB 1234"),
            ("The van (LK19 ZRT) was clamped", "LK19 ZRT"),
            ("Company car: WA 4471K", "WA 4471K"),
            ("Fahrzeug B-MW 4455 steht vor dem Tor", "B-MW 4455"),
            ("Truck 7ABC123 hit the gate", "7ABC123"),
            ("voiture AB-123-CD au sous-sol", "AB-123-CD"),
            ("coche 4471 BCD", "4471 BCD"),
            ("KR 5TV12 is her car", "KR 5TV12"),
            ("trailer WX58 HZK arrived late", "WX58 HZK"),
            ("Coach LK19 ZRT left at nine", "LK19 ZRT"),
            ("the caravan (LK19 ZRT) is hers", "LK19 ZRT"),
            ("Anh\u{e4}nger B-MW 4455", "B-MW 4455"),
            ("remorque AB-123-CD", "AB-123-CD"),
            ("grey Corolla 1KD-8QX", "1KD-8QX"),
            ("34 FKR 362 plakal\u{131} Egea", "34 FKR 362"),
            ("Kar\u{15f}\u{131} ara\u{e7} 06 BZ 7741,", "06 BZ 7741"),
            ("o carro dele, FQX4D18, ficou", "FQX4D18"),
            ("la Kangoo AE 451 KT en la rampa", "AE 451 KT"),
            ("the van 221-D-40817", "221-D-40817"),
            ("sininen Yaris KRT-639, saa", "KRT-639"),
            ("parks a blue Volvo, EL 48172", "EL 48172"),
            ("Auto: Corolla SK 680JK", "SK 680JK"),
            ("Logan IS 18 KTR", "IS 18 KTR"),
            ("Vozilo ZG 7184-KT, lim", "ZG 7184-KT"),
            ("box 4 occupato dalla Panda FV 719 KL (telaio", "FV 719 KL"),
            ("New unit: DAF XF 530, LK19 ZRT, on Monday", "LK19 ZRT"),
            ("Her car for the barrier is 191-D-4471", "191-D-4471"),
            ("Auto in garage: FV719KL", "FV719KL"),
            ("LK19 ZRT clutch, two keys", "LK19 ZRT"),
            ("lk19 zrt fiesta, two keys", "lk19 zrt"),
            ("the fiesta lk19 zrt", "lk19 zrt"),
            ("Anyone's car in bay 44? Lights have been on since half seven\nLK19 ZRT, little red thing", "LK19 ZRT"),
            (
                "An alle: der Stellplatz ist vermietet!\nSeit Freitag steht da ein silberner Kombi.\nHRO-KL 1430\nBitte weg",
                "HRO-KL 1430",
            ),
        ] {
            assert_eq!(found(near, text), [plate], "{text}");
        }
    }

    #[test]
    fn other_codes_are_left() {
        for text in [
            "M-AB 1234",
            "car rental CR-1234 is a ticket",
            "Vehicle model X5 2024 has 4WD",
            "The truck carries ISO-9001 and EN-1090 parts",
            "a car of type BMW 320 or VW T5 2019",
            "Parking lot P4 1200 cars",
            "the car costs 4471 CHF",
            "a van from CA 90210",
            "the car and part AB-123-CD-7",
            "car park for 1234 ANY",
            "trailer of file LK19 ZRT",
            "coach class, seat LK19 ZRT",
            "Anyone's car in bay 44? Lights have been on since half seven, see LK19 ZRT",
            "bus CA 90210",
            "the car of ticket KRT-639",
            "merged auto, KRT-639",
            "CAR SERVICE ON 12 MAR 24 AND 16 GB 512",
            "car park KRT-639 is a ticket",
            "Yaris KRT-6390-1",
            "lk19 zrt and a car",
            "we sell in uk19 for each fiesta",
            "garage LK39 ZRT",
        ] {
            assert!(found(near, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_plate_may_stand_behind_the_name_of_its_vehicle() {
        for (text, plate) in [
            ("Kenteken auto 14-KLM-3", "14-KLM-3"),
            ("kenteken van de bus: 14-KLM-3", "14-KLM-3"),
            ("Kennzeichen vom Wagen: HRO-KL 143", "HRO-KL 143"),
            ("plate of her car AB14 KLM", "AB14 KLM"),
        ] {
            let found =
                report(text).findings.iter().map(|found| &text[found.bounds().0..found.bounds().1]).collect::<Vec<_>>();
            assert_eq!(found, [plate], "{text}");
        }
        for text in ["kenteken van de bus is nieuw", "plate of the car park 14", "Kenteken auto onbekend 14"] {
            assert!(report(text).findings.is_empty(), "{text}");
        }
    }
}
