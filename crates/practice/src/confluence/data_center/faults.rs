//! What can go wrong with a site of Data Center alone.

/// The troubles that are switched on; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::confluence) struct Troubles {
    /// Next links start too early.
    pub(in crate::confluence) undercounted: bool,
    /// The last page of a listing has a next link.
    pub(in crate::confluence) past_the_end: bool,
    /// Every page of a listing has a next link; past the end the last page comes again.
    pub(in crate::confluence) endless: bool,
    /// Each searching request of this number, for attachments beyond the first page, is refused.
    pub(in crate::confluence) attachment_search: Option<u64>,
    /// The keys of spaces that the account may not view any more.
    pub(in crate::confluence) lost: Vec<String>,
    /// The keys of spaces that are archived.
    pub(in crate::confluence) archived: Vec<String>,
    /// Answers tell how many requests are left.
    pub(in crate::confluence) rates: bool,
    /// What JSON-RPC answers instead of a result.
    pub(in crate::confluence) remote: Option<Remote>,
}

/// Why JSON-RPC gives no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::confluence) enum Remote {
    /// An administrator has switched it off.
    Off,
    /// A page asks administrators for their password again.
    Sudo,
}
