//! What a site has besides spaces, content and attachments.

use super::comment::{self, Comment};
use super::crowd::{self, Person};
use super::extras::Extras;
use super::item::Item;
use super::label::Labels;
use super::node::{self, Node};
use super::property::{self, Property};
use super::rights::{self, Rights};
use super::task::{self, Task};
use crate::calendar;
use crate::random::Random;
use std::collections::{BTreeMap, BTreeSet};

/// An event of the audit log.
pub(super) struct Event {
    pub(super) at: i64,
    /// Index of a person.
    pub(super) author: usize,
    pub(super) category: String,
    pub(super) summary: String,
    /// The name of what it is about.
    pub(super) about: String,
}

/// What there is besides.
#[derive(Default)]
pub(super) struct Annex {
    pub(super) comments: BTreeMap<u64, Comment>,
    pub(super) labels: Labels,
    pub(super) tasks: Vec<Task>,
    /// The id of something and the index of a person who likes it.
    pub(super) likes: BTreeSet<(u64, usize)>,
    pub(super) properties: Vec<Property>,
    pub(super) nodes: Vec<Node>,
    pub(super) rights: Rights,
    /// Oldest first.
    pub(super) events: Vec<Event>,
    /// How many comments and folders were made by changes.
    pub(super) made: [usize; 2],
}

/// What the rest of a site has.
pub(super) struct Rest<'a> {
    pub(super) people: &'a [Person],
    /// The ids of the spaces.
    pub(super) spaces: Vec<u64>,
    pub(super) items: &'a [Item],
    /// The numbers of the attachments outside of the trash.
    pub(super) files: Vec<u64>,
}

impl Annex {
    /// As much as the extras say, for the rest of the site.
    pub(super) fn invented(extras: &Extras, seed: u64, rest: &Rest<'_>) -> Self {
        let (people, spaces) = (rest.people, &rest.spaces);
        let items: Vec<u64> = rest.items.iter().filter(|item| item.status != "trashed").map(|item| item.id).collect();
        let contents: Vec<u64> = items.iter().chain(&rest.files).copied().collect();
        let targets: Vec<u64> = spaces.iter().copied().chain(items.iter().copied()).collect();
        let comments = comment::invented(seed, extras.comments, rest.items);
        let liked: Vec<u64> = items.iter().copied().chain(comments.keys().copied()).collect();
        let mut rights =
            Rights { groups: rights::groups(seed, extras.groups, extras.members, people.len()), ..Rights::default() };
        rights.permit(people, spaces.len(), extras.permissions);
        rights.restrict(&items[..extras.restrictions.min(items.len())]);
        rights.divide(people, spaces.len(), extras.roles);
        Self {
            comments,
            labels: Labels::invented(seed, extras.labels, &contents, spaces),
            tasks: task::invented(seed, extras.tasks, rest.items),
            likes: likes(extras.likes, &liked),
            properties: property::invented(seed, extras.properties, &targets),
            nodes: node::invented(seed, extras.folders, spaces.len()),
            rights,
            events: (0..extras.audit_events).map(|ordinal| event(seed, ordinal)).collect(),
            made: [0; 2],
        }
    }
}

/// So many different likes, or as many as there can be.
fn likes(many: usize, liked: &[u64]) -> BTreeSet<(u64, usize)> {
    let like =
        |ordinal: usize| (liked[ordinal % liked.len()], (ordinal / liked.len() + ordinal % liked.len()) % crowd::CROWD);
    (0..many.min(liked.len() * crowd::CROWD)).map(like).collect()
}

fn event(seed: u64, ordinal: usize) -> Event {
    const KINDS: [(&str, &str); 4] = [
        ("Permissions", "Content restriction added"),
        ("Users and groups", "User added to group"),
        ("Spaces", "Space created"),
        ("Security", "Login failed"),
    ];
    let mut random = Random::of(&[seed, 14, ordinal as u64]);
    let (category, summary) = KINDS[ordinal % KINDS.len()];
    Event {
        at: calendar::opening(seed) + ordinal as i64 * 600_000,
        author: random.below(crowd::CROWD),
        category: category.to_owned(),
        summary: summary.to_owned(),
        about: format!("Thing {}", ordinal + 1),
    }
}
