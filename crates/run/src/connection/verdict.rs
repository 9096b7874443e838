//! What `check` finds, item by item.

use catchment_base::error::Error;

/// One item, and what was found.
#[derive(Debug)]
pub struct Checked {
    /// What was looked at.
    pub item: &'static str,
    /// What was found.
    pub verdict: Verdict,
}

/// What was found of an item.
#[derive(Debug)]
pub enum Verdict {
    /// It is in order, in these words.
    Good(String),
    /// A sync would go through, but it may not be what was meant.
    Doubtful(String),
    /// A sync would fail of it.
    Failed(Error),
    /// It could not be looked at, because of this.
    Skipped(String),
}
