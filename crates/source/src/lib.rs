//! Sources: how to read somebody else's API. They know URLs, paging and rate limits, and nothing of DuckDB. With them the settings
//! ([`config`]), of which each source declares its own.
//!
//! # What is here
//!
//! A source is a `const` table of [`Stream`]s, one of its settings ([`Dialect`]), and a [`Session`] that says what the tables
//! cannot: how URLs are made and how an answer is read. Everything else is shared: [`walk`] proves the end of a listing,
//! [`client`] retries and waits, [`budget`] keeps the host's limit, [`allowed`] knows how much it takes at once. A new
//! source is a folder here, one below `sql/`, one below `fixtures/`, one of its fake in `crates/practice`, and a line in
//! `crates/base/src/sources.rs`; `tests/toy/` holds the smallest one. What sources of one vendor have in common is a folder that is no source:
//! `atlassian`, for Confluence and Jira.
//!
//! # What it may import
//!
//! `catchment-base`, `catchment-io` (HTTP) and, for the settings of policies, `catchment-redact`. A source imports no other source, and
//! [`config`] nothing of the rest of this crate. What a listing shows is handed on as types of [`catchment_base::response`].
//!
//! # Where to begin
//!
//! [`Stream`], a table of them (`jira/cloud.rs`), and [`walk`], which follows a listing to its end.

pub mod allowed;
mod atlassian;
pub mod auth;
mod blame;
pub mod budget;
pub mod client;
pub mod config;
pub mod count;
pub mod deletions;
pub mod dictionary;
pub mod download;
pub mod first;
pub mod hits;
mod joined;
mod known;
pub mod look;
mod names;
pub mod objects;
mod outage;
pub mod pace;
mod reading;
pub mod refused;
pub mod retry;
pub mod routes;
pub mod seen;
mod stream;
pub mod survey;
pub mod time;
pub mod tombstones;
pub mod waits;
pub mod walk;
mod words;

mod registry;

macro_rules! modules {
    ($($folder:ident)*) => { $(mod $folder;)* };
}
catchment_base::sources!(modules);

pub use names::Names;
pub use reading::{Detail, Reading};
pub use registry::{DIALECTS, SOURCES, of};
pub use stream::{
    Absence, Bin, Changes, Columns, Declared, FileMembers, Members, Parent, Pieces, SEARCH_INDEX, Selection, Standing,
    Statuses, Stream,
};
pub use words::{ScopeWords, Words};

use crate::config::{Connection, Dialect, suggestion};
use auth::{Consent, Door, Keeper};
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Sighting, WalkKind};
use catchment_io::http::{Answer, Ask, Posts};
use chrono::NaiveDateTime;
use count::Count;
use dictionary::Dictionary;
use hits::Hits;
use refused::{Flaw, Refused, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use survey::Survey;
use tombstones::Tombstones;
use url::Url;

/// The most bytes of an address made here, where a source says no more: proxies in front of a site often accept request lines of
/// 2 KB at most, method and protocol included.
pub const LONGEST_ADDRESS: usize = 2000;

/// A source as the registry knows it, before there is a connection.
pub enum Connector {
    /// One whose streams are the same for every connection.
    Fixed(&'static dyn Source),
    /// One whose streams follow from the settings of a connection.
    Described {
        /// What its settings are.
        dialect: &'static Dialect,
        /// The streams that it may have whatever a connection says.
        streams: fn() -> Vec<&'static Stream>,
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
    pub fn streams(&self) -> Vec<&'static Stream> {
        match self {
            Self::Fixed(source) => source.streams().iter().collect(),
            Self::Described { streams, .. } => streams(),
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

    /// What it calls its settings and its objects.
    fn words(&self) -> Words {
        Words::PLAIN
    }

    /// The names of the streams that a connection asks for.
    fn wanted(&self, _: &Connection) -> Vec<String> {
        self.streams().iter().filter(|stream| stream.is_chosen).map(|stream| stream.name.to_owned()).collect()
    }

    /// The scopes that a connection names; each is expected to be there.
    fn named_scopes(&self, connection: &Connection) -> Vec<String> {
        self.words().scopes.map_or_else(Vec::new, |scopes| connection.own.texts(scopes.setting))
    }

    /// The ids of objects by which a connection's settings select, each with its setting; each object is expected to be there.
    fn named_objects(&self, _: &Connection) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Whether settings ask for scopes by more than their names: then all are listed, and each tells by its status whether
    /// settings ask for it ([`Statuses::unasked`]).
    fn matches_scopes(&self, _: &Connection) -> bool {
        false
    }

    /// Whether the files of a stream that is read are stored; else nothing is kept of them but what is announced.
    fn stores_files(&self, _: &Connection, _: &Stream) -> bool {
        true
    }

    /// What is read that a connection does not name, because what it names lies in that.
    fn read_besides(&self, _: &Connection) -> Option<String> {
        None
    }

    /// The scopes that one request names at most; with more of them the site is asked as a whole.
    fn scopes_at_once(&self) -> usize {
        0
    }

    /// The arguments of an address whose values the record of requests keeps: none that may name a person or hold a secret.
    fn recorded(&self) -> Vec<String> {
        Vec::new()
    }

    /// What to do about a trouble with the site of a connection, where that is more than with any site.
    fn hint(&self, _: &Connection, _trouble: Trouble) -> Option<&'static str> {
        None
    }

    /// Which POSTs its sites may get: those that only ask.
    fn posts(&self) -> Posts {
        Posts::To(&[])
    }

    /// What a connection's settings give besides and does not count.
    fn notice(&self, _: &Connection) -> Option<String> {
        None
    }

    /// The scopes that the token of a connection must have for what it asks for; none where tokens have no scopes.
    fn scopes(&self, _: &Connection) -> Vec<String> {
        Vec::new()
    }

    /// What signs the requests of a connection. Resolves the secrets that its settings refer to; the refresh token of a person
    /// who consented is with the keeper.
    fn door(&self, _: &Connection, _: &Keeper) -> Result<Door> {
        Ok(auth::none())
    }

    /// What a person is asked to consent to, with the browser led back to this address; nothing where a connection needs no
    /// consent. Resolves the secrets that its settings refer to.
    fn consent(&self, _: &Connection, _back: &Url) -> Result<Option<Consent>> {
        Ok(None)
    }
}

/// How requests to one site are built and its answers are read. Called from many walks at once.
pub trait Session: Send + Sync {
    /// The next question whose answer decides how a walk asks; nothing where all of that is known, or depends on no answer.
    fn premise(&self, _: &Aim) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::premise`] and remembers what it says.
    fn read_premise(&self, _ask: &Ask, _answer: &Answer) -> Result<(), Flaw> {
        Ok(())
    }

    /// Whether a walk goes without the answer to this [`Session::premise`], which the site refuses with these words; nothing where
    /// it gives no answer.
    fn goes_without(&self, _: &Ask, _said: Option<&str>) -> bool {
        false
    }

    /// Whether limits of the site, as far as the settings leave them, allow a request. The error, of the kind "incomplete", says
    /// what is used up; the next run goes on from there.
    fn prove_allowance(&self, _: &Ask) -> Result<()> {
        Ok(())
    }

    /// What is left of the site's requests of a day; nothing where it has no such limit, or says nothing of it.
    fn allowance(&self) -> Option<Allowance> {
        None
    }

    /// Tells to when it is known which objects of a stream were there: what is not there now went later.
    fn note_settled(&self, _: &Stream, _to: NaiveDateTime) {}

    /// Forgets what the site has said of a stream: it does not hold any more, and [`Session::premise`] asks for it again.
    fn forget(&self, _: &Stream) {}

    /// Whether the complete listings of a stream rest on more than its table says ([`Stream::rests_on`]), as the version of the site has
    /// it: they show the records of the site themselves. Not known before the first of them.
    fn has_witness(&self, _stream: &Stream) -> bool {
        false
    }

    /// What it means that the account may not ask [`Session::premise`], or that what it is about is not there.
    fn refused_premise(&self, _ask: &Ask, cause: Error) -> Error {
        cause
    }

    /// Whether what decides how a walk goes on is known: it may be less than what decides how one begins.
    fn knows(&self, aim: &Aim) -> bool {
        self.premise(aim).is_ok_and(|ask| ask.is_none())
    }

    /// The first request of a walk, with `limit` results on a page and the scopes in the range `named`.
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask>;

    /// The same by an older route, which sites have that do not have the one of [`Session::first`]; nothing where there is no
    /// other.
    fn instead(&self, _: &Aim, _limit: u32, _named: Range<usize>) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// The scopes that the first request of a walk can name.
    fn names(&self, _: &Aim) -> Names {
        Names::Together(0)
    }

    /// The most bytes of an address.
    fn longest_address(&self) -> usize {
        LONGEST_ADDRESS
    }

    /// The next request for what a page lacks of its objects, after these further answers; nothing where it has all, or these have
    /// the rest.
    fn lacking(&self, _: &Stream, _ask: &Ask, _page: &Answer, _more: &[Answer]) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// A page together with the answers to what it lacked. Objects that were changed between the answers are left out: they are
    /// listed again.
    fn joined(&self, _: &Stream, _page: &Answer, _more: &[Answer]) -> Result<Vec<u8>, String> {
        Err("the page lacks nothing".to_owned())
    }

    /// The configured number of results for this page size.
    fn page_size(&self, size: PageSize) -> u32;

    /// The request for the next page that the answer to `from` names ([`Reading::next`]), or an error if it leads out of the
    /// site. By default a listing has one page.
    fn follow(&self, stream: &Stream, _from: &Ask, _next: &str) -> Result<Ask> {
        Err(unable(stream, "be followed from page to page"))
    }

    /// The form in which a position keeps a request: nothing in it names a person.
    fn kept(&self, ask: &Ask) -> String {
        ask.written()
    }

    /// The request that a position holds ([`Session::kept`]) of a walk that begins with `first`, or an error if it leads out of
    /// the site.
    fn resume(&self, _first: &Ask, _kept: &str) -> Result<Ask> {
        Err(Error::failed("listings of one page have no position between pages"))
    }

    /// The request for a page of a listing in the usual way, where one asks for it by a cursor or otherwise; nothing where there is
    /// no other way.
    fn regain(&self, _: &Stream, _ask: &Ask) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Whether a page that the site cannot deliver may be asked for without bodies.
    fn has_lesser(&self, _: &Stream, _ask: &Ask) -> bool {
        true
    }

    /// The same page of a listing with bodies or without: same cursor, same limit.
    fn bodies(&self, _stream: &Stream, ask: &Ask, _wanted: bool) -> Ask {
        ask.clone()
    }

    /// Whether the request asks for bodies.
    fn has_bodies(&self, _stream: &Stream, _ask: &Ask) -> bool {
        false
    }

    /// The number of results that the request asks for, if it states one.
    fn limit(&self, _stream: &Stream, _ask: &Ask) -> Option<u32> {
        None
    }

    /// The same request with another number of results and no other change.
    fn with_limit(&self, _stream: &Stream, ask: &Ask, _limit: u32) -> Ask {
        ask.clone()
    }

    /// Objects of a stream by their ids, with bodies; of one that takes one id at once the same as [`Session::own`].
    fn by_ids(&self, stream: &Stream, _ids: &[String]) -> Result<Ask> {
        Err(unable(stream, "be requested by ids"))
    }

    /// The request for one object with its body by its own address, of one that requests by ids find through an index, which may lack
    /// it; nothing where they do not.
    fn addressed(&self, _: &Stream, _id: &str) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// The same request for the ids and for some alone of the fields that it names, with the names of these; nothing where it names none.
    fn with_fields(&self, _: &Ask, _part: Range<usize>) -> Option<(Ask, Vec<String>)> {
        None
    }

    /// The object by its id without what may make it large, of which the site delivers nothing else; nothing where it cannot be
    /// asked for so.
    fn lesser(&self, _: &Stream, _id: &str) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// The file of a version of an object that is attached to another one.
    fn file(&self, _: &Stream, _container: &str, id: &str, _version: u32) -> Result<Url> {
        Err(Error::failed(format!("there is no file of {}", printable(id))))
    }

    /// The question for the link to the file of an object, where that carries the link and there is no other way to it.
    fn file_link(&self, _: &Stream, _id: &str) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::file_link`]: the link to the file of this version.
    fn read_file_link(&self, _: &Stream, _body: &[u8], _version: u32) -> Result<Url, String> {
        Err("the response has no link to a file".to_owned())
    }

    /// The refusals of a listing whose meaning differs from that of their status.
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

    /// What the settings say of a listing and the answer to its first request, which cannot be read, does not hold; nothing
    /// where the site may just be ill.
    fn misdescribed(&self, _stream: &Stream, _answer: &Answer) -> Option<Error> {
        None
    }

    /// What a refusal of the first request of a listing means; `said` is its status in brackets, and what the site says.
    fn refused_first(&self, _stream: &Stream, said: &str) -> Error {
        refused_first(said)
    }

    /// The scope that the refusal of the first request of a walk names, where the walk goes on without it: later requests of this
    /// session leave it out.
    fn leave_out(&self, _aim: &Aim, _said: &str) -> Option<String> {
        None
    }

    /// What it means that the account may not read a listing (403), though the site answers it.
    fn forbidden(&self, stream: &Stream, cause: Error) -> Error {
        let hint = cause.hint_text().unwrap_or("give the account the right to read it").to_owned();
        Error::new(cause.kind(), format!("{} cannot be read: {}", stream.name, cause.one_line())).hint(hint)
    }

    /// What it may mean that the answer to the first request of a listing has no records; nothing where there is no more to say
    /// than that.
    fn blank(&self, _stream: &Stream, _ask: &Ask, _answer: &Answer) -> Option<String> {
        None
    }

    /// Whether a first request that the site refuses with 400 and these words may have asked for too much.
    fn may_be_size(&self, _stream: &Stream, _said: &str) -> bool {
        true
    }

    /// What is told of a sign that the settings of a stream are wrong; nothing where no setting says what it is about.
    fn doubted(&self, _stream: &Stream, _sign: Sign) -> Option<Error> {
        None
    }

    /// An error that is such a sign: what is told of the settings, because of it; else itself.
    fn doubting(&self, stream: &Stream, sign: Sign, error: Error) -> Error {
        match self.doubted(stream, sign) {
            Some(doubt) => doubt.because(error),
            None => error,
        }
    }

    /// Whether some objects of a stream are there, whatever their status; nothing where each is only asked for by its own
    /// id.
    fn existence(&self, _stream: &Stream, _ids: &[String]) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::existence`]: the ids that exist.
    fn read_existence(&self, _body: &[u8]) -> Result<BTreeSet<String>, String> {
        Ok(BTreeSet::new())
    }

    /// One object by its own id, whatever its status, without its body.
    fn own(&self, stream: &Stream, _id: &str) -> Result<Ask> {
        Err(unable(stream, "be requested by its id"))
    }

    /// Several objects at once by their own ids, whatever their status, without their bodies: the answer is read as a page. Nothing
    /// where each is asked for by itself.
    fn together(&self, _: &Stream, _ids: &[String]) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::own`]; nothing where it says that there is no such object.
    fn read_own(&self, stream: &Stream, _body: &[u8]) -> Result<Option<Sighting>, String> {
        Err(format!("the response does not have the form of a {}", stream.name))
    }

    /// Further questions about objects that their own ids do not show: each asks which of them are there outside of what the settings
    /// ask for. They are asked in order, until all are found. A source without [`Session::together`] is asked for one id.
    fn outside(&self, _: &Stream, _ids: &[String]) -> Result<Vec<Ask>> {
        Ok(Vec::new())
    }

    /// Reads the answer to one of [`Session::outside`]: where the objects are that it shows, by their ids, as evidence tells it.
    fn read_outside(&self, _: &Stream, _ask: &Ask, _body: &[u8]) -> Result<BTreeMap<String, String>, String> {
        Ok(BTreeMap::new())
    }

    /// Whether the settings limit how many queries one run makes, so that it may end before it has settled anything.
    fn limits_queries(&self) -> bool {
        false
    }

    /// Whether the answer to [`Session::own`], [`Session::together`] or [`Session::outside`] says that the object of this id is
    /// there, though it is not shown to this account.
    fn is_hidden(&self, _: &Stream, _id: &str, _: &Answer) -> bool {
        false
    }

    /// Whether the site's record of all deletions was read, and names none of the object of this id: then it was not deleted, wherever it
    /// is not shown.
    fn has_no_deletion(&self, _id: &str) -> bool {
        false
    }

    /// A search in the site's own search language, with so many results at most; nothing where it has none.
    fn search(&self, _query: &str, _limit: u32) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// The search for objects with these ids, whatever else settings ask for; nothing where the source has no such search. Its
    /// answer is that of [`Session::search`].
    fn named(&self, _ids: &[String]) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::search`].
    fn read_search(&self, _body: &[u8]) -> Result<Hits, String> {
        Err("the response is not that of a search".to_owned())
    }

    /// The request for the account that the site sees; nothing if it cannot be asked.
    fn account(&self) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// What refusals of [`Session::account`] mean; where one means that there is nothing, the site does not tell.
    fn refused_account(&self) -> &[Refused] {
        &[]
    }

    /// Reads the answer to [`Session::account`].
    fn read_account(&self, _: &Answer) -> Result<Account, String> {
        Ok(Account::Anonymous)
    }

    /// The question how many objects an aim with a time has, and when the first and the last of them were made; nothing where the
    /// site does not count.
    fn count_of(&self, _: &Aim) -> Result<Option<Ask>> {
        Ok(None)
    }

    /// Reads the answer to [`Session::count_of`].
    fn read_count_of(&self, _ask: &Ask, _body: &[u8]) -> Result<Count, String> {
        Err("the response is not that of a count".to_owned())
    }

    /// What the site says of the fields of its streams, where it describes them.
    fn dictionary(&self) -> Option<&dyn Dictionary> {
        None
    }

    /// What is known of the site beforehand, where the source knows something.
    fn survey(&self) -> Option<&dyn Survey> {
        None
    }

    /// What the site says of deletions, where it lists them.
    fn tombstones(&self) -> Option<&dyn Tombstones> {
        None
    }

    /// A small request for what settings select of a stream, which proves that the site understands them; nothing where they
    /// select nothing.
    fn selection(&self) -> Result<Option<(&'static Stream, Ask)>> {
        Ok(None)
    }

    /// Small requests, one per stream, that prove address and credentials. If there are scopes, the first is always answered
    /// with at least one.
    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>>;
}

/// Requests that a site and the settings leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Those of today.
    pub left: u64,
    /// Those of a whole day.
    pub a_day: u64,
}

/// A sign that the settings of a stream are wrong, though each answer can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A listing of what changed since a time to come has something in it.
    SinceIgnored,
    /// A listing of what changed since a time at which a record has changed has nothing in it.
    SinceEmpty,
    /// A page that cannot be the last one names no next one.
    EndUnproven,
    /// Behind such a page comes an empty one.
    NextEmpty,
    /// The request for the next page is refused.
    NextRefused,
    /// A listing gave fewer records than its answers announce.
    TotalMissed,
    /// A listing showed many records by the same id.
    KeyRepeats,
    /// The next page is one that came before.
    PageRepeated,
    /// A record that a listing has just shown is not there by its id.
    IdUnknown,
    /// What identifies a record is somebody's address.
    KeyNamesPerson,
}

/// What the refusal of a first request means where no setting is known to be wrong.
pub fn refused_first(said: &str) -> Error {
    Error::failed(format!("the site refused the request {said}"))
        .hint("run again; if it persists, the site's API has changed")
}

/// Of a list of fields the one that is the id and a part of the others, with the names of these; nothing where the part lies outside.
fn part_of_fields(asked: &str, between: &str, id: &str, part: Range<usize>) -> Option<(String, Vec<String>)> {
    let named: Vec<&str> = asked.split(between).filter(|name| *name != id).collect();
    let some = named.get(part.start..part.end.min(named.len()))?;
    Some(([&[id], some].concat().join(between), some.iter().map(|name| (*name).to_owned()).collect()))
}

fn unable(stream: &Stream, what: &str) -> Error {
    Error::failed(format!("the stream {} cannot {what}", stream.name))
}

/// The account that a site answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// A known account.
    Known {
        /// The account's id.
        id: String,
        /// Its type, in the word of the site.
        kind: String,
        /// The time zone that the site reads its times by, where it says so.
        zone: Option<String>,
    },
    /// Anonymous: only public content is answered.
    Anonymous,
    /// The site does not tell.
    Untold,
    /// The account does not see its own record, and nothing says that it is logged in: a visitor, unless it never saw it.
    Unseen,
}

/// The size of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// Small, so that a poll without news costs little.
    Small,
    /// The configured size.
    Full,
    /// As many as the site gives at once of ids and times alone.
    Lean,
}

impl PageSize {
    /// That of a walk of this kind over a stream, of which none is known to be small.
    pub fn of(kind: WalkKind, stream: &Stream) -> Self {
        if kind == WalkKind::Census && (stream.has_lean_census || stream.lists_ids) { Self::Lean } else { Self::Full }
    }
}

/// The streams of a connection that only the default of its setting `datasets` asks for; without those that scopes are read for, in
/// which others lie, as pages and issues.
pub fn wanted_by_default(connection: &Connection) -> Result<BTreeSet<String>> {
    const DATASETS: &str = "datasets";
    if connection.own.is_written(DATASETS) {
        return Ok(BTreeSet::new());
    }
    let without = Connection { own: connection.own.with(DATASETS, serde_json::json!([])), ..connection.clone() };
    let named: BTreeSet<String> = of(&without)?.wanted(&without).into_iter().collect();
    let source = of(connection)?;
    let is_parent =
        |name: &str| source.streams().iter().any(|stream| stream.parent.is_some_and(|parent| parent.stream == name));
    let is_read_for = |name: &str| stream(source, name).is_some_and(|stream| stream.scope.is_some()) && is_parent(name);
    let wanted = source.wanted(connection).into_iter();
    Ok(wanted.filter(|name| !named.contains(name) && !is_read_for(name)).collect())
}

/// What is told of a stream that only the default asks for and the account may not read.
pub fn left_out(stream: &str, cause: &str) -> String {
    format!(
        "{stream} is left out: only the default of `datasets` asks for it, and the account may not read it ({cause}); \
         name it in `datasets` to make that a gap"
    )
}

/// The stream of scopes of a source, if it has scopes.
pub fn scopes(source: &dyn Source) -> Option<&'static Stream> {
    let is_scope = |stream: &&Stream| source.streams().iter().any(|other| other.scope == Some(stream.name));
    source.streams().iter().find(is_scope)
}

/// The stream of this name in a source's table.
pub fn stream(source: &dyn Source, name: &str) -> Option<&'static Stream> {
    source.streams().iter().find(|stream| stream.name == name)
}

/// What the completeness of a stream rests on, where that is less than the records of the site: what settings select is found by a
/// search, and what is listed for some objects is no more complete than these.
pub fn rests_on(source: &dyn Source, stream: &Stream) -> Option<&'static str> {
    let selected = stream.selection.map(|_| SEARCH_INDEX);
    let of_parent = || rests_on(source, self::stream(source, stream.parent?.stream)?);
    stream.rests_on.or(selected).or_else(of_parent)
}

/// The stream of this name in a source's table; where there is none, an error that lists the streams.
pub fn known_stream(source: &dyn Source, name: &str) -> Result<&'static Stream> {
    stream(source, name).ok_or_else(|| {
        let names: Vec<&str> = source.streams().iter().map(|stream| stream.name).collect();
        let near = suggestion(name, names.iter());
        Error::usage(format!("there is no stream {}", printable(name)))
            .hint(format!("{near}streams: {}", names.join(", ")))
    })
}

/// Why an answer cannot be read, without its content.
pub fn flaw(cause: &serde_json::Error, length: usize) -> String {
    use serde_json::error::Category;
    match cause.classify() {
        Category::Eof => format!("the response of {length} bytes ends in the middle of its JSON"),
        Category::Syntax => format!("the response is not JSON (line {}, column {})", cause.line(), cause.column()),
        Category::Data => "the response does not have the form of a listing".to_owned(),
        Category::Io => "the response could not be read".to_owned(),
    }
}
