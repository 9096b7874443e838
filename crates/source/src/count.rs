//! How many objects a site counts in a time: by that, history is cut in pieces before it is read.

use chrono::NaiveDateTime;

/// What a site counts in a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Objects, as far as the account may see them.
    pub objects: u64,
    /// When the first and the last of them were made, where the site tells.
    pub ends: Option<(NaiveDateTime, NaiveDateTime)>,
}
