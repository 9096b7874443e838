//! Streams: what the engine needs to know of a kind of object, as a row of a table.

use crate::config::Connection;
use catchment_base::response::{Carried, Envelope};
use catchment_base::state::DeletionReason;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// A kind of object that a source lists.
#[derive(Clone, Copy)]
pub struct Stream {
    /// Its name, in the singular; also the name of the staging relation's stream.
    pub name: &'static str,
    /// Whether settings choose it, by its name; else it is always read.
    pub is_chosen: bool,
    /// The stream whose objects are the scopes of this one: listings and history are kept per scope. Nothing if the whole site
    /// is one listing.
    pub scope: Option<&'static str>,
    /// The streams whose objects may be containers of this one's: an object goes with its container.
    pub containers: &'static [&'static str],
    /// The stream that its objects are about, beside the parent that they are listed for: the last part of the id of each is the id of
    /// such an object, with which it goes as well.
    pub about: Option<&'static str>,
    /// The column of its relation by which settings name a scope, if its objects are scopes.
    pub handle: Option<&'static str>,
    /// The column of its relation that people call an object by, as the key of an issue, where that is not its id.
    pub called: Option<&'static str>,
    /// The paths of the members that name the person that an object is about, beside its own id: ids, names of logins and addresses.
    /// Empty where objects are about no person, or are told by their own ids.
    pub person: &'static [&'static str],
    /// The streams of one id space share no id: an object that becomes one of another stream keeps its id.
    pub id_space: &'static str,
    /// The meaning of the status words of the API.
    pub statuses: Statuses,
    /// Whether its objects have files, which are stored next to the lake.
    pub has_files: bool,
    /// Where the objects are in an answer, and what identifies them.
    pub envelope: Envelope,
    /// How changes are found.
    pub changes: Changes,
    /// How what was thrown away is found, of a stream that has a feed.
    pub bin: Bin,
    /// How far a feed is followed below what it has shown before: a listing may lag behind the objects.
    pub overlap: TimeDelta,
    /// Whether a feed shows what changed since a time and ends there; else it shows everything, the newest first.
    pub feed_is_since: bool,
    /// How long after all of its objects were read they are read again, changed or not, where settings or the source say so: by their
    /// ids where complete listings leave out bodies.
    pub reread_every: Option<TimeDelta>,
    /// What proves that an object missing from a complete listing is gone.
    pub absence: Absence,
    /// What its complete listing rests on, as people call it, where that is less than the records of the site; nothing where they are
    /// listed themselves. What is listed for its objects rests on the same.
    pub rests_on: Option<&'static str>,
    /// Where its columns are defined.
    pub columns: Columns,
    /// The stream whose objects it is listed for, if it has a parent.
    pub parent: Option<Parent>,
    /// Where its objects stand in the objects of its parent, if these carry them: a parent that shows all that it has is not
    /// listed.
    pub carried: Option<Carried>,
    /// Whether nothing else shows what its parent carries: then that is asked for again where it is not known, and what is
    /// announced beyond it is a gap.
    pub is_only_carried: bool,
    /// Whether its listings contain bodies, which can be left out and fetched by id.
    pub bodies: bool,
    /// Whether its complete listing shows of each object no more than its id and its last change: what is held otherwise is
    /// fetched by its id, and what there was before is read as history, of the whole site or in pieces.
    pub has_lean_census: bool,
    /// Whether its complete listing shows ids alone: there is no history besides, what is not held is fetched by its id, and only
    /// its feed shows what has changed.
    pub lists_ids: bool,
    /// Whether the site says what its fields hold ([`Dictionary`](crate::dictionary::Dictionary)): no setting decides then over
    /// how a new one is published.
    pub is_told: bool,
    /// How many ids one request accepts. With 1 the answer is the object itself; with 0 objects cannot be requested by id.
    pub ids_at_once: usize,
    /// How what there was before increments is read in pieces of time, where it is. Where the site counts, it is also cut without
    /// dates.
    pub pieces: Option<Pieces>,
    /// Whether dates bound which of its objects are held: of one that is read in pieces by the time that these go by, else by
    /// the time of the last change. What goes with a container has no dates of its own.
    pub is_dated: bool,
    /// The first and the last day that the settings ask for of this stream, where they are others than of the connection.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// What settings say of its listings; empty where no setting does. What another description showed is listed again.
    pub description: &'static str,
    /// What settings select of its objects, where they do.
    pub selection: Option<Selection>,
    /// The setting by which its records come in one form or another, with its value, where there is one: each form has columns of
    /// its own.
    pub form: &'static str,
}

/// What a listing rests on that a search gives: what the index of the site lacks is in no answer.
pub const SEARCH_INDEX: &str = "the search index";

/// What settings select of the objects of a stream: its complete listing, which each run makes before anything follows from
/// changes, is a search for these, and no other object is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The conditions, as settings state them.
    pub text: &'static str,
    /// The settings that state them, as they are told: `labels and cql`.
    pub settings: &'static str,
}

/// That history is read in pieces of time, from the first day that is asked for on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces {
    /// How long each is, where the site does not count.
    pub step: TimeDelta,
    /// Whether the site is asked how many objects a time has ([`Session::count_of`](crate::Session::count_of)): then the history is cut
    /// by that, once, and is read as one listing where it is small and no date bounds it.
    pub is_counted: bool,
}

impl Stream {
    /// The members that tell of the file of its records, where its model is generated and they have some.
    pub fn file_members(&self) -> Option<FileMembers> {
        match self.columns {
            Columns::Generated { members, .. } => members.file,
            Columns::Model => None,
        }
    }

    /// Whether each of its objects describes a person: its own id is one of a person.
    pub fn describes_person(&self) -> bool {
        self.envelope.id.iter().all(|id| self.person.contains(id))
    }

    /// Whether a listing may leave out bodies, so that what it shows otherwise than it is held is fetched by its id.
    pub fn is_fetched(&self) -> bool {
        self.bodies || self.has_lean_census
    }

    /// Whether the objects of a stream carry its own.
    pub fn is_carried_by(&self, stream: &str) -> bool {
        self.carried.is_some() && self.parent.is_some_and(|parent| parent.stream == stream)
    }

    /// Whether settings say how it is listed, and so may be wrong about it.
    pub fn is_described(&self) -> bool {
        !self.description.is_empty()
    }

    /// What settings say of its complete listing, by a description or a selection; empty where they say nothing.
    pub fn listed_by(&self) -> &'static str {
        self.selection.map_or(self.description, |selection| selection.text)
    }

    /// The stream with its clock, where it has one, set to the time that settings say.
    pub fn read_again(&self, every: Option<TimeDelta>) -> Self {
        let Some(every) = every else { return *self };
        let clocked = |before: Option<TimeDelta>| if before == Some(Parent::NEVER) { before } else { Some(every) };
        let parent = self.parent.map(|parent| Parent {
            relisted_every: clocked(parent.relisted_every),
            running_every: parent.running_every.map(|_| every),
            ..parent
        });
        let changes = match self.changes {
            Changes::Listing { .. } => Changes::Listing { every },
            other => other,
        };
        Self { parent, changes, reread_every: self.is_fetched().then_some(every), ..*self }
    }

    /// What happened once stays, and what is new is asked for since a time.
    pub const fn of_events(self) -> Self {
        let changes = Changes::Since { overlap: self.overlap, relisted_every: Some(Parent::NEVER) };
        Self { changes, absence: Absence::Kept, ..self }
    }

    /// The time of it that a connection asks for: its first moment, and the first one behind it.
    pub fn dates(&self, connection: &Connection) -> (Option<NaiveDateTime>, Option<NaiveDateTime>) {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        let (start, end) = (self.days.0.or(connection.start_date), self.days.1.or(connection.end_date));
        // The last day itself still counts.
        (start.map(midnight), end.map(|day| midnight(day) + TimeDelta::days(1)))
    }
}

impl Stream {
    /// A stream that is read by complete listings alone: each run lists all of it, and an object missing from a listing is
    /// gone. A table states how its streams differ from this one.
    pub const LISTED: Stream = Stream {
        name: "",
        is_chosen: false,
        scope: None,
        containers: &[],
        about: None,
        handle: None,
        called: None,
        person: &[],
        id_space: "",
        statuses: Statuses { here: &[], binned: &[], unasked: &[] },
        has_files: false,
        envelope: Envelope::list(""),
        changes: Changes::Listing { every: TimeDelta::zero() },
        reread_every: None,
        bin: Bin::Newest,
        overlap: TimeDelta::minutes(10),
        feed_is_since: false,
        absence: Absence::Listed,
        columns: Columns::Model,
        parent: None,
        rests_on: None,
        carried: None,
        is_only_carried: false,
        bodies: false,
        has_lean_census: false,
        lists_ids: false,
        is_told: false,
        ids_at_once: 0,
        pieces: None,
        is_dated: false,
        days: (None, None),
        description: "",
        selection: None,
        form: "",
    };
}

/// How the changes of a stream are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// By a feed, newest first, and a listing of the trash: both are followed down to the watermark. Earlier objects are read as
    /// history.
    NewestFirst,
    /// By a request for what changed since a time, `overlap` before the watermark. Earlier objects are read by the first
    /// complete listing.
    Since {
        /// How far listings may lag behind the objects.
        overlap: TimeDelta,
        /// The interval of complete listings, which alone show deletions; nothing: the interval of the connection.
        relisted_every: Option<TimeDelta>,
    },
    /// By complete listings only.
    Listing {
        /// The interval between them.
        every: TimeDelta,
    },
}

/// How what was thrown away is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bin {
    /// By a listing, newest first: it is followed as long as it shows something new.
    Newest,
    /// By a listing in no order, which is read to its end.
    Whole,
    /// Not at all: what is deleted is gone at once.
    Nowhere,
}

/// What proves that an object missing from a complete listing is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Nothing: what happened once has happened, however short a time the site remembers it.
    Kept,
    /// A look at it, by its own id.
    Looked {
        /// Whether an id that is refused (403) is that of an object which this account may not see any more; else nobody
        /// knows what became of it, and it is open.
        hides: bool,
    },
    /// The listing, which shows everything that is there.
    Listed,
    /// The same, but its pages are counted from the beginning: what is deleted while it is read moves an object from a page that
    /// is still to be read to one that was read already. So two listings in a row must lack it.
    ListedTwice,
    /// The listing, of objects that are never deleted: what it lacks has gone from this account for this reason.
    Lasting(DeletionReason),
}

/// The parent of a stream that is listed once for each object of another stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The other stream.
    pub stream: &'static str,
    /// Whether a changed parent is listed again.
    pub is_followed: bool,
    /// The interval after which each parent is listed again, changed or not; nothing: the interval of the connection.
    pub relisted_every: Option<TimeDelta>,
    /// The interval after which a parent is listed again while it is running: while what is listed for it changes by itself with the
    /// time, as the source's query `due/running.sql` tells. Nothing: none is.
    pub running_every: Option<TimeDelta>,
    /// The statuses of the parents that it is listed for; empty: whatever they are.
    pub of_status: &'static [&'static str],
    /// A stream that spares the listings: as soon as it shows an object above another, it shows all that they would.
    pub unless_shown_by: Option<&'static str>,
}

impl Parent {
    /// The interval of what is listed again with its parent alone: longer than any site exists.
    pub const NEVER: TimeDelta = TimeDelta::days(365_000);
}

/// Where the columns of a stream are defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// In the model of the stream, a file below `sql/`.
    Model,
    /// By the settings and by the members of the objects: the model is generated.
    Generated {
        /// The columns in the settings.
        declared: &'static [Declared],
        /// The members that the engine goes by.
        members: Members,
    },
}

/// The members of a record that say what the engine goes by, each by its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// That with the time of the last change: the first of these that records have.
    pub changed: &'static [&'static str],
    /// That which pieces of history go by, where it is read in such.
    pub dated: Option<&'static str>,
    /// That with the number of its changes, where the site counts them.
    pub version: Option<&'static str>,
    /// That with the word for how it stands with the record.
    pub status: Option<&'static str>,
    /// That with the id of the record above it, as of one into which it was merged.
    pub above: Option<&'static str>,
    /// The name of the member with the value itself where the site wraps an id in an object, as in `{"link": …, "value": …}`;
    /// empty: it wraps none.
    pub wrapped: &'static str,
    /// What a record tells of its file, of a stream that has files.
    pub file: Option<FileMembers>,
}

/// The members of a record that tell of its file. A record has one file: when it was changed last tells one from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileMembers {
    /// The path of the member with its media type.
    pub media_type: &'static str,
    /// The path of the member with its size in bytes.
    pub size: &'static str,
    /// The path of the member with the id of the record that it is attached to.
    pub container: &'static str,
    /// The streams of such records: a file is stored where one of them holds that record.
    pub within: &'static [&'static str],
}

/// A member whose class the settings state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its path.
    pub path: &'static str,
    /// The word for its class.
    pub class: &'static str,
    /// The setting that says so, whose line is told where the records do not hold to it.
    pub setting: &'static str,
    /// What its column is called, where that does not follow from the path.
    pub column: Option<&'static str>,
}

/// The meaning of status words. An object with a word in none of the lists is requested.
#[derive(Clone, Copy, Debug)]
pub struct Statuses {
    /// The object exists.
    pub here: &'static [&'static str],
    /// The object is in the trash and can be restored.
    pub binned: &'static [&'static str],
    /// Not read: drafts and old versions.
    pub unasked: &'static [&'static str],
}

/// The standing of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It exists, or its status is unknown.
    Here,
    /// It is in the trash and can be restored.
    Binned,
    /// It is a draft or an old version.
    Unasked,
}

impl Statuses {
    /// The standing that a status means.
    pub fn standing(&self, status: Option<&str>) -> Standing {
        let is_among = |words: &[&str]| status.is_some_and(|status| words.contains(&status));
        match () {
            () if is_among(self.binned) => Standing::Binned,
            () if is_among(self.unasked) => Standing::Unasked,
            () => Standing::Here,
        }
    }
}
