//! The site made ready for serving: found by id, ordered every way, bodies already escaped for JSON.

use super::cursor::{Key, Place};
use super::faults::{Faults, Wound};
use super::json;
use super::site::{Item, Kind, Site, Space};
use super::storage::Form;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Bodies are kept ready up to this many bytes together; further ones are written anew for every answer.
const READY_BYTES: usize = 200 << 20;

/// What content can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Created,
    Modified,
    Title,
}

impl Field {
    const ALL: [Field; 4] = [Field::Id, Field::Created, Field::Modified, Field::Title];

    /// The field of a `sort` value without its minus sign.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "created-date" => Field::Created,
            "modified-date" => Field::Modified,
            "title" => Field::Title,
            _ => Field::Id,
        }
    }

    /// Where an item stands in the order of this field.
    pub(super) fn place(self, item: &Item) -> Place {
        let key = match self {
            Field::Id => Key::Number(item.id as i64),
            Field::Created => Key::Number(item.life.created),
            Field::Modified => Key::Number(item.life.modified),
            Field::Title => Key::Text(item.title.clone()),
        };
        (key, item.id)
    }

    fn compare(self, one: &Item, two: &Item) -> Ordering {
        let by_field = match self {
            Field::Id => Ordering::Equal,
            Field::Created => one.life.created.cmp(&two.life.created),
            Field::Modified => one.life.modified.cmp(&two.life.modified),
            Field::Title => one.title.cmp(&two.title),
        };
        by_field.then(one.id.cmp(&two.id))
    }
}

/// A site with its indexes.
pub(super) struct Shelf {
    pub(super) site: Site,
    by_id: HashMap<u64, u32>,
    pages: Vec<Vec<u32>>,
    posts: Vec<Vec<u32>>,
    ready: Vec<Option<Box<str>>>,
}

impl Shelf {
    /// Indexes a site; what the faults drop is not there.
    pub(super) fn new(mut site: Site, faults: &Faults) -> Self {
        site.items.retain(|item| !faults.wounds_of(item.id).any(|wound| wound == Wound::Dropped));
        let by_id = site.items.iter().zip(0..).map(|(item, index)| (item.id, index)).collect();
        let (pages, posts) = (orders(&site.items, Kind::Page), orders(&site.items, Kind::BlogPost));
        let ready = ready_bodies(&site.items);
        Self { site, by_id, pages, posts, ready }
    }

    /// The page or blog post with this id.
    pub(super) fn item(&self, kind: Kind, id: u64) -> Option<&Item> {
        self.by_id.get(&id).and_then(|index| self.at(*index)).filter(|item| item.kind == kind)
    }

    /// The space with this id, and its index.
    pub(super) fn space(&self, id: u64) -> Option<(usize, &Space)> {
        self.site.spaces.iter().enumerate().find(|(_, space)| space.id == id)
    }

    /// Everything of a kind in the order of a field, from after a place on.
    pub(super) fn in_order<'a>(
        &'a self,
        kind: Kind,
        (field, descending): (Field, bool),
        after: Option<&Place>,
    ) -> Box<dyn Iterator<Item = &'a Item> + 'a> {
        let orders = if kind == Kind::Page { &self.pages } else { &self.posts };
        let order = orders.get(field as usize).map(Vec::as_slice).unwrap_or_default();
        let before = |strictly: bool, index: &u32| match (self.at(*index), after) {
            (Some(item), Some(place)) => field.place(item) < *place || (!strictly && field.place(item) == *place),
            _ => descending,
        };
        let split = order.partition_point(|index| before(descending, index));
        let (earlier, later) = order.split_at(split);
        match descending {
            true => Box::new(earlier.iter().rev().filter_map(|index| self.at(*index))),
            false => Box::new(later.iter().filter_map(|index| self.at(*index))),
        }
    }

    /// Appends the body of an item's present version in storage format, escaped for a JSON string.
    pub(super) fn write_escaped_body(&self, out: &mut String, item: &Item) {
        let index = self.by_id.get(&item.id).map(|index| *index as usize);
        match index.and_then(|index| self.ready.get(index)) {
            Some(Some(body)) => out.push_str(body),
            _ => json::escape(out, &body_of(item)),
        }
    }

    fn at(&self, index: u32) -> Option<&Item> {
        self.site.items.get(index as usize)
    }
}

fn body_of(item: &Item) -> String {
    let mut text = String::new();
    item.body.write(&mut text, item.version, Form::Storage);
    text
}

fn orders(items: &[Item], kind: Kind) -> Vec<Vec<u32>> {
    let of_kind: Vec<u32> = (0..).zip(items).filter(|(_, item)| item.kind == kind).map(|(index, _)| index).collect();
    let ordered = |field: Field| {
        let mut order = of_kind.clone();
        order.sort_by(|one, two| field.compare(&items[*one as usize], &items[*two as usize]));
        order
    };
    Field::ALL.map(ordered).into()
}

fn ready_bodies(items: &[Item]) -> Vec<Option<Box<str>>> {
    let mut left = READY_BYTES;
    let mut buffer = String::new();
    let ready = |item: &Item| {
        if item.body.size() > left {
            return None;
        }
        buffer.clear();
        json::escape(&mut buffer, &body_of(item));
        left = left.saturating_sub(buffer.len());
        Some(buffer.as_str().into())
    };
    items.iter().map(ready).collect()
}
