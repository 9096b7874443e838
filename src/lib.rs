//! Copies Confluence, Jira, ServiceNow, Salesforce and REST APIs to redacted, complete Parquet datasets.
//!
//! It reads Confluence, Jira, the tables of ServiceNow, the objects of Salesforce, or any REST API that its settings describe, page by
//! page, keeps every response sealed in DuckDB, turns the responses into tables with plain SQL, takes personal data out on the way in,
//! and publishes Parquet datasets atomically.
//!
//! # The flow
//!
//! ```text
//!  source ───────▶ land ──────────▶ stage ──────────────▶ mart ──────────────▶ export
//!  API answers     land.response    <source>.<entity>     mart.<dataset>       Parquet + manifest
//!  (HTTP)          sealed bytes     sql/<source>/*.sql    sql/<source>/mart/   generation N+1 beside N
//!                  + walk position  redact…() in the      views over
//!                  in ONE txn       first CTE             staged tables
//! ```
//!
//! # The words
//!
//! - *Stream*: a kind of object of a source (pages, attachments). What it can do is a row of the source's table, its facets.
//! - *Scope*: an object that others are listed by and that settings name, as a space. *Container*: what an object lies in
//!   and goes with, as an attachment with its page. *Parent*: an object that others are listed for, one listing each.
//! - *Walk*: one pass over one listing, down to its *floor* (a time) or to its provable end.
//! - *Feed*: a listing newest first. Its *watermark* is the newest change that was seen.
//! - *Census*: a walk over a whole listing without bodies, which shows what is there and what is not.
//! - *Sighting*: what such a listing shows of one object. The *ledger* (`sync.object`) holds the same of what is held; where
//!   the two differ, the object is due.
//! - *Chunk*: a piece of history, read once: a scope, or a window of time.
//! - *To settle* a census: to look at what it lacks, and to record what is gone, with the reason.
//!
//! # What happens
//!
//! A *walk* is one pass over one listing. It asks for a page, hands it to `land` and goes on when the page
//! and its own new position are committed, so that a crash repeats at most one request per open listing.
//! One writer commits the steps of all walks in groups. What there was before the first sync is read in *chunks*, a
//! scope each, with bodies, or with dates the newest-first feed of a stream down to the first date; a census ends the first
//! history and verifies it. What changes afterwards is seen in feeds, newest first and without
//! bodies, down to the *watermark*; in the trash; and, on a clock of its own, in a *census* of everything without bodies.
//! Such walks leave *sightings*: what was shown otherwise than it is held is due, and is fetched by its id. What a
//! complete census lacks is looked at, and only then recorded as gone, with the reason and what says so.
//!
//! A stream whose listings carry everything has no history of its own: its first census reads it, and keeps the responses that
//! show something new; where it can be asked for windows of time, that is its history, and a census goes through the same
//! windows. Where it can be asked for what changed since a time, such a walk follows the watermark; else every
//! census compares anew, and what it lacks is gone by its word, or by the answer to its own id where there is one. A stream with parents is listed for each of them: again for
//! those that have changed, and by the clock.
//!
//! When about 8 MB of answers have landed they are opened again, cut into objects and given to SQL as the relation
//! `record`: a staging model redacts in its first CTE and yields one row per object, which is merged by key: the newest
//! wins, and an answer by the object's own id over whatever was listed before it. The same transaction writes the object's
//! row in the ledger. When every walk has ended, the checks run, and the marts whose checks hold are published: the former
//! generation's files whose rows did not change are kept, the others are written, read back, stated in a manifest, and only
//! then pointed at.
//!
//! # The laws
//!
//! Each has a test of its name for Confluence, Jira, ServiceNow and Salesforce, in `tests/laws/`.
//!
//! 1. Nothing is skipped silently: a listing is complete only when it was followed to its provable end; what
//!    cannot be read is a row of `sync.quarantine`, and the run ends with 3 until it is read or acknowledged.
//! 2. Nothing is deleted by absence of evidence: a complete census and, where objects have an answer of their own, that
//!    answer; or the trash, or a setting; never more than a set share in one run without consent.
//! 3. Datasets are published atomically: files are immutable, and readers follow one link. A first generation waits until it is
//!    complete; a later one that lacks something says so in its first lines.
//! 4. Same input, same output: however often a run was killed, the rows are the same.
//! 5. Credentials go to the configured origin and nowhere else.
//! 6. Nothing leaves unclassified: proven from the syntax tree before the first request.
//! 7. Everything is bounded.
//! 8. The cost follows the change: a quiet sync is a small request per stream and rewrites nothing.
//! 9. The truth at the end: exit 0 means that all of this held.
//! 10. The books balance: every object that the site showed ends as published, deleted with a reason, known as unwanted with
//!     the setting, or open, and a query proves in every run that the four add up.
//!
//! # The crates
//!
//! This package is the program: [`cli`] and [`demo`]. Everything else is a crate below `crates/`, and Cargo knows which may use which:
//!
//! ```text
//! base        words, errors, secrets, clock, disk           uses no other crate
//! io          HTTP, object stores, sockets, keys            base
//! redact      personal data in text, markup and JSON        base io
//! practice    practice servers of every API                 base
//! source      settings; how to read each API                base io redact
//! lake        DuckDB: land, transform, export; the SQL      base io redact
//! run         a sync from the lock to the generation        base io redact source lake
//! catchment   the command line, the demo                    all of them
//! ```
//!
//! Each begins with what it is for, what it may import and where to begin: [`catchment_base`], [`catchment_io`],
//! [`catchment_redact`], [`catchment_practice`], [`catchment_source`], [`catchment_lake`], [`catchment_run`]. Only `lake` links
//! DuckDB. Inside a crate `tests/tidy/imports.rs` reads every `use`: the stages of `lake` do not import one another, and the folders
//! of `run` stand in the order of a sync, each using those before it.
//!
//! # Decisions that one would ask about
//!
//! - **Marts are views.** A body lies in clear once, in its staged relation. What was published is remembered
//!   per file, as a digest of the rows it holds: enough to know which files have to be written again, without
//!   a second copy of the rows or of their keys.
//! - **The planner knows no source.** Its queries stand once, below `sql/due/`, over three relations: the ledger, the
//!   sightings and `facet`, one row per stream with what it can do. What the ledger is told of an object stands in the
//!   header of its model (`shown`) and is written from the model's row, so that rows and ledger cannot disagree.
//! - **Requests are data.** A walk follows requests and no links: method, address, headers, body; how the next one is found
//!   and what proves the end is the stream's paging, which for a REST API is a few words in the settings. The walk proves
//!   progress over whatever it is: the same request twice, or the same page, is an error by name.
//! - **Two natures, not three.** What belongs to a parent and is replaced by its listing is an object in a container whose
//!   listing is per parent: what a complete listing lacks is gone, with the listing as evidence. Parts need no rules of their
//!   own.
//! - **What an answer carries is not listed.** Where the objects of a stream hold those of another ([`catchment_base::response::Carried`]), they are
//!   cut out of the same sealed answers, and an object that holds as many as it says stands for the listing of its own; where it
//!   does not, that listing is due. What its last whole answer lacks is gone as what a listing lacks.
//! - **Marks stand per parent.** A fan-out keeps, for each parent whose listing came to its end, what had landed when its walk
//!   began and when the site answered. That is one narrow row a parent, and says of each what a mark over all of them cannot:
//!   whether it is followed, swept, failed or new.
//! - **Fields become columns as they come.** Where no model describes a stream, one is generated from the members that its
//!   records have and goes through the same proof: what nobody classed is redacted. A new member widens the relation, and its
//!   column has a number for life.
//! - **What does not fit is null and named.** A generated model casts without failing: a row says which of its columns hold
//!   something else than the settings say, and each such column is one open row with the line to mend, as is a column that no
//!   record has ever had. The class mended, everything comes back from what landed.
//! - **An answer can be well and not as described.** The first page of a listing that contradicts its settings is told with
//!   the line, once; only a site that may be ill is asked again. What no single answer shows is told by a sign ([`catchment_source::Sign`]):
//!   a smaller page that ends as well, a page that repeats, a listed record that its own id denies.
//! - **A site may describe its fields.** What its dictionary says is asked for once a day and stands beside the members that records
//!   have shown: a column has its type before a record has come, and what is new, gone or of another type is a fact on record.
//! - **A complete listing may be lean.** Where ids and times can be listed alone, that is the census: what differs is fetched by its
//!   id, and what there was before is read as history. Where ids alone come in the largest pages, that is all of the census: what is
//!   not held is fetched, and the feed, which looks back as far as the last census, says what has changed.
//! - **What is listed has a description.** A stream that settings describe is listed again as a whole where they say otherwise
//!   how, and counts as incomplete until then: a listing of another path or another paging proves nothing of this one.
//! - **A source brings its settings.** The engine knows shapes and what every connection has; a source declares the rest
//!   as a table beside its streams, its rules as one function over checked values. Documentation, help and example follow.
//! - **Builds follow the change.** Staging records which keys changed; a mart whose header says `each` is computed
//!   for these keys alone, from the base rows of these keys, and its files are made from the former files and
//!   these rows. What cannot be proven to give the same as a full build is refused before the first request. A mart without
//!   it, as one over a tree, is built as a whole when something that it reads has changed, and else left alone.
//! - **Plain text is made, not kept.** The text of a body is made when its row is built ([`catchment_lake::functions::MADE`]), from the redacted
//!   body: one more pass over what is unpacked anyway, and no second copy to redact, to pack and to renew.
//! - **A changed row is deleted and inserted.** An update of a body has the next checkpoint pack every body of its
//!   row group anew; a deletion is a mark, and the inserted rows are a small row group of their own.
//! - **Files are leaves.** The files of a dataset are ranges of its key, cut when they grow and joined when
//!   they shrink, so that a changed row rewrites one small file however large the dataset is.
//! - **A data file lies once.** Below its dataset, named by its content, whatever generations hold it; a table format
//!   needs one root. Each file is noted in the database before it is there, so that nobody lists what a crash left.
//! - **A bucket has no links.** In a folder a generation is links to its files; in a bucket its manifest names them, and a
//!   pointer names the manifest; both are written on conditions, and read back where the answer is lost.
//! - **The catalog is a file behind a link.** A lake on a disk has one DuckDB file with views on what is current, and one
//!   that is a DuckLake catalog of what is kept; every publication writes others and moves the links, so that whoever
//!   reads keeps what he saw.
//! - **The sync tables are appended, never rewritten.** A row is known by the digest of its state: each state leaves
//!   once, and readers take the newest by key. They go after the run, on their own clock, and no law rests on them. How
//!   runs end is told at once: a small file beside the others, which every run replaces.
//! - **Three outcomes, one place.** `crates/run/src/publish/shortfall.rs` says what is lacking and what it is called: complete, complete
//!   except so many acknowledged gaps, or incomplete; reports, manifest and sync tables repeat it.
//! - **A question is one select.** DuckDB's own parser says so before anything of it runs, on a database that can
//!   only be read and reaches no further than the lake.
//! - **A bucket is asked through a copy.** The database that answers reaches no network: the store's door fetches what is
//!   current into a private folder that is laid out as a lake, compared with its hashes, and only what is not there.
//! - **Functions are bound to columns.** The proof finds each call of a redaction function in the syntax tree
//!   and gives it a name of its own, `redact__confluence__page__title`: a function without state of its own in
//!   DuckDB becomes one that knows its column's policy and counts for it.
//! - **Later is what landed later.** The clocks of a site's servers differ, so which of two answers is the later one is told
//!   by the order in which they landed; the `Date` of an answer only tells people what is complete to when.
//! - **A field that did not come is not a value.** Staging models name what an answer must tell of an object and which
//!   statuses are asked for; what lacks something is due by its id, and a draft takes no page's place.
//! - **One bad object is one bad object.** A batch that fails on its data is halved until the culprits are
//!   known; they are quarantined, the rest is merged.
//! - **A stopped run is continued**, not repeated: the next process takes over its walks and its number.
//! - **One thread in DuckDB, two for the network.** More threads in DuckDB cost more processor time than they
//!   save on one connection; connections are what runs side by side.
//!
//! # Deliberately absent
//!
//! - No daemon; no template language and no code in descriptions of APIs: what a table cannot say is a source of its own.
//! - No switch that turns off certificates, seals, bounds or redaction.
//! - No retry of what cannot succeed: a refused login, a refused certificate, a page that is not JSON.

pub mod cli;
#[cfg(practice)]
pub mod demo;
