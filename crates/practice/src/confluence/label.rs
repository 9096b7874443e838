//! Labels, and what they are on.

use crate::random::Random;
use std::collections::BTreeSet;

const NAMES: [&str; 8] = ["how-to", "runbook", "draft", "überblick", "meeting-notes", "decision", "q3", "obsolete"];

/// A label.
pub(super) struct Label {
    pub(super) id: u64,
    /// `global`, `my` or `team`.
    pub(super) prefix: String,
    pub(super) name: String,
}

/// The labels of a site.
#[derive(Default)]
pub(super) struct Labels {
    pub(super) all: Vec<Label>,
    /// The id of something and that of a label on it.
    pub(super) on: BTreeSet<(u64, u64)>,
}

impl Labels {
    /// So many labels, on some of these contents; those of a team are on a space.
    pub(super) fn invented(seed: u64, many: usize, contents: &[u64], spaces: &[u64]) -> Self {
        let mut labels = Self::default();
        for ordinal in 0..many {
            let mut random = Random::of(&[seed, 9, ordinal as u64]);
            let (targets, prefix) = match ordinal % 5 {
                3 => (spaces, "team"),
                4 => (contents, "my"),
                _ => (contents, "global"),
            };
            let round = ordinal / NAMES.len();
            let name = NAMES[ordinal % NAMES.len()];
            let name = if round == 0 { name.to_owned() } else { format!("{name}-{round}") };
            let id = labels.add(prefix.to_owned(), name);
            let times = if targets.is_empty() { 0 } else { 1 + random.below(6) };
            labels.on.extend((0..times).map(|_| (targets[random.below(targets.len())], id)));
        }
        labels
    }

    /// The id of the label with this name, made where there is none: a plain name, or one behind `my:` or `team:`.
    pub(super) fn named(&mut self, name: &str) -> u64 {
        let (prefix, name) = parts(name);
        match self.find(prefix, name) {
            Some(id) => id,
            None => self.add(prefix.to_owned(), name.to_owned()),
        }
    }

    /// The id of the label with this name, where there is one.
    pub(super) fn known(&self, name: &str) -> Option<u64> {
        let (prefix, name) = parts(name);
        self.find(prefix, name)
    }

    fn find(&self, prefix: &str, name: &str) -> Option<u64> {
        self.all.iter().find(|label| label.prefix == prefix && label.name == name).map(|label| label.id)
    }

    fn add(&mut self, prefix: String, name: String) -> u64 {
        let id = 5001 + self.all.len() as u64;
        self.all.push(Label { id, prefix, name });
        id
    }

    /// The labels on something.
    pub(super) fn of(&self, target: u64) -> impl Iterator<Item = &Label> {
        self.all.iter().filter(move |label| self.on.contains(&(target, label.id)))
    }

    /// Whether something has a label of one of these names.
    pub(super) fn any_on(&self, target: u64, names: &[String]) -> bool {
        self.of(target).any(|label| names.contains(&label.name))
    }
}

fn parts(name: &str) -> (&str, &str) {
    match name.split_once(':') {
        Some((prefix @ ("my" | "team" | "global"), name)) => (prefix, name),
        _ => ("global", name),
    }
}
