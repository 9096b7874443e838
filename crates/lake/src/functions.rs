//! The redaction functions as SQL calls them: one for each proven call, with the counter and the trail of its column.

use crate::db::{TextFunction, Texts};
use arrow::array::{Array, StringArray, StringBuilder};
use aws_lc_rs::{digest, hmac};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::secret::SecretBytes;
use catchment_io::key::Keys;
use catchment_redact::Column;
use catchment_redact::Format;
use catchment_redact::Policy;
use catchment_redact::PseudonymKey;
use catchment_redact::Redactor;
use catchment_redact::Tally;
use catchment_redact::{link_count, plain_text, word_count};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The functions that models may call.
pub const FUNCTIONS: [&str; 5] = ["redact", "redact_storage", "redact_adf", "redact_json", "pseudonym"];

/// The functions of texts, with what they take their texts for.
const FORMATS: [(&str, Format); 4] = [
    ("redact", Format::Text),
    ("redact_storage", Format::Storage),
    ("redact_adf", Format::Adf),
    ("redact_json", Format::Json),
];

/// What all functions of a data directory share: the keys.
pub struct Makers {
    pseudonym: PseudonymKey,
    trail: hmac::Key,
}

impl Makers {
    /// With the keys of a data directory.
    pub fn new(keys: &Keys) -> Result<Self> {
        let secret: SecretBytes = keys.derive("redaction trail")?;
        Ok(Self { pseudonym: PseudonymKey::of(keys)?, trail: hmac::Key::new(hmac::HMAC_SHA256, secret.expose()) })
    }

    /// A redactor with the pseudonym key.
    pub fn redactor(&self, policy: &Policy) -> Redactor {
        Redactor::new(policy.clone(), Some(self.pseudonym.clone()))
    }
}

enum What {
    Text(Format),
    Pseudonym(String),
}

/// What was done to one text, so that an auditor can prove it without seeing a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The keyed hash of the object that the text is of.
    pub object: Vec<u8>,
    /// HMAC-SHA256 of the text as it came.
    pub input: [u8; 32],
    /// SHA-256 of the text as it is kept.
    pub output: [u8; 32],
    /// How much was found in it.
    pub findings: u64,
    /// How much of each type: `EMAIL_ADDRESS:3,CREDIT_CARD:1`.
    pub types: String,
}

/// A value in clear, for whoever may see it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its type.
    pub kind: &'static str,
    /// The value.
    pub value: String,
    /// What would take its place.
    pub replacement: String,
}

#[derive(Default)]
struct Notes {
    tally: Tally,
    trail: Vec<Trace>,
}

/// A redaction function bound to one column: SQL calls it from several threads, the engine reads its notes.
pub struct ColumnFunction {
    redactor: Redactor,
    what: What,
    trail: hmac::Key,
    notes: Mutex<Notes>,
    /// Samples, and how many may be kept.
    samples: Mutex<Vec<Sample>>,
    most_samples: usize,
}

impl ColumnFunction {
    /// The function of this name under a policy; `kind` is what a pseudonym is of.
    pub fn new(makers: &Makers, policy: &Policy, function: &str, kind: Option<&str>) -> Result<Self> {
        let format = FORMATS.into_iter().find(|(name, _)| *name == function).map(|(_, format)| format);
        let what = match (format, kind) {
            (Some(format), _) => What::Text(format),
            (None, Some(kind)) if function == "pseudonym" => What::Pseudonym(kind.to_owned()),
            _ => {
                return Err(Error::new(Kind::Refused, format!("{function} is called in a way that is not known"))
                    .hint("pseudonym(value, 'type')"));
            }
        };
        let redactor = makers.redactor(policy);
        if let What::Pseudonym(kind) = &what {
            // An unknown type is refused now, not at the first row.
            redactor.pseudonym("", kind, &mut Tally::new())?;
        }
        Ok(Self {
            redactor,
            what,
            trail: makers.trail.clone(),
            notes: Mutex::default(),
            samples: Mutex::default(),
            most_samples: 0,
        })
    }

    /// The same, but it keeps up to so many samples of what it finds.
    pub fn keeping(mut self, samples: usize) -> Self {
        self.most_samples = samples;
        self
    }

    /// The samples, taken out.
    pub fn samples(&self) -> Vec<Sample> {
        std::mem::take(&mut *self.samples.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn sample(&self, column: &Column, value: &str, format: Format) {
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        if samples.len() >= self.most_samples {
            return;
        }
        let found = self.redactor.report_in(column, value, format).findings.into_iter().filter_map(|found| {
            let parts: Option<Vec<&str>> = found.ranges.iter().map(|range| value.get(range.clone())).collect();
            Some(Sample { kind: found.kind, value: parts?.concat(), replacement: found.replacement? })
        });
        let room = self.most_samples - samples.len();
        samples.extend(found.take(room));
    }

    /// The policy that it follows.
    pub fn policy(&self) -> &Policy {
        self.redactor.policy()
    }

    /// Forgets its notes.
    pub fn reset(&self) {
        self.noted(|notes| *notes = Notes::default());
    }

    /// Whether it failed on a value since the last reset.
    pub fn failed(&self) -> bool {
        self.noted(|notes| notes.tally.failures() > 0)
    }

    /// The counts since the last reset.
    pub fn counts(&self) -> Tally {
        self.noted(|notes| notes.tally.clone())
    }

    /// What it did to texts since the last reset; it is taken out.
    pub fn trail(&self) -> Vec<Trace> {
        self.noted(|notes| std::mem::take(&mut notes.trail))
    }

    fn noted<T>(&self, with: impl FnOnce(&mut Notes) -> T) -> T {
        with(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn map_texts(&self, texts: &Texts<'_>, format: Format, notes: &mut Notes, out: &mut StringBuilder) {
        let told =
            texts.values.iter().enumerate().filter_map(|(at, value)| value.map(|value| (texts.column(at), value)));
        self.redactor.inquire(told, format);
        // Most vectors are of one column, which says the same of all.
        let mut known = (String::new(), Column::default());
        for (at, value) in texts.values.iter().enumerate() {
            let Some(value) = value else {
                out.append_null();
                continue;
            };
            if known.0 != texts.column(at) {
                known = (texts.column(at).to_owned(), Column::from(texts.column(at)));
            }
            let mut tally = Tally::new();
            let redacted = self.redactor.redact_in(&known.1, value, format, &mut tally);
            if !tally.is_empty() {
                self.sample(&known.1, value, format);
                notes.trail.push(self.trace(texts.object(at), value, &redacted, &tally));
                notes.tally.merge(&tally);
            }
            out.append_value(redacted);
        }
    }

    fn trace(&self, object: &[u8], input: &str, output: &str, tally: &Tally) -> Trace {
        let bytes = |bytes: &[u8]| -> [u8; 32] { std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default()) };
        Trace {
            object: object.to_vec(),
            input: bytes(hmac::sign(&self.trail, input.as_bytes()).as_ref()),
            output: bytes(digest::digest(&digest::SHA256, output.as_bytes()).as_ref()),
            findings: tally.findings(),
            types: tally.by_type(),
        }
    }

    fn map_people(&self, values: &StringArray, kind: &str, tally: &mut Tally, out: &mut StringBuilder) -> Result<()> {
        // A few people write most pages: each of them is computed once a vector, and counted each time.
        let mut known: HashMap<&str, (Option<String>, Tally)> = HashMap::new();
        for value in values {
            let Some(value) = value else {
                out.append_null();
                continue;
            };
            let (token, counts) = match known.entry(value) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let mut counts = Tally::new();
                    let token = self.redactor.person(value, kind, &mut counts)?;
                    entry.insert((token, counts))
                }
            };
            tally.merge(counts);
            out.append_option(token.as_deref());
        }
        Ok(())
    }
}

impl TextFunction for ColumnFunction {
    fn map(&self, texts: &Texts<'_>) -> Result<StringArray> {
        let mut notes = Notes::default();
        let mut out = StringBuilder::with_capacity(texts.values.len(), texts.values.value_data().len());
        match &self.what {
            What::Text(format) => self.map_texts(texts, *format, &mut notes, &mut out),
            What::Pseudonym(kind) => self.map_people(texts.values, kind, &mut notes.tally, &mut out)?,
        }
        self.noted(|sum| {
            sum.tally.merge(&notes.tally);
            sum.trail.append(&mut notes.trail);
        });
        Ok(out.finish())
    }
}

/// A function that stands alone, without key and record: for questions in SQL.
pub struct LooseFunction {
    policy: Policy,
    /// Made when it is first called: hardly any question calls it, and reading the rules takes longer than most questions.
    redactor: OnceLock<Redactor>,
    /// What it redacts; none for a report.
    format: Option<Format>,
}

impl LooseFunction {
    /// All of them by the names under which SQL calls them.
    pub fn all(policy: &Policy) -> Vec<(&'static str, Self)> {
        let function = |format| Self { policy: policy.clone(), redactor: OnceLock::new(), format };
        let mut all: Vec<_> = FORMATS.into_iter().map(|(name, format)| (name, function(Some(format)))).collect();
        all.push((REPORT, function(None)));
        all
    }

    fn redactor(&self) -> &Redactor {
        self.redactor.get_or_init(|| {
            let redactor = Redactor::new(self.policy.clone(), None);
            if self.format.is_some() { redactor } else { redactor.curious() }
        })
    }

    fn report(&self, value: &str) -> String {
        let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for found in self.redactor().report(value, Format::Storage).findings {
            *counts.entry((found.kind, found.rule)).or_default() += 1;
        }
        // Types and rules are names that need no escape.
        let rows = counts
            .iter()
            .map(|((kind, rule), count)| format!("{{\"type\":\"{kind}\",\"rule\":\"{rule}\",\"count\":{count}}}"));
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }
}

impl TextFunction for LooseFunction {
    fn map(&self, texts: &Texts<'_>) -> Result<StringArray> {
        let mut out = StringBuilder::new();
        let format = self.format.unwrap_or(Format::Storage);
        self.redactor().inquire(texts.values.iter().flatten().map(|value| ("", value)), format);
        for value in texts.values {
            match (value, self.format) {
                (None, _) => out.append_null(),
                (Some(value), Some(format)) => {
                    out.append_value(self.redactor().redact(value, format, &mut Tally::new()));
                }
                (Some(value), None) => out.append_value(self.report(value)),
            }
        }
        Ok(out.finish())
    }
}

/// A function of a redacted text: what it makes of it, as text.
#[derive(Clone, Copy)]
pub struct Made(fn(&str) -> String);

/// The functions that marts and questions call beside those that redact, by name: the plain text of a body, and the
/// words of a plain text and the links of a body, which no query of the database counts without a list of them.
pub const MADE: [(&str, Made); 3] = [
    ("plain_text", Made(plain_text)),
    ("word_count", Made(|text| word_count(text).to_string())),
    ("link_count", Made(|body| link_count(body).to_string())),
];

impl TextFunction for Made {
    fn map(&self, texts: &Texts<'_>) -> Result<StringArray> {
        Ok(texts.values.iter().map(|text| text.map(self.0)).collect())
    }
}

/// The function beneath the macro `redaction_report`: its answer as JSON.
const REPORT: &str = "redaction_report__json";

/// The macro that makes rows of it: `redaction_report(text) → list(struct(type, rule, count))`.
pub const REPORT_MACRO: &str = "create or replace temporary macro redaction_report(value) as
    from_json(redaction_report__json(value), '[{\"type\": \"VARCHAR\", \"rule\": \"VARCHAR\", \"count\": \"BIGINT\"}]')";

/// One redactor for what spans columns: scopes and keys of spaces.
pub fn redactor(keys: &Keys, policy: &Policy) -> Result<Arc<Redactor>> {
    Ok(Arc::new(Makers::new(keys)?.redactor(policy)))
}
