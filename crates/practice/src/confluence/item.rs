//! A page or blog post: what it is now, and what it was before it changed.

use super::rows::Ranked;
use super::storage::{self, Form};
use crate::calendar::Life;
use crate::random::Random;
use std::sync::Arc;

/// What kind of content an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    BlogPost,
}

impl Kind {
    /// The name of the type, as `convert-ids-to-types` and CQL write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Page => "page",
            Kind::BlogPost => "blogpost",
        }
    }
}

/// What stands above a page.
#[derive(Clone, Copy)]
pub(super) enum Parent {
    None,
    Page(u64),
    Folder(u64),
}

impl Parent {
    /// The id of whatever is above.
    pub(super) fn id(self) -> Option<u64> {
        match self {
            Parent::None => None,
            Parent::Page(id) | Parent::Folder(id) => Some(id),
        }
    }

    /// The id of the page above.
    pub(super) fn page(self) -> Option<u64> {
        match self {
            Parent::Page(id) => Some(id),
            _ => None,
        }
    }
}

/// The status of what is gone for good; no listing and no id finds it.
pub(super) const PURGED: &str = "purged";

/// A page or blog post.
pub(super) struct Item {
    pub(super) id: u64,
    pub(super) kind: Kind,
    pub(super) status: &'static str,
    pub(super) title: String,
    /// Index of its space.
    pub(super) space: usize,
    pub(super) parent: Parent,
    pub(super) position: usize,
    /// Indices of people.
    pub(super) author: usize,
    pub(super) owner: Option<usize>,
    pub(super) editor: usize,
    pub(super) live: bool,
    pub(super) life: Life,
    pub(super) version: u32,
    pub(super) body: Body,
    /// What it was before the versions that changes added, oldest first.
    pub(super) past: Vec<Revision>,
    /// The number of the change that touched it last; 0 for none.
    pub(super) touched: u64,
}

/// A version that a later one has replaced.
pub(super) struct Revision {
    pub(super) version: u32,
    pub(super) modified: i64,
    pub(super) title: String,
    pub(super) body: Body,
}

/// Where the body of an item comes from.
#[derive(Clone)]
pub(super) enum Body {
    /// Written anew from the numbers that name it and the version, at this size in bytes; `pinned` is the
    /// version whose text it keeps, where a later one left it as it was.
    Invented { names: [u64; 3], size: usize, pinned: Option<u32> },
    /// Read from a file when the server started, or given by a change.
    Given(Arc<str>),
}

impl Body {
    /// Appends the body of a version in a form; returns what is planted in it.
    pub(super) fn write(&self, out: &mut String, version: u32, form: Form) -> Vec<String> {
        match self {
            Body::Invented { names: [seed, kind, ordinal], size, pinned } => {
                let version = u64::from(pinned.unwrap_or(version));
                let random = Random::of(&[*seed, *kind, *ordinal, 0x626f_6479, version]);
                storage::write_body(out, random, *size, form)
            }
            Body::Given(text) => {
                out.push_str(text);
                Vec::new()
            }
        }
    }

    /// About how many bytes it has.
    pub(super) fn size(&self) -> usize {
        match self {
            Body::Invented { size, .. } => *size,
            Body::Given(text) => text.len(),
        }
    }

    /// The body as it is in this version, for whatever version comes next.
    fn kept(&self, version: u32) -> Self {
        match self {
            Body::Invented { names, size, pinned } => {
                Body::Invented { names: *names, size: *size, pinned: pinned.or(Some(version)) }
            }
            Body::Given(text) => Body::Given(Arc::clone(text)),
        }
    }

    /// The body that an edit without a text of its own makes: another one of the same size.
    fn anew(&self) -> Self {
        match self {
            Body::Invented { names, size, .. } => Body::Invented { names: *names, size: *size, pinned: None },
            Body::Given(text) => Body::Given(format!("{text}<p>Edited.</p>").into()),
        }
    }
}

impl Item {
    /// The planted values of its present version: those of the title, then those of the body.
    pub(super) fn planted(&self) -> Vec<String> {
        let in_title = self.title.split(' ').filter(|word| word.contains('@')).map(str::to_owned);
        let in_body = self.body.write(&mut String::new(), self.version, Form::Storage);
        in_title.chain(in_body).collect()
    }

    /// The title of a version.
    pub(super) fn title_in(&self, version: u32) -> &str {
        let past = self.past.iter().find(|past| past.version == version).or(self.past.first());
        past.filter(|_| version != self.version).map_or(&self.title, |past| &past.title)
    }

    /// Appends the body of a version in a form.
    pub(super) fn write_body(&self, out: &mut String, version: u32, form: Form) {
        let past = self.past.iter().find(|past| past.version == version).or(self.past.first());
        let body = past.filter(|_| version != self.version).map_or(&self.body, |past| &past.body);
        body.write(out, version, form);
    }

    /// The title of a version.
    pub(super) fn title_of(&self, version: u32) -> &str {
        let past = self.past.iter().find(|past| past.version == version).or(self.past.first());
        past.filter(|_| version != self.version).map_or(&self.title, |past| &past.title)
    }

    /// When a version was made; those from before the first change are spread evenly over the life until then.
    pub(super) fn version_at(&self, number: u32) -> i64 {
        if number == self.version {
            return self.life.modified;
        }
        if let Some(past) = self.past.iter().find(|past| past.version == number) {
            return past.modified;
        }
        let (version, modified) = match self.past.first() {
            Some(oldest) => (oldest.version, oldest.modified),
            None => (self.version, self.life.modified),
        };
        let span = (modified - self.life.created) / i64::from(version.max(2) - 1);
        self.life.created + span * i64::from(number - 1)
    }

    /// Makes the next version: with another body, or with a new title and the body it has.
    pub(super) fn edit(&mut self, at: i64, change: Edit) {
        let (title, body) = match change {
            Edit::Body(text) => (self.title.clone(), Body::Given(text.into())),
            Edit::Anew => (self.title.clone(), self.body.anew()),
            Edit::Title(title) => (title, self.body.kept(self.version)),
        };
        let title = std::mem::replace(&mut self.title, title);
        let body = std::mem::replace(&mut self.body, body);
        self.past.push(Revision { version: self.version, modified: self.life.modified, title, body });
        self.version += 1;
        self.life.modified = at;
    }

    /// Takes the newest version away, unless it is the only one.
    pub(super) fn fall_back(&mut self) {
        if self.version == 1 {
            return;
        }
        let modified = self.version_at(self.version - 1);
        if let Some(past) = self.past.pop() {
            self.title = past.title;
            self.body = past.body;
        }
        self.version -= 1;
        self.life.modified = modified;
    }

    /// Takes the oldest version away, unless it is the only one: every later one has a lower number then.
    pub(super) fn count_anew(&mut self) {
        if self.version == 1 {
            return;
        }
        self.body = self.body.kept(self.version);
        self.version -= 1;
        for past in &mut self.past {
            past.body = past.body.kept(past.version);
            past.version -= 1;
        }
        self.past.retain(|past| past.version > 0);
    }
}

/// What an edit changes.
pub(super) enum Edit {
    Body(String),
    Anew,
    Title(String),
}

impl Ranked for Item {
    fn number(&self) -> u64 {
        self.id
    }

    fn life(&self) -> Life {
        self.life
    }

    fn title(&self) -> &str {
        &self.title
    }
}
