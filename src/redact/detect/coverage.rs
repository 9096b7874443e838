//! Which policies, plans and members are those of health insurance: networks, tests and clusters have them as well.

use super::Reading;
use super::cue::Cue;
use super::vocabulary::{Vocabulary, first_word, places};
use std::cell::OnceCell;
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
    "syndrome",
    "disease",
    "chronic",
    "infection",
    "cancer",
    "diabetes",
    "pregnant",
    "pregnancy",
    "blood",
    "pain",
    "therapy",
    "medication",
    "dose",
    "mg",
    "vaccine",
    "icu",
];

/// How far from a word of a plan the words of health may stand, in bytes.
const REACH: usize = 400;

/// The words of health of a view, looked for once where one of them matters.
pub(super) struct Coverage<'r, 'v> {
    reading: &'r Reading<'v>,
    places: OnceCell<Vec<usize>>,
}

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[HEALTH]));

impl<'r, 'v> Coverage<'r, 'v> {
    pub(super) fn of(reading: &'r Reading<'v>) -> Self {
        Self { reading, places: OnceCell::new() }
    }

    fn is_near(&self, cue: &Cue) -> bool {
        let places = self.places.get_or_init(|| places(self.reading.text(), &*WORDS));
        let next = places.partition_point(|place| *place + REACH < cue.gap.start);
        let labelled = || first_word(self.reading.label().as_bytes(), &*WORDS).is_some();
        labelled() || places.get(next).is_some_and(|place| *place < cue.gap.end + REACH)
    }

    /// Whether figures behind a word are those of health insurance: where the word is one for any policy, plan or
    /// member, words around say so, or it is the label of a form, with nothing before it in its line and a colon behind it.
    pub(super) fn is_meant(&self, cue: &Cue) -> bool {
        !AMBIGUOUS.contains(&cue.word) || is_label(self.reading.text(), cue) || self.is_near(cue)
    }

    /// How many digits a number behind a word has at least.
    pub(super) fn least_digits(&self, cue: &Cue) -> usize {
        let general = AMBIGUOUS.contains(&cue.word) && !cue.word.starts_with("member");
        if general && !self.is_near(cue) { LABELLED } else { FEWEST }
    }

    /// Whether a number behind a word is that of a patient's record: where the word is one for any record, words around
    /// say so; a chart and an `MR` may be labels as well.
    pub(super) fn is_record(&self, cue: &Cue) -> bool {
        let label = || matches!(cue.word, "chart" | "mr") && is_label(self.reading.text(), cue);
        !RECORDS.contains(&cue.word) || label() || self.is_near(cue)
    }
}

/// How many digits the number of a policy or a plan has that nothing but a label speaks of: rules and documents have short
/// ones.
const LABELLED: usize = 6;
/// How many digits the others have.
const FEWEST: usize = 3;

fn is_label(text: &[u8], cue: &Cue) -> bool {
    let before = &text[..cue.gap.start];
    // Only so far back as the word may reach, with a blank and a plural: long lines are full of words.
    let near = &before[before.len().saturating_sub(cue.word.len() + 3)..];
    let leads = near.len() == before.len() || near.contains(&b'\n');
    cue.gap.start == 0 || leads && text[cue.gap.clone()].contains(&b':')
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
                assert!(reading.cues(Topic::Record).all(|cue| Coverage::of(reading).is_record(cue) == meant), "{text}");
                assert!(reading.cues(Topic::Record).next().is_some(), "{text}");
            });
        }
    }

    #[test]
    fn numbers_of_policies_and_plans_are_long_where_only_a_label_speaks_of_them() {
        for (text, least) in [
            ("Policy ID: CA-001", 6),
            ("Plan ID: 2024-Q3", 6),
            ("Policy ID: CA-001 of the patient", 3),
            ("Member ID: 12345", 3),
            ("subscriber id 12345", 3),
        ] {
            read(text, |reading| {
                let digits = |cue: &Cue| Coverage::of(reading).least_digits(cue);
                assert!(reading.cues(Topic::Plan).all(|cue| digits(cue) == least), "{text}");
                assert!(reading.cues(Topic::Plan).next().is_some(), "{text}");
            });
        }
    }

    #[test]
    fn figures_behind_general_words_need_words_of_health_or_a_label() {
        for (text, meant) in [
            ("the patient gave policy number 10245", true),
            ("member id 12345, covered since May", true),
            ("her pain got worse under 500 mg, member id 12345", true),
            ("Member ID: 12345", true),
            ("x\nPolicy No.: 12345", true),
            ("subscriber id 12345", true),
            ("Firewall policy ID 10245 was changed", false),
            ("retention policy #12345", false),
            ("test plan number: 12345", false),
            ("member id 12345 left the cluster", false),
        ] {
            read(text, |reading| {
                assert!(reading.cues(Topic::Plan).all(|cue| Coverage::of(reading).is_meant(cue) == meant), "{text}");
                assert!(reading.cues(Topic::Plan).next().is_some(), "{text}");
            });
        }
    }
}
