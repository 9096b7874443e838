//! A part of SOQL: what a query says (`lexer`, `parse`), whether the org knows its names and takes its values (`check`),
//! and which rows it finds in which order (`evaluate`).
//!
//! A list of fields, `COUNT()`, or `COUNT`, `MIN` and `MAX` of fields; `WHERE` with parentheses, comparisons, `LIKE` and
//! `IN`; `ORDER BY`, `LIMIT` and `OFFSET`. There are no ways to other objects, no groups and no `FIELDS()`.

mod check;
mod evaluate;
mod lexer;
mod parse;

pub(super) use check::{Bound, Selected, bind};
pub(super) use evaluate::{aggregate, find, is_by_number, range};
pub(super) use parse::parse;

/// Why a query is refused: the code of the error and its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// The text is no query.
fn malformed(message: impl Into<String>) -> Wrong {
    Wrong { code: "MALFORMED_QUERY", message: message.into() }
}
