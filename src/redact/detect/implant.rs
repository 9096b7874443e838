//! The serial numbers of what a patient wears or carries in the body, which HIPAA's Safe Harbor rule counts among identifiers
//! (45 CFR 164.514 (b)(2)(i)(M)): behind the word for a serial number, beside the word for such a device. Those of machines
//! and of office hardware say nothing of a person and stay.

use super::cue::{Cue, Topic};
use super::shape::written;
use super::vocabulary::{Vocabulary, first_word};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::sync::LazyLock;

/// The detector of this file. The serial number raises the signal.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &[&SERIAL], needs: Signals::CODE.or(Signals::NUMBER), find }];

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
    "infusion pump",
    "glucose meter",
    "glucose monitor",
    "glucometer",
    "cgm",
    "cpap",
    "bipap",
    "udi",
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
];

/// How far from the word for a serial number that for the device may stand, in bytes.
const REACH: usize = 120;
/// The fewest digits of a serial number.
const DIGITS: usize = 4;

/// Names the serial numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::Serial) {
        let form = |text: &[u8], at: usize| written(text, at, cue.is_joined(text), 5..=20, DIGITS);
        let mut spans = cue.whole_values(reading, form).peekable();
        if spans.peek().is_some() && is_of_device(reading, cue) {
            spans.for_each(|span| hits.near(&SERIAL, span, cue.word));
        }
    }
}

/// Whether the word for a device stands soon before a word in its line, or in the label of the text.
fn is_of_device(reading: &Reading<'_>, cue: &Cue) -> bool {
    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[DEVICES]));
    let before = &reading.text()[cue.gap.start.saturating_sub(REACH)..cue.gap.start];
    let line = before.iter().rposition(|b| *b == b'\n').map_or(0, |line| line + 1);
    let before = &before[line..];
    first_word(before, &*WORDS).is_some() || first_word(reading.label().as_bytes(), &*WORDS).is_some()
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
