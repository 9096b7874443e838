//! Documents: driving licences, registration plates, vehicles.

use super::cue::{Cue, Topic};
use super::plate::any_plate;
use super::shape::{fits, number, plain, written};
use super::vehicle;
use super::vocabulary::is_among;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector {
        rules: &[&UK_LICENCE, &US_LICENSE, &LICENSE],
        needs: Signals::CODE.union(Signals::NUMBER).union(Signals::WORD),
        find: licences,
    },
    Detector {
        rules: &[&UK_PLATE, &UK_PLATE_FIELD, &PLATE, &vehicle::NEAR],
        needs: Signals::WORD.union(Signals::FIELD),
        find: plates,
    },
    Detector { rules: &[&VIN, &VIN_CONTEXT], needs: Signals::CODE.union(Signals::WORD), find: vehicles },
];

static UK_LICENCE: Rule = context(
    kind::UK_DRIVING_LICENCE,
    "licence.uk",
    Rank::Validated,
    "sixteen characters in the order of the DVLA with a date of birth among them",
);
static US_LICENSE: Rule =
    context(kind::US_DRIVER_LICENSE, "licence.us", Rank::Context, "the form of a state behind a word for it");
static LICENSE: Rule = context(kind::DRIVER_LICENSE, "licence.context", Rank::Shape, "a code behind a word for it");
static UK_PLATE: Rule =
    context(kind::UK_VEHICLE_REGISTRATION, "plate.uk", Rank::Context, "the form of the DVLA behind a word for it");
static UK_PLATE_FIELD: Rule =
    context(kind::UK_VEHICLE_REGISTRATION, "plate.uk_field", Rank::Shape, "the form of the DVLA, alone in the field");
static PLATE: Rule =
    context(kind::LICENSE_PLATE, "plate.context", Rank::Shape, "four to eight letters and digits behind a word for it");
static VIN: Rule =
    context(kind::VIN, "vin.check", Rank::Validated, "seventeen characters of ISO 3779 with a right check digit");
static VIN_CONTEXT: Rule =
    context(kind::VIN, "vin.context", Rank::Context, "seventeen characters of ISO 3779 near a word for it");

pub(super) const fn context(kind: &'static str, name: &'static str, rank: Rank, proof: &'static str) -> Rule {
    Rule { kind, name, version: 1, rank, proof }
}

/// Tells where a value ends that begins at a place of a text.
pub(super) type Form<'a> = &'a dyn Fn(&[u8], usize) -> Option<usize>;

/// Names the values behind a word by the rule of the first form that fits.
pub(super) fn tell(reading: &Reading<'_>, cue: &Cue, forms: &[(&'static Rule, Form<'_>)], hits: &mut Hits) {
    for (rule, written) in forms {
        let spans: Vec<Range<usize>> = cue.whole_values(reading, written).collect();
        if !spans.is_empty() {
            spans.into_iter().for_each(|span| hits.near(rule, span, cue.word));
            return;
        }
    }
}

/// A form that ends where a word does.
pub(super) fn form(patterns: &'static [&'static str]) -> impl Fn(&[u8], usize) -> Option<usize> {
    move |text, at| {
        let ends = patterns.iter().filter_map(|pattern| fits(text, at, pattern));
        ends.filter(|end| !text.get(*end).is_some_and(u8::is_ascii_alphanumeric)).max()
    }
}

/// Names driving licences.
fn licences(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| group.len() >= 6) {
        let named = |span: &Range<usize>| reading.word_before(span.start, &LICENCES).is_some();
        let spaced = spaced_licence(text, group.span().start);
        if let Some(span) = spaced.filter(|span| reading.is_whole(span) && named(span)) {
            hits.hit(&UK_LICENCE, span);
            continue;
        }
        // The first digits may be 9s that fill up a short name.
        for lead in 0..4.min(group.len() - 5) {
            let Some(start) = (group.span().start + lead).checked_sub(5) else { continue };
            let Some(span) = fits(text, start, "axxxx999999xx9aa")
                .or_else(|| fits(text, start, "axxxx999999xxxaa"))
                .map(|end| start..end)
            else {
                continue;
            };
            if reading.is_whole(&span) && is_british(&text[span.clone()]) {
                hits.hit(&UK_LICENCE, span);
                break;
            }
        }
    }
    for cue in reading.cues(Topic::License) {
        let rule = if reading.region() == "US" { &US_LICENSE } else { &LICENSE };
        let from = cue.value() + state_len(&text[cue.value().min(text.len())..]);
        let stated = from > cue.value();
        let certain = !BARE.contains(&cue.word)
            || cue.is_joined(text) && cue.word != "lic"
            || stated
            || is_behind_a_state(text, cue)
            || is_of_named_state(text, cue)
            || is_column(text, cue);
        let certain = certain && cue.word != ANY_LICENCE || is_of_named_state(text, cue);
        let number = |text: &[u8], at: usize| {
            let end = written(text, at, cue.is_joined(text), 6..=17, 5).filter(|_| is_of_a_state(&text[at..]));
            let dashed = form(DASHED_FORMS)(text, at);
            let end = dashed.or_else(|| form(STATE_FORMS)(text, at)).or_else(|| washington(text, at)).or(end)?;
            let formed = || {
                dashed.is_some()
                    || is_before_a_state(&text[end..])
                    || cue.word == "patente" && is_italian(&text[at..end])
            };
            (certain || formed()).then_some(end)
        };
        if !stated || !listed(reading, from, &number, |span| hits.near(rule, span, cue.word)) {
            tell(reading, cue, &[(rule, &number)], hits);
        }
    }
}

/// Words one of which stands before a licence that is written with blanks.
const LICENCES: [&str; 7] = ["licence", "license", "driving", "driver", "dvla", "dl", "lic"];

/// A British licence in capitals with blanks around the six digits that stand at this place: `OSEIK 653141 D99KW`.
fn spaced_licence(text: &[u8], digits: usize) -> Option<Range<usize>> {
    let start = digits.checked_sub(6)?;
    let end = fits(text, start, "axxxx 999999 xx9aa").or_else(|| fits(text, start, "axxxx 999999 xxxaa"))?;
    let written = &text[start..end];
    (!written.iter().any(u8::is_ascii_lowercase) && is_british(written)).then_some(start..end)
}

/// Tells the numbers of a list in which the state stands before each; whether there is any.
fn listed(reading: &Reading<'_>, from: usize, number: Form<'_>, mut found: impl FnMut(Range<usize>)) -> bool {
    let text = reading.text();
    let (mut at, mut any) = (from, false);
    for _ in 0..MOST_LISTED {
        let Some(span) = number(text, at).map(|end| at..end).filter(|span| reading.is_whole(span)) else { break };
        let gap =
            text[span.end..].iter().take(3).take_while(|b| matches!(b, b' ' | b',' | b';' | b'\n' | b'\r')).count();
        let next = span.end + gap;
        at = next + state_len(&text[next..]);
        found(span);
        any = true;
        if at == next {
            break;
        }
    }
    any
}

/// The most numbers of such a list.
const MOST_LISTED: usize = 60;

/// The forms of Michigan and Maryland, of New Jersey, of Florida and of New York, with blanks or dashes between their groups.
const STATE_FORMS: &[&str] = &[
    "a 999 999 999 999",
    "a-999-999-999-999",
    "a9999 99999 99999",
    "a9999-99999-99999",
    "a999-999-99-999-9",
    "999 999 999",
];
/// Those of Illinois and Quebec (and of Wisconsin), which little else has.
const DASHED_FORMS: &[&str] = &["a999-9999-9999", "a9999-999999-99", "a999-9999-9999-99"];

/// Where a number of Washington ends that begins here: `WDL` and nine letters and digits.
fn washington(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix(b"WDL")?;
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    (len == 9 && rest[..len].iter().any(u8::is_ascii_digit)).then_some(at + 3 + len)
}

/// The states that issue licences, and the capital's district.
const STATES: &[u8; 102] =
    b"ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWY";

/// The length of the letters of a state and the signs around them, where they stand before a number: `DL: MA S12345678`.
fn state_len(rest: &[u8]) -> usize {
    let bracket = usize::from(rest.first() == Some(&b'('));
    let Some(letters) = rest.get(bracket..bracket + 2) else { return 0 };
    let behind = &rest[bracket + 2..];
    let signs = behind.iter().take(3).take_while(|b| matches!(b, b' ' | b'-' | b':' | b'#' | b')')).count();
    let is_state = STATES.chunks_exact(2).any(|state| state == letters);
    if is_state && signs > 0 { bracket + 2 + signs } else { 0 }
}

/// Whether the letters of a state stand right behind a number: `license D4829103 (CA)`, `DL D4829103 CA, …`.
fn is_before_a_state(behind: &[u8]) -> bool {
    let (first, second) = match behind {
        [b' ', b'(', first, second, b')', ..] => (first, second),
        [b' ', first, second] | [b' ', first, second, b',' | b';' | b'.' | b')' | b'\n', ..] => (first, second),
        _ => return false,
    };
    STATES.chunks_exact(2).any(|state| state == [*first, *second])
}

/// Whether a code has the form of Italian licences, which patents do not have: a letter and a digit first, a letter last.
fn is_italian(code: &[u8]) -> bool {
    let [b'A'..=b'Z', b'0'..=b'9', rest @ .., last] = code else { return false };
    (7..=10).contains(&code.len())
        && last.is_ascii_uppercase()
        && rest.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// A licence of whatever kind: the state behind it says that it is a driver's.
const ANY_LICENCE: &str = "license";

/// Whether a word begins its line and blanks set its value off, as in a form without signs.
fn is_column(text: &[u8], cue: &Cue) -> bool {
    let before = cue.before(text);
    let gap = &text[cue.gap.clone()];
    before.last().is_none_or(|b| *b == b'\n') && gap.len() > 1 && gap.iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// Words for licences that mean other things as well.
const BARE: &[&str] = &[
    "dl",
    "d.l",
    "licence",
    "license no",
    "license number",
    "license #",
    "licence no",
    "licence number",
    "state id",
    "permis",
    "cnh",
    "patente",
    "ehliyet",
    "lic",
];

/// Whether two capitals stand right before the word, as those of a state do: `CA DL …`.
fn is_behind_a_state(text: &[u8], cue: &Cue) -> bool {
    let before = cue.before(text).strip_suffix(b" ").unwrap_or_default();
    let capitals = before.iter().rev().take_while(|b| b.is_ascii_uppercase()).count();
    let whole = !before[..before.len() - capitals].last().is_some_and(u8::is_ascii_alphanumeric);
    matches!(cue.word, "dl" | "lic") && capitals == 2 && whole
}

/// Whether the name of a state stands right before the word: `california license …`.
fn is_of_named_state(text: &[u8], cue: &Cue) -> bool {
    const NAMES: &str = "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana \
        iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada \
        hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington \
        wisconsin wyoming";
    let before = cue.before(text).strip_suffix(b" ").unwrap_or_default();
    let len = before.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let licences = ["lic", "dl", "driver", "drivers"];
    licences.iter().any(|word| cue.word.starts_with(word)) && is_among(&before[before.len() - len..], NAMES)
}

/// The numbers of the states begin with at most three letters, and hold digits from there on, but for Washington's.
fn is_of_a_state(text: &[u8]) -> bool {
    let len = text.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let plain = plain(&text[..len]);
    let letters = plain.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    letters <= 3 || plain.len() == 12
}

/// The order of the DVLA: five characters of the surname filled up with 9, the year's tens, the month (with 50 more for
/// women), the day, the year's ones, two initials or 9, a digit or letter, two letters.
fn is_british(text: &[u8]) -> bool {
    let plain = plain(text);
    let [name @ .., _, _, _, _, _, _, first, second, _, _, _] = plain.as_slice() else { return false };
    let filled = name.iter().skip_while(|b| b.is_ascii_alphabetic()).all(|b| *b == b'9');
    let initial = |b: &u8| b.is_ascii_alphabetic() || *b == b'9';
    let (month, day) = (number(&plain[6..8]) % 50, number(&plain[8..10]));
    let real = matches!(number(&plain[6..8]), 1..=12 | 51..=62) && day >= 1 && day <= days_of(month);
    name.len() == 5 && filled && real && initial(first) && initial(second)
}

fn days_of(month: u64) -> u64 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Names registration plates.
fn plates(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    vehicle::near(reading, hits);
    let start = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if let Some(end) = british_plate(text, start).filter(|end| reading.is_field(&(start..*end))) {
        hits.hit(&UK_PLATE_FIELD, start..end);
    }
    for cue in reading.cues(Topic::Vehicle) {
        // What vehicles have is no registration of users or of trade marks.
        let of_vehicle = vehicle::ends_with_name(cue.before(text));
        let dashed = |text: &[u8], at: usize| text.get(at..).is_some_and(vehicle::is_dashed);
        let foreign = |text: &[u8], at: usize| any_plate(text, at).filter(|_| of_vehicle || dashed(text, at));
        tell(reading, cue, &[(&UK_PLATE, &british_plate), (&PLATE, &foreign)], hits);
    }
    for cue in reading.cues(Topic::Plate) {
        // A model of cars has this name as well: `Targa 911 GTS`.
        let plate = |text: &[u8], at: usize| {
            any_plate(text, at).filter(|_| cue.word != "targa" || text[at].is_ascii_alphabetic())
        };
        tell(reading, cue, &[(&PLATE, &plate), (&UK_PLATE, &british_plate)], hits);
        let behind = vehicle::behind_name(text, cue.value()).filter(|at| *at > cue.value());
        let named = behind.and_then(|at| Some(at..plate(text, at).or_else(|| british_plate(text, at))?));
        named.filter(|span| reading.is_whole(span)).into_iter().for_each(|span| hits.near(&PLATE, span, cue.word));
    }
}

/// The forms of the DVLA (INF104): two letters, the half-year of issue, three letters (since 2001); a letter of the year,
/// up to three digits, three letters (1983 to 2001); three letters, up to three digits, a letter of the year (from 1963).
pub(super) fn british_plate(text: &[u8], at: usize) -> Option<usize> {
    const CURRENT: &[&str] = &["aa99_aaa"];
    const PREFIX: &[&str] = &["a9_aaa", "a99_aaa", "a999_aaa"];
    const SUFFIX: &[&str] = &["aaa_9a", "aaa_99a", "aaa_999a"];
    let plain_of = |end: usize| plain(&text[at..end]);
    let clear = |letters: &[u8], without: &[u8]| !letters.iter().any(|b| without.contains(b));
    let current = form(CURRENT)(text, at).filter(|end| {
        let plate = plain_of(*end);
        matches!(number(&plate[2..4]), 2..=29 | 51..=79) && clear(&plate[..2], b"IQZ") && clear(&plate[4..], b"IQ")
    });
    let prefix = || {
        form(PREFIX)(text, at).filter(|end| {
            let plate = plain_of(*end);
            clear(&plate[..1], b"IOQUZ") && clear(&plate[plate.len() - 3..], b"IQZ") && plate[1] != b'0'
        })
    };
    let suffix = || {
        form(SUFFIX)(text, at).filter(|end| {
            let plate = plain_of(*end);
            clear(&plate[plate.len() - 1..], b"IOQUZ") && clear(&plate[..3], b"IQZ") && plate[3] != b'0'
        })
    };
    let end = current.or_else(prefix).or_else(suffix)?;
    is_plate_written(&text[at..end]).then_some(end)
}

/// Whether the letters of a plate share one case; small ones behind a blank are a word (`x5 was`).
fn is_plate_written(plate: &[u8]) -> bool {
    let (upper, lower) = (plate.iter().any(u8::is_ascii_uppercase), plate.iter().any(u8::is_ascii_lowercase));
    !(lower && (upper || plate.contains(&b' ')))
}

const VIN_LENGTH: usize = 17;
/// Words near which a vehicle's number needs no check digit.
const FRAMES: [&str; 9] =
    ["vin", "vins", "chassis", "chassi", "vehicle", "vehicles", "fahrzeug", "fahrgestell", "v\u{e9}hicule"];

/// Names vehicle identification numbers.
fn vehicles(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let announced = |span: &Range<usize>| reading.cues(Topic::Vin).any(|cue| cue.value() == span.start);
    // The last four are digits (49 CFR 565.15).
    for group in reading.groups().iter().filter(|group| group.len() >= 4) {
        let end = group.span().end;
        let Some(span) = end.checked_sub(VIN_LENGTH).map(|start| start..end) else { continue };
        if !is_vin(&text[span.clone()]) || !reading.is_whole(&span) {
            continue;
        }
        // Outside of America and China there is no check digit, and a maker begins with a letter.
        let begins = text[span.start].is_ascii_uppercase();
        if has_check(&text[span.clone()]) {
            hits.hit(&VIN, span);
        } else if announced(&span) {
            continue;
        } else if let Some(word) = reading.word_around(&span, &FRAMES).filter(|_| begins) {
            hits.near(&VIN_CONTEXT, span, word);
        }
    }
    for cue in reading.cues(Topic::Vin) {
        let written = |text: &[u8], at: usize| {
            let end = at + text[at..].iter().take(VIN_LENGTH + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
            is_vin(&plain(&text[at..end])).then_some(end)
        };
        tell(reading, cue, &[(&VIN_CONTEXT, &written)], hits);
    }
}

/// Seventeen digits and capitals without I, O and Q (ISO 3779), with both among them.
fn is_vin(text: &[u8]) -> bool {
    let known = |b: &u8| b.is_ascii_digit() || b.is_ascii_uppercase() && !matches!(b, b'I' | b'O' | b'Q');
    let (digits, letters) = (text.iter().any(u8::is_ascii_digit), text.iter().any(u8::is_ascii_uppercase));
    text.len() == VIN_LENGTH && text.iter().all(known) && digits && letters
}

/// The check digit in the ninth place (49 CFR 565.15): modulus 11 of the transliterated characters.
fn has_check(text: &[u8]) -> bool {
    const WEIGHTS: [u32; VIN_LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |b: &u8| match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'I' => u32::from(b - b'A') + 1,
        b'J'..=b'R' => u32::from(b - b'J') + 1,
        b'S'..=b'Z' => u32::from(b - b'S') + 2,
        _ => 0,
    };
    let sum: u32 = text.iter().zip(WEIGHTS).map(|(b, weight)| value(b) * weight).sum();
    text.get(8) == b"0123456789X".get(sum as usize % 11)
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_kind, finds_nothing, hits, kinds_in_field};
    use super::*;

    #[test]
    fn licences_of_some_states_show_themselves_behind_the_short_word() {
        for (text, number) in [
            ("Pickup by son, DL O632-7190-5524 shown", "O632-7190-5524"),
            ("QC licence T6551-140587-03", "T6551-140587-03"),
            ("Renter DL D4827153 CA, DOB unknown", "D4827153"),
        ] {
            finds(licences, &[(text, number)]);
        }
        finds_nothing(licences, &["DL D4827153 shown", "file O632-7190-5524 shown", "DL D4827153 QQ, then"]);
    }

    #[test]
    fn a_plate_may_have_its_vehicle_first() {
        finds(plates, &[("add plate 7KLM 219 to permit P-118", "7KLM 219")]);
        finds(plates, &[("Truck reg WGM 50831", "WGM 50831"), ("trailer reg: WGM 50831", "WGM 50831")]);
        finds(plates, &[("Drives a van (reg WG-508-K)", "WG-508-K"), ("registration WG-508-KL", "WG-508-KL")]);
        finds_nothing(
            plates,
            &[
                "trade mark reg ABC 50831",
                "user reg ABC 50831",
                "reg wg-508-k",
                "reg WG-508-K2",
                "registration WG-5083",
            ],
        );
    }

    #[test]
    fn licences_in_groups_are_found_behind_the_short_word() {
        finds(licences, &[("lic OSEIK 653141 D99KW, issue 23", "OSEIK 653141 D99KW")]);
    }

    #[test]
    fn licences_are_found() {
        finds_kind(
            licences,
            kind::UK_DRIVING_LICENCE,
            &[
                ("x BAKER901158AB9CD.", "BAKER901158AB9CD"),
                ("LI999651315A99XY", "LI999651315A99XY"),
                ("baker901158ab9cd", "baker901158ab9cd"),
                ("Driving licence no. BAKER 901158 AB9CD", "BAKER 901158 AB9CD"),
                ("DVLA: LI999 651315 A99XY, y", "LI999 651315 A99XY"),
            ],
        );
        finds_kind(
            licences,
            kind::US_DRIVER_LICENSE,
            &[
                ("driver's license number is D1234567", "D1234567"),
                ("DL: 12345678", "12345678"),
                ("CA DL C0975061", "C0975061"),
                ("DL: MA S20092141", "S20092141"),
                ("driver's license (NJ) A1234 56789 01234", "A1234 56789 01234"),
                ("DL#: WDLAB1CD23EF", "WDLAB1CD23EF"),
                ("Driver's license no: D 831 763 529 183", "D 831 763 529 183"),
                ("DL          D543-910-26-732-9", "D543-910-26-732-9"),
                ("DLN M6692676", "M6692676"),
                ("D.L.: Z6252851", "Z6252851"),
                ("Driver's license: 12 345 678", "12 345 678"),
                ("Führerschein: E9500601", "E9500601"),
                ("Driver’s License 12-345-678", "12-345-678"),
                ("license D4829103 (CA)", "D4829103"),
                ("dl 12345678 (TX)", "12345678"),
                ("Permis B n\u{b0} 13AA00002", "13AA00002"),
                ("patente U1X48291K", "U1X48291K"),
            ],
        );
        finds_nothing(
            licences,
            &[
                "parts 901158 ab9cd",
                "PARTS 901158 AB9CD",
                "Driving licence PARTS 901358 AB9CD",
                "Driving licence BAKER 901158 AB9CDE",
                "BAKER913158AB9CD",
                "BAKER902308AB9CD",
                "BAK1R901158AB9CD",
                "BAKER901158AB9C1",
                "XBAKER901158AB9CD",
                "dl 12345678",
                "driver license 12",
                "license D1234567",
                "patente 12345678",
                "patente US4829103B2",
                "license: D4829103",
                "license D4829103 (GPL)",
                "license 4829103 (CAD)",
                "XCA DL 12345678",
            ],
        );
    }

    #[test]
    fn plates_are_found_behind_their_words_or_alone() {
        for text in [
            "car reg AB51 CDE is",
            "vehicle registration: AB51CDE",
            "Reg no. B123 CDE",
            "vrm: CDE 123F",
            "kfz_kennzeichen_2: AB12 CDE",
        ] {
            assert!(hits(plates, text).iter().any(|hit| hit.1 == kind::UK_VEHICLE_REGISTRATION), "{text}");
        }
        finds_kind(
            plates,
            kind::LICENSE_PLATE,
            &[
                ("plate number 7ABC123", "7ABC123"),
                ("vehicle registration: 7ABC123", "7ABC123"),
                ("car_reg = 7ABC123", "7ABC123"),
                ("license plate: ABC-1234", "ABC-1234"),
                ("Kennzeichen B-MW 1234", "B-MW 1234"),
                ("immatriculation : AB-123-CD", "AB-123-CD"),
                ("kenteken 12-ABC-3", "12-ABC-3"),
                ("Kennz. HH-KX 2210", "HH-KX 2210"),
                ("Kennzeichen: HH AB 1234", "HH AB 1234"),
                ("Immat. FX-448-KR", "FX-448-KR"),
                ("license tag KXR 4482", "KXR 4482"),
                ("rejestracja WX 4417K", "WX 4417K"),
                ("registreringsskylt ABC 123", "ABC 123"),
            ],
        );
        finds_nothing(
            plates,
            &[
                "AB51 CDE",
                "vehicle IB51 CDE",
                "vehicle AB30 CDE",
                "vehicle AB51 CQE",
                "reg ABC 123I",
                "plate number 12",
                "Kennz. 4711 und AB",
                "license tag v2.4482",
                "immat 4482",
                "plate OF A 9",
                "license plate abc-1234",
                "vehicle X5 was sold",
                "vehicle A4 has four doors",
                "reg a1 tax code",
                "registration P45 and P60 forms",
            ],
        );
        for (text, found) in [
            ("AB51 CDE", true),
            ("ab51-cde", true),
            ("K9 ABC", true),
            ("ABC 1D", true),
            ("AB80 CDE", false),
            ("AB51 CDEF", false),
        ] {
            assert_eq!(!kinds_in_field(plates, text).is_empty(), found, "{text}");
        }
    }

    #[test]
    fn vehicles_are_found() {
        // 1M8GDM9AXKP042788 is the example of the standard's check digit.
        finds(
            vehicles,
            &[
                ("x 1M8GDM9AXKP042788.", "1M8GDM9AXKP042788"),
                ("VIN: WVWZZZ1KZ8W123456", "WVWZZZ1KZ8W123456"),
                ("chassis wvwzzz1kz8w123456", "wvwzzz1kz8w123456"),
                ("the VIN, he said so in full, is WVWZZZ1KZ8W123456", "WVWZZZ1KZ8W123456"),
            ],
        );
        finds_nothing(
            vehicles,
            &[
                "1M8GDM9A1KP042788",
                "X1M8GDM9AXKP042788",
                "VIN: WVWZZZ1KZ8W12345",
                "VIN: WVWZZZ1KZ8Q123456",
                "11111111111111111",
            ],
        );
    }

    #[test]
    fn short_words_for_licences_need_a_state_and_those_for_plates_a_number() {
        finds(
            licences,
            &[
                ("D/L no. YF955990", "YF955990"),
                ("Driver Lic. No./State\n  939437215493 / NC", "939437215493"),
                ("Ohio lic. CE363040", "CE363040"),
                ("WA lic WDLKVD0H280L", "WDLKVD0H280L"),
                ("FS-Nr. B072RRE2I55", "B072RRE2I55"),
            ],
        );
        finds_nothing(licences, &["the lic. CE363040", "software lic: CE363040", "a D/L of YF95"]);
        finds(plates, &[("tag no. GZX-1190", "GZX-1190"), ("Gegner mit Kz. SU AB 118", "SU AB 118")]);
        finds_nothing(plates, &["asset tag GZX-1190", "tags no GZX1190X22"]);
    }

    #[test]
    fn vehicles_are_told_by_the_short_words_for_their_numbers() {
        finds(
            vehicles,
            &[("FIN WVWZZZ1KZ8W123456", "WVWZZZ1KZ8W123456"), ("Fgst.-Nr.: WVWZZZ1KZ8W123456", "WVWZZZ1KZ8W123456")],
        );
    }
}
