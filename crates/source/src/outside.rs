//! What a site says of objects that are outside of what the settings ask for.

use std::collections::BTreeMap;

/// Where objects are that are outside of what the settings ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// The places by the ids of the objects, as evidence tells them.
    pub places: BTreeMap<String, String>,
    /// Whether the answer holds all that there are of those that were asked for.
    pub is_whole: bool,
}
