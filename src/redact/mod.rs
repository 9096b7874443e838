//! Redaction: personal data out, text and markup unharmed.
//!
//! ```text
//! source → gate → views → detectors → findings → resolve → rewrite → proof
//!          (is there    (decoded text,                      (only text
//!          anything?)    source maps)                        ranges)
//! ```
//!
//! - **Detectors read what a reader would see**, not what the bytes say: text across inline tags, entities decoded,
//!   characters folded, escapes and base64 inside the text resolved. The source maps lead every finding back to the
//!   set of source ranges it stands for, and only those are replaced. Tags stay.
//! - **Nothing found, nothing done**: the input comes back borrowed.
//! - **Closed on failure**: what cannot be proven becomes [`FAILED`], never the original. The proof: the markup of
//!   the output is that of the input, and a second reading of the output finds nothing more.
//! - **Redacting twice changes nothing.** Placeholders hold nothing to find, and tokens of ours are known again.
//!
//! Out of reach: pictures and files, numbers in words, values split over cells or pages, names of tags and
//! attributes.

mod decode;
mod detect;
mod entity;
mod fold;
mod functions;
mod gate;
mod markup;
mod nested;
mod normal;
mod resolve;
mod rewrite;
mod scan;
mod tally;
mod token;
mod view;

#[cfg(test)]
mod properties;

pub use functions::{ColumnFunction, POLICY, redactor};
pub use tally::Tally;
pub use token::PseudonymKey;

use crate::error::{Error, Kind, Result};
use detect::Rule;
use resolve::{Finding, Unit};
use std::borrow::Cow;

/// What stands in place of a text that could not be redacted.
pub const FAILED: &str = "[REDACTION_FAILED]";

/// The version of what the functions do; part of the fingerprint of everything that was redacted.
pub const VERSION: u32 = 1;

/// The longest input that is read; longer ones fail closed.
const LONGEST_INPUT: usize = 64 << 20;

/// How often the output is read again until nothing more is found.
const ROUNDS: usize = 3;

/// The redaction functions, bound to a key. Immutable; share it.
pub struct Redactor {
    key: PseudonymKey,
}

impl Redactor {
    /// A redactor whose pseudonyms are made with this key.
    pub fn new(key: &PseudonymKey) -> Self {
        Self { key: key.clone() }
    }

    /// Redacts plain text.
    pub fn text<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, tally, scan::text, |_, _| true)
    }

    /// Redacts a body in storage format.
    pub fn storage<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, tally, scan::storage, rewrite::same_markup)
    }

    /// The token of a whole value, for a column of the given kind: `account_id`, `user_key`, `email`, `username`,
    /// `display_name`, `space_key`.
    ///
    /// An empty value stays empty, a token of ours stays itself, and so does the key of a space that is not a
    /// person's. Spellings of one value have one token, and a personal space's key has its owner's.
    pub fn pseudonym(&self, value: &str, kind: &str, tally: &mut Tally) -> Result<String> {
        let Some(token_kind) = normal::kind_of_column(kind) else {
            let hint = format!("known are {}", normal::COLUMNS);
            return Err(Error::new(Kind::Usage, "pseudonym() was given an unknown type").hint(hint));
        };
        let trimmed = value.trim();
        let shared_space = kind == "space_key" && !trimmed.starts_with('~');
        if trimmed.is_empty() || shared_space || self.key.made(trimmed) {
            return Ok(trimmed.to_owned());
        }
        tally.count(Rule { kind: token_kind, name: "column.person", version: 1 });
        Ok(self.key.token(token_kind, &normal::normal(token_kind, trimmed)))
    }

    fn redact<'a>(&self, input: &'a str, tally: &mut Tally, find: Find, proof: Proof) -> Cow<'a, str> {
        let mut counted = Tally::new();
        match self.settle(input, &mut counted, find, proof) {
            Some(output) => {
                tally.merge(&counted);
                output
            }
            None => {
                tally.fail();
                Cow::Borrowed(FAILED)
            }
        }
    }

    /// Rewrites the units in which something was found; none where one of them cannot be.
    fn settle<'a>(&self, input: &'a str, tally: &mut Tally, find: Find, proof: Proof) -> Option<Cow<'a, str>> {
        if input.len() > LONGEST_INPUT {
            return None;
        }
        let units = find(input, &self.key);
        if units.is_empty() {
            return Some(Cow::Borrowed(input));
        }
        let mut output = String::with_capacity(input.len());
        let mut done = 0;
        for unit in units {
            let range = unit.range.clone();
            output.push_str(input.get(done..range.start)?);
            output.push_str(&self.settle_unit(input.get(range.clone())?, unit, tally, find, proof)?);
            done = range.end;
        }
        output.push_str(input.get(done..)?);
        Some(Cow::Owned(output))
    }

    /// Rewrites a unit and reads it again until nothing is found; none where that does not come to an end or
    /// breaks the markup.
    fn settle_unit(&self, text: &str, unit: Unit, tally: &mut Tally, find: Find, proof: Proof) -> Option<String> {
        let mut output = rewritten(text, &unit.own_findings(), tally, proof)?;
        for _ in 0..ROUNDS {
            let again: Vec<Finding> = find(&output, &self.key).into_iter().flat_map(|unit| unit.findings).collect();
            if again.is_empty() {
                return Some(output);
            }
            output = rewritten(&output, &again, tally, proof)?;
        }
        None
    }
}

/// Finds what must not stay.
type Find = fn(&str, &PseudonymKey) -> Vec<Unit>;
/// Whether the second text may take the place of the first.
type Proof = fn(&str, &str) -> bool;

fn rewritten(input: &str, findings: &[Finding], tally: &mut Tally, proof: Proof) -> Option<String> {
    let replacements = resolve::resolve(findings);
    let output = rewrite::apply(input, &replacements)?;
    replacements.iter().for_each(|replacement| tally.count(replacement.rule));
    proof(input, &output).then_some(output)
}
