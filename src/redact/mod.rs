//! Redaction: personal data out, text and markup unharmed.
//!
//! ```text
//! source → views → engine (rulebook) → findings → resolve → rewrite → proof
//!          (decoded text,   words and places                (only text
//!           source maps)    beside a value)                  ranges)
//! ```
//!
//! - **Rules are data**: `rules/*.toml`, read by [`engine`], each with what it must find and what it must not.
//! - **The engine reads what a reader would see**, not what the bytes say: text across inline tags, entities decoded,
//!   characters folded, escapes and base64 inside the text resolved. The source maps lead every finding back to the
//!   set of source ranges it stands for, and only those are replaced. Tags stay.
//! - **What stands around a value is one mechanism**: the words before it, or, where the text begins with it, the label of
//!   its place: a cell's header, a member's or an attribute's name, the block before.
//! - **Nothing found, nothing done**: the input comes back borrowed.
//! - **Closed on failure**: what cannot be proven becomes [`FAILED`], never the original. The proof: the markup of
//!   the output is that of the input, and a second reading of the output finds nothing more.
//! - **Redacting twice changes nothing.** Placeholders hold nothing to find, tokens of ours are known again, and a block in
//!   which something was found names nothing that follows.
//!
//! - **A policy may name an analyzer**, a service that finds what only sentences tell. Its findings join those of the engine.
//!
//! In reading order: [`finding`], [`kind`], [`book`] and [`engine`]; [`view`]; [`scan`] walks over plain text and storage
//! format, [`json`] over JSON and the documents of Atlassian's format; [`analyzer`]; [`rewrite`] does the rest, as [`policy`]
//! says.
//!
//! Out of reach: pictures and files, numbers in words, values split over cells or pages, names of tags and
//! attributes, and, without an analyzer, what only the meaning of a sentence tells.

mod analyzer;
mod book;
mod engine;
mod finding;
mod functions;
mod json;
mod kind;
mod markup;
mod mask;
mod policy;
mod report;
mod reveal;
mod rewrite;
mod scan;
mod tally;
mod token;
mod view;

#[cfg(test)]
mod promptly;
#[cfg(test)]
mod properties;

pub use analyzer::{Analyzer, Wished};
pub use finding::Evidence;
pub use functions::{ColumnFunction, FUNCTIONS, LooseFunction, Makers, REPORT_MACRO, Sample, Trace, redactor};
pub use kind::{Class, TYPES, Type, named};
pub use policy::{ACTIONS, Action, Flaw, People, Policy, SHIPPED, Wanted};
pub use report::{Found, NearMiss, Report};
pub use reveal::Revealer;
pub use rewrite::survive::survives;
pub use tally::{Counted, Tally};
pub use token::PseudonymKey;

use crate::error::{Error, Kind, Result};
use book::Rulebook;
use finding::{Rank, Rule};
use reveal::Witness;
use rewrite::Rewritten;
use rewrite::resolve::{Finding, Replacement};
use scan::{Scanned, Unanswered};
use std::borrow::Cow;
use std::sync::Arc;

/// What stands in place of a text that could not be redacted.
pub const FAILED: &str = "[REDACTION_FAILED]";

/// The version of what the functions do; part of the fingerprint of everything that was redacted.
pub const VERSION: u32 = book::VERSION;

/// The longest input that is read; longer ones fail closed.
const LONGEST_INPUT: usize = 64 << 20;

/// How often the output is read again until nothing more is found. Values that are glued to each other may come to light
/// one after the other.
const ROUNDS: usize = 8;

/// A column that holds a person's value and nothing else.
static PERSON_COLUMN: [Rule; 4] = [
    column_rule(kind::ACCOUNT_ID),
    column_rule(kind::EMAIL_ADDRESS),
    column_rule(kind::USERNAME),
    column_rule(kind::PERSON_NAME),
];

const fn column_rule(kind: &'static str) -> Rule {
    Rule { kind, name: "column.person", version: 1, rank: Rank::Validated, proof: "the column holds nothing else" }
}

/// Why a text is not redacted.
#[derive(Debug)]
enum Stop {
    /// It cannot be.
    Failed,
    /// An analyzer has to say first what stands in these.
    Asks(Vec<String>),
}

/// The redaction functions, bound to a policy and a key. Immutable; share it.
pub struct Redactor {
    policy: Policy,
    key: Option<PseudonymKey>,
    rulebook: Option<&'static Rulebook>,
    /// What the policy does with the findings of each rule of the book.
    actions: Vec<Action>,
    /// Whether anything is looked for.
    seeks: bool,
    /// Who is asked beside the book, where the policy takes out what it finds.
    analyzer: Option<Arc<Analyzer>>,
    /// What is kept is looked for as well, and near misses are remembered.
    curious: bool,
    /// What is remembered of the values that get a certain pseudonym.
    witness: Option<Witness>,
}

impl Redactor {
    /// A redactor. Without a key, a placeholder stands for a pseudonym.
    pub fn new(policy: Policy, key: Option<PseudonymKey>) -> Self {
        let seeks = policy.seeks();
        // Who looks for nothing needs no book.
        let rulebook = if seeks { policy.rulebook() } else { None };
        let actions = actions(&policy, rulebook);
        let takes_out = |rule: &Rule| policy.action(rule) != Action::Keep;
        let analyzer = policy.analyzer().filter(|analyzer| analyzer.rules().any(takes_out)).cloned();
        Self { policy, key, rulebook, actions, seeks, analyzer, curious: false, witness: None }
    }

    /// The same, but it finds what the policy keeps as well, for a report.
    pub fn curious(mut self) -> Self {
        self.curious = true;
        self.seeks = true;
        self.analyzer = self.policy.analyzer().cloned();
        self.rulebook = self.policy.rulebook();
        self.actions = actions(&self.policy, self.rulebook);
        self
    }

    /// The same, but it remembers which values get a certain pseudonym.
    fn with_witness(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Who is asked beside the book.
    fn analyzer(&self) -> Option<&Analyzer> {
        self.analyzer.as_deref()
    }

    /// Whether a word of a text may be found by somebody else than the book: by the policy's own patterns or an analyzer.
    fn seeks_words(&self) -> bool {
        self.policy.own().is_any() || self.analyzer.is_some()
    }

    /// Whether findings of a rule of the book are wanted.
    fn wants(&self, number: u16) -> bool {
        self.curious || self.actions.get(usize::from(number)).is_some_and(|action| *action != Action::Keep)
    }

    fn is_curious(&self) -> bool {
        self.curious
    }

    /// Whether this text is a token that our key made.
    fn made(&self, text: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.made(text))
    }

    /// What takes the place of a value; none if it stays.
    fn replacement(&self, rule: &Rule, value: &str) -> Option<String> {
        self.replaced_by(self.policy.action(rule), rule, value)
    }

    fn replaced_by(&self, action: Action, rule: &Rule, value: &str) -> Option<String> {
        let replacement = rewrite::replace::replacement(rule, action, value, self.key.as_ref());
        if let (Some(witness), Some(replacement)) = (&self.witness, &replacement) {
            witness.see(replacement, value);
        }
        replacement
    }

    /// What takes the place of a value in the name of something: a pseudonym, so that names that differ still do,
    /// unless the type is none that may be joined.
    fn name(&self, rule: &Rule, value: &str) -> Option<String> {
        let joins = named(rule.kind).is_some_and(|one| matches!(one.class, Class::Pii | Class::Phi));
        let action = if joins { Action::Pseudonym } else { Action::Placeholder };
        self.replaced_by(action, rule, value)
    }

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

    /// The token of a whole value, for a column of the given kind: `account_id`, `user_key`, `email`, `username`,
    /// `display_name`, `space_key`.
    ///
    /// An empty value stays empty, a token of ours stays itself, and so does the key of a space that is not a
    /// person's. Spellings of one value have one token, and a personal space's key has its owner's.
    pub fn pseudonym(&self, value: &str, kind: &str, tally: &mut Tally) -> Result<String> {
        let Some(token_kind) = rewrite::normal::kind_of_column(kind) else {
            let hint = format!("known are {}", rewrite::normal::COLUMNS);
            return Err(Error::new(Kind::Usage, "pseudonym() was given an unknown type").hint(hint));
        };
        let trimmed = value.trim();
        let shared_space = kind == "space_key" && !trimmed.starts_with('~');
        if trimmed.is_empty() || shared_space || self.made(trimmed) {
            return Ok(trimmed.to_owned());
        }
        let rule = PERSON_COLUMN.iter().find(|rule| rule.kind == token_kind).unwrap_or(&PERSON_COLUMN[0]);
        tally.count(rule, Action::Pseudonym);
        Ok(rewrite::replace::replacement(rule, Action::Pseudonym, trimmed, self.key.as_ref()).unwrap_or_default())
    }

    /// Redacts a text of the given format.
    pub fn redact<'a>(&self, input: &'a str, format: Format, tally: &mut Tally) -> Cow<'a, str> {
        let settled = self.answered(|| {
            let mut counted = Tally::new();
            self.settle(input, format, &mut counted).map(|output| (output, counted))
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
    fn answered<T>(&self, mut work: impl FnMut() -> Result<T, Stop>) -> Option<T> {
        for _ in 0..=2 * ROUNDS {
            match work() {
                Ok(done) => return Some(done),
                Err(Stop::Failed) => return None,
                Err(Stop::Asks(texts)) => self.analyzer()?.learn(texts),
            }
        }
        None
    }

    /// Lets the analyzer say at once what stands in all of these texts, so that each of them is redacted without asking.
    fn inquire<'a>(&self, texts: impl Iterator<Item = &'a str>, format: Format) {
        let Some(analyzer) = self.analyzer() else { return };
        let mut open: Vec<&str> = texts.collect();
        for _ in 0..=2 * ROUNDS {
            let mut asked = Vec::new();
            open.retain(|text| match self.settle(text, format, &mut Tally::new()) {
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
    fn settle<'a>(&self, input: &'a str, format: Format, tally: &mut Tally) -> Result<Cow<'a, str>, Stop> {
        if input.len() > LONGEST_INPUT {
            return Err(Stop::Failed);
        }
        if !self.seeks {
            return Ok(Cow::Borrowed(input));
        }
        let scanned = self.scan(input, format, None)?;
        if !scanned.finds_anything() {
            return Ok(Cow::Borrowed(input));
        }
        let mut output = String::with_capacity(input.len());
        let (mut done, mut asked) = (0, Vec::new());
        for unit in scanned.units.iter().filter(|unit| unit.finds_anything()) {
            output.push_str(input.get(done..unit.range.start).ok_or(Stop::Failed)?);
            let source = input.get(unit.range.clone()).ok_or(Stop::Failed)?;
            let findings: Vec<Finding> = unit.findings.iter().map(|finding| finding.moved(unit.range.start)).collect();
            match self.settle_unit(source, findings, &unit.labels, format, tally) {
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
        labels: &[String],
        format: Format,
        tally: &mut Tally,
    ) -> Result<String, Stop> {
        let mut counted = tally.clone();
        let settled = match self.settle_rounds(source.to_owned(), Some(findings), labels, format, &mut counted) {
            // A `<` that was text would begin a tag without what the unit holds.
            Err(Stop::Failed) if format == Format::Storage => {
                counted = tally.clone();
                let escaped = rewrite::escaped(source).ok_or(Stop::Failed)?;
                self.settle_rounds(escaped, None, labels, format, &mut counted)?
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
        labels: &[String],
        format: Format,
        tally: &mut Tally,
    ) -> Result<String, Stop> {
        for _ in 0..ROUNDS {
            let found = match findings.take() {
                Some(found) => found,
                None => self.scan(&text, format, Some(labels))?.into_findings(),
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
            replacements.iter().for_each(|one| tally.count(one.rule, self.policy.action(one.rule)));
            text = output;
        }
        Err(Stop::Failed)
    }

    /// Finds what must not stay, unless the text is not what it should be, or there is something to ask first. The labels
    /// stand before a unit that is read again.
    fn scan(&self, input: &str, format: Format, labels: Option<&[String]>) -> Result<Scanned, Stop> {
        let with = (self, self.rulebook.ok_or(Stop::Failed)?);
        let mut scanned = match format {
            Format::Text => scan::text(input, with, labels),
            Format::Storage => scan::storage(input, with, labels),
            Format::Json | Format::Adf => json::scan(input, with, format == Format::Adf).ok_or(Stop::Failed)?,
        };
        match std::mem::take(&mut scanned.unanswered) {
            Unanswered { fails: true, .. } => Err(Stop::Failed),
            Unanswered { texts, .. } if !texts.is_empty() => Err(Stop::Asks(texts)),
            _ => Ok(scanned),
        }
    }
}

/// What a policy does with the findings of each rule of a book.
fn actions(policy: &Policy, rulebook: Option<&Rulebook>) -> Vec<Action> {
    rulebook.map(Rulebook::rules).unwrap_or_default().iter().map(|rule| policy.action(rule)).collect()
}

/// Whether this is the code of a country, as in ISO 3166, whose telephone numbers are known.
pub fn is_region(code: &str) -> bool {
    engine::is_region(code)
}

/// A rule, as it is known outside.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// How sure its findings are.
    pub confidence: &'static str,
    /// What a value passes.
    pub proof: &'static str,
}

/// The rules that find a type.
pub fn rules_of(kind: &str) -> Vec<Known> {
    let known = |rule: &Rule| Known {
        name: rule.name,
        version: rule.version,
        confidence: rule.rank.confidence(),
        proof: rule.proof,
    };
    let rules = book::shipped().map(Rulebook::rules).unwrap_or_default();
    rules.iter().filter(|rule| rule.kind == kind).map(known).collect()
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_rule_is_listed_once() {
        for one in TYPES {
            let rules = rules_of(one.name);
            let names: HashSet<&str> = rules.iter().map(|rule| rule.name).collect();
            assert_eq!(names.len(), rules.len(), "{}", one.name);
        }
        assert!(rules_of("SECRET").iter().any(|rule| rule.name == "secret.github"));
    }

    #[test]
    fn the_key_of_a_space_is_a_persons_where_it_begins_with_a_tilde() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let key = |key: &str| redactor.pseudonym(key, "space_key", &mut Tally::new()).unwrap();
        assert_eq!((key("OPS"), key(" ")), ("OPS".to_owned(), String::new()));
        assert_ne!(key("~ann"), "~ann");
    }
}
