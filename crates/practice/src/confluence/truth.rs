//! What is on the site, told without HTTP: what a test compares the result of a sync with.

use super::annex::Annex;
use super::attachment::Attachment;
use super::binary::Binary;
use super::comment::Comment;
use super::crowd::{Person, key_of};
use super::item::{Item, PURGED};
use super::label::Label;
use super::node::Node;
use super::rights::{Group, Permission, Subjects};
use super::shelf::Shelf;
use super::task::Task;
use aws_lc_rs::digest::{Context, SHA256};
use std::collections::{BTreeMap, BTreeSet};

/// The site at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Every space, in the order in which they were made.
    pub spaces: Vec<TrueSpace>,
    /// Every page, then every blog post, in the order in which they were made; purged ones too.
    pub content: Vec<TrueContent>,
    /// Every attachment, in the order in which they were made; purged ones too.
    pub attachments: Vec<TrueAttachment>,
    /// Every comment by its id; purged ones too.
    pub comments: Vec<TrueComment>,
    /// What has a label, as the id of a page, blog post, attachment (without `att`) or space and the name of the label.
    pub labels: BTreeSet<(String, String)>,
    /// What somebody likes, as the id of a page, blog post or comment and the account id.
    pub likes: BTreeSet<(String, String)>,
    /// Every task.
    pub tasks: Vec<TrueTask>,
    /// What has a property, as the id of a page, blog post or space and the key.
    pub properties: BTreeSet<(String, String)>,
    /// Every folder, whiteboard, database and embed.
    pub folders: Vec<TrueFolder>,
    /// Everybody, the account first.
    pub people: Vec<TruePerson>,
    /// Every group.
    pub groups: Vec<TrueGroup>,
    /// Every restriction that names somebody.
    pub restrictions: Vec<TrueRestriction>,
    /// Every permission of every space.
    pub permissions: Vec<TruePermission>,
    /// The summaries of the audit log, oldest first.
    pub events: Vec<String>,
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
    /// Who made it, as [`TruePerson::account`].
    pub creator: String,
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

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueComment {
    /// Its id.
    pub id: String,
    /// `footer-comment` or `inline-comment`.
    pub kind: &'static str,
    /// The id of the page or blog post it is about.
    pub container_id: String,
    /// The id of the comment it replies to.
    pub parent_id: Option<String>,
    /// What has become of it, of the comments above it and of what it is about: the worst of them.
    pub standing: Standing,
    /// The number of its version.
    pub version: u32,
    /// `open`, `resolved`, `reopened` or `dangling`, of an inline one.
    pub resolution: Option<&'static str>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueTask {
    /// Its id.
    pub id: String,
    /// The id of the page or blog post it is on.
    pub container_id: String,
    /// What has become of that.
    pub standing: Standing,
    /// Whether it is done.
    pub done: bool,
}

/// A folder or its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueFolder {
    /// Its id.
    pub id: String,
    /// `folder`, `whiteboard`, `database` or `embed`.
    pub kind: &'static str,
    /// The id of its space.
    pub space_id: String,
    /// The id of the folder above it.
    pub parent_id: Option<String>,
    /// Its title.
    pub title: String,
    /// The number of its version.
    pub version: u32,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruePerson {
    /// The account id.
    pub account: String,
    /// The name, whatever has become of the account.
    pub name: String,
    /// The e-mail address, empty where it is hidden.
    pub email: String,
    /// Whether the account is in use.
    pub active: bool,
}

/// A group of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The account ids of its members.
    pub members: BTreeSet<String>,
}

/// A restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueRestriction {
    /// The id of the page or blog post.
    pub id: String,
    /// `read` or `update`.
    pub operation: &'static str,
    /// The account ids it names.
    pub people: BTreeSet<String>,
    /// The ids of the groups it names.
    pub groups: BTreeSet<String>,
}

/// A permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruePermission {
    /// Its id.
    pub id: String,
    /// The id of its space.
    pub space_id: String,
    /// `user`, `group` or `access-class`.
    pub principal_kind: &'static str,
    /// The id of who has it.
    pub principal_id: String,
    /// The operation and what it is done to.
    pub operation: (String, String),
}

impl Truth {
    /// The truth as Data Center shows it: ids of attachments are digits, people are known by their keys and groups by
    /// their names, what is archived is current, and above a page is a page or nothing: there are no folders.
    pub(super) fn on_data_center(mut self) -> Self {
        let names: BTreeMap<String, String> =
            self.groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect();
        let (keys, name) =
            (|ids: &BTreeSet<String>| ids.iter().map(|id| key_of(id)).collect(), |id: &String| names[id].clone());
        self.likes = self.likes.iter().map(|(id, person)| (id.clone(), key_of(person))).collect();
        self.people.iter_mut().for_each(|person| person.account = key_of(&person.account));
        self.content.iter_mut().for_each(|item| item.creator = key_of(&item.creator));
        for group in &mut self.groups {
            (group.id, group.members) = (group.name.clone(), keys(&group.members));
        }
        for restriction in &mut self.restrictions {
            restriction.people = keys(&restriction.people);
            restriction.groups = restriction.groups.iter().map(name).collect();
        }
        for permission in &mut self.permissions {
            let id = &permission.principal_id;
            permission.principal_id = match permission.principal_kind {
                "user" => key_of(id),
                "group" => name(id),
                _ => id.clone(),
            };
        }
        self.folders.clear();
        self.content_on_data_center();
        self
    }

    fn content_on_data_center(&mut self) {
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
        self.comments.iter_mut().for_each(|comment| shown(&mut comment.standing));
        self.tasks.iter_mut().for_each(|task| shown(&mut task.standing));
    }
}

/// The truth about a site.
pub(super) fn of(shelf: &Shelf) -> Truth {
    let annex = &shelf.annex;
    let space = |space: &super::site::Space| TrueSpace {
        id: space.id.to_string(),
        key: space.key.clone(),
        visible: !space.hidden,
    };
    Truth {
        spaces: shelf.spaces.iter().map(space).collect(),
        content: shelf.pages.iter().chain(shelf.posts.iter()).map(|item| content(shelf, item)).collect(),
        attachments: shelf.attachments.iter().map(|file| attachment(shelf, file)).collect(),
        comments: annex.comments.values().map(|found| comment(shelf, found)).collect(),
        labels: annex.labels.all.iter().flat_map(|label| labelled(annex, label)).collect(),
        likes: annex.likes.iter().map(|(id, person)| (id.to_string(), account(shelf, *person))).collect(),
        tasks: annex.tasks.iter().map(|found| task(shelf, found)).collect(),
        properties: annex.properties.iter().map(|found| (found.target.to_string(), found.key.clone())).collect(),
        folders: annex.nodes.iter().map(|node| folder(shelf, node)).collect(),
        people: shelf.people.iter().map(person).collect(),
        groups: annex.rights.groups.iter().map(|found| group(shelf, found)).collect(),
        restrictions: annex.rights.restrictions.iter().flat_map(|(id, both)| restricted(shelf, *id, both)).collect(),
        permissions: annex.rights.permissions.iter().map(|found| permission(shelf, found)).collect(),
        events: annex.events.iter().map(|event| event.summary.clone()).collect(),
    }
}

fn comment(shelf: &Shelf, comment: &Comment) -> TrueComment {
    let above = shelf.any(comment.container).map_or(Standing::Purged, |item| standing(shelf, item));
    let gone = shelf.thread(comment).any(Comment::is_gone);
    TrueComment {
        id: comment.id.to_string(),
        kind: comment.kind(),
        container_id: comment.container.to_string(),
        parent_id: comment.parent.map(|id| id.to_string()),
        standing: if gone { Standing::Purged } else { above },
        version: comment.version(),
        resolution: comment.inline.as_ref().map(|inline| inline.resolution),
    }
}

fn labelled(annex: &Annex, label: &Label) -> impl Iterator<Item = (String, String)> {
    let on = annex.labels.on.iter().filter(|(_, id)| *id == label.id);
    on.map(|(target, _)| (target.to_string(), label.name.clone()))
}

fn account(shelf: &Shelf, person: usize) -> String {
    shelf.people[person].account.clone()
}

fn task(shelf: &Shelf, task: &Task) -> TrueTask {
    TrueTask {
        id: task.id.to_string(),
        container_id: task.item.to_string(),
        standing: shelf.any(task.item).map_or(Standing::Purged, |item| standing(shelf, item)),
        done: task.done.is_some(),
    }
}

fn folder(shelf: &Shelf, node: &Node) -> TrueFolder {
    TrueFolder {
        id: node.id.to_string(),
        kind: node.kind.name(),
        space_id: shelf.spaces[node.space].id.to_string(),
        parent_id: node.parent.map(|id| id.to_string()),
        title: node.title.clone(),
        version: node.version,
    }
}

fn person(person: &Person) -> TruePerson {
    let Person { account, name, email, active } = person.clone();
    TruePerson { account, name, email, active }
}

fn group(shelf: &Shelf, group: &Group) -> TrueGroup {
    let members = group.members.iter().map(|member| account(shelf, *member)).collect();
    TrueGroup { id: group.id.clone(), name: group.name.clone(), members }
}

fn restricted(shelf: &Shelf, id: u64, both: &[Subjects; 2]) -> impl Iterator<Item = TrueRestriction> {
    let named = ["read", "update"].into_iter().zip(both).filter(|(_, subjects)| !subjects.is_empty());
    named.map(move |(operation, subjects)| TrueRestriction {
        id: id.to_string(),
        operation,
        people: subjects.people.iter().map(|person| account(shelf, *person)).collect(),
        groups: subjects.groups.iter().map(|group| shelf.annex.rights.groups[*group].id.clone()).collect(),
    })
}

fn permission(shelf: &Shelf, permission: &Permission) -> TruePermission {
    TruePermission {
        id: permission.id.to_string(),
        space_id: shelf.spaces[permission.space].id.to_string(),
        principal_kind: permission.principal.0,
        principal_id: permission.principal.1.clone(),
        operation: permission.operation.clone(),
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
        creator: account(shelf, item.author),
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
