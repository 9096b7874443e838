//! The engine: one pass over a text finds what the rows of the book describe.
//!
//! ```text
//! text → masks (digits, signs, long tokens) → candidates → fit, check → words beside it → hit or near miss
//! ```
//!
//! - A run of groups of letters and digits is compared with the shapes of all rules by the hash of its classes ([`shape`]).
//! - Words are looked up beside candidates only ([`words`]); where the text before is empty, the label of the place goes on.
//! - What no shape can say is read by one of a few readers ([`read`]), which know no word of a language and no country.
//! - [`decide`] is the one place where form, check and words become a finding.

mod book;
mod check;
mod decide;
mod find;
mod format;
mod groups;
mod keys;
mod literals;
mod pattern;
mod people;
mod placeholder;
mod read;
mod rows;
mod rule;
mod secret;
mod shape;
mod word;
mod words;

pub use book::Book;
pub(super) use check::is_uuid;
pub use find::{Hit, Hits, Place, Text};
pub use people::People;
pub use read::is_region;
pub use rule::{Proof, Rule};
