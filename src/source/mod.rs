//! Sources: how to read somebody else's API. They know URLs, paging and rate limits, and nothing of DuckDB.
//!
//! A source is a `const` table of [`Stream`]s, one of its settings ([`Dialect`]), and a [`Session`] that says what the tables
//! cannot: how URLs are made and how an answer is read. Everything else is shared: [`walk`] proves the end of a listing,
//! [`client`] retries and waits, [`budget`] keeps the host's limit, [`allowed`] knows how much it takes at once. A new
//! source is a folder here, one below `sql/`, one below `fixtures/`, and a line in [`SOURCES`].

pub mod allowed;
pub mod auth;
pub mod budget;
pub mod client;
mod confluence;
pub mod download;
pub mod look;
pub mod objects;
pub mod refused;
pub mod retry;
pub mod waits;
pub mod walk;

use crate::config::{Connection, Dialect};
use crate::error::{Error, Result};
use crate::page::{Aim, Sighting};
use chrono::NaiveDateTime;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;
use url::Url;

/// Bytes of an address that is made here, at most: what stands before a site often takes no more than 2 KB, with the
/// method and the name of the protocol in them.
pub const LONGEST_ADDRESS: usize = 2000;

/// Every source there is.
pub const SOURCES: &[&dyn Source] = &[&confluence::Confluence];

/// What the settings of each source are.
pub static DIALECTS: LazyLock<Vec<&'static Dialect>> =
    LazyLock::new(|| SOURCES.iter().map(|source| source.dialect()).collect());

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
    /// The field of an answer that holds the objects.
    pub objects: &'static str,
    /// Whether its listings carry bodies, which can be left out and fetched by id.
    pub bodies: bool,
    /// How many of its objects one question by their ids takes; with 1 the answer is the object itself.
    pub ids_at_once: usize,
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
    /// The setting that names scopes.
    pub scopes: &'static str,
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

    /// Its streams: scopes first, containers before what lies in them.
    fn streams(&self) -> &'static [Stream];

    /// What its settings are called.
    fn words(&self) -> Words;

    /// The scopes that one request names at most; with more of them the site is asked as a whole.
    fn scopes_at_once(&self) -> usize;

    /// The arguments of an address whose values may name a person: the record of requests leaves them out.
    fn unrecorded(&self) -> &'static [&'static str];

    /// The URLs and answers of one configured site. Reaches nothing.
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>>;
}

/// What one site's URLs and answers look like. Called from many walks at once.
pub trait Session: Send + Sync {
    /// The first URL of a walk: so many results on a page, and of the spaces that it may name those in `named`.
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Url>;

    /// What the first URL of a walk may name.
    fn names(&self, aim: &Aim) -> Names;

    /// How many results a page of this size has, as configured.
    fn page_size(&self, size: PageSize) -> u32;

    /// A link of the answer to `from` as a URL of the site, or an error if it leads elsewhere.
    fn follow(&self, from: &Url, link: &str) -> Result<Url>;

    /// The same page of a listing with bodies or without: same cursor, same limit.
    fn bodies(&self, url: &Url, wanted: bool) -> Url;

    /// Whether the URL asks for bodies.
    fn has_bodies(&self, url: &Url) -> bool;

    /// How many results the URL asks for, if it says so.
    fn limit(&self, url: &Url) -> Option<u32>;

    /// The same URL with another number of results; everything else stays byte for byte.
    fn with_limit(&self, url: &Url, limit: u32) -> Url;

    /// Objects of a stream by their ids, with bodies; of one that takes one id at once the same as [`Session::own`].
    fn by_ids(&self, stream: &str, ids: &[String]) -> Result<Url>;

    /// The file of a version of an object that is attached to another one.
    fn file(&self, container: &str, id: &str, version: u32) -> Result<Url>;

    /// Reads the envelope of an answer as a whole; the error says what is wrong with it, without content.
    fn read(&self, stream: &Stream, body: &[u8], detail: Detail) -> Result<Reading, String>;

    /// Whether some objects are there, whatever their status: URL and body of a POST.
    fn existence(&self, ids: &[String]) -> Result<(Url, Vec<u8>)>;

    /// Reads the answer to [`Session::existence`]: the ids of what is there.
    fn read_existence(&self, body: &[u8]) -> Result<BTreeSet<String>, String>;

    /// One object by its own id, whatever its status, without its body.
    fn own(&self, stream: &str, id: &str) -> Result<Url>;

    /// Reads the answer to [`Session::own`].
    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Sighting, String>;

    /// Who asks.
    fn account(&self) -> Result<Url>;

    /// Reads the answer to [`Session::account`].
    fn read_account(&self, body: &[u8]) -> Result<Account, String>;

    /// Small requests that prove address and credentials, by stream: the first is always answered with something, a later
    /// one may have another page where that has none.
    fn probes(&self) -> Result<Vec<(&'static Stream, Url)>>;
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
    /// The link to the next page, as it came.
    pub next: Option<String>,
    /// Ids as far as [`Detail`] asked for them, in order; with [`Detail::Ids`] of those objects that have one.
    pub ids: Vec<String>,
    /// The newest (time, id), if asked for and known.
    pub top: Option<(NaiveDateTime, String)>,
    /// The objects, if asked for.
    pub sightings: Vec<Sighting>,
}

impl Reading {
    /// The reading of an answer that is one object.
    pub fn of_one(shown: Sighting) -> Self {
        Self { objects: 1, ids: vec![shown.object], ..Self::default() }
    }
}

/// The source of this name.
pub fn by_name(name: &str) -> Result<&'static dyn Source> {
    SOURCES
        .iter()
        .copied()
        .find(|source| source.name() == name)
        .ok_or_else(|| Error::usage(format!("there is no source {name}")))
}

/// The stream whose objects are the scopes of a source.
pub fn scopes(source: &dyn Source) -> Result<&'static Stream> {
    let is_scope = |stream: &&Stream| source.streams().iter().any(|other| other.scope == Some(stream.name));
    let missing = || Error::failed(format!("the source {} has no stream of scopes", source.name()));
    source.streams().iter().find(is_scope).ok_or_else(missing)
}

/// The stream of this name in a source's table.
pub fn stream(source: &dyn Source, name: &str) -> Option<&'static Stream> {
    source.streams().iter().find(|stream| stream.name == name)
}
