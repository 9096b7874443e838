//! Properties: JSON that apps keep at pages, blog posts and spaces.

use super::crowd;
use crate::calendar;
use crate::people;
use crate::random::Random;
use serde_json::{Value, json};

/// A property.
pub(super) struct Property {
    pub(super) id: u64,
    /// The id of what it is kept at.
    pub(super) target: u64,
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) author: usize,
    pub(super) at: i64,
    pub(super) version: u32,
}

/// So many properties at these contents and spaces; each key is there once at each.
pub(super) fn invented(seed: u64, many: usize, targets: &[u64]) -> Vec<Property> {
    if targets.is_empty() { Vec::new() } else { (0..many).map(|ordinal| property(seed, ordinal, targets)).collect() }
}

fn property(seed: u64, ordinal: usize, targets: &[u64]) -> Property {
    let mut random = Random::of(&[seed, 11, ordinal as u64]);
    let value = match ordinal % 4 {
        0 => json!({"reviewer": people::address(&mut random).whole(), "rounds": random.below(9)}),
        1 => json!("full-width"),
        2 => json!([1, null, true]),
        _ => json!(random.below(1000)),
    };
    Property {
        id: 9001 + ordinal as u64,
        target: targets[(ordinal * 7) % targets.len()],
        key: format!("app.example.setting-{ordinal}"),
        value,
        author: random.below(crowd::CROWD),
        at: calendar::life(&mut random, calendar::opening(seed), 1).created,
        version: 1 + random.below(3) as u32,
    }
}
