//! Values of switches that choose among a few words.

use catchment_run::{Allowed, Reread};
use clap::ValueEnum;

/// Which chunks of history are read again.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Chunks {
    /// The failed ones.
    Failed,
    /// All of them.
    All,
}

impl From<Chunks> for Reread {
    fn from(chunks: Chunks) -> Self {
        match chunks {
            Chunks::Failed => Self::Failed,
            Chunks::All => Self::All,
        }
    }
}

/// Which deletions beyond the share are allowed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum AllowedDeletions {
    /// Those that the last run held back.
    Listed,
    /// Any; this is recorded.
    Any,
}

impl From<AllowedDeletions> for Allowed {
    fn from(allowed: AllowedDeletions) -> Self {
        match allowed {
            AllowedDeletions::Listed => Self::Listed,
            AllowedDeletions::Any => Self::Any,
        }
    }
}
