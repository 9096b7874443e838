//! Sources: how to read somebody else's API. They know URLs, paging and rate limits, and nothing of DuckDB.
//!
//! A source is a `const` table of [`Stream`]s, one of its settings ([`Dialect`]), and a [`Session`] that says what the tables
//! cannot: how URLs are made and how an answer is read. Everything else is shared: [`walk`] proves the end of a listing,
//! [`client`] retries and waits, [`budget`] keeps the host's limit, [`allowed`] knows how much it takes at once. A new
//! source is a folder here, one below `sql/`, one below `fixtures/`, a fake below `practice`, and a line in [`SOURCES`].

pub mod allowed;
pub mod auth;
pub mod budget;
pub mod client;
mod confluence;
pub mod download;
pub mod look;
pub mod objects;
pub mod refused;
mod registry;
mod rest;
pub mod retry;
pub mod time;
pub mod waits;
pub mod walk;

pub use registry::{DIALECTS, SOURCES, by_name, of};

use crate::config::{Connection, Dialect};
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result, printable};
use crate::page::{Aim, Envelope, Sighting};
use auth::Door;
use chrono::{NaiveDateTime, TimeDelta};
use refused::{Flaw, Refused, Trouble};
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
    Looked,
    /// The listing, which shows everything that is there.
    Listed,
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
    },
}

/// A member of objects of which the settings say what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its path.
    pub path: &'static str,
    /// The word for what it holds.
    pub class: &'static str,
    /// The setting that says so, whose line is told where the records do not hold to it.
    pub setting: &'static str,
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

/// A source: its name, its streams, and how to open a session.
pub trait Source: Sync {
    /// The word after `source =` in the configuration, the folder here and below `sql/`.
    fn name(&self) -> &'static str {
        self.dialect().source
    }

    /// What its settings are.
    fn dialect(&self) -> &'static Dialect;

    /// The source as the settings of a connection describe it, where its streams are what they say.
    fn of(&'static self, connection: &Connection) -> Result<&'static dyn Source>;

    /// Its streams: scopes first, containers before what lies in them.
    fn streams(&self) -> &'static [Stream];

    /// What its settings are called.
    fn words(&self) -> Words;

    /// The words of the streams that a connection asks for.
    fn wanted(&self, connection: &Connection) -> Vec<String> {
        connection.own.texts(self.words().streams)
    }

    /// The scopes that one request names at most; with more of them the site is asked as a whole.
    fn scopes_at_once(&self) -> usize;

    /// The arguments of an address whose values may name a person: the record of requests leaves them out.
    fn unrecorded(&self) -> Vec<String>;

    /// What to do about a trouble with its site, where that is more than with any site.
    fn hint(&self, _trouble: Trouble) -> Option<&'static str> {
        None
    }

    /// How a connection is let in: what signs its requests. Looks up the secrets that its settings refer to.
    fn door(&self, connection: &Connection) -> Result<Door>;

    /// The URLs and answers of one configured site. Reaches nothing.
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>>;
}

/// What one site's requests and answers look like. Called from many walks at once.
pub trait Session: Send + Sync {
    /// The first request of a walk: so many results on a page, and of the scopes that it may name those in `named`.
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask>;

    /// What the first request of a walk may name.
    fn names(&self, aim: &Aim) -> Names;

    /// How many results a page of this size has, as configured.
    fn page_size(&self, size: PageSize) -> u32;

    /// The request for the page that the answer to `from` names as the next one ([`Reading::next`]), or an error if it leads
    /// out of the site.
    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask>;

    /// The next request as a position kept it ([`Ask::written`]), or an error if it leads out of the site.
    fn resume(&self, kept: &str) -> Result<Ask>;

    /// The same page of a listing with bodies or without: same cursor, same limit.
    fn bodies(&self, ask: &Ask, _wanted: bool) -> Ask {
        ask.clone()
    }

    /// Whether the request asks for bodies.
    fn has_bodies(&self, _ask: &Ask) -> bool {
        false
    }

    /// How many results the request asks for, if it says so.
    fn limit(&self, stream: &Stream, ask: &Ask) -> Option<u32>;

    /// The same request with another number of results; everything else stays byte for byte.
    fn with_limit(&self, stream: &Stream, ask: &Ask, limit: u32) -> Ask;

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

    /// Reads the answer to a request of a listing as a whole; the error says what is wrong with it, without content.
    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String>;

    /// Whether the first page of a walk is what the settings say of the stream; the error names the setting.
    fn prove(&self, _stream: &Stream, _answer: &Answer) -> Result<()> {
        Ok(())
    }

    /// What the settings say of a listing and the answer to its first request, which cannot be read, does not hold; nothing
    /// where the site may just be ill.
    fn misdescribed(&self, _stream: &Stream, _answer: &Answer) -> Option<Error> {
        None
    }

    /// What a refusal of the first request of a listing means; `said` is its status in brackets, and what the site says.
    fn refused_first(&self, _stream: &Stream, said: &str) -> Error {
        Error::failed(format!("the site refused the request {said}"))
            .hint("run again; if it stays, the site's API has changed")
    }

    /// Whether a first request that the site refuses with 400 and these words may have asked for too much.
    fn may_be_size(&self, _stream: &Stream, _said: &str) -> bool {
        true
    }

    /// What is told where a listing of what changed since a time to come has something in it.
    fn unheeded(&self, stream: &Stream) -> Error {
        Error::failed(format!("the listing of {} does not heed from when on changes are asked for", stream.name))
    }

    /// Whether some objects of a stream are there, whatever their status.
    fn existence(&self, stream: &Stream, _ids: &[String]) -> Result<Ask> {
        Err(unable(stream, "be looked for by ids"))
    }

    /// Reads the answer to [`Session::existence`]: the ids of what is there.
    fn read_existence(&self, _body: &[u8]) -> Result<BTreeSet<String>, String> {
        Ok(BTreeSet::new())
    }

    /// One object by its own id, whatever its status, without its body.
    fn own(&self, stream: &Stream, _id: &str) -> Result<Ask> {
        Err(unable(stream, "be asked for by its id"))
    }

    /// Reads the answer to [`Session::own`].
    fn read_own(&self, stream: &Stream, _body: &[u8]) -> Result<Sighting, String> {
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

/// Reads the answer to the first request of a listing, and proves that it is what the settings say.
pub fn read_first(
    session: &dyn Session,
    stream: &Stream,
    ask: &Ask,
    answer: &Answer,
    detail: Detail,
) -> Result<Reading, Flaw> {
    let read = session.read(stream, ask, answer, detail);
    let read = read.map_err(|flaw| session.misdescribed(stream, answer).map_or(Flaw::Ill(flaw), Flaw::Wrong))?;
    session.prove(stream, answer).map_err(Flaw::Wrong)?;
    Ok(read)
}

/// What the first question of a walk names beside its stream: spaces, for instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// So many, all of them or none: then the site is asked as a whole.
    Together(usize),
    /// So many, which several questions may share.
    Divisible(usize),
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
