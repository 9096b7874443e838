//! Tasks: what is to be done, as a page or blog post says.

use super::crowd;
use super::item::{Body, Item};
use crate::calendar;
use crate::random::Random;

const DAY: i64 = 86_400_000;

/// A task.
pub(super) struct Task {
    pub(super) id: u64,
    /// Its number on the page.
    pub(super) local: u64,
    /// The id of the page or blog post.
    pub(super) item: u64,
    /// Indices of people.
    pub(super) author: usize,
    pub(super) assignee: Option<usize>,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) due: Option<i64>,
    /// Who did it, and when.
    pub(super) done: Option<(usize, i64)>,
    pub(super) body: Body,
}

/// The id of the task with this ordinal, counted from 0: 7001 + ordinal.
pub fn task_id(ordinal: usize) -> String {
    (7001 + ordinal).to_string()
}

/// So many tasks on these items; the trash has none.
pub(super) fn invented(seed: u64, many: usize, items: &[Item]) -> Vec<Task> {
    let items: Vec<&Item> = items.iter().filter(|item| item.status != "trashed").collect();
    if items.is_empty() { Vec::new() } else { (0..many).map(|ordinal| task(seed, ordinal, &items)).collect() }
}

fn task(seed: u64, ordinal: usize, items: &[&Item]) -> Task {
    let mut random = Random::of(&[seed, 10, ordinal as u64]);
    let life = calendar::life(&mut random, calendar::opening(seed), 2);
    let done = random.one_in(3).then(|| (random.below(crowd::CROWD), life.modified));
    let size = if ordinal % 10 == 9 { 0 } else { 80 + random.below(300) };
    Task {
        id: 7001 + ordinal as u64,
        local: 1 + ordinal as u64 / items.len() as u64,
        item: items[ordinal % items.len()].id,
        author: random.below(crowd::CROWD),
        assignee: (!random.one_in(4)).then(|| random.below(crowd::CROWD)),
        created: life.created,
        updated: if done.is_some() { life.modified } else { life.created },
        due: random.one_in(2).then(|| life.created / DAY * DAY + 14 * DAY),
        done,
        body: Body::Invented { names: [seed, 10, ordinal as u64], size, pinned: None },
    }
}
