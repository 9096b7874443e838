//! What of a site is read, and what comes first.

use catchment_base::state::words;

words! {
    /// Which part of the site's past and future is read.
    pub enum Mode {
        /// What there was before the first sync, and what changes.
        Both = "both",
        /// What there was before the first sync.
        Historical = "historical",
        /// What changes from the first sync on.
        Incremental = "incremental",
    }
}

words! {
    /// What follows where the site does not show a scope any more that was followed.
    pub enum LostScope {
        /// The sync warns of it once.
        Warn = "warn",
        /// It is open, until it is shown again or somebody accepts that it is not.
        Gap = "gap",
    }
}

words! {
    /// Which part of history is read first.
    pub enum HistoryOrder {
        /// What changed last.
        Newest = "newest",
        /// What changed first.
        Oldest = "oldest",
    }
}
