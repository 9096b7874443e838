//! Folders, whiteboards, databases and embeds: what stands in the tree of a space beside pages, and has no text.

use super::crowd;
use crate::calendar::{self, Life};
use crate::random::Random;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Folder,
    Whiteboard,
    Database,
    Embed,
}

impl NodeKind {
    pub(super) const ALL: [NodeKind; 4] = [NodeKind::Folder, NodeKind::Whiteboard, NodeKind::Database, NodeKind::Embed];

    /// The name of the type.
    pub(super) fn name(self) -> &'static str {
        match self {
            NodeKind::Folder => "folder",
            NodeKind::Whiteboard => "whiteboard",
            NodeKind::Database => "database",
            NodeKind::Embed => "embed",
        }
    }
}

/// Something in the tree that is no page.
pub(super) struct Node {
    pub(super) id: u64,
    pub(super) kind: NodeKind,
    pub(super) title: String,
    /// Index of its space.
    pub(super) space: usize,
    /// The folder above it.
    pub(super) parent: Option<u64>,
    pub(super) position: usize,
    pub(super) author: usize,
    pub(super) life: Life,
    pub(super) version: u32,
    /// The number of the change that touched it last; 0 for none.
    pub(super) touched: u64,
}

/// The id of the folder with this ordinal, counted from 0: 98329 + 32 × ordinal. The whiteboard, the database and the
/// embed of the same ordinal have an id higher by 2, by 4 and by 6.
pub fn folder_id(ordinal: usize) -> String {
    number(NodeKind::Folder, ordinal).to_string()
}

/// The id of the nth folder that a change made, counted from 0: 98323 + 32 × ordinal.
pub fn made_folder_id(ordinal: usize) -> String {
    made_number(ordinal).to_string()
}

pub(super) fn made_number(ordinal: usize) -> u64 {
    98_323 + 32 * ordinal as u64
}

fn number(kind: NodeKind, ordinal: usize) -> u64 {
    let place = match kind {
        NodeKind::Folder => 98_329,
        NodeKind::Whiteboard => 98_331,
        NodeKind::Database => 98_333,
        NodeKind::Embed => 98_335,
    };
    place + 32 * ordinal as u64
}

/// So many of each kind in this number of spaces; most hang below the folder before them in their space.
pub(super) fn invented(seed: u64, many: usize, spaces: usize) -> Vec<Node> {
    if spaces == 0 {
        return Vec::new();
    }
    let of_kind = |kind| (0..many).map(move |ordinal| node(seed, kind, ordinal, spaces));
    NodeKind::ALL.into_iter().flat_map(of_kind).collect()
}

fn node(seed: u64, kind: NodeKind, ordinal: usize, spaces: usize) -> Node {
    let mut random = Random::of(&[seed, 12, number(kind, ordinal)]);
    let version = 1 + random.below(2) as u32;
    let above = ordinal.checked_sub(spaces).filter(|_| !random.one_in(3));
    Node {
        id: number(kind, ordinal),
        kind,
        title: format!("{} {} of the team", kind.name(), ordinal + 1),
        space: ordinal % spaces,
        parent: above.map(|above| number(NodeKind::Folder, above)),
        position: random.below(1000),
        author: random.below(crowd::CROWD),
        life: calendar::life(&mut random, calendar::opening(seed), version),
        version,
        touched: 0,
    }
}
