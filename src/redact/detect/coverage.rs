//! Which policies, plans and members are those of health insurance: networks, tests and clusters have them as well.

use super::Reading;
use super::cue::{Cue, GROUPS};
use super::insurer;
use super::shape::written;
use super::vocabulary::{Vocabulary, ending, first_word, is_among, places};
use std::cell::OnceCell;
use std::sync::LazyLock;

/// Words for policies, plans and members of whatever kind.
const AMBIGUOUS: [&str; 19] = [
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
    "membership",
    "membership no",
    "membership number",
    "utente",
    "n\u{ba} de utente",
    "n.\u{ba} de utente",
    "n\u{fa}mero de utente",
];

/// Words that mean a member, a subscriber or what supplements a plan among words of health alone, however the number looks.
const SHORT: &[&str] =
    &["sub id", "sub no", "sub #", "sub. id", "ins id", "ins no", "ins #", "ins. id", "ins. no", "supplement"];

/// Words that make the group or the id behind them in the same line, or the next ones, that of a health plan.
const PLANS: &[&str] = &[
    "member",
    "subscriber",
    "insured",
    "insurance",
    "ins",
    "ins id",
    "medicare",
    "medicaid",
    "bcbs",
    "blue cross",
    "blue shield",
    "aetna",
    "cigna",
    "humana",
    "kaiser",
    "uhc",
    "unitedhealthcare",
    "anthem",
    "ppo",
    "hmo",
    "payer",
    "payor",
    "pcn",
    "rxgrp",
    "rx grp",
    "rx group",
    "rxbin",
    "npi",
    "health plan",
    "policyholder",
];

/// What has machines for its members.
const MACHINES: [&str; 12] =
    ["cluster", "node", "replica", "raft", "ring", "etcd", "quorum", "swarm", "stack", "pool", "shard", "switch"];

/// Whether a member is one of several machines: `cluster member 10482`.
fn is_of_machines(text: &[u8], cue: &Cue) -> bool {
    let before = cue.before(text).trim_ascii_end();
    let before = before.strip_suffix(b"-").unwrap_or(before);
    cue.word.starts_with("member") && ending(before, &MACHINES).is_some()
}

/// Words for records and files of whatever kind.
const RECORDS: [&str; 27] = [
    "akte",
    "unit number",
    "unit no",
    "fall",
    "record",
    "record #",
    "record no",
    "record number",
    "record id",
    "file #",
    "file no",
    "file number",
    "chart",
    "mr",
    "ipp",
    "csn",
    "mpi",
    "visit id",
    "visit no",
    "visit number",
    "visit #",
    "admission id",
    "admission no",
    "admission number",
    "encounter id",
    "encounter #",
    "ur number",
];

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
    "paciente",
    "nacimiento",
    "diagn\u{f3}stico",
    "urgencias",
    "m\u{e9}dico",
    "m\u{e9}decin",
    "n\u{e9} le",
    "n\u{e9}e le",
    "h\u{f4}pital",
    "s\u{e9}curit\u{e9} sociale",
    "two charts",
    "ward",
    "pt",
    "both charts",
    "duplicate chart",
    "klinik",
    "krankenhaus",
    "krankenkasse",
    "arzt",
    "\u{e4}rztin",
    "hausarzt",
    "haus\u{e4}rztin",
    "entlassmanagement",
    "entlassbrief",
    "arztbrief",
    "pflegegrad",
    "clinique",
    "infirmi\u{e8}re",
    "ordonnance",
    "mutuelle",
    "cl\u{ed}nica",
    "enfermera",
    "enfermeira",
    "paziente",
    "ospedale",
    "ricovero",
    "pati\u{eb}nt",
    "ziekenhuis",
    "huisarts",
    "thuiszorg",
    "pacjent",
    "pacjenta",
    "pacjentka",
    "pacjentki",
    "szpital",
    "szpitalu",
    "lekarz",
    "lekarza",
    "rozp",
    "patienten",
    "sjukhus",
    "sjukhuset",
    "l\u{e4}kare",
    "v\u{e5}rdcentral",
    "before rounds",
    "on rounds",
    "tto",
    "physio",
    "physiotherapist",
    "midwife",
    "vitals",
    "biopsy",
    "mri",
    "ecg",
    "ekg",
    "hiv",
    "bupa",
    "axa ppp",
    "glyc\u{e9}mie",
    "soins",
    "infirmier",
    "consulta",
    "centro de sa\u{fa}de",
    "sns",
];

/// How far from a word of a plan the words of health may stand, in bytes.
const REACH: usize = 400;
/// How far from a group or an id the word of a plan may stand, in bytes.
const BESIDE: usize = 120;
/// The fewest digits of a group or an id.
const GROUPED: usize = 5;

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
        let text = self.reading.text();
        !AMBIGUOUS.contains(&cue.word) || is_label(text, cue) || self.is_near(cue) && !is_of_machines(text, cue)
    }

    /// Whether a number behind a word is that of a member of a plan, where the word is so short that it means other things.
    pub(super) fn is_plan(&self, cue: &Cue) -> bool {
        // What people and programs belong to has no number on another line.
        let is_apart = || self.reading.text()[cue.gap.clone()].iter().any(|b| matches!(b, b'\n' | b'('));
        !(cue.word == "membership" && is_apart()) && (!SHORT.contains(&cue.word) || self.is_near(cue))
    }

    /// Whether the word is the name of an insurer, which numbers its members with a capital before their figures.
    pub(super) fn is_insurer(cue: &Cue) -> bool {
        is_among(cue.word.as_bytes(), insurer::NAMES) || cue.word == "blue cross"
    }

    /// Whether the word of a cue is one for groups or ids of whatever kind.
    pub(super) fn is_general(cue: &Cue) -> bool {
        GROUPS.contains(&cue.word)
    }

    /// Where the group or the id of a health plan ends that stands behind such a word: the word of a plan stands before
    /// it or in the label of the text, and an id is written in capitals, as people do.
    pub(super) fn group_end(&self, cue: &Cue, at: usize) -> Option<usize> {
        let text = self.reading.text();
        let end = written(text, at, cue.is_joined(text), 5..=20, GROUPED)?;
        let lead = &text[..cue.gap.start];
        let named = |near: &[u8]| first_word(near, PLANS).is_some();
        let beside = &lead[lead.len().saturating_sub(BESIDE)..lead.len().saturating_sub(cue.word.len())];
        let spoken = !cue.word.starts_with("id") || lead.is_empty() || is_id_in_capitals(lead);
        // A column with this sign is one of numbers, as insurers write it.
        let column = cue.gap.start == 0 && cue.word.ends_with('#');
        let told = || {
            cue.word.starts_with("rx")
                || cue.word == "member"
                || column
                || named(beside)
                || named(self.reading.label().as_bytes())
        };
        (spoken && told() && !self.is_of_payer(cue) && (column || self.is_near(cue)) && !is_of_machines(text, cue))
            .then_some(end)
    }

    /// Whether the id is that of a payer, which is a company: `payer ID 60054`.
    fn is_of_payer(&self, cue: &Cue) -> bool {
        const PAYERS: [&str; 2] = ["payer", "payor"];
        let of_label = || first_word(self.reading.label().as_bytes(), &["payer id", "payor id"]).is_some();
        let before = cue.before(self.reading.text()).trim_ascii_end();
        cue.word.starts_with("id") && (ending(before, &PAYERS).is_some() || cue.gap.start == 0 && of_label())
    }

    /// How many digits a number behind a word has at least.
    pub(super) fn least_digits(&self, cue: &Cue) -> usize {
        let general = AMBIGUOUS.contains(&cue.word) && !cue.word.starts_with("member");
        if Self::is_insurer(cue) {
            return OF_INSURER;
        }
        let long = matches!(cue.word, "fall" | "record" | "supplement") || general && !self.is_near(cue);
        if long { LABELLED } else { FEWEST }
    }

    /// Whether a number behind a word is that of a patient's record: where the word is one for any record, words around
    /// say so; a chart and an `MR` may be labels as well.
    pub(super) fn is_record(&self, cue: &Cue) -> bool {
        let label = || matches!(cue.word, "chart" | "mr") && is_label(self.reading.text(), cue);
        // Texts are full of records, and few have a number.
        let value = || self.reading.text().get(cue.value()..).unwrap_or_default();
        let counted = cue.word != "record" || value().iter().take(LABELLED).all(u8::is_ascii_digit);
        !RECORDS.contains(&cue.word) || label() || counted && self.is_near(cue)
    }
}

/// How many digits the number of a policy or a plan has that nothing but a label speaks of: rules and documents have short
/// ones.
const LABELLED: usize = 6;
/// How many digits the number has that stands behind nothing but the name of an insurer.
const OF_INSURER: usize = 8;
/// How many digits the others have.
const FEWEST: usize = 3;

/// Whether a text ends in `ID`, as a word of its own, its sign aside.
fn is_id_in_capitals(lead: &[u8]) -> bool {
    let word = lead.strip_suffix(b"#").unwrap_or(lead).trim_ascii_end();
    let word = word.strip_suffix(b" no").or_else(|| word.strip_suffix(b" No")).unwrap_or(word);
    word.strip_suffix(b"ID").is_some_and(|rest| rest.last().is_none_or(|b| matches!(b, b' ' | b'\n' | b',' | b'|')))
}

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
            ("encounter number: 445566", true),
            ("prescription no. 445566", true),
            ("visit_id=445566 of the patient", true),
            ("visit_id=445566 of the crawler", false),
            ("CSN 445566 in the cloud", false),
            ("admission no. 445566", false),
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
    fn groups_and_ids_are_those_of_plans_behind_the_words_of_plans() {
        for (text, found) in [
            ("Insurance: Blue Cross, Grp 153641", true),
            ("Medicaid; group no. 49109-375", true),
            ("RxBIN 610014 RxGrp G904234", true),
            ("Member: T. Example, ID H66611796, DOB", true),
            ("the PPO card, ID# T90989809", true),
            ("Prior authorization: member PFK779197265, DOB", true),
            ("member 66611796 of the cluster", false),
            ("the group number 709641", false),
            ("security group sg: 709641", false),
            ("member of the cluster, id 66611796", false),
            ("insured: id 66611796", false),
            ("PPO group 12 of 30", false),
        ] {
            read(text, |reading| {
                let coverage = Coverage::of(reading);
                let mut cues = reading.cues(Topic::Plan).filter(|cue| Coverage::is_general(cue));
                assert_eq!(cues.any(|cue| coverage.group_end(cue, cue.value()).is_some()), found, "{text}");
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
