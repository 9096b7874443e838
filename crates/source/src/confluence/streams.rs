//! What the streams of both deployments have in common: the words by which settings ask for them, and their facets.

use super::endpoint::{Endpoint, Row};
use crate::{Absence, Bin, Changes, Parent, Statuses, Stream};
use catchment_base::response::Envelope;

/// The words of the setting `datasets`, with what each asks for.
pub(super) const DATASETS: &[&str] = &[
    FILES,
    ATTACHMENT_VERSION,
    AUDIT_EVENT,
    COMMENT,
    CONTENT_PROPERTY,
    CONTENT_RESTRICTION,
    HIERARCHY,
    INSTANCE,
    LABEL,
    LIKE,
    PAGE_CONTENT,
    PAGE_VERSION,
    PAGE_VIEW,
    SPACE_CATEGORY,
    SPACE_ICON,
    SPACE_PERMISSION,
    SPACE_PROPERTY,
    TASK,
    USER,
];

/// Attachments, without their files.
pub(super) const FILES: &str = "attachment";
pub(super) const ATTACHMENT_VERSION: &str = "attachment_version";
pub(super) const AUDIT_EVENT: &str = "audit_event";
pub(super) const COMMENT: &str = "comment";
pub(super) const CONTENT_PROPERTY: &str = "content_property";
pub(super) const CONTENT_RESTRICTION: &str = "content_restriction";
pub(super) const HIERARCHY: &str = "hierarchy";
pub(super) const INSTANCE: &str = "instance";
pub(super) const LABEL: &str = "label";
pub(super) const LIKE: &str = "like";
pub(super) const PAGE_CONTENT: &str = "page_content";
pub(super) const PAGE_VERSION: &str = "page_version";
pub(super) const PAGE_VIEW: &str = "page_view";
pub(super) const SPACE_CATEGORY: &str = "space_category";
pub(super) const SPACE_ICON: &str = "space_icon";
pub(super) const SPACE_PERMISSION: &str = "space_permission";
pub(super) const SPACE_PROPERTY: &str = "space_property";
pub(super) const TASK: &str = "task";
pub(super) const USER: &str = "user";

/// The statuses of content (schema ContentStatus).
const STATUSES: Statuses =
    Statuses { here: &["current", "archived"], binned: &["trashed", "deleted"], unasked: &["draft", "historical"] };

/// A stream with a feed, whose objects are looked at before they are called gone.
pub(super) const BASE: Stream = Stream {
    id_space: "content",
    statuses: STATUSES,
    envelope: Envelope::list("results"),
    changes: Changes::NewestFirst,
    absence: Absence::Looked { hides: true },
    ids_at_once: 1,
    ..Stream::LISTED
};

/// The status of a space that the account sees and settings leave out.
pub(super) const LEFT_OUT: &str = "left out";

/// Spaces.
pub(super) const SPACE: Stream = Stream {
    name: "space",
    handle: Some("space_key"),
    id_space: "space",
    statuses: Statuses { unasked: &[LEFT_OUT], ..STATUSES },
    ..BASE
};

/// Pages and blog posts.
pub(super) const CONTENT: Stream =
    Stream { is_chosen: true, scope: Some("space"), bodies: true, is_dated: true, ..BASE };

/// Attachments, which have files.
pub(super) const ATTACHMENT: Stream = Stream {
    name: "attachment",
    is_chosen: true,
    containers: &["page", "blogpost"],
    id_space: "attachment",
    has_files: true,
    ..BASE
};

/// Comments. What is deleted of them is gone at once.
pub(super) const COMMENTS: Stream =
    Stream { is_chosen: true, containers: &["page", "blogpost"], bin: Bin::Nowhere, ..BASE };

/// What has a listing of the whole site and no feed: it is listed again by the clock of its dataset.
const SWEPT: Stream = Stream { is_chosen: true, envelope: Envelope::list("results"), ..Stream::LISTED };

/// When what is listed for each object of another stream is listed again.
#[derive(Clone, Copy)]
pub(super) enum Again {
    /// When that object has changed.
    Followed,
    /// By the clock of its dataset.
    Swept,
    /// Either.
    Both,
}

impl Row {
    /// What is listed for the whole site by the clock.
    pub(super) const fn swept(dataset: &'static str, name: &'static str, listing: Endpoint) -> Self {
        Self::new(dataset, Stream { name, id_space: name, ..SWEPT }, listing)
    }

    /// What is listed for each object of the stream `of`, one name alone, and goes with it.
    pub(super) const fn part(
        dataset: &'static str,
        name: &'static str,
        of: &'static [&'static str; 1],
        again: Again,
        listing: Endpoint,
    ) -> Self {
        let (is_followed, every) = match again {
            Again::Followed => (true, Some(Parent::NEVER)),
            Again::Swept => (false, None),
            Again::Both => (true, None),
        };
        let parent = Parent {
            stream: of[0],
            is_followed,
            relisted_every: every,
            running_every: None,
            unless_shown_by: None,
            of_status: &[],
        };
        let envelope = Envelope { is_within: true, ..Envelope::list("results") };
        Self::new(
            dataset,
            Stream { name, id_space: name, containers: of, parent: Some(parent), envelope, ..SWEPT },
            listing,
        )
    }

    /// With another envelope.
    pub(super) const fn shaped(self, envelope: Envelope) -> Self {
        Self { stream: Stream { envelope, ..self.stream }, ..self }
    }

    /// With this changed of its stream: its objects have files.
    pub(super) const fn with_files(self) -> Self {
        Self { stream: Stream { has_files: true, ..self.stream }, ..self }
    }

    /// With this changed of its stream: what happened once stays, and what is new is asked for since a time.
    pub(super) const fn of_events(self) -> Self {
        Self { stream: self.stream.of_events(), ..self }
    }
}

/// Objects that an id tells apart only together with the parent.
pub(super) const WITHIN: Envelope = Envelope { is_within: true, ..Envelope::list("results") };
/// Objects that have no id: several of their members together tell one from another, and they may name people.
pub(super) const NAMELESS: Envelope = Envelope { is_hashed: true, ..WITHIN };
/// The only object of an answer, for one parent.
pub(super) const ONE: Envelope = Envelope { objects: "", is_one: true, ..WITHIN };
/// Who may read and who may change something, in one answer.
pub(super) const RESTRICTED: Envelope = Envelope {
    objects: "read.restrictions.user.results",
    also: &["read.restrictions.group.results", "update.restrictions.user.results", "update.restrictions.group.results"],
    ..NAMELESS
};
