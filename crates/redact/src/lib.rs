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
//! # What it may import
//!
//! `catchment-base` and `catchment-io` (the analyzer's service, the keys); no database: the functions that SQL calls are in
//! `catchment-lake`, so that this crate is built, tested and fuzzed without DuckDB.
//!
//! # Where to begin
//!
//! In reading order: [`finding`], [`kind`], [`book`] and [`engine`]; [`view`]; [`scan`] walks over plain text and storage
//! format, [`json`] over JSON and the documents of Atlassian's format; [`analyzer`]; [`rewrite`] does the rest, as [`policy`]
//! says; [`redactor`] knows who decides, and [`settle`] leads a text through all of it. [`plain`] makes plain text of a body that
//! went through it.
//!
//! Out of reach: pictures and files, numbers in words, values split over cells or pages, names of tags and
//! attributes, and, without an analyzer, what only the meaning of a sentence tells.

mod analyzer;
mod book;
mod column;
mod engine;
mod finding;
mod json;
mod kind;
mod markup;
mod mask;
mod measure;
mod names;
mod person;
mod plain;
mod policy;
mod redactor;
mod report;
mod reveal;
mod rewrite;
mod scan;
mod settle;
mod tally;
mod token;
mod view;

#[cfg(test)]
mod promptly;
#[cfg(test)]
mod properties;

pub use analyzer::{Analyzer, Wished};
pub use column::Column;
pub use finding::Evidence;
pub use kind::{Class, FAILED, TYPES, Type, named};
pub use measure::{Compared, Measure};
pub use names::{names_day, names_number, names_somebody};
pub use person::{NamedText, Persona, Surroundings, is_own_address, names_account, personas};
pub use plain::{PLAIN_VERSION, link_count, plain_text, word_count};
pub use policy::{ACTIONS, Action, Flaw, People, Policy, SHIPPED, Wanted};
pub use redactor::Redactor;
pub use report::{Found, NearMiss, Report};
pub use reveal::{Revealer, pseudonyms_of};
pub use rewrite::survive::survives;
pub use settle::Format;
pub use tally::{Counted, Tally};
pub use token::PseudonymKey;

use book::Rulebook;
use finding::Rule;

/// The version of what the functions do; part of the fingerprint of everything that was redacted.
pub const VERSION: u32 = book::VERSION;

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
}
