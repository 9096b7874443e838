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
    /// Which part of history is read first.
    pub enum HistoryOrder {
        /// What changed last.
        Newest = "newest",
        /// What changed first.
        Oldest = "oldest",
    }
}
