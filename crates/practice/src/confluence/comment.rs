//! Comments: below the text of a page or blog post, or inline beside a marked part of it, and replies to them.

use super::crowd;
use super::item::{Body, Item, PURGED};
use super::prose;
use super::storage::Form;
use crate::calendar::{self, Life};
use crate::random::Random;
use std::collections::BTreeMap;

/// The name of the stream of random numbers for comments.
const STREAM: u64 = 8;

/// A comment.
pub(super) struct Comment {
    pub(super) id: u64,
    /// The id of the page or blog post it is about.
    pub(super) container: u64,
    /// The comment it replies to.
    pub(super) parent: Option<u64>,
    /// What only an inline comment has.
    pub(super) inline: Option<Inline>,
    /// `current`, or [`PURGED`].
    pub(super) status: &'static str,
    /// Index of a person.
    pub(super) author: usize,
    /// When each version was made, and its body; never empty.
    pub(super) versions: Vec<(i64, Body)>,
    /// The number of the change that touched it last; 0 for none.
    pub(super) touched: u64,
}

/// Where an inline comment stands, and whether it is settled.
#[derive(Clone)]
pub(super) struct Inline {
    pub(super) marker: String,
    pub(super) selection: String,
    /// `open`, `resolved`, `reopened` or `dangling`.
    pub(super) resolution: &'static str,
    /// Who settled or reopened it last, and when.
    pub(super) settled: Option<(usize, i64)>,
}

impl Comment {
    /// The number of its present version.
    pub(super) fn version(&self) -> u32 {
        self.versions.len() as u32
    }

    /// When it was made and last changed.
    pub(super) fn life(&self) -> Life {
        let at = |version: Option<&(i64, Body)>| version.map_or(0, |(at, _)| *at);
        Life { created: at(self.versions.first()), modified: at(self.versions.last()) }
    }

    /// When a version was made, and its body; nothing where there is no such version.
    pub(super) fn of_version(&self, number: u32) -> Option<&(i64, Body)> {
        self.versions.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// Appends the body of a version in a form; nothing where there is no such version.
    pub(super) fn write_body(&self, out: &mut String, version: u32, form: Form) {
        if let Some((_, body)) = self.of_version(version) {
            body.write(out, version, form);
        }
    }

    /// The planted values of its present version.
    pub(super) fn planted(&self) -> Vec<String> {
        let body = self.versions.last().map(|(_, body)| body);
        body.map(|body| body.write(&mut String::new(), self.version(), Form::Storage)).unwrap_or_default()
    }

    /// Whether it is gone for good.
    pub(super) fn is_gone(&self) -> bool {
        self.status == PURGED
    }

    /// The type, as `convert-ids-to-types` tells it.
    pub(super) fn kind(&self) -> &'static str {
        if self.inline.is_some() { "inline-comment" } else { "footer-comment" }
    }
}

/// The id of the comment with this ordinal, counted from 0: 98317 + 32 × ordinal.
pub fn comment_id(ordinal: usize) -> String {
    number(ordinal).to_string()
}

/// The id of the nth comment that a change made, counted from 0: 98319 + 32 × ordinal.
pub fn made_comment_id(ordinal: usize) -> String {
    made_number(ordinal).to_string()
}

fn number(ordinal: usize) -> u64 {
    98_317 + 32 * ordinal as u64
}

pub(super) fn made_number(ordinal: usize) -> u64 {
    98_319 + 32 * ordinal as u64
}

/// So many comments on these items; the trash has none.
pub(super) fn invented(seed: u64, many: usize, items: &[Item]) -> BTreeMap<u64, Comment> {
    let items: Vec<&Item> = items.iter().filter(|item| item.status != "trashed").collect();
    let mut all: BTreeMap<u64, Comment> = BTreeMap::new();
    for ordinal in (0..many).take_while(|_| !items.is_empty()) {
        let comment = comment(seed, ordinal, &items, &all);
        all.insert(comment.id, comment);
    }
    all
}

fn comment(seed: u64, ordinal: usize, items: &[&Item], earlier: &BTreeMap<u64, Comment>) -> Comment {
    let mut random = Random::of(&[seed, STREAM, ordinal as u64]);
    let replies_to = earlier.get(&number(random.below(ordinal))).filter(|_| ordinal % 3 == 2);
    let item = items[random.below(items.len())];
    let container = replies_to.map_or(item.id, |above| above.container);
    let inline = match replies_to {
        Some(above) => above.inline.clone().map(|inline| Inline { resolution: "open", settled: None, ..inline }),
        None => (ordinal % 3 == 1).then(|| inline(&mut random)),
    };
    let versions = 1 + random.below(2);
    let life = calendar::life(&mut random, calendar::opening(seed), versions as u32);
    let size = 100 + random.below(900);
    let body = Body::Invented { names: [seed, STREAM, ordinal as u64], size, pinned: None };
    let times = [life.created, life.modified];
    Comment {
        id: number(ordinal),
        container,
        parent: replies_to.map(|above| above.id),
        inline,
        status: "current",
        author: random.below(crowd::CROWD),
        versions: times[..versions].iter().map(|at| (*at, body.clone())).collect(),
        touched: 0,
    }
}

fn inline(random: &mut Random) -> Inline {
    let mut selection = String::new();
    prose::phrase(&mut selection, random);
    let marker = crowd::uuid(random.next(), random.next());
    let resolution = if random.one_in(6) { "dangling" } else { "open" };
    Inline { marker, selection, resolution, settled: None }
}
