//! How members keep names of their own where names were rewritten, and the proof that nothing else has changed.

use super::{Token, Tokenized};
use crate::{json, rewrite};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The second text, with the keys in which it differs from the first made distinct within their objects. None where the two
/// differ in more than what keys and strings say, or numbers that have become strings.
pub(crate) fn distinct(before: &str, after: String) -> Option<String> {
    let old = json::all(before)?;
    let before = (before, &old[..]);
    let tokens = json::all(&after)?;
    if !json::same_structure(before, (&after, &tokens)) {
        return None;
    }
    let keys = || keys(before, (&after, &tokens));
    let changed: HashSet<usize> = keys().filter(Key::is_new).map(|key| key.object).collect();
    if changed.is_empty() {
        return Some(after);
    }
    let mut names = Names::default();
    for key in keys().filter(|key| !key.is_new() && changed.contains(&key.object)) {
        names.taken.insert((key.object, key.name().into_owned()));
    }
    let suffix = |key: Key<'_>| (key.end, names.suffix(key.object, &key.name()));
    let suffixes: Vec<(usize, String)> = keys().filter(Key::is_new).map(suffix).collect();
    let edits: Vec<_> = suffixes.iter().map(|(end, suffix)| (*end..*end, suffix.as_str())).collect();
    let distinct = rewrite::edited(&after, &edits, false)?;
    let tokens = json::all(&distinct)?;
    json::same_structure(before, (&distinct, &tokens)).then_some(distinct)
}

/// The names in the objects of a text, by the numbers of these.
#[derive(Default)]
struct Names {
    taken: HashSet<(usize, String)>,
    /// How often a name was wanted.
    wanted: HashMap<(usize, String), u32>,
}

impl Names {
    /// What makes the name one of its own.
    fn suffix(&mut self, object: usize, name: &str) -> String {
        let count = self.wanted.entry((object, name.to_owned())).or_default();
        loop {
            *count += 1;
            let suffix = if *count == 1 { String::new() } else { format!("_{count}") };
            if self.taken.insert((object, format!("{name}{suffix}"))) {
                return suffix;
            }
        }
    }
}

/// A key in two texts of one structure.
struct Key<'a> {
    /// Which object it stands in.
    object: usize,
    old: &'a str,
    new: &'a str,
    /// Where it ends in the second text.
    end: usize,
}

impl Key<'_> {
    fn is_new(&self) -> bool {
        self.old != self.new
    }

    fn name(&self) -> Cow<'_, str> {
        json::string(self.new, 0..self.new.len())
    }
}

/// The keys of two texts of one structure.
fn keys<'a>((before, old): Tokenized<'a>, (after, new): Tokenized<'a>) -> impl Iterator<Item = Key<'a>> {
    let (mut open, mut objects) = (Vec::new(), 0);
    old.iter().zip(new).filter_map(move |pair| {
        match pair {
            (Token::Object, _) => {
                objects += 1;
                open.push(objects);
            }
            (Token::Array, _) => open.push(0),
            (Token::Close, _) => {
                open.pop();
            }
            (Token::Key(old), Token::Key(new)) => {
                let object = open.last().copied().unwrap_or(0);
                let new = new.range();
                return Some(Key { object, old: &before[old.range()], new: &after[new.clone()], end: new.end });
            }
            _ => {}
        }
        None
    })
}
