//! The site made ready for serving: found by id, in every order, with what the account may see of it, and
//! bodies already escaped for JSON.

use super::annex::Annex;
use super::attachment::Attachment;
use super::comment::Comment;
use super::crowd::Person;
use super::cursor::Place;
use super::faults::{Faults, Wound};
use super::item::{Item, Kind, PURGED};
use super::json;
use super::node::Node;
use super::rows::{Field, Rows};
use super::site::{Site, Space};
use super::storage::Form;
use crate::calendar;
use std::collections::{BTreeSet, HashMap};

/// Bodies are kept ready up to this many bytes together; further ones are written anew for every answer.
const READY_BYTES: usize = 200 << 20;

/// The index of the account among the people.
pub(super) const ACCOUNT: usize = 0;

/// How many pages above a page are looked at; no tree here is as deep.
const MOST_LEVELS: usize = 1000;

/// A site with its indexes.
pub(super) struct Shelf {
    pub(super) people: Vec<Person>,
    pub(super) spaces: Vec<Space>,
    pub(super) pages: Rows<Item>,
    pub(super) posts: Rows<Item>,
    pub(super) attachments: Rows<Attachment>,
    pub(super) annex: Annex,
    /// The ids of what only some may view; what hangs below a page is as restricted as the page.
    pub(super) restricted: BTreeSet<u64>,
    /// How many changes there were.
    pub(super) changes: u64,
    /// How many requests had come in when the next change is made.
    pub(super) requests: u64,
    /// How many had come in at each change.
    pub(super) changed_at: Vec<u64>,
    /// How many pages and blog posts, attachments, spaces were made by changes.
    pub(super) made: [usize; 3],
    opening: i64,
    by_container: HashMap<u64, BTreeSet<u64>>,
    ready: HashMap<u64, Box<str>>,
}

impl Shelf {
    /// Indexes a site; what the faults drop is not there.
    pub(super) fn new(site: Site, faults: &Faults, seed: u64) -> Self {
        let Site { people, spaces, mut items, attachments, annex } = site;
        items.retain(|item| !faults.wounds_of(item.id).any(|wound| wound == Wound::Dropped));
        let ready = ready_bodies(&items);
        let (pages, posts) = items.into_iter().partition(|item| item.kind == Kind::Page);
        let mut by_container: HashMap<u64, BTreeSet<u64>> = HashMap::new();
        for attachment in &attachments {
            by_container.entry(attachment.container).or_default().insert(attachment.number);
        }
        Self {
            people,
            spaces,
            pages: Rows::new(pages),
            posts: Rows::new(posts),
            attachments: Rows::new(attachments),
            annex,
            restricted: BTreeSet::new(),
            changes: 0,
            requests: 0,
            changed_at: Vec::new(),
            made: [0; 3],
            opening: calendar::opening(seed),
            by_container,
            ready,
        }
    }

    /// The site's own time: that of its last change.
    pub(super) fn now(&self) -> i64 {
        calendar::of_change(self.opening, self.changes)
    }

    /// The site's time of the change that comes next.
    pub(super) fn next_now(&self) -> i64 {
        calendar::of_change(self.opening, self.changes + 1)
    }

    /// How many changes the search has taken up when a request of this number comes.
    pub(super) fn indexed(&self, faults: &Faults, request: u64) -> u64 {
        let is_old = |at: &&u64| **at + faults.search_delay < request;
        let aged = self.changed_at.iter().take_while(is_old).count() as u64;
        aged.min(self.changes.saturating_sub(faults.search_lag))
    }

    /// Everything of a kind.
    pub(super) fn of(&self, kind: Kind) -> &Rows<Item> {
        if kind == Kind::Page { &self.pages } else { &self.posts }
    }

    /// The page or blog post with this id, whatever has become of it.
    pub(super) fn any(&self, id: u64) -> Option<&Item> {
        self.pages.get(id).or_else(|| self.posts.get(id))
    }

    /// The page or blog post with this id, if the account sees it.
    pub(super) fn item(&self, kind: Kind, id: u64) -> Option<&Item> {
        self.of(kind).get(id).filter(|item| self.sees(item))
    }

    /// Whether the account sees an item, be it in the trash.
    pub(super) fn sees(&self, item: &Item) -> bool {
        item.status != PURGED && !self.hides(item) && !self.restricts(item)
    }

    /// Whether the space of an item is hidden.
    pub(super) fn hides(&self, item: &Item) -> bool {
        self.spaces.get(item.space).is_none_or(|space| space.hidden)
    }

    /// Whether an item, or a page above it, may be viewed by some only.
    pub(super) fn restricts(&self, item: &Item) -> bool {
        let rights = &self.annex.rights;
        if self.restricted.is_empty() && rights.restrictions.is_empty() {
            return false;
        }
        self.chain(item.id).any(|id| self.restricted.contains(&id) || !rights.lets_read(id, ACCOUNT))
    }

    /// The id of a page or folder, and those of the pages and folders above it.
    pub(super) fn chain(&self, id: u64) -> impl Iterator<Item = u64> {
        let folder = |id: u64| self.annex.nodes.iter().find(|node| node.id == id);
        let above = move |id: &u64| match self.pages.get(*id) {
            Some(page) => page.parent.id(),
            None => folder(*id).and_then(|node| node.parent),
        };
        std::iter::successors(Some(id), above).take(MOST_LEVELS)
    }

    /// What an attachment hangs on, if the account sees it outside of the trash.
    pub(super) fn container(&self, attachment: &Attachment) -> Option<&Item> {
        self.any(attachment.container).filter(|item| item.status != "trashed" && self.sees(item))
    }

    /// The attachment with this number, if the account sees it.
    pub(super) fn attachment(&self, number: u64) -> Option<&Attachment> {
        self.attachments.get(number).filter(|attachment| self.shows(attachment))
    }

    /// Whether the account sees an attachment, be it in the trash.
    pub(super) fn shows(&self, attachment: &Attachment) -> bool {
        attachment.status != PURGED && self.container(attachment).is_some()
    }

    /// The status of an attachment: what hangs on an archived page is archived with it.
    pub(super) fn status_of(&self, attachment: &Attachment) -> &'static str {
        match self.any(attachment.container).map(|item| item.status) {
            Some("archived") if attachment.status == "current" => "archived",
            _ => attachment.status,
        }
    }

    /// The attachments of one page or blog post, whatever has become of them.
    pub(super) fn attached(&self, container: u64) -> impl Iterator<Item = &Attachment> {
        let numbers = self.by_container.get(&container).into_iter().flatten();
        numbers.filter_map(|number| self.attachments.get(*number))
    }

    /// The attachments of one page or blog post in the order of a field, from after a place on.
    pub(super) fn attached_in_order<'a>(
        &'a self,
        container: u64,
        (field, descending): (Field, bool),
        after: Option<&Place>,
    ) -> Box<dyn Iterator<Item = &'a Attachment> + 'a> {
        let many = self.by_container.get(&container).is_some_and(|all| all.len() > self.attachments.len() / 16);
        if many {
            let all = self.attachments.in_order((field, descending), after);
            return Box::new(all.filter(move |attachment| attachment.container == container));
        }
        let later = |place: &Place| match after {
            Some(after) if descending => place < after,
            Some(after) => place > after,
            None => true,
        };
        let placed = self.attached(container).map(|attachment| (field.place(attachment), attachment));
        let mut rows: Vec<(Place, &Attachment)> = placed.filter(|(place, _)| later(place)).collect();
        rows.sort_by(|(one, _), (two, _)| if descending { two.cmp(one) } else { one.cmp(two) });
        Box::new(rows.into_iter().map(|(_, attachment)| attachment))
    }

    /// Says that an attachment hangs on another page or blog post than before, or is new.
    pub(super) fn hang(&mut self, number: u64, from: Option<u64>, to: u64) {
        if let Some(numbers) = from.and_then(|from| self.by_container.get_mut(&from)) {
            numbers.remove(&number);
        }
        self.by_container.entry(to).or_default().insert(number);
    }

    /// The comment with this id, if the account sees it: what it is about, and every comment above it.
    pub(super) fn comment(&self, id: u64) -> Option<&Comment> {
        self.annex.comments.get(&id).filter(|comment| self.shows_comment(comment))
    }

    /// Whether the account sees a comment.
    pub(super) fn shows_comment(&self, comment: &Comment) -> bool {
        let item = self.any(comment.container).filter(|item| item.status != "trashed" && self.sees(item));
        item.is_some() && self.thread(comment).all(|comment| !comment.is_gone())
    }

    /// A comment and those that it replies to, the nearest first.
    pub(super) fn thread<'a>(&'a self, comment: &'a Comment) -> impl Iterator<Item = &'a Comment> {
        let above = |comment: &&'a Comment| self.annex.comments.get(&comment.parent?);
        std::iter::successors(Some(comment), above).take(MOST_LEVELS)
    }

    /// Whether the account sees a folder or its like.
    pub(super) fn shows_node(&self, node: &Node) -> bool {
        self.spaces.get(node.space).is_some_and(|space| !space.hidden)
    }

    /// The space with this id and its index, if the account sees it.
    pub(super) fn space(&self, id: u64) -> Option<(usize, &Space)> {
        self.spaces.iter().enumerate().find(|(_, space)| space.id == id && !space.hidden)
    }

    /// Appends the body of an item's present version in storage format, escaped for a JSON string.
    pub(super) fn write_escaped_body(&self, out: &mut String, item: &Item) {
        match self.ready.get(&item.id) {
            Some(body) => out.push_str(body),
            None => json::escape(out, &body_of(item)),
        }
    }

    /// Forgets the body that was kept ready, because the item has another one now.
    pub(super) fn forget_body(&mut self, id: u64) {
        self.ready.remove(&id);
    }
}

fn body_of(item: &Item) -> String {
    let mut text = String::new();
    item.write_body(&mut text, item.version, Form::Storage);
    text
}

fn ready_bodies(items: &[Item]) -> HashMap<u64, Box<str>> {
    let mut left = READY_BYTES;
    let mut buffer = String::new();
    let ready = |item: &Item| {
        if item.body.size() > left {
            return None;
        }
        buffer.clear();
        json::escape(&mut buffer, &body_of(item));
        left = left.saturating_sub(buffer.len());
        Some((item.id, buffer.as_str().into()))
    };
    items.iter().filter_map(ready).collect()
}
