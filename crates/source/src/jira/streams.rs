//! What the streams of both deployments have in common: the words by which settings ask for them, and their facets.

use super::endpoint::{Endpoint, Paging, Row};
use crate::refused::Refused;
use crate::{Absence, Bin, Changes, Columns, Declared, Members, Parent, SEARCH_INDEX, Statuses, Stream};
use catchment_base::response::{Carried, Envelope};
use chrono::TimeDelta;

/// The words of the setting `datasets`.
pub(super) const DATASETS: &[&str] = &[
    ISSUE,
    CUSTOM_FIELD,
    CHANGELOG,
    COMMENT,
    WORKLOG,
    ATTACHMENT,
    ISSUE_LINK,
    COMPONENT,
    VERSION,
    FIELD,
    STATUS,
    ISSUE_TYPE,
    PRIORITY,
    RESOLUTION,
    LINK_TYPE,
    USER,
    BOARD,
    SPRINT,
    VOTE,
    WATCHER,
    ROLE,
    PERMISSION,
    SECURITY,
    AUDIT_EVENT,
    SERVICE_DESK,
    ORGANIZATION,
    REQUEST_TYPE,
    QUEUE,
    CUSTOMER,
    REQUEST,
    APPROVAL,
];

/// Those that are read where settings say nothing else.
pub(super) const USUAL: &[&str] = &[
    ISSUE,
    CUSTOM_FIELD,
    CHANGELOG,
    COMMENT,
    WORKLOG,
    ATTACHMENT,
    ISSUE_LINK,
    COMPONENT,
    VERSION,
    FIELD,
    STATUS,
    ISSUE_TYPE,
    PRIORITY,
    RESOLUTION,
    LINK_TYPE,
    USER,
];

pub(super) const ISSUE: &str = "issue";
pub(super) const CUSTOM_FIELD: &str = "custom_field";
pub(super) const CHANGELOG: &str = "changelog";
pub(super) const COMMENT: &str = "comment";
pub(super) const WORKLOG: &str = "worklog";
/// Attachments; whether their files are stored is another setting.
pub(super) const ATTACHMENT: &str = "attachment";
pub(super) const ISSUE_LINK: &str = "issue_link";
pub(super) const COMPONENT: &str = "component";
pub(super) const VERSION: &str = "version";
pub(super) const FIELD: &str = "field";
pub(super) const STATUS: &str = "status";
pub(super) const ISSUE_TYPE: &str = "issue_type";
pub(super) const PRIORITY: &str = "priority";
pub(super) const RESOLUTION: &str = "resolution";
pub(super) const LINK_TYPE: &str = "link_type";
pub(super) const USER: &str = "user";
pub(super) const BOARD: &str = "board";
pub(super) const SPRINT: &str = "sprint";
pub(super) const VOTE: &str = "vote";
pub(super) const WATCHER: &str = "watcher";
pub(super) const ROLE: &str = "role";
pub(super) const PERMISSION: &str = "permission";
pub(super) const SECURITY: &str = "security";
pub(super) const AUDIT_EVENT: &str = "audit_event";
pub(super) const SERVICE_DESK: &str = "service_desk";
pub(super) const ORGANIZATION: &str = "organization";
pub(super) const REQUEST_TYPE: &str = "request_type";
pub(super) const QUEUE: &str = "queue";
pub(super) const CUSTOMER: &str = "customer";
pub(super) const REQUEST: &str = "request";
pub(super) const APPROVAL: &str = "approval";

/// The stream of issues; its objects carry those of others.
pub(super) const ISSUES: &str = "issue";
/// The stream of the custom fields of issues.
pub(super) const CUSTOM_FIELDS: &str = "issue_custom_field";
/// What the names of custom fields begin with.
pub(super) const CUSTOM: &str = "customfield_";
/// The statuses of projects, which their answers tell by flags.
pub(super) const LIVE: &str = "live";
pub(super) const ARCHIVED: &str = "archived";
pub(super) const DELETED: &str = "deleted";
/// The status of a project that the account sees and settings leave out.
pub(super) const LEFT_OUT: &str = "left out";

/// How far a search may lag behind the issues: seconds to minutes.
const LAG: TimeDelta = TimeDelta::minutes(10);

const DAY: TimeDelta = TimeDelta::hours(24);

/// Projects.
pub(super) const PROJECT: Stream = Stream {
    name: "project",
    handle: Some("project_key"),
    id_space: "project",
    statuses: Statuses { here: &[LIVE, ARCHIVED], binned: &[DELETED], unasked: &[LEFT_OUT] },
    envelope: Envelope::list("values"),
    changes: Changes::NewestFirst,
    bin: Bin::Nowhere,
    absence: Absence::Looked { hides: true },
    ids_at_once: 1,
    ..Stream::LISTED
};

/// Issues. A search brings their ids in pages of thousands, and whole ones in pages of a hundred at most; by their ids they come a
/// hundred at once, in parallel.
pub(super) const ISSUE_STREAM: Stream = Stream {
    name: ISSUES,
    is_chosen: true,
    called: Some("issue_key"),
    scope: Some("project"),
    id_space: ISSUES,
    envelope: Envelope::list("issues"),
    changes: Changes::NewestFirst,
    bin: Bin::Nowhere,
    overlap: LAG,
    feed_is_since: true,
    absence: Absence::Looked { hides: true },
    bodies: true,
    lists_ids: true,
    ids_at_once: 100,
    is_dated: true,
    rests_on: Some(SEARCH_INDEX),
    ..Stream::LISTED
};

/// What has a listing of the whole site and no sign of its changes: it is listed again by the clock.
const SWEPT: Stream = Stream {
    is_chosen: true,
    envelope: Envelope::list("values"),
    changes: Changes::Listing { every: DAY },
    ..Stream::LISTED
};

/// Objects that an id tells apart only together with the parent.
const WITHIN: Envelope = Envelope { is_within: true, ..Envelope::list("values") };

impl Row {
    /// What is listed for the whole site by the clock; the objects stand at this path of an answer.
    pub(super) const fn swept(
        dataset: &'static str,
        name: &'static str,
        objects: &'static str,
        listing: Endpoint,
    ) -> Self {
        Self::new(dataset, Stream { name, id_space: name, envelope: Envelope::list(objects), ..SWEPT }, listing)
    }

    /// What is listed for each object of the stream `of`, one name alone, and goes with it: again by the clock.
    pub(super) const fn part(
        dataset: &'static str,
        name: &'static str,
        of: &'static [&'static str; 1],
        objects: &'static str,
        listing: Endpoint,
    ) -> Self {
        let parent = Parent {
            stream: of[0],
            is_followed: false,
            relisted_every: Some(DAY),
            running_every: None,
            unless_shown_by: None,
            of_status: &[],
        };
        let envelope = Envelope { objects, ..WITHIN };
        let stream = Stream { name, id_space: name, containers: of, parent: Some(parent), envelope, ..SWEPT };
        Self::new(dataset, stream, listing)
    }

    /// What issues carry, all of it or the first of it: what they have not carried whole is listed, where there is a listing.
    pub(super) const fn carried(
        dataset: &'static str,
        name: &'static str,
        carried: Carried,
        objects: &'static str,
        listing: Endpoint,
    ) -> Self {
        let row = Self::part(dataset, name, &[ISSUES], objects, listing).followed().unique();
        let is_only_carried = matches!(listing.paging, Paging::Search);
        Self { stream: Stream { carried: Some(carried), is_only_carried, ..row.stream }, ..row }
    }

    /// With what is listed for an object listed again where that has changed, and only then.
    pub(super) const fn followed(self) -> Self {
        let parent = match self.stream.parent {
            Some(parent) => Some(Parent { is_followed: true, relisted_every: Some(Parent::NEVER), ..parent }),
            None => None,
        };
        Self { stream: Stream { parent, ..self.stream }, ..self }
    }

    /// With what is listed for an object that is running listed again by the hour.
    pub(super) const fn running(self) -> Self {
        let parent = match self.stream.parent {
            Some(parent) => Some(Parent { running_every: Some(TimeDelta::hours(1)), ..parent }),
            None => None,
        };
        Self { stream: Stream { parent, ..self.stream }, ..self }
    }

    /// With parents of these statuses alone.
    pub(super) const fn of_status(self, of_status: &'static [&'static str]) -> Self {
        let parent = match self.stream.parent {
            Some(parent) => Some(Parent { of_status, ..parent }),
            None => None,
        };
        Self { stream: Stream { parent, ..self.stream }, ..self }
    }

    /// Objects that go by a keyed hash of these members, which name people.
    pub(super) const fn of_people(self, id: &'static [&'static str]) -> Self {
        let envelope = Envelope { id, is_hashed: true, ..self.stream.envelope };
        Self { stream: Stream { envelope, ..self.stream }, ..self }
    }

    /// With the id at another path.
    pub(super) const fn known_by(self, id: &'static [&'static str]) -> Self {
        let envelope = Envelope { id, ..self.stream.envelope };
        Self { stream: Stream { envelope, ..self.stream }, ..self }
    }

    /// With what stands for an id at these paths, where there is none.
    pub(super) const fn or_known_by(self, instead: &'static [&'static str]) -> Self {
        let envelope = Envelope { instead, ..self.stream.envelope };
        Self { stream: Stream { envelope, ..self.stream }, ..self }
    }

    /// Objects whose ids no other parent has.
    pub(super) const fn unique(self) -> Self {
        let envelope = Envelope { is_within: false, ..self.stream.envelope };
        Self { stream: Stream { envelope, ..self.stream }, ..self }
    }

    /// An answer that is the only object.
    pub(super) const fn one(self) -> Self {
        let envelope = Envelope { objects: "", is_one: true, ..self.stream.envelope };
        Self { stream: Stream { envelope, ..self.stream }, ..self }
    }

    /// What happened once stays, and what is new is asked for since a time.
    pub(super) const fn of_events(self) -> Self {
        Self { stream: self.stream.of_events(), ..self }
    }

    /// With refusals that mean something else.
    pub(super) const fn refusing(self, refused: &'static [Refused]) -> Self {
        Self { refused, ..self }
    }
}

/// Issues, by the search alone.
pub(super) const fn issues() -> Row {
    Row::new(ISSUE, ISSUE_STREAM, SEARCHED)
}

/// What is searched for has no listing of its own.
pub(super) const SEARCHED: Endpoint = Endpoint::once("").going(Paging::Search);

/// The custom fields of issues, which come with them: one object for each, under the same id.
pub(super) const fn custom_fields() -> Row {
    let row =
        Row::carried(CUSTOM_FIELD, CUSTOM_FIELDS, Carried::Members { within: "fields", prefix: CUSTOM }, "", SEARCHED);
    let columns = Columns::Generated { declared: &[KEY], members: NONE };
    Row { stream: Stream { columns, is_told: true, absence: Absence::Listed, ..row.stream }, ..row }
}

/// Nothing but the fields themselves.
const NONE: Members =
    Members { changed: &[], dated: None, version: None, status: None, above: None, wrapped: "", file: None };

/// The id of the issue.
const KEY: Declared = Declared { path: "id", class: "key", setting: "fields", column: Some("issue_id") };

/// Attachments, which issues carry all.
pub(super) const fn attachments() -> Row {
    let carried = Carried::List { list: "fields.attachment", proof: "" };
    let row = Row::carried(ATTACHMENT, ATTACHMENT, carried, "", SEARCHED);
    Row { stream: Stream { has_files: true, ..row.stream }, ..row }
}

/// Links between issues: each stands in both.
pub(super) const fn links() -> Row {
    let carried = Carried::List { list: "fields.issuelinks", proof: "" };
    let row = Row::carried(ISSUE_LINK, ISSUE_LINK, carried, "", SEARCHED);
    let envelope = Envelope { is_within: true, ..row.stream.envelope };
    Row { stream: Stream { envelope, ..row.stream }, ..row }
}

/// Who votes for an issue. Whoever may not see that gets their number alone.
pub(super) const fn votes(path: &'static str) -> Row {
    Row::part(VOTE, "vote", &[ISSUES], "voters", Endpoint::once(path).announcing("votes"))
}

/// Who watches an issue, told in the same way.
pub(super) const fn watchers(path: &'static str) -> Row {
    Row::part(WATCHER, "watcher", &[ISSUES], "watchers", Endpoint::once(path).announcing("watchCount"))
}
