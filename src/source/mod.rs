//! Sources: how to read somebody else's API. They know URLs, paging and rate limits, and nothing of DuckDB.
//!
//! A source is a `const` table of [`Stream`]s, one of its settings ([`Dialect`]), and a [`Session`] that says what the tables
//! cannot: how URLs are made and how an answer is read. Everything else is shared: [`walk`] proves the end of a listing,
//! [`client`] retries and waits, [`budget`] keeps the host's limit, [`allowed`] knows how much it takes at once. A new
//! source is a folder here, one below `sql/`, one below `fixtures/`, one of its fake below `src/practice/`, and a line in
//! `registry.rs`; `tests/toy/` holds the smallest one.

pub mod allowed;
pub mod auth;
pub mod budget;
pub mod client;
pub mod download;
pub mod look;
pub mod objects;
pub mod refused;
pub mod retry;
pub mod time;
pub mod waits;
pub mod walk;

#[macro_use]
mod registry;

macro_rules! modules {
    ($($folder:ident)*) => { $(mod $folder;)* };
}
sources!(modules);

pub use registry::{DIALECTS, SOURCES, of};

use crate::config::{Connection, Dialect};
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result, printable};
use crate::page::{Aim, Envelope, Sighting};
use auth::Door;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use refused::Refused;
use std::collections::BTreeSet;
use std::ops::Range;
use url::Url;

/// Bytes of an address that is made here, at most: what stands before a site often takes no more than 2 KB, with the
/// method and the name of the protocol in them.
pub const LONGEST_ADDRESS: usize = 2000;

/// A kind of object that a source lists.
pub struct Stream {
    /// Its name, in the singular; also the name of the staging relation's stream.
    pub name: &'static str,
    /// The word in the settings that asks for it; nothing if it is always read.
    pub word: Option<&'static str>,
    /// The stream whose objects its own are in: it is listed, and its history kept, for each of them. Nothing if the whole
    /// site is one listing.
    pub scope: Option<&'static str>,
    /// The streams whose objects its own may lie in: what lies in a container goes with it.
    pub containers: &'static [&'static str],
    /// The column of its relation by which the settings name a scope, where its objects are scopes.
    pub handle: Option<&'static str>,
    /// Streams of one id space have no id in common: an object that turns into one of another stream keeps its id.
    pub id_space: &'static str,
    /// What the words mean by which the site says how it stands with an object.
    pub statuses: Statuses,
    /// Whether its objects have files, which are stored beside the lake.
    pub has_files: bool,
    /// Where its objects stand in an answer, and what tells one from another.
    pub envelope: Envelope,
    /// How changes show.
    pub changes: Changes,
    /// What says of an object that a complete listing lacks that it is gone.
    pub absence: Absence,
    /// Where its columns stand.
    pub columns: Columns,
    /// What it is listed for, where that is each object of another stream.
    pub parent: Option<Parent>,
    /// Whether its listings carry bodies, which can be left out and fetched by id.
    pub bodies: bool,
    /// How many of its objects one question by their ids takes; with 1 the answer is the object itself, with 0 there is no
    /// such question.
    pub ids_at_once: usize,
    /// How what there was before increments is read in pieces of time, where it is.
    pub pieces: Option<Pieces>,
    /// Whether dates bound which of its objects are held: of one that is read in pieces by the time that these go by, else by
    /// the time of the last change. What goes with a container has no dates of its own.
    pub is_dated: bool,
    /// The first and the last day that the settings ask for of this stream, where they are others than of the connection.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
}

/// That history is read in pieces of time, from the first day that is asked for on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces {
    /// How long each is.
    pub step: TimeDelta,
}

impl Stream {
    /// The time of it that a connection asks for: its first moment, and the first one behind it.
    pub fn dates(&self, connection: &Connection) -> (Option<NaiveDateTime>, Option<NaiveDateTime>) {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        let (start, end) = (self.days.0.or(connection.start_date), self.days.1.or(connection.end_date));
        // The last day itself still counts.
        (start.map(midnight), end.map(|day| midnight(day) + TimeDelta::days(1)))
    }
}

impl Stream {
    /// What is told by a complete listing alone: each run lists all of it, and what a listing lacks is gone. The others of
    /// a table differ from it.
    pub const LISTED: Stream = Stream {
        name: "",
        word: None,
        scope: None,
        containers: &[],
        handle: None,
        id_space: "",
        statuses: Statuses { here: &[], binned: &[], unasked: &[] },
        has_files: false,
        envelope: Envelope { objects: "", own: "", id: &["id"], is_within: false },
        changes: Changes::Listing { every: TimeDelta::zero() },
        absence: Absence::Listed,
        columns: Columns::Model,
        parent: None,
        bodies: false,
        ids_at_once: 0,
        pieces: None,
        is_dated: false,
        days: (None, None),
    };
}

/// How the changes of a stream show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// A listing shows the newest first, and another one what was thrown away: both are followed down to where they were
    /// followed before. What there was before is listed as history.
    NewestFirst,
    /// What changed since a time can be asked for; so far before the newest known change it begins. What there was before
    /// comes with the first complete listing.
    Since {
        /// How far a listing may lag behind the objects.
        overlap: TimeDelta,
        /// How long after a complete listing the next one is due, which alone shows what is gone; nothing: as the connection
        /// says.
        relisted_every: Option<TimeDelta>,
    },
    /// Only a complete listing shows them.
    Listing {
        /// How long after one the next one is due.
        every: TimeDelta,
    },
}

/// What says of an object that a complete listing lacks that it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
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
}

/// That a stream is listed for each object of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The other stream.
    pub stream: &'static str,
    /// Whether a parent that changed is listed again.
    pub is_followed: bool,
    /// How long after a listing of a parent the next one is due, whether it has changed or not; nothing: as the connection
    /// says.
    pub relisted_every: Option<TimeDelta>,
}

/// Where the columns of a stream stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// In the model that names the stream, a file below `sql/`.
    Model,
    /// In what the settings say and in what the objects have: the model is generated.
    Generated {
        /// What the settings say.
        declared: &'static [Declared],
        /// The path of the member that says when an object was changed last, where one does.
        changed: Option<&'static str>,
        /// The path of the member that pieces of history go by, where it is read in such.
        dated: Option<&'static str>,
    },
}

/// A member of objects of which the settings say what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its path.
    pub path: &'static str,
    /// The word for what it holds.
    pub class: &'static str,
}

/// What the statuses of objects mean. A word that is in no list says nothing: the object is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Statuses {
    /// It is there.
    pub here: &'static [&'static str],
    /// It was thrown away and can be taken back.
    pub binned: &'static [&'static str],
    /// Nobody asks for such: a draft, an old version.
    pub unasked: &'static [&'static str],
}

/// How it stands with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is there, or its status is no known word.
    Here,
    /// It was thrown away and can be taken back.
    Binned,
    /// It is a draft or an old version.
    Unasked,
}

impl Statuses {
    /// What a status means.
    pub fn standing(&self, status: Option<&str>) -> Standing {
        let is_among = |words: &[&str]| status.is_some_and(|status| words.contains(&status));
        match () {
            () if is_among(self.binned) => Standing::Binned,
            () if is_among(self.unasked) => Standing::Unasked,
            () => Standing::Here,
        }
    }
}

/// What the settings of a source are called that say what is read.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The setting that names streams.
    pub streams: &'static str,
    /// The setting that names scopes, where the source has scopes.
    pub scopes: Option<&'static str>,
    /// The setting that says in MiB up to which size files are stored; nothing where its streams have none.
    pub file_mib: Option<&'static str>,
}

/// A source as the registry knows it, before there is a connection.
pub enum Connector {
    /// One whose streams are the same for every connection.
    Fixed(&'static dyn Source),
    /// One whose streams are what the settings of a connection describe.
    Described {
        /// What its settings are.
        dialect: &'static Dialect,
        /// The source that a connection describes.
        of: fn(&Connection) -> Result<&'static dyn Source>,
    },
}

impl Connector {
    /// What its settings are.
    pub fn dialect(&self) -> &'static Dialect {
        match self {
            Self::Fixed(source) => source.dialect(),
            Self::Described { dialect, .. } => dialect,
        }
    }

    /// The word after `source =` in the configuration.
    pub fn name(&self) -> &'static str {
        self.dialect().source
    }

    /// The source of a connection.
    pub fn of(&self, connection: &Connection) -> Result<&'static dyn Source> {
        match self {
            Self::Fixed(source) => Ok(*source),
            Self::Described { of, .. } => of(connection),
        }
    }

    /// The streams that it has whatever a connection says.
    pub fn streams(&self) -> &'static [Stream] {
        match self {
            Self::Fixed(source) => source.streams(),
            Self::Described { .. } => &[],
        }
    }
}

/// A source of a connection: its streams, and how to open a session.
pub trait Source: Sync {
    /// What its settings are.
    fn dialect(&self) -> &'static Dialect;

    /// Its streams: scopes first, containers before what lies in them.
    fn streams(&self) -> &'static [Stream];

    /// The URLs and answers of one configured site. Reaches nothing.
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>>;

    /// The word after `source =` in the configuration, the folder here and below `sql/`.
    fn name(&self) -> &'static str {
        self.dialect().source
    }

    /// What its settings are called. Where none says what is read, that is said by the choice of the source.
    fn words(&self) -> Words {
        Words { streams: "source", scopes: None, file_mib: None }
    }

    /// The words of the streams that a connection asks for.
    fn wanted(&self, _: &Connection) -> Vec<String> {
        self.streams().iter().filter_map(|stream| stream.word).map(str::to_owned).collect()
    }

    /// The scopes that one request names at most; with more of them the site is asked as a whole.
    fn scopes_at_once(&self) -> usize {
        0
    }

    /// The arguments of an address whose values the record of requests keeps: none that may name a person or hold a secret.
    fn recorded(&self) -> Vec<String> {
        Vec::new()
    }

    /// How a connection is let in: what signs its requests. Looks up the secrets that its settings refer to.
    fn door(&self, _: &Connection) -> Result<Door> {
        Ok(auth::none())
    }
}

/// What one site's requests and answers look like. Called from many walks at once.
pub trait Session: Send + Sync {
    /// The first request of a walk: so many results on a page, and of the scopes that it may name those in `named`.
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask>;

    /// What the first request of a walk may name.
    fn names(&self, _: &Aim) -> Names {
        Names::Together(0)
    }

    /// How many results a page of this size has, as configured.
    fn page_size(&self, size: PageSize) -> u32;

    /// The request for the page that the answer to `from` names as the next one ([`Reading::next`]), or an error if it leads
    /// out of the site. What is answered as a whole has none.
    fn follow(&self, stream: &Stream, _from: &Ask, _next: &str) -> Result<Ask> {
        Err(unable(stream, "be followed from page to page"))
    }

    /// The next request as a position kept it ([`Ask::written`]), or an error if it leads out of the site.
    fn resume(&self, _kept: &str) -> Result<Ask> {
        Err(Error::failed("listings of one page have no position between pages"))
    }

    /// The same page of a listing with bodies or without: same cursor, same limit.
    fn bodies(&self, ask: &Ask, _wanted: bool) -> Ask {
        ask.clone()
    }

    /// Whether the request asks for bodies.
    fn has_bodies(&self, _ask: &Ask) -> bool {
        false
    }

    /// How many results the request asks for, if it says so.
    fn limit(&self, _stream: &Stream, _ask: &Ask) -> Option<u32> {
        None
    }

    /// The same request with another number of results; everything else stays byte for byte.
    fn with_limit(&self, _stream: &Stream, ask: &Ask, _limit: u32) -> Ask {
        ask.clone()
    }

    /// Objects of a stream by their ids, with bodies; of one that takes one id at once the same as [`Session::own`].
    fn by_ids(&self, stream: &Stream, _ids: &[String]) -> Result<Ask> {
        Err(unable(stream, "be asked for by ids"))
    }

    /// The file of a version of an object that is attached to another one.
    fn file(&self, _container: &str, id: &str, _version: u32) -> Result<Url> {
        Err(Error::failed(format!("there is no file of {}", printable(id))))
    }

    /// What refusals of a stream's listing mean, where they mean something else than their status commonly does.
    fn refused(&self, _stream: &Stream) -> &[Refused] {
        &[]
    }

    /// What refusals of its objects mean that are asked for by their ids.
    fn refused_by_id(&self, _stream: &Stream) -> &[Refused] {
        &[]
    }

    /// Reads the answer to a request of a listing as a whole; the error says what is wrong with it, without content.
    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String>;

    /// Whether the first page of a walk, the answer to `ask`, is what the settings say of the stream; the error names the
    /// setting.
    fn prove(&self, _stream: &Stream, _ask: &Ask, _answer: &Answer) -> Result<()> {
        Ok(())
    }

    /// Whether some objects of a stream are there, whatever their status; nothing where each is only asked for by its own
    /// id.
    fn existence(&self, _stream: &Stream, _ids: &[String]) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::existence`]: the ids of what is there.
    fn read_existence(&self, _body: &[u8]) -> Result<BTreeSet<String>, String> {
        Ok(BTreeSet::new())
    }

    /// One object by its own id, whatever its status, without its body.
    fn own(&self, stream: &Stream, _id: &str) -> Result<Ask> {
        Err(unable(stream, "be asked for by its id"))
    }

    /// Reads the answer to [`Session::own`]; nothing where it says that there is no such object.
    fn read_own(&self, stream: &Stream, _body: &[u8]) -> Result<Option<Sighting>, String> {
        Err(format!("the answer does not have the form of a {}", stream.name))
    }

    /// Who asks; nothing where the site does not tell that.
    fn account(&self) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::account`].
    fn read_account(&self, _body: &[u8]) -> Result<Account, String> {
        Ok(Account::Anonymous)
    }

    /// Small requests that prove address and credentials, by stream: the first is always answered with something where there
    /// are scopes, a later one may have another page where that has none.
    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>>;
}

fn unable(stream: &Stream, what: &str) -> Error {
    Error::failed(format!("the stream {} cannot {what}", stream.name))
}

/// What the first question of a walk names beside its stream: spaces, for instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// So many, all of them or none: then the site is asked as a whole.
    Together(usize),
    /// So many, which several questions may share.
    Divisible(usize),
    /// Seconds of a time, which several questions share.
    Parts {
        /// How many there are.
        all: usize,
        /// How many of them one question names, at most.
        at_once: usize,
    },
}

/// Which account a site says it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// The one of this id, and of which type it is.
    Known {
        /// The account's id.
        id: String,
        /// What the site calls its type: a person's, an app's.
        kind: String,
    },
    /// None: what anybody may see is answered.
    Anonymous,
    /// The site did not tell; why.
    Untold(String),
}

/// How many results a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// So few that a quiet poll costs little.
    Small,
    /// As many as are configured.
    Full,
}

/// How much of the objects a reading looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The first and the last id.
    Ends,
    /// The first and the last id and the newest change.
    Top,
    /// Every id and the newest change.
    Ids,
    /// Every object without its body.
    Sightings,
}

/// What an answer says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Number of objects.
    pub objects: usize,
    /// What names the next page: the link as it came, a token, a number; [`Session::follow`] knows.
    pub next: Option<String>,
    /// Whether nothing but an empty page says that this is the end: a second one has to say so too.
    pub ends_empty: bool,
    /// Whether it is not sorted as the listing goes on.
    pub is_unsorted: bool,
    /// How many objects the answer says that there are in all.
    pub total: Option<u64>,
    /// Ids as far as [`Detail`] asked for them, in order; with [`Detail::Ids`] of those objects that have one.
    pub ids: Vec<String>,
    /// The newest (time, id), if asked for and known.
    pub top: Option<(NaiveDateTime, String)>,
    /// The objects, if asked for.
    pub sightings: Vec<Sighting>,
}

impl Reading {
    /// The same with the ids that the objects have in the listing for a parent.
    pub fn within(mut self, envelope: &Envelope, parent: &str) -> Self {
        if envelope.is_within {
            let within = |id: &mut String| *id = envelope.within(parent, std::mem::take(id));
            self.ids.iter_mut().for_each(within);
            self.top.iter_mut().for_each(|(_, id)| within(id));
            for shown in &mut self.sightings {
                within(&mut shown.object);
                shown.container = Some(parent.to_owned());
            }
        }
        self
    }

    /// The reading of an answer that is one object.
    pub fn of_one(shown: Sighting) -> Self {
        Self { objects: 1, ids: vec![shown.object], ..Self::default() }
    }
}

/// The stream whose objects are the scopes of a source, where it has scopes.
pub fn scopes(source: &dyn Source) -> Option<&'static Stream> {
    let is_scope = |stream: &&Stream| source.streams().iter().any(|other| other.scope == Some(stream.name));
    source.streams().iter().find(is_scope)
}

/// The stream of this name in a source's table.
pub fn stream(source: &dyn Source, name: &str) -> Option<&'static Stream> {
    source.streams().iter().find(|stream| stream.name == name)
}

/// What is wrong with an answer that cannot be read, without its content.
pub fn flaw(cause: &serde_json::Error, length: usize) -> String {
    use serde_json::error::Category;
    match cause.classify() {
        Category::Eof => format!("the answer of {length} bytes ends in the middle of its JSON"),
        Category::Syntax => format!("the answer is not JSON (line {}, column {})", cause.line(), cause.column()),
        Category::Data => "the answer does not have the form of a listing".to_owned(),
        Category::Io => "the answer could not be read".to_owned(),
    }
}
