//! The serial numbers of what a patient wears or carries in the body, which HIPAA's Safe Harbor rule counts among identifiers
//! (45 CFR 164.514 (b)(2)(i)(M)): behind the word for a serial number, beside the word for such a device. Those of machines
//! and of office hardware say nothing of a person and stay.

use super::cue::{Cue, Topic};
use super::shape::{ends_part, lettered, written};
use super::vocabulary::{Vocabulary, first_word};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::sync::LazyLock;

/// The detector of this file. The serial number raises the signal.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &[&SERIAL], needs: Signals::CODE.union(Signals::NUMBER), find }];

static SERIAL: Rule = Rule {
    kind: kind::DEVICE_ID,
    name: "device.medical",
    version: 1,
    rank: Rank::Context,
    proof: "a serial number behind its word, beside the word for a medical device",
};

/// What a patient wears or carries in the body.
const DEVICES: &[&str] = &[
    "pacemaker",
    "pacer",
    "defibrillator",
    "loop recorder",
    "neurostimulator",
    "pulse generator",
    "implant",
    "implanted",
    "implantable",
    "explant",
    "explanted",
    "prosthesis",
    "prosthetic",
    "stent",
    "cochlear",
    "hearing aid",
    "insulin pump",
    "glucose meter",
    "glucose monitor",
    "glucometer",
    "cgm",
    "cpap",
    "bipap",
    "herzschrittmacher",
    "implantat",
    "insulinpumpe",
    "h\u{f6}rger\u{e4}t",
    "stimulateur cardiaque",
    "proth\u{e8}se",
    "pompe \u{e0} insuline",
    "marcapasos",
    "pr\u{f3}tesis",
    "bomba de insulina",
    "insulinepomp",
    "gehoorapparaat",
    "hoortoestel",
    "schrittmacher",
    "h\u{fc}ftprothese",
    "knieprothese",
    "endoprothese",
    "stimulateur",
    "appareil auditif",
    "aud\u{ed}fono",
    "marca passo",
    "aparelho auditivo",
    "pr\u{f3}tese",
    "protesi",
    "pompa per insulina",
    "microinfusore",
    "apparecchio acustico",
    "kunstheup",
    "rozrusznik",
    "pompa insulinowa",
    "pompy insulinowej",
    "aparat s\u{142}uchowy",
    "proteza",
    "insulinpump",
    "insulinpumpen",
    "h\u{f6}rapparat",
    "h\u{f8}reapparat",
    "protes",
    "pacing",
    "lead impedance",
    "hip replacement",
    "knee replacement",
    "oxygen concentrator",
    "wheelchair",
    "omnipod",
    "dexcom",
    "minimed",
    "ipg",
];

/// What a house lends from one patient to the next: it is one of a patient's where the same line says so.
const LENT: &[&str] = &["infusion pump", "udi"];

/// Where such a device says which one it is.
pub(super) const PLACES: &[&str] = &[
    "on the back",
    "on its back",
    "on the label",
    "on the sticker",
    "on the underside",
    "on the bottom",
    "on the device",
    "auf der r\u{fc}ckseite",
    "auf dem etikett",
    "auf dem aufkleber",
    "auf der unterseite",
    "au dos",
    "sur l'\u{e9}tiquette",
    "en la etiqueta",
    "en la parte trasera",
    "sull'etichetta",
    "sul retro",
    "na etiqueta",
    "na parte de tr\u{e1}s",
    "op de achterkant",
    "op het etiket",
    "na etykiecie",
    "z ty\u{142}u",
    "p\u{e5} baksidan",
    "p\u{e5} etiketten",
];

/// How far from the word for a serial number that for the device may stand, in bytes, and how far before a clause that begins
/// with that word.
const REACH: usize = 120;
const FAR: usize = 280;
/// The fewest digits of a serial number.
const DIGITS: usize = 4;

/// Names the serial numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::Serial) {
        let joined = cue.is_joined(reading.text());
        if PLACES.contains(&cue.word) && !joined {
            continue;
        }
        let form = |text: &[u8], at: usize| {
            let end = led_by_letters(text, at).or_else(|| lettered(text, at));
            end.or_else(|| written(text, at, joined, 5..=20, DIGITS))
        };
        let mut spans = cue.whole_values(reading, form).peekable();
        if spans.peek().is_some() && is_of_device(reading, cue) {
            spans.for_each(|span| hits.near(&SERIAL, span, cue.word));
        }
    }
}

/// Where a serial number ends that begins here with two to four capitals, a blank, and digits with a letter or two perhaps in
/// one piece behind them: `PJN 204418H`.
fn led_by_letters(text: &[u8], at: usize) -> Option<usize> {
    let run = |from: usize, is: fn(&u8) -> bool| text[from..].iter().take(14).take_while(|b| is(b)).count();
    let letters = run(at, u8::is_ascii_uppercase);
    let digits = at + letters + 1;
    if !(2..=4).contains(&letters) || text.get(digits - 1) != Some(&b' ') {
        return None;
    }
    let behind = digits + run(digits, u8::is_ascii_digit);
    let end = behind + run(behind, u8::is_ascii_uppercase);
    let fits = behind - digits >= DIGITS && end - behind <= 2 && ends_part(text, end);
    fits.then_some(end)
}

/// Whether the word for a device stands soon before a word in its line, or in the label of the text; or in the lines before,
/// where that word begins a clause, so that no other thing has that number.
fn is_of_device(reading: &Reading<'_>, cue: &Cue) -> bool {
    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[DEVICES, LENT]));
    static OWN: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[DEVICES]));
    // Words may tell whose number it is: `serial of my hearing aid is`.
    let before = &reading.text()[cue.gap.start.saturating_sub(REACH)..cue.gap.end];
    let line = before.iter().rposition(|b| *b == b'\n').map_or(0, |line| line + 1);
    let lead = cue.before(reading.text());
    let begins = || lead.trim_ascii_end().last().is_none_or(|b| b",;:.(|-?!".contains(b)) || lead.ends_with(b"\n");
    let far = || &lead[lead.len().saturating_sub(FAR)..];
    let told = || (PLACES.contains(&cue.word) || begins()) && first_word(far(), &*OWN).is_some();
    first_word(&before[line..], &*WORDS).is_some()
        || first_word(reading.label().as_bytes(), &*WORDS).is_some()
        || told()
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_kind, finds_nothing};
    use super::*;

    #[test]
    fn serial_numbers_of_medical_devices_are_found() {
        for text in [
            "Implanted device: dual-chamber pacemaker, S/N PKX204417",
            "Explanted lead, serial number PKX204417, lot 2201A",
            "CPAP serial # PKX204417",
            "Herzschrittmacher, Seriennummer: PKX204417",
            "insulin pump (SN: PKX204417)",
        ] {
            finds_kind(find, kind::DEVICE_ID, &[(text, "PKX204417")]);
        }
    }

    #[test]
    fn the_device_may_stand_in_the_lines_before_and_the_number_in_groups() {
        for (text, number) in [
            ("Herzschrittmacher Seriennummer RKX 604 417 S, MRT geht", "RKX 604 417 S"),
            ("My insulin pump fails at night.\nThey asked for what is on the back: KX2044171H. Help", "KX2044171H"),
            ("Our son's cochlear implant is off.\nThe booklet says, serial CX532-2044171.", "CX532-2044171"),
            ("Battery 2.7 V, lead impedance 512 ohm\nfrom the programmer: s/n PKX 204417H", "PKX 204417H"),
            ("Rozrusznik serca, nr seryjny PKX204417", "PKX204417"),
            ("the serial of my hearing aid is 20441771", "20441771"),
            ("num\u{e9}ro de s\u{e9}rie de la pompe \u{e0} insuline : NX2044171", "NX2044171"),
            ("Insulinpumpe, Ger\u{e4}te-Nr. NX2044171H", "NX2044171H"),
        ] {
            finds_kind(find, kind::DEVICE_ID, &[(text, number)]);
        }
        finds_nothing(
            find,
            &[
                "The stent is in.\nThe switch has s/n PKX204417",
                "The printer fails.\nThey asked for what is on the back: KX2044171H.",
                "My insulin pump is on the back KX2044171H",
                "Log of the infusion pump\nsn 2044171",
                "pacemaker serial PKX 204417 rows",
            ],
        );
    }

    #[test]
    fn serial_numbers_of_other_things_stay() {
        finds_nothing(
            find,
            &[
                "Switch, S/N PKX204417",
                "serial number 204417 of the certificate",
                "the pacemaker of the cluster runs on node PKX204417",
                "pacemaker: serial number is on the card",
                "pacemaker, serial no. 12",
                "the pacemaker runs on node 3\nSwitch S/N PKX204417",
                "pacemaker, S/N [DEVICE_ID]",
            ],
        );
    }
}
