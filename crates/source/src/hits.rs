//! What somebody's own search on a site finds.

/// What a search on a site found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The objects, best first.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub has_more: bool,
}

/// An object that a search on a site found, as the site tells it: nothing of it is redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// The word of the API for what it is.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The key of the scope that it is in, where the answer tells.
    pub scope: Option<String>,
    /// Its address in a browser, made from its id, where there is such.
    pub address: Option<String>,
}
