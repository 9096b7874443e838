//! What answering needs, for one request.

use super::expand::Expand;
use super::refusal;
use super::release::Release;
use crate::practice::calendar;
use crate::practice::confluence::Options;
use crate::practice::confluence::attachment::Attachment;
use crate::practice::confluence::door::Visitor;
use crate::practice::confluence::item::Item;
use crate::practice::confluence::query::Query;
use crate::practice::confluence::shelf::Shelf;
use crate::practice::confluence::site::Space;
use crate::practice::reply::Reply;
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
        !self.options.faults.data_center.no_admin
    }

    /// Refuses an account that is no administrator.
    pub(super) fn must_be_admin(&self) -> Result<(), Reply> {
        let refused = || refusal::forbidden("Only administrators are permitted to use this resource");
        if self.is_admin() { Ok(()) } else { Err(refused()) }
    }

    /// The space with this key and its index, if the account sees it.
    pub(super) fn space(&self, key: &str) -> Result<(usize, &'a Space), Reply> {
        let is_it = |(_, space): &(usize, &Space)| space.key == key && !space.hidden;
        let found = self.shelf.spaces.iter().enumerate().find(is_it);
        found.ok_or_else(|| refusal::not_found(&format!("No space with key : {key}")))
    }

    /// The page, blog post or attachment with this id, if the account sees it, be it in the trash.
    pub(super) fn entry(&self, id: &str) -> Result<Entry<'a>, Reply> {
        let number = id.parse().map_err(|_| refusal::no_content(id))?;
        let item = self.shelf.any(number).filter(|item| self.shelf.sees(item)).map(Entry::Item);
        let entry = item.or_else(|| self.shelf.attachment(number).map(Entry::File));
        entry.ok_or_else(|| refusal::no_content(id))
    }

    /// The entry with this id outside of the trash.
    pub(super) fn current(&self, id: &str) -> Result<Entry<'a>, Reply> {
        let entry = self.entry(id)?;
        if entry.status() == "current" { Ok(entry) } else { Err(refusal::no_content(id)) }
    }

    /// Every entry that the account sees, be it in the trash: pages, blog posts, attachments.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let shelf = self.shelf;
        let items = shelf.pages.iter().chain(shelf.posts.iter()).filter(|item| shelf.sees(item)).map(Entry::Item);
        items.chain(shelf.attachments.iter().filter(|file| shelf.shows(file)).map(Entry::File))
    }

    /// The page or blog post that an entry is or hangs on.
    pub(super) fn item_of(&self, entry: Entry<'a>) -> Option<&'a Item> {
        match entry {
            Entry::Item(item) => Some(item),
            Entry::File(file) => self.shelf.any(file.container),
        }
    }

    /// The space of an entry.
    pub(super) fn space_of(&self, entry: Entry<'a>) -> Option<&'a Space> {
        self.item_of(entry).and_then(|item| self.shelf.spaces.get(item.space))
    }
}

/// Content: a page, a blog post or an attachment. Comments come to stand beside them.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    Item(&'a Item),
    File(&'a Attachment),
}

impl<'a> Entry<'a> {
    /// The number that is its id.
    pub(super) fn number(self) -> u64 {
        match self {
            Entry::Item(item) => item.id,
            Entry::File(file) => file.number,
        }
    }

    /// The name of its type.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Entry::Item(item) => item.kind.name(),
            Entry::File(_) => "attachment",
        }
    }

    /// Its status; Data Center knows no archived pages, they are current.
    pub(super) fn status(self) -> &'static str {
        match self {
            Entry::Item(Item { status, .. }) | Entry::File(Attachment { status, .. }) => match *status {
                "archived" => "current",
                status => status,
            },
        }
    }

    /// The title of a version.
    pub(super) fn title(self, version: u32) -> &'a str {
        match self {
            Entry::File(file) => &file.title,
            Entry::Item(item) => {
                let past = item.past.iter().find(|past| past.version == version).or(item.past.first());
                past.filter(|_| version != item.version).map_or(&item.title, |past| &past.title)
            }
        }
    }

    /// The number of its present version.
    pub(super) fn version(self) -> u32 {
        match self {
            Entry::Item(Item { version, .. }) | Entry::File(Attachment { version, .. }) => *version,
        }
    }

    /// When a version was made.
    pub(super) fn version_at(self, number: u32) -> i64 {
        match self {
            Entry::Item(item) => item.version_at(number),
            Entry::File(file) => file.version_at(number),
        }
    }

    /// When it was made and last changed.
    pub(super) fn life(self) -> calendar::Life {
        match self {
            Entry::Item(Item { life, .. }) | Entry::File(Attachment { life, .. }) => *life,
        }
    }

    /// Who made it, and who made its present version, as indices of people.
    pub(super) fn people(self) -> (usize, usize) {
        match self {
            Entry::Item(item) => (item.author, item.editor),
            Entry::File(file) => (file.author, file.author),
        }
    }

    /// The number of the change that touched it last.
    pub(super) fn touched(self) -> u64 {
        match self {
            Entry::Item(Item { touched, .. }) | Entry::File(Attachment { touched, .. }) => *touched,
        }
    }
}
