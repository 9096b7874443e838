//! Which policies, plans and members are those of health insurance: networks, tests and clusters have them as well.

use super::Reading;
use super::cue::Cue;
use super::vocabulary::{Vocabulary, first_word};
use std::sync::LazyLock;

/// Words for policies, plans and members of whatever kind.
const AMBIGUOUS: [&str; 12] = [
    "policy id",
    "policy no",
    "policy number",
    "policy #",
    "plan id",
    "plan no",
    "plan number",
    "plan #",
    "member id",
    "member no",
    "member number",
    "member #",
];

/// Words for records and files of whatever kind.
const RECORDS: [&str; 9] =
    ["record #", "record no", "record number", "record id", "file #", "file no", "file number", "chart", "mr"];

/// Words that make a policy, plan or member one of health insurance.
const HEALTH: &[&str] = &[
    "insurance",
    "insurer",
    "insured",
    "insur",
    "coverage",
    "covered",
    "health",
    "healthcare",
    "medical",
    "medicare",
    "medicaid",
    "patient",
    "mrn",
    "hospital",
    "clinic",
    "clinical",
    "doctor",
    "dr",
    "physician",
    "nurse",
    "provider",
    "npi",
    "pharmacy",
    "rx",
    "prescription",
    "prescribed",
    "diagnosis",
    "diagnosed",
    "dx",
    "treatment",
    "copay",
    "deductible",
    "premium",
    "claim",
    "beneficiary",
    "subscriber",
    "policyholder",
    "enrollee",
    "dependent",
    "payer",
    "payor",
    "ppo",
    "hmo",
    "aetna",
    "cigna",
    "humana",
    "kaiser",
    "bcbs",
    "blue cross",
    "blue shield",
    "anthem",
    "uhc",
    "unitedhealthcare",
    "dob",
    "date of birth",
    "born",
    "year old",
    "years old",
    "yo",
    "ssn",
    "social security",
    "admitted",
    "discharged",
    "surgery",
    "symptoms",
];

/// Whether a number behind a word is that of a patient's record: where the word is one for any record, words around say
/// so; a chart and an `MR` may be labels as well.
pub(super) fn is_record(reading: &Reading<'_>, cue: &Cue) -> bool {
    let label = || matches!(cue.word, "chart" | "mr") && is_label(reading.text(), cue);
    !RECORDS.contains(&cue.word) || label() || is_among_words_of_health(reading, cue)
}

/// How far from a word of a plan the words of health may stand, in bytes.
const REACH: usize = 400;

/// Whether figures behind a word are those of health insurance: where the word is one for any policy, plan or member,
/// words around say so, or it is the label of a form, with nothing before it in its line and a colon behind it.
pub(super) fn is_meant(reading: &Reading<'_>, cue: &Cue) -> bool {
    !AMBIGUOUS.contains(&cue.word) || is_label(reading.text(), cue) || is_among_words_of_health(reading, cue)
}

fn is_label(text: &[u8], cue: &Cue) -> bool {
    let line = text[..cue.gap.start].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let leads = cue.gap.start - line <= cue.word.len() + 2;
    cue.gap.start == 0 || leads && text[cue.gap.clone()].contains(&b':')
}

fn is_among_words_of_health(reading: &Reading<'_>, cue: &Cue) -> bool {
    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[HEALTH]));
    let text = reading.text();
    let around = &text[cue.gap.start.saturating_sub(REACH)..text.len().min(cue.gap.end + REACH)];
    [around, reading.label().as_bytes()].iter().any(|text| first_word(text, &*WORDS).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::check::read;
    use super::super::cue::Topic;
    use super::*;

    #[test]
    fn records_and_files_are_those_of_patients_among_words_of_health() {
        for (text, meant) in [
            ("the patient's file # 445566", true),
            ("Chart: 445566", true),
            ("MR: 445566", true),
            ("record number 445566, seen by Dr. X", true),
            ("record number 445566 of the table", false),
            ("File #445566", false),
            ("the chart 445566", false),
            ("mrn 445566", true),
        ] {
            read(text, |reading| {
                assert!(reading.cues(Topic::Record).all(|cue| is_record(reading, cue) == meant), "{text}");
                assert!(reading.cues(Topic::Record).next().is_some(), "{text}");
            });
        }
    }

    #[test]
    fn figures_behind_general_words_need_words_of_health_or_a_label() {
        for (text, meant) in [
            ("the patient gave policy number 10245", true),
            ("member id 12345, covered since May", true),
            ("Member ID: 12345", true),
            ("x\nPolicy No.: 12345", true),
            ("subscriber id 12345", true),
            ("Firewall policy ID 10245 was changed", false),
            ("retention policy #12345", false),
            ("test plan number: 12345", false),
            ("member id 12345 left the cluster", false),
        ] {
            read(text, |reading| {
                assert!(reading.cues(Topic::Plan).all(|cue| is_meant(reading, cue) == meant), "{text}");
                assert!(reading.cues(Topic::Plan).next().is_some(), "{text}");
            });
        }
    }
}
