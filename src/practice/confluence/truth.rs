//! What is on the site, told without HTTP: what a test compares the result of a sync with.

use super::attachment::Attachment;
use super::binary::Binary;
use super::item::{Item, PURGED};
use super::shelf::Shelf;
use aws_lc_rs::digest::{Context, SHA256};
use std::collections::BTreeSet;

/// The site at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Every space, in the order in which they were made.
    pub spaces: Vec<TrueSpace>,
    /// Every page, then every blog post, in the order in which they were made; purged ones too.
    pub content: Vec<TrueContent>,
    /// Every attachment, in the order in which they were made; purged ones too.
    pub attachments: Vec<TrueAttachment>,
}

/// What has become of something, and whether the account sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There, and seen.
    Current,
    /// Archived, and seen.
    Archived,
    /// In the trash, and seen there. Of an attachment also: what it hangs on is in the trash, so that it is
    /// not even found by its id.
    Trashed,
    /// The account may not view it: it is restricted itself, or a page above it is.
    Restricted,
    /// In a space that the account does not see.
    Hidden,
    /// Gone for good. Of an attachment also: what it hung on is.
    Purged,
}

/// A space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueSpace {
    /// Its id.
    pub id: String,
    /// Its key.
    pub key: String,
    /// Whether the account sees it.
    pub visible: bool,
}

/// A page or blog post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueContent {
    /// Its id.
    pub id: String,
    /// `page` or `blogpost`.
    pub kind: &'static str,
    /// The id of its space.
    pub space_id: String,
    /// The id of what stands above it, nothing at the top.
    pub parent_id: Option<String>,
    /// What has become of it.
    pub standing: Standing,
    /// The number of its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// When its version was made, in milliseconds since 1970.
    pub version_millis: i64,
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueAttachment {
    /// Its id, `att` and a number.
    pub id: String,
    /// The id of the page or blog post it hangs on.
    pub container_id: String,
    /// What has become of it, and of what it hangs on: the worse of both.
    pub standing: Standing,
    /// The number of its version.
    pub version: u32,
    /// Its file name.
    pub title: String,
    /// When its version was made, in milliseconds since 1970.
    pub version_millis: i64,
    /// How many bytes the version has.
    pub size: u64,
    /// Their SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Truth {
    /// The truth as Data Center shows it: ids of attachments are digits, what is archived is current, and above a
    /// page is a page or nothing.
    pub(super) fn on_data_center(mut self) -> Self {
        let shown = |standing: &mut Standing| {
            if *standing == Standing::Archived {
                *standing = Standing::Current;
            }
        };
        let ids: BTreeSet<String> = self.content.iter().map(|content| content.id.clone()).collect();
        for content in &mut self.content {
            shown(&mut content.standing);
            content.parent_id = content.parent_id.take().filter(|id| ids.contains(id));
        }
        for attachment in &mut self.attachments {
            shown(&mut attachment.standing);
            attachment.id = attachment.id.trim_start_matches("att").to_owned();
        }
        self
    }
}

/// The truth about a site.
pub(super) fn of(shelf: &Shelf) -> Truth {
    let space = |space: &super::site::Space| TrueSpace {
        id: space.id.to_string(),
        key: space.key.clone(),
        visible: !space.hidden,
    };
    Truth {
        spaces: shelf.spaces.iter().map(space).collect(),
        content: shelf.pages.iter().chain(shelf.posts.iter()).map(|item| content(shelf, item)).collect(),
        attachments: shelf.attachments.iter().map(|file| attachment(shelf, file)).collect(),
    }
}

fn content(shelf: &Shelf, item: &Item) -> TrueContent {
    TrueContent {
        id: item.id.to_string(),
        kind: item.kind.name(),
        space_id: shelf.spaces[item.space].id.to_string(),
        parent_id: item.parent.id().map(|id| id.to_string()),
        standing: standing(shelf, item),
        version: item.version,
        title: item.title.clone(),
        version_millis: item.life.modified,
    }
}

fn standing(shelf: &Shelf, item: &Item) -> Standing {
    match named(item.status) {
        Standing::Purged => Standing::Purged,
        _ if shelf.hides(item) => Standing::Hidden,
        _ if shelf.restricts(item) => Standing::Restricted,
        own => own,
    }
}

fn named(status: &str) -> Standing {
    match status {
        PURGED => Standing::Purged,
        "trashed" => Standing::Trashed,
        "archived" => Standing::Archived,
        _ => Standing::Current,
    }
}

fn attachment(shelf: &Shelf, file: &Attachment) -> TrueAttachment {
    let above = shelf.any(file.container).map_or(Standing::Purged, |item| standing(shelf, item));
    let binary = file.binary(file.version).unwrap_or(Binary::Given(Vec::new()));
    TrueAttachment {
        id: file.id(),
        container_id: file.container.to_string(),
        standing: above.max(named(file.status)),
        version: file.version,
        title: file.title.clone(),
        version_millis: file.life.modified,
        size: binary.size(),
        sha256: digest(&binary),
    }
}

fn digest(binary: &Binary) -> String {
    let mut context = Context::new(&SHA256);
    binary.pieces().for_each(|piece| context.update(&piece));
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
