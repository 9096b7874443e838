//! What answering needs, for one request.

use super::expand::Expand;
use super::refusal;
use super::release::Release;
use crate::calendar;
use crate::confluence::Options;
use crate::confluence::entry::Visitor;
use crate::confluence::found::Found;
use crate::confluence::item::Item;
use crate::confluence::query::Query;
use crate::confluence::shelf::Shelf;
use crate::confluence::site::Space;
use crate::reply::Reply;
use chrono::FixedOffset;
use chrono_tz::Tz;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many requests of some kinds came in.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) downloads: AtomicU64,
    /// Searches for attachments beyond their first page.
    pub(super) searches: AtomicU64,
}

impl Counts {
    /// The number of a request of a kind, counted from 1.
    pub(super) fn next(of: &AtomicU64) -> u64 {
        of.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// The clock of the server: how it writes times.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) offset: FixedOffset,
    /// Whether the offset has a colon.
    pub(super) colon: bool,
}

impl Clock {
    /// A time with milliseconds and the server's offset.
    pub(super) fn stamp(self, millis: i64) -> String {
        let form = if self.colon { "%Y-%m-%dT%H:%M:%S%.3f%:z" } else { "%Y-%m-%dT%H:%M:%S%.3f%z" };
        calendar::date(millis).with_timezone(&self.offset).format(form).to_string()
    }
}

/// A request, and everything its answer is made of.
pub(super) struct Desk<'a> {
    pub(super) options: &'a Options,
    pub(super) shelf: &'a Shelf,
    pub(super) release: Release,
    pub(super) clock: Clock,
    /// The address of the site, context path and all.
    pub(super) base: &'a str,
    /// The path asked for, below the context path.
    pub(super) path: &'a str,
    pub(super) query: &'a Query,
    /// What came with a POST.
    pub(super) sent: &'a [u8],
    /// Where the account's clock is.
    pub(super) zone: Tz,
    pub(super) counts: &'a Counts,
    /// Which request it is, counted from 1.
    pub(super) number: u64,
    /// Who was let in.
    pub(super) visitor: Visitor,
}

impl<'a> Desk<'a> {
    /// What the request wants to see of an object; `usual` where it says nothing.
    pub(super) fn expand(&self, usual: &'a str) -> Expand<'a> {
        Expand::read(self.query.text("expand").unwrap_or(usual))
    }

    /// Whether the account is an administrator.
    pub(super) fn is_admin(&self) -> bool {
        !self.options.faults.no_admin
    }

    /// Refuses an account that is no administrator.
    pub(super) fn must_be_admin(&self) -> Result<(), Reply> {
        let refused = || refusal::forbidden("Only administrators are permitted to use this resource");
        if self.is_admin() { Ok(()) } else { Err(refused()) }
    }

    /// The space with this key, if the account sees it.
    pub(super) fn space(&self, key: &str) -> Result<&'a Space, Reply> {
        let found = self.shelf.spaces.iter().find(|space| space.key == key && !space.hidden);
        found.ok_or_else(|| refusal::not_found(&format!("No space with key : {key}")))
    }

    /// The page, blog post, attachment or comment with this id, if the account sees it, be it in the trash.
    pub(super) fn entry(&self, id: &str) -> Result<Found<'a>, Reply> {
        let (number, shelf): (u64, &Shelf) = (id.parse().map_err(|_| refusal::no_content(id))?, self.shelf);
        let file = || shelf.attachments.get(number).map(Found::Attachment);
        let comment = || shelf.annex.comments.get(&number).map(Found::Comment);
        let entry = shelf.any(number).map(Found::Item).or_else(file).or_else(comment);
        entry.filter(|entry| entry.is_seen(shelf)).ok_or_else(|| refusal::no_content(id))
    }

    /// The entry with this id outside of the trash.
    pub(super) fn current(&self, id: &str) -> Result<Found<'a>, Reply> {
        let entry = self.entry(id)?;
        if self.status_of(entry) == "current" { Ok(entry) } else { Err(refusal::no_content(id)) }
    }

    /// Every entry that the account sees, be it in the trash; folders are none.
    pub(super) fn entries(&self) -> impl Iterator<Item = Found<'a>> {
        let is_known = |entry: &Found<'a>| !matches!(entry, Found::Node(_));
        Found::all(self.shelf).filter(move |entry| is_known(entry) && entry.is_seen(self.shelf))
    }

    /// The status of an entry; Data Center knows no archived pages, they are current.
    pub(super) fn status_of(&self, entry: Found<'_>) -> &'static str {
        match entry.status(self.shelf) {
            "archived" => "current",
            status => status,
        }
    }

    /// The page or blog post that an entry is or hangs on.
    pub(super) fn item_of(&self, entry: Found<'a>) -> Option<&'a Item> {
        match entry {
            Found::Item(item) => Some(item),
            _ => entry.container().and_then(|id| self.shelf.any(id)),
        }
    }
}
