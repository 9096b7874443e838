//! Redacting a text: it is read, what was found is replaced, and what comes of it is read again until nothing is found.

use crate::column::{Column, Given};
use crate::json;
use crate::kind::FAILED;
use crate::redactor::Redactor;
use crate::rewrite::resolve::{Finding, Replacement};
use crate::rewrite::{self, Rewritten};
use crate::scan::{self, Scanned, Unanswered};
use crate::tally::Tally;
use std::borrow::Cow;

/// The longest input that is read; longer ones fail closed.
pub(super) const LONGEST_INPUT: usize = 64 << 20;

/// How often the output is read again until nothing more is found. Values that are glued to each other may come to light
/// one after the other.
pub(super) const ROUNDS: usize = 8;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Confluence storage format (XHTML).
    Storage,
    /// JSON; a document in Atlassian Document Format in it is read as one.
    Json,
    /// A document in Atlassian Document Format, or a part of one. What has not its form is read as JSON.
    Adf,
}

impl Format {
    /// Whether the second text may take the place of the first, in which these replacements were made.
    fn permits(self, before: &str, after: &str, replacements: &[Replacement]) -> bool {
        match self {
            // What keys are made distinct in has proven its structure.
            Format::Text | Format::Json | Format::Adf => true,
            Format::Storage => rewrite::keep_markup(before, replacements) || rewrite::same_markup(before, after),
        }
    }
}

/// Why a text is not redacted.
#[derive(Debug)]
pub(super) enum Stop {
    /// It cannot be.
    Failed,
    /// An analyzer has to say first what stands in these.
    Asks(Vec<String>),
}

impl Redactor {
    /// Redacts plain text.
    pub fn text<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Text, tally)
    }

    /// Redacts a body in storage format.
    pub fn storage<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Storage, tally)
    }

    /// Redacts JSON: strings, numbers and the names of members.
    pub fn json<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Json, tally)
    }

    /// Redacts a body in Atlassian Document Format.
    pub fn adf<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Adf, tally)
    }

    /// Redacts a text of the given format.
    pub fn redact<'a>(&self, input: &'a str, format: Format, tally: &mut Tally) -> Cow<'a, str> {
        self.redact_given(input, format, Given::Nothing, tally)
    }

    /// Redacts a text of the given format that stands in a column.
    pub fn redact_in<'a>(&self, column: &Column, input: &'a str, format: Format, tally: &mut Tally) -> Cow<'a, str> {
        self.redact_given(input, format, Given::Column(column), tally)
    }

    pub(super) fn redact_given<'a>(
        &self,
        input: &'a str,
        format: Format,
        given: Given<'_>,
        tally: &mut Tally,
    ) -> Cow<'a, str> {
        let settled = self.answered(|| {
            let mut counted = Tally::new();
            self.settle(input, format, given, &mut counted).map(|output| (output, counted))
        });
        match settled {
            Some((output, counted)) => {
                tally.merge(&counted);
                output
            }
            None => {
                tally.fail();
                Cow::Borrowed(FAILED)
            }
        }
    }

    /// Does some work, and again whenever the analyzer has answered what it needs; none where it fails or has no end.
    pub(super) fn answered<T>(&self, mut work: impl FnMut() -> Result<T, Stop>) -> Option<T> {
        for _ in 0..=2 * ROUNDS {
            match work() {
                Ok(done) => return Some(done),
                Err(Stop::Failed) => return None,
                Err(Stop::Asks(texts)) => self.analyzer()?.learn(texts),
            }
        }
        None
    }

    /// Lets the analyzer say at once what stands in all of these texts, each with what is said of its column ([`Column`]), so that
    /// each of them is redacted without asking.
    pub fn inquire<'a>(&self, texts: impl Iterator<Item = (&'a str, &'a str)>, format: Format) {
        let Some(analyzer) = self.analyzer() else { return };
        let mut open: Vec<(Column, &str)> = texts.map(|(column, text)| (Column::from(column), text)).collect();
        for _ in 0..=2 * ROUNDS {
            let mut asked = Vec::new();
            open.retain(|(column, text)| match self.settle(text, format, Given::Column(column), &mut Tally::new()) {
                Err(Stop::Asks(texts)) => {
                    asked.extend(texts);
                    true
                }
                Ok(_) | Err(Stop::Failed) => false,
            });
            if asked.is_empty() {
                return;
            }
            analyzer.learn(asked);
        }
    }

    /// Rewrites the units in which something was found.
    fn settle<'a>(
        &self,
        input: &'a str,
        format: Format,
        given: Given<'_>,
        tally: &mut Tally,
    ) -> Result<Cow<'a, str>, Stop> {
        if input.len() > LONGEST_INPUT {
            return Err(Stop::Failed);
        }
        if !self.seeks {
            return Ok(Cow::Borrowed(input));
        }
        let scanned = self.scan(input, format, given)?;
        if !scanned.finds_anything() {
            return Ok(Cow::Borrowed(input));
        }
        let mut output = String::with_capacity(input.len());
        let (mut done, mut asked) = (0, Vec::new());
        for unit in scanned.units.iter().filter(|unit| unit.finds_anything()) {
            output.push_str(input.get(done..unit.range.start).ok_or(Stop::Failed)?);
            let source = input.get(unit.range.clone()).ok_or(Stop::Failed)?;
            let findings: Vec<Finding> = unit.findings.iter().map(|finding| finding.moved(unit.range.start)).collect();
            // JSON is one unit, to be read again as it was first.
            let given = match format {
                Format::Json | Format::Adf => given,
                Format::Text | Format::Storage => Given::Labels(&unit.labels),
            };
            match self.settle_unit(source, findings, given, format, tally) {
                Ok(settled) => output.push_str(&settled),
                Err(Stop::Asks(texts)) => asked.extend(texts),
                Err(Stop::Failed) => return Err(Stop::Failed),
            }
            done = unit.range.end;
        }
        if !asked.is_empty() {
            return Err(Stop::Asks(asked));
        }
        output.push_str(input.get(done..).ok_or(Stop::Failed)?);
        // Something was found that must not stay, so the text cannot be what it was.
        if output == input { Err(Stop::Failed) } else { Ok(Cow::Owned(output)) }
    }

    /// Rewrites a unit and reads it again until nothing is found; fails where that does not come to an end or breaks the
    /// markup. Counts by which rules.
    fn settle_unit(
        &self,
        source: &str,
        findings: Vec<Finding>,
        given: Given<'_>,
        format: Format,
        tally: &mut Tally,
    ) -> Result<String, Stop> {
        let mut counted = tally.clone();
        let settled = match self.settle_rounds(source.to_owned(), Some(findings), given, format, &mut counted) {
            // A `<` that was text would begin a tag without what the unit holds.
            Err(Stop::Failed) if format == Format::Storage => {
                counted = tally.clone();
                let escaped = rewrite::escaped(source).ok_or(Stop::Failed)?;
                self.settle_rounds(escaped, None, given, format, &mut counted)?
            }
            settled => settled?,
        };
        *tally = counted;
        Ok(settled)
    }

    fn settle_rounds(
        &self,
        mut text: String,
        mut findings: Option<Vec<Finding>>,
        given: Given<'_>,
        format: Format,
        tally: &mut Tally,
    ) -> Result<String, Stop> {
        for _ in 0..ROUNDS {
            let found = match findings.take() {
                Some(found) => found,
                None => self.scan(&text, format, given)?.into_findings(),
            };
            if found.iter().all(|finding| finding.replacement.is_none()) {
                return Ok(text);
            }
            let rewritten = Rewritten::of(&text, &found, format == Format::Storage).ok_or(Stop::Failed)?;
            let Rewritten { text: output, replacements } = rewritten;
            let output = match format {
                Format::Json | Format::Adf => json::distinct(&text, output).ok_or(Stop::Failed)?,
                Format::Text | Format::Storage => output,
            };
            if !format.permits(&text, &output, &replacements) {
                return Err(Stop::Failed);
            }
            replacements.iter().for_each(|one| tally.count(one.rule, self.policy().action(one.rule)));
            text = output;
        }
        Err(Stop::Failed)
    }

    /// Finds what must not stay, unless the text is not what it should be, or there is something to ask first.
    pub(super) fn scan(&self, input: &str, format: Format, given: Given<'_>) -> Result<Scanned, Stop> {
        let with = (self, self.rulebook.ok_or(Stop::Failed)?);
        let mut scanned = match format {
            Format::Text => scan::text(input, with, given),
            Format::Storage => scan::storage(input, with, given),
            Format::Json | Format::Adf => json::scan(input, with, given, format == Format::Adf).ok_or(Stop::Failed)?,
        };
        if scanned.is_bound {
            return Err(Stop::Failed);
        }
        match std::mem::take(&mut scanned.unanswered) {
            Unanswered { fails: true, .. } => Err(Stop::Failed),
            Unanswered { texts, .. } if !texts.is_empty() => Err(Stop::Asks(texts)),
            _ => Ok(scanned),
        }
    }
}
