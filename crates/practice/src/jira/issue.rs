//! What an issue holds, as the site keeps it: people and other objects by their numbers, times in milliseconds since
//! 1970.

use serde_json::Value;
use std::collections::BTreeMap;

/// An issue with everything that belongs to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Issue {
    pub(super) id: u64,
    pub(super) project: u64,
    /// Its number within the project, the second part of its key.
    pub(super) number: u64,
    /// Keys that it had in other projects; they still lead to it.
    pub(super) former: Vec<String>,
    pub(super) kind: u64,
    pub(super) status: u64,
    pub(super) priority: u64,
    pub(super) resolution: Option<u64>,
    pub(super) resolved: Option<i64>,
    pub(super) summary: String,
    /// Paragraphs with a line break between them; empty for none.
    pub(super) description: String,
    pub(super) environment: String,
    pub(super) creator: usize,
    pub(super) reporter: Option<usize>,
    pub(super) assignee: Option<usize>,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) due: Option<i64>,
    pub(super) parent: Option<u64>,
    pub(super) labels: Vec<String>,
    pub(super) components: Vec<u64>,
    pub(super) fix_versions: Vec<u64>,
    pub(super) versions: Vec<u64>,
    pub(super) votes: Vec<usize>,
    pub(super) watchers: Vec<usize>,
    /// The security level.
    pub(super) security: Option<u64>,
    /// The original estimate in seconds.
    pub(super) estimate: Option<i64>,
    /// Values of custom fields, by the numbers of the fields.
    pub(super) custom: BTreeMap<u64, Held>,
    /// Oldest first.
    pub(super) history: Vec<Entry>,
    pub(super) comments: Vec<Comment>,
    pub(super) worklogs: Vec<Worklog>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) links: Vec<Link>,
}

/// The value of a custom field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    Number(f64),
    /// Plain text, also an address or the like.
    Text(String),
    /// Text with markup, as paragraphs.
    Rich(String),
    Option(u64),
    Options(Vec<u64>),
    /// An option, and one below it.
    Cascade(u64, u64),
    Person(usize),
    People(Vec<usize>),
    Group(usize),
    Day(i64),
    Moment(i64),
    Labels(Vec<String>),
    Sprints(Vec<u64>),
    Epic(u64),
    Version(u64),
    /// What only an app understands.
    Vendor(Value),
}

/// One entry of the changelog.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) author: usize,
    pub(super) created: i64,
    pub(super) items: Vec<Item>,
}

/// What an entry says of one field.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) field: String,
    pub(super) field_id: String,
    pub(super) from: Option<String>,
    pub(super) from_text: Option<String>,
    pub(super) to: Option<String>,
    pub(super) to_text: Option<String>,
}

/// A comment.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) author: usize,
    pub(super) changer: usize,
    pub(super) body: String,
    pub(super) created: i64,
    pub(super) updated: i64,
    /// The role whose members alone see it.
    pub(super) role: Option<u64>,
    /// Whether customers of a service desk see it.
    pub(super) is_public: bool,
}

/// Work that somebody booked.
#[derive(Clone, Debug)]
pub(super) struct Worklog {
    pub(super) id: u64,
    pub(super) author: usize,
    pub(super) changer: usize,
    pub(super) comment: String,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) started: i64,
    pub(super) seconds: i64,
}

/// A file.
#[derive(Clone, Debug)]
pub(super) struct Attachment {
    pub(super) id: u64,
    pub(super) author: usize,
    pub(super) created: i64,
    pub(super) name: String,
    pub(super) media: &'static str,
    pub(super) size: u64,
}

/// A link to another issue, as one of the two sees it.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) id: u64,
    /// The type of link.
    pub(super) kind: u64,
    pub(super) other: u64,
    /// Whether it leads from this issue to the other.
    pub(super) is_outward: bool,
}

impl Issue {
    /// Seconds of work that was booked.
    pub(super) fn spent(&self) -> i64 {
        self.worklogs.iter().map(|worklog| worklog.seconds).sum()
    }
}
