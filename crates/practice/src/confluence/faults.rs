//! What goes wrong with the site and what is on it: the faults that `switches` switches on.

use super::data_center::faults::Troubles;
use super::retold::{Retelling, Tale};
use crate::faults::{Transit, When};
use std::time::Duration;

/// What is wrong with one page of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// The key `results` is missing.
    NoResults,
    /// No results, though a next link is given.
    Empty,
    /// The next link leads to another host.
    Elsewhere,
    /// The next link is the one just followed.
    SameCursor,
    /// The first page again, under a new cursor.
    SamePage,
}

/// What is wrong with one page or blog post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wound {
    /// Every answer that would hold its body is a 500.
    Poison,
    /// Its body has this many MiB.
    Huge(usize),
    /// It holds 100,000 nested arrays.
    Deep,
    /// Its title holds half of a surrogate pair.
    Surrogate,
    /// Its title holds U+0000.
    Nul,
    /// It is gone.
    Dropped,
    /// No listing shows it, though it is there.
    Unlisted,
    /// Listings show it, and nothing that names its id does.
    Unanswered,
}

/// What is wrong with the download of an attachment at the site, before any bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkFault {
    /// The link it is redirected to has expired already.
    Expired,
    /// 200 with the HTML of a login page.
    Login,
}

/// What is wrong with the bytes of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BinaryFault {
    /// They break off half-way.
    Short,
    /// 503.
    Unavailable,
}

/// What is wrong with one attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileWound {
    /// It has this many MiB.
    Huge(u64),
    /// Its metadata tell another size than its bytes have.
    WrongSize,
    /// Its download is a 404.
    Refused,
}

/// The faults that are switched on; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub(super) transit: Transit,
    pub(super) slips: Vec<(When, Slip)>,
    pub(super) wounds: Vec<(u64, Wound)>,
    pub(super) forget: Option<u64>,
    pub(super) forbidden: Vec<String>,
    pub(super) no_space: bool,
    pub(super) edits: usize,
    pub(super) links: Vec<(When, LinkFault)>,
    pub(super) binaries: Vec<(When, BinaryFault)>,
    pub(super) binary_pause: Duration,
    pub(super) file_wounds: Vec<(u64, FileWound)>,
    /// How many changes the search is behind, and how many requests it takes to take one up.
    pub(super) search_lag: u64,
    pub(super) search_delay: u64,
    pub(super) canaries: bool,
    pub(super) unsorted: bool,
    /// The most results that a page may be asked for, and the status beyond.
    pub(super) largest_page: Option<(u64, u16)>,
    /// The most objects in one answer.
    pub(super) part: Option<usize>,
    /// The longest address, in bytes.
    pub(super) longest_address: Option<usize>,
    /// The path that the site lies below.
    pub(super) gateway: String,
    pub(super) retellings: Vec<Retelling>,
    /// After how many objects listings by time of modification end, as if there were no more.
    pub(super) short_feed: Option<usize>,
    /// Which account is told to be the one that is answered; nothing: the first one.
    pub(super) account: Option<Told>,
    /// What is wrong with a site of Data Center alone.
    pub(super) data_center: Troubles,
    /// The paths of operations that have been removed, with `*` for an id.
    pub(super) gone: Vec<String>,
    /// Whether the account is no administrator, and whether the site has no analytics.
    pub(super) no_admin: bool,
    pub(super) no_analytics: bool,
    /// Pages whose restrictions break a batch that asks for them as ancestors, and whether in the other words.
    pub(super) lost_ancestors: Vec<(u64, bool)>,
}

/// Which account the site tells that it answers, where it is not the one of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// None.
    Anonymous,
    /// Another one.
    Other,
    /// It refuses to tell.
    Forbidden,
}

impl Faults {
    /// The wounds of one page or blog post.
    pub(super) fn wounds_of(&self, id: u64) -> impl Iterator<Item = Wound> {
        self.wounds.iter().filter(move |(of, _)| *of == id).map(|(_, wound)| *wound)
    }

    /// The wounds of one attachment, by the number of its id.
    pub(super) fn file_wounds(&self, number: u64) -> impl Iterator<Item = FileWound> {
        self.file_wounds.iter().filter(move |(of, _)| *of == number).map(|(_, wound)| *wound)
    }

    /// Has something told otherwise of an object.
    pub(super) fn retell(&mut self, id: &str, tale: Tale) -> Option<()> {
        let id = Some(id).filter(|id| !id.is_empty())?.to_owned();
        self.retellings.push(Retelling { id, tale });
        Some(())
    }

    /// Whether cursors have to tell one request from another.
    pub(super) fn wants_fresh_cursors(&self) -> bool {
        let fresh = |(_, slip): &(When, Slip)| matches!(slip, Slip::Empty | Slip::SamePage);
        self.forget.is_some() || self.slips.iter().any(fresh)
    }
}
