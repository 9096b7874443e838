//! `redact score`: how well redaction does on a folder of labelled text.
//!
//! Lines of JSON: `{"text", "spans": [{"start", "end", "type"}]}` with places in characters, optionally
//! `"expect_none_of": TYPE`; or `{"xhtml", "value"}`, where the value is hidden in storage format and must be gone, and
//! a null value means that nothing may change. A finding is right when it overlaps a span of its type.

use super::cells::aligned;
use super::print::Printer;
use super::redact::findings;
use catchment_base::disk;
use catchment_base::error::{Error, Result, printable};
use catchment_redact::{Format, Redactor, Tally};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Bytes of a file at most.
const LONGEST: u64 = 1 << 30;

/// What public sets call the types that are known here.
const ALSO_CALLED: &[(&str, &str)] = &[
    ("CREDIT_CARD_NUMBER", "CREDIT_CARD"),
    ("EMAIL", "EMAIL_ADDRESS"),
    ("PHONE", "PHONE_NUMBER"),
    ("FAX_NUMBER", "PHONE_NUMBER"),
    ("SSN", "US_SSN"),
    ("SOCIAL_SECURITY_NUMBER", "US_SSN"),
    ("IBAN", "IBAN_CODE"),
    ("DATE", "DATE_TIME"),
    ("DATE_OF_BIRTH", "DATE_TIME"),
    ("MRN", "MEDICAL_RECORD_NUMBER"),
    ("HEALTH_PLAN", "HEALTH_PLAN_BENEFICIARY_NUMBER"),
    ("DRIVERS_LICENSE", "US_DRIVER_LICENSE"),
    ("DOMAIN_NAME", "URL"),
];

/// The types whose values have a form of their own; the others come from context or are names.
const PATTERNED: &[&str] = &[
    "CREDIT_CARD",
    "US_SSN",
    "EMAIL_ADDRESS",
    "IBAN_CODE",
    "IP_ADDRESS",
    "PHONE_NUMBER",
    "SECRET",
    "URL",
    "MEDICAL_RECORD_NUMBER",
    "HEALTH_PLAN_BENEFICIARY_NUMBER",
    "US_DRIVER_LICENSE",
    "ABA_ROUTING_NUMBER",
];

#[derive(Deserialize)]
struct Row {
    text: Option<String>,
    #[serde(default)]
    spans: Vec<Span>,
    expect_none_of: Option<String>,
    xhtml: Option<String>,
    value: Option<String>,
}

#[derive(Clone, Deserialize)]
struct Span {
    start: u64,
    end: u64,
    #[serde(rename = "type")]
    kind: String,
}

impl Span {
    /// The same under the name that is used here.
    fn renamed(mut self) -> Self {
        if let Some((_, known)) = ALSO_CALLED.iter().find(|(other, _)| *other == self.kind) {
            (*known).clone_into(&mut self.kind);
        }
        self
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn agrees(&self, other: &Self) -> bool {
        self.kind == other.kind && self.overlaps(other)
    }
}

/// Counts of one type, or of all.
#[derive(Clone, Copy, Default)]
struct Counts {
    labelled: u64,
    hit: u64,
    found: u64,
    right: u64,
}

impl Counts {
    fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    fn recall(self) -> f64 {
        share(self.hit, self.labelled)
    }

    fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }

    fn add(&mut self, other: Self) {
        self.labelled += other.labelled;
        self.hit += other.hit;
        self.found += other.found;
        self.right += other.right;
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What came of one file.
#[derive(Default)]
struct Score {
    by_type: BTreeMap<String, Counts>,
    /// Labelled spans of known types that some finding touches, whatever it is called.
    covered: Counts,
    /// Texts that must not hold a certain type, and in how many it was found.
    forbidden: (u64, u64),
    /// Texts without spans, and in how many something was found.
    clean: (u64, u64),
    /// Hidden values: all, still there, no longer the same after a second pass.
    hidden: (u64, u64, u64),
    /// Texts that must not change, and how many did.
    benign: (u64, u64),
}

/// Scores every `.jsonl` file of a folder.
pub fn score(folder: &Path, redactor: &Redactor, printer: &Printer) -> Result<u8> {
    let files: Vec<_> = disk::entries(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    if files.is_empty() {
        return Err(Error::usage(format!("there is no .jsonl file in {}", printable(&folder.display().to_string())))
            .hint("one {\"text\": …, \"spans\": [{\"start\", \"end\", \"type\"}]} per line"));
    }
    for file in files {
        let bytes =
            disk::read_bounded(disk::open(&file)?, LONGEST).map_err(|cause| disk::failed("reading", &file, cause))?;
        let mut score = Score::default();
        for (number, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty())
        {
            let row: Row = serde_json::from_slice(line).map_err(|_| {
                Error::usage(format!(
                    "line {} of {} is not labelled text",
                    number + 1,
                    printable(&file.display().to_string())
                ))
                .hint("{\"text\": …, \"spans\": […]} or {\"xhtml\": …, \"value\": …}")
            })?;
            score.add(row, redactor);
        }
        let name = file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        printer.data(&format!("{}\n{}\n", printable(&name), score.told()))?;
    }
    Ok(0)
}

impl Score {
    fn add(&mut self, row: Row, redactor: &Redactor) {
        match (&row.xhtml, row.text) {
            (Some(xhtml), _) => self.add_hidden(xhtml, row.value.as_deref(), redactor),
            (None, Some(text)) => self.add_labelled(&text, row.spans, row.expect_none_of, redactor),
            (None, None) => {}
        }
    }

    fn add_labelled(&mut self, text: &str, spans: Vec<Span>, none_of: Option<String>, redactor: &Redactor) {
        let found: Vec<Span> =
            findings(text, &redactor.report(text, Format::Text)).iter().filter_map(span).map(Span::renamed).collect();
        let spans: Vec<Span> = spans.into_iter().map(Span::renamed).collect();
        if spans.is_empty() {
            self.clean.0 += 1;
            self.clean.1 += u64::from(!found.is_empty());
        }
        if let Some(kind) = none_of {
            self.forbidden.0 += 1;
            let wanted = Span { start: 0, end: 0, kind }.renamed();
            self.forbidden.1 += u64::from(found.iter().any(|one| one.kind == wanted.kind));
        }
        for span in &spans {
            let hit = u64::from(found.iter().any(|one| one.agrees(span)));
            self.by_type.entry(span.kind.clone()).or_default().add(Counts { labelled: 1, hit, ..Counts::default() });
            if catchment_redact::named(&span.kind).is_some() {
                let hit = u64::from(found.iter().any(|one| one.overlaps(span)));
                self.covered.add(Counts { labelled: 1, hit, ..Counts::default() });
            }
        }
        for one in &found {
            let right = u64::from(spans.iter().any(|span| one.agrees(span)));
            self.by_type.entry(one.kind.clone()).or_default().add(Counts { found: 1, right, ..Counts::default() });
        }
    }

    fn add_hidden(&mut self, xhtml: &str, value: Option<&str>, redactor: &Redactor) {
        let once = redactor.redact(xhtml, Format::Storage, &mut Tally::new());
        match value {
            None => {
                self.benign.0 += 1;
                self.benign.1 += u64::from(once != xhtml);
            }
            Some(value) => {
                let twice = redactor.redact(&once, Format::Storage, &mut Tally::new());
                self.hidden.0 += 1;
                self.hidden.1 += u64::from(catchment_redact::survives(&once, value));
                self.hidden.2 += u64::from(twice != once);
            }
        }
    }

    fn told(&self) -> String {
        let mut lines = Vec::new();
        let (values, left, unstable) = self.hidden;
        if values > 0 {
            let (benign, changed) = self.benign;
            lines.push(format!("hidden values {values}: {left} left, {unstable} changed by a second pass; benign {benign}: {changed} changed"));
        }
        if self.forbidden.0 > 0 {
            lines.push(format!("must not fire {}: {} fired", self.forbidden.0, self.forbidden.1));
        }
        if self.clean.0 > 0 {
            lines.push(format!("texts without labels {}: something found in {}", self.clean.0, self.clean.1));
        }
        if self.covered.labelled > 0 {
            lines.push(format!(
                "values of known types covered {:.3} of {}",
                self.covered.recall(),
                self.covered.labelled
            ));
        }
        if self.by_type.values().any(|counts| counts.labelled > 0) {
            lines.push(self.table());
        }
        lines.join("\n") + "\n"
    }

    fn table(&self) -> String {
        let heads = ["type", "labelled", "recall", "found", "precision", "f1"].map(String::from);
        let row = |name: &str, counts: Counts| {
            let rate = |rate: f64| format!("{rate:.3}");
            let counts = [
                counts.labelled.to_string(),
                rate(counts.recall()),
                counts.found.to_string(),
                rate(counts.precision()),
                rate(counts.f1()),
            ];
            [name.to_owned()].into_iter().chain(counts).collect::<Vec<String>>()
        };
        let sum = |which: &dyn Fn(&str) -> bool| {
            let mut sum = Counts::default();
            self.by_type.iter().filter(|(name, _)| which(name)).for_each(|(_, counts)| sum.add(*counts));
            sum
        };
        let known: Vec<Vec<String>> = self
            .by_type
            .iter()
            .filter(|(name, counts)| counts.labelled > 0 && catchment_redact::named(name).is_some())
            .map(|(name, counts)| row(name, *counts))
            .collect();
        let sums = [
            row("types with a form", sum(&|name| PATTERNED.contains(&name))),
            row("known types", sum(&|name| catchment_redact::named(name).is_some())),
        ];
        aligned(&heads, &sums.into_iter().chain(known).collect::<Vec<_>>())
    }
}

fn span(finding: &Value) -> Option<Span> {
    serde_json::from_value(finding.clone()).ok()
}
