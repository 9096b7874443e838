//! One sync of one connection, from the lock to the published generation.

use super::build::{self, Built};
use super::fetch::{Fetched, Fetcher, Writing};
use super::opened::Opened;
use super::progress::Progress;
use super::stage::Stager;
use super::status;
use crate::config::{Config, Connection};
use crate::edge::control::Control;
use crate::edge::db::{Db, params};
use crate::edge::http::{Http, Site};
use crate::edge::{clock, failpoint};
use crate::error::{Error, Kind, Result};
use crate::export::{self, Lake};
use crate::land::{self, Sealer};
use crate::page::{Listing, Unreadable, Walk};
use crate::redact;
use crate::source::client::Client;
use crate::source::{self, Source};
use crate::transform::mart::{self, Mart};
use crate::transform::{Model, models_with};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::watch;

/// What a sync came to.
#[derive(Debug)]
pub struct Report {
    /// The connection.
    pub connection: String,
    /// Where readers begin: the link `current`, or the address of the pointer in a bucket.
    pub current: String,
    /// Whether a new generation was published.
    pub new_generation: bool,
    /// Files written for it.
    pub files_written: usize,
    /// Listings that could not be walked to their ends, with the hint of the first.
    pub failed_listings: usize,
    /// What to do about the first of them.
    pub hint: Option<String>,
    /// Whether everything is proven, or acknowledged.
    pub complete: bool,
    /// The status of the connection after the run, as `catchment status --json` prints it.
    pub status: Value,
}

/// What is settled before the first request.
struct Prepared {
    source: &'static dyn Source,
    models: Vec<Model>,
    marts: Vec<Mart>,
    lake: Lake,
    run: i64,
}

/// Does what is due for one connection, once. `stop` ends it early, with [`Kind::Interrupted`].
pub async fn sync(config: &Config, name: &str, stop: watch::Receiver<bool>, progress: Arc<Progress>) -> Result<Report> {
    progress.enter("opening");
    let connection = config.connection(name)?.clone();
    let http = http(&connection)?;
    let opened = Opened::open(config, name, "sync")?;
    let _control = serve(&opened)?;
    let (prepared, writing, sealer) = prepare(config, opened, stop.clone())?;
    let session = prepared.source.connect(&connection)?;
    let client = Client::new(http, connection.requests_per_minute, connection.rate_limit_timeout);
    let fetcher = Fetcher { source: prepared.source, session, client, sealer, stop, progress: Arc::clone(&progress) };
    run(prepared, writing, Arc::new(fetcher)).await
}

/// A client of the connection's site.
pub fn http(connection: &Connection) -> Result<Http> {
    Http::new(Site {
        url: connection.url.clone(),
        username: connection.username.clone(),
        password: connection.api_token.resolve()?,
        timeout: connection.request_timeout,
        compression: connection.compression,
    })
}

/// Answers questions while the sync runs. A path too long for a socket is no reason not to sync.
fn serve(opened: &Opened) -> Result<Option<Control>> {
    let db = std::sync::Mutex::new(opened.db.another()?);
    let connection = opened.connection.clone();
    let answer = move |question: &str| match question {
        "status" => {
            let db = db.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Ok(status::of(&db, &connection, true)?.to_string())
        }
        other => Err(Error::usage(format!("the question {other} is not known here"))),
    };
    match Control::serve(&opened.paths.socket, answer) {
        Ok(control) => Ok(Some(control)),
        Err(error) if error.kind() == Kind::Failed && opened.paths.socket.as_os_str().len() > 100 => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everything that can be refused is refused here, before the first request.
fn prepare(config: &Config, opened: Opened, stop: watch::Receiver<bool>) -> Result<(Prepared, Writing, Arc<Sealer>)> {
    let source = source::by_name(&opened.connection.source)?;
    let models = models_with(source.name(), &opened.connection.content_types)?;
    let marts = mart::in_order(&opened.db, &models)?;
    let lake = Lake::new(config.lake.open()?, &opened.connection.name);
    lake.probe()?;
    export::recover(&opened.db, &lake, &opened.database_id)?;
    let run = begin_run(&opened.db)?;
    let sealer = Arc::new(Sealer::new(&opened.keys)?);
    let stager = Stager::new(&opened, source, &models, Arc::clone(&sealer), run, stop)?;
    build::make_views(&opened.db, &marts)?;
    let prepared = Prepared { source, models, marts, lake, run };
    Ok((prepared, Writing { opened, stager, run }, sealer))
}

/// Continues the run that was stopped, or begins a new one that takes over every walk left open.
fn begin_run(db: &Db) -> Result<i64> {
    let stopped = db.query_first(
        "select run_id from sync.run where state in ('running', 'interrupted') order by run_id desc limit 1",
        [],
        |row| row.get::<_, i64>(0),
    )?;
    db.transaction(|db| {
        if let Some(run) = stopped {
            db.execute(
                "update sync.run set state = 'running', attempts = attempts + 1, ended_at = null where run_id = ?",
                params![run],
            )?;
            return Ok(run);
        }
        let run: i64 = db.query_value("select nextval('sync.run_id')", [])?;
        db.execute(
            "insert into sync.run (run_id, state, attempts, started_at, version) values (?, 'running', 1, ?, ?)",
            params![run, clock::now(), env!("CARGO_PKG_VERSION")],
        )?;
        db.execute("update sync.walk set run_id = ? where state = 'open'", params![run])?;
        Ok(run)
    })
}

fn end_run(db: &Db, run: i64, state: &str, cause: Option<String>) -> Result<()> {
    failpoint::pass("run.before_end");
    db.execute(
        "update sync.run set state = ?, ended_at = ?, cause = ? where run_id = ?",
        params![state, clock::now(), cause, run],
    )?;
    Ok(())
}

async fn run(prepared: Prepared, writing: Writing, fetcher: Arc<Fetcher>) -> Result<Report> {
    let fetched = fetch_everything(&prepared, writing, &fetcher).await?;
    let Fetched { writing, failed, stopped } = fetched;
    if stopped {
        end_run(&writing.opened.db, writing.run, "interrupted", None)?;
        return Err(Error::new(Kind::Interrupted, "stopped by a signal")
            .hint("run the same command again; it goes on where it stopped"));
    }
    fetcher.progress.enter("building and publishing");
    let finished = tokio::task::spawn_blocking(move || finish(&prepared, &writing, failed));
    finished.await.map_err(|cause| Error::failed("publishing broke down").because(cause))?
}

/// The spaces first, then the listings that they make due.
async fn fetch_everything(prepared: &Prepared, writing: Writing, fetcher: &Arc<Fetcher>) -> Result<Fetched> {
    fetcher.progress.enter("reading");
    let mut writing = writing;
    // What a crash left landed but not staged comes first: the queries for what is due read staged relations.
    writing.stager.stage_pending(&writing.opened, &fetcher.progress)?;
    let roots: Vec<Listing> = prepared
        .source
        .streams()
        .iter()
        .filter(|stream| stream.parent.is_none())
        .map(|stream| Listing { stream: stream.name, scope: String::new() })
        .collect();
    let walks = walks_due(&writing, prepared.source, &roots)?;
    let mut fetched = fetcher.fetch(writing, walks).await?;
    if fetched.stopped {
        return Ok(fetched);
    }
    if let Some((_, error)) = fetched.failed.pop() {
        end_run(&fetched.writing.opened.db, fetched.writing.run, "failed", Some(error.one_line()))?;
        return Err(error);
    }
    writing = fetched.writing;
    note_invisible_spaces(&writing)?;
    let listings = listings_due(prepared, &writing)?;
    let walks = walks_due(&writing, prepared.source, &listings)?;
    fetcher.fetch(writing, walks).await
}

/// The open walks over these listings, and new ones for those that this run has not walked.
fn walks_due(writing: &Writing, source: &dyn Source, listings: &[Listing]) -> Result<Vec<Walk>> {
    let db = &writing.opened.db;
    let known = |name: &str| source::stream(source, name).map(|stream| stream.name);
    let mut walks: Vec<Walk> =
        land::open_walks(db, known)?.into_iter().filter(|walk| listings.contains(&walk.listing)).collect();
    db.transaction(|db| {
        for listing in listings {
            let walked: i64 = db.query_value(
                "select count(*) from sync.walk where run_id = ? and stream = ? and scope = ?",
                params![writing.run, listing.stream, listing.scope],
            )?;
            if walked == 0 {
                walks.push(land::begin_walk(db, writing.run, listing)?);
            }
        }
        Ok(())
    })?;
    Ok(walks)
}

fn listings_due(prepared: &Prepared, writing: &Writing) -> Result<Vec<Listing>> {
    let wanted = &writing.opened.connection.content_types;
    let streams: Vec<&str> = prepared
        .source
        .streams()
        .iter()
        .filter(|stream| stream.content_type.is_some_and(|name| wanted.iter().any(|wanted| wanted == name)))
        .map(|stream| stream.name)
        .collect();
    let path = format!("{}/due/listing.sql", prepared.source.name());
    let sql = crate::sql::text(&path).ok_or_else(|| Error::failed(format!("there is no sql/{path}")))?;
    let sql = sql.replace("$streams", "$1").replace("$walk", "$2");
    let walk = space_walk(writing)?;
    let rows = writing.opened.db.query(&sql, params![streams.join(","), walk], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let known = |name: &str| source::stream(prepared.source, name).map(|stream| stream.name);
    Ok(rows.into_iter().filter_map(|(stream, scope)| Some(Listing { stream: known(&stream)?, scope })).collect())
}

/// The walk over the spaces that this run has proven to its end.
fn space_walk(writing: &Writing) -> Result<i64> {
    let walk = writing.opened.db.query_first(
        "select walk_id from sync.walk where run_id = ? and stream = 'space' and state = 'ended' order by walk_id desc limit 1",
        params![writing.run],
        |row| row.get(0),
    )?;
    walk.ok_or_else(|| Error::failed("the listing of spaces has not ended"))
}

/// A configured space that the account does not see is recorded, until it is seen.
fn note_invisible_spaces(writing: &Writing) -> Result<()> {
    if writing.opened.connection.space_keys.is_empty() {
        return Ok(());
    }
    let db = &writing.opened.db;
    let redactor = redact::redactor(&writing.opened.keys)?;
    let walk = space_walk(writing)?;
    let seen = db.query(
        "select space.space_key from confluence.space as space inner join land.page as page on page.seq = space.landed_seq where page.walk_id = ?",
        params![walk],
        |row| row.get::<_, String>(0),
    )?;
    let listing = Listing { stream: "space", scope: String::new() };
    for key in &writing.opened.connection.space_keys {
        // A personal space's key is an account id: it is recorded as its pseudonym.
        let object = redactor.pseudonym(key, "space_key", &mut redact::Tally::default())?;
        if seen.contains(&object) {
            db.execute(
                "update sync.quarantine set state = 'resolved', changed_at = ? where kind = 'scope' and object = ? and state <> 'resolved'",
                params![clock::now(), object],
            )?;
        } else {
            let cause = "the account does not see this space: check the key and the account's rights".to_owned();
            land::quarantine(db, writing.run, &listing, &Unreadable { kind: "scope", object, cause }, None)?;
        }
    }
    Ok(())
}

fn finish(prepared: &Prepared, writing: &Writing, failed: Vec<(Listing, Error)>) -> Result<Report> {
    let opened = &writing.opened;
    let built = build::publish(opened, prepared.run, &prepared.models, &prepared.marts, &prepared.lake);
    let built = match built {
        Ok(built) => built,
        Err(error) => {
            end_run(&opened.db, prepared.run, "failed", Some(error.one_line()))?;
            return Err(error);
        }
    };
    let open: i64 = opened.db.query_value("select count(*) from sync.quarantine where state = 'open'", [])?;
    let complete = open == 0 && built.held.is_empty() && built.broken.is_empty();
    let (state, cause) = if complete { ("done", None) } else { ("incomplete", Some(why_incomplete(open, &built))) };
    end_run(&opened.db, prepared.run, state, cause)?;
    opened.db.checkpoint()?;
    let hint = failed.first().and_then(|(_, error)| error.hint_text().map(str::to_owned));
    Ok(Report {
        connection: opened.connection.name.clone(),
        current: prepared.lake.current(),
        new_generation: built.published.new,
        files_written: built.published.files_written,
        failed_listings: failed.len(),
        hint,
        complete,
        status: status::of(&opened.db, &opened.connection, false)?,
    })
}

fn why_incomplete(open: i64, built: &Built) -> String {
    let checks =
        built.broken.iter().map(|broken| format!("{} in {} ({} rows)", broken.check, broken.relation, broken.rows));
    let held = built.held.iter().map(|(dataset, _)| dataset.clone());
    json!({"open": open, "broken_checks": checks.collect::<Vec<_>>(), "held": held.collect::<Vec<_>>()}).to_string()
}
