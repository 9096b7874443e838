//! The words that everybody who finds, replaces or counts shares: a rule as it is known outside, and what speaks for a finding.

/// One way of knowing one type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The type of the value, as in its placeholder.
    pub(crate) kind: &'static str,
    /// The name of the rule: type or family, a full stop, what tells it.
    pub(crate) name: &'static str,
    /// The version of the book in which it changed last.
    pub(crate) version: u32,
    /// How sure a finding is.
    pub(crate) rank: Rank,
    /// What a value passed, for the reader of a report: `Luhn, issuer range`.
    pub(crate) proof: &'static str,
}

/// How sure the findings of a rule are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// The shape of the value says what it is.
    Shape,
    /// A word beside it says what it is.
    Context,
    /// A check, or the place where the value stands, confirms it.
    Validated,
}

impl Rank {
    /// The band of confidence that reports give.
    pub(crate) fn confidence(self) -> &'static str {
        match self {
            Self::Shape => "likely",
            Self::Context => "confirmed by context",
            Self::Validated => "validated",
        }
    }
}

/// How much speaks for a value that is known by its place, beside the scores of the engine.
pub(crate) const BY_PLACE: u16 = 2000;

/// What says what a value is, beside the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A phrase that is known, folded.
    Word(&'static str),
    /// A phrase that is known, folded, though the check of the value fails.
    Outweighing(&'static str),
    /// What stands around it, with `…` in its place.
    Around(String),
}
