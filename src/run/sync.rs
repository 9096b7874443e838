//! One sync of one connection, from the lock to the published generation.

use super::asked;
use super::build::{self, Built};
use super::catalog::Followers;
use super::course::Course;
use super::due;
use super::fetch::{Fetcher, Writing};
use super::opened::Opened;
use super::progress::Progress;
use super::settle::Refused;
use super::stage::{Remade, Stager};
use super::{site, status, upload};
use crate::config::{Config, Connection};
use crate::edge::control::Control;
use crate::edge::db::{Db, params};
use crate::edge::http::{Http, Site};
use crate::edge::store::Store;
use crate::edge::{clock, failpoint};
use crate::error::{Error, Kind, Result};
use crate::export::{self, Lake};
use crate::land::{self, Sealer};
use crate::page::{Listing, Unreadable};
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
    /// Whether they are all there are, because the lake had the layout of an older program.
    pub laid_out_anew: bool,
    /// Listings that could not be walked to their ends, with the hint of the first.
    pub failed_listings: usize,
    /// What to do about the first of them.
    pub hint: Option<String>,
    /// Deletions that were not made because they are too many.
    pub refused: Vec<Refused>,
    /// Relations that were made anew from what had landed.
    pub remade: Vec<Remade>,
    /// Whether everything is proven, or acknowledged.
    pub complete: bool,
    /// Whether the run was begun by a process that was stopped: it may not have seen what has changed since.
    pub went_on: bool,
    /// The status of the connection after the run, as `catchment status --json` prints it.
    pub status: Value,
}

impl Report {
    /// The report of this run and the next one of the same command.
    fn followed_by(self, next: Self) -> Self {
        Self {
            new_generation: self.new_generation || next.new_generation,
            files_written: self.files_written + next.files_written,
            laid_out_anew: self.laid_out_anew || next.laid_out_anew,
            remade: if next.remade.is_empty() { self.remade } else { next.remade },
            ..next
        }
    }
}

/// What is settled before the first request.
pub struct Prepared {
    /// The source.
    pub source: &'static dyn Source,
    /// Whether deletions beyond the allowed share have consent.
    pub consent: bool,
    /// Whether chunks of history are read again: all of them, or those that failed.
    pub repeat_history: Option<bool>,
    models: Vec<Model>,
    remade: Vec<Remade>,
    marts: Vec<Mart>,
    lake: Lake,
    followers: Followers,
    /// Where attachments go; nothing where none are stored.
    store: Option<Store>,
    run: i64,
    /// Whether the run was begun by a process that was stopped.
    pub goes_on: bool,
}

/// What is asked of one sync beside the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// Consent to more deletions than `max_deleted_share`.
    pub allow_deletions: bool,
    /// Chunks of history that are read again: all of them, or those that failed.
    pub repeat_history: Option<bool>,
    /// The site has another address and is the same.
    pub same_site: bool,
}

/// Does what is due for one connection, once. `stop` ends it early, with [`Kind::Interrupted`].
///
/// A run that goes on is finished with what it had seen before it was stopped; what has changed on the site since then is
/// the next run's, which follows at once.
pub async fn sync(
    config: &Config,
    name: &str,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<Report> {
    let report = sync_once(config, name, wishes, stop.clone(), Arc::clone(&progress)).await?;
    if !report.went_on {
        return Ok(report);
    }
    let wishes = Wishes { repeat_history: None, ..wishes };
    Ok(report.followed_by(sync_once(config, name, wishes, stop, progress).await?))
}

async fn sync_once(
    config: &Config,
    name: &str,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<Report> {
    progress.enter("opening");
    let connection = config.connection(name)?.clone();
    let client = client(&connection)?;
    let opened = Opened::open(config, name, "sync")?;
    let (prepared, writing, sealer) = prepare(config, opened, wishes, stop.clone())?;
    let _control = serve(&writing.opened)?;
    let session = prepared.source.connect(&connection)?;
    let fetcher = Fetcher { source: prepared.source, session, client, sealer, stop, progress: Arc::clone(&progress) };
    run(prepared, writing, Arc::new(fetcher)).await
}

/// A client of the connection's site. Of what the site says to an error nothing is repeated that the policy takes out of
/// texts.
pub fn client(connection: &Connection) -> Result<Client> {
    let redactor = redact::Redactor::new(connection.redaction.clone(), None);
    let hide = move |text: &str| redactor.text(text, &mut redact::Tally::new()).into_owned();
    let (rate, pause) = (connection.requests_per_minute, connection.rate_limit_timeout);
    Ok(Client::new(http(connection)?, rate, pause, Arc::new(hide)))
}

fn http(connection: &Connection) -> Result<Http> {
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
    let answer = move |question: &str| {
        let db = db.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        asked::answer(&db, &connection, question)
    };
    match Control::serve(&opened.paths.socket, answer) {
        Ok(control) => Ok(Some(control)),
        Err(error) if error.kind() == Kind::Failed && opened.paths.socket.as_os_str().len() > 100 => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everything that can be refused is refused here, before the first request.
fn prepare(
    config: &Config,
    opened: Opened,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
) -> Result<(Prepared, Writing, Arc<Sealer>)> {
    // What a killed run left there is clear text, also where no attachments are asked for any more.
    upload::empty_spool(&opened.paths.spool)?;
    site::follow(&opened, wishes.same_site)?;
    let source = source::by_name(&opened.connection.source)?;
    let models = models_with(source.name(), &opened.connection.content_types)?;
    let marts = mart::in_order(&opened.db, &models)?;
    let lake = Lake::new(config.lake.open()?, &opened.connection.name);
    let followers = Followers::new(config, &opened.connection.name)?;
    lake.probe()?;
    let store = upload::open_store(config, &opened.connection)?;
    export::recover(&opened.db, &lake, &opened.database_id)?;
    let (run, goes_on) = begin_run(&opened.db)?;
    let sealer = Arc::new(Sealer::new(&opened.keys)?);
    let (stager, remade) = Stager::new(&opened, source, &models, Arc::clone(&sealer), run, stop)?;
    build::make_views(&opened.db, &marts, &remade)?;
    due::see_held(&opened.db, source)?;
    let news = due::text(source, "news")?.to_owned();
    let Wishes { allow_deletions: consent, repeat_history, .. } = wishes;
    let prepared =
        Prepared { source, consent, repeat_history, remade, models, marts, lake, followers, store, run, goes_on };
    Ok((prepared, Writing { opened, stager, run, news }, sealer))
}

/// Continues the run that was stopped, or begins a new one that takes over every walk left open; whether it goes on.
fn begin_run(db: &Db) -> Result<(i64, bool)> {
    let stopped = db.query_first(
        "select run_id from sync.run where state in ('running', 'interrupted') order by run_id desc limit 1",
        [],
        |row| row.get::<_, i64>(0),
    )?;
    db.transaction(|db| {
        // Only passes have a position to go on from; what else was under way is still due, and spaces are listed anew.
        db.execute(
            "update sync.walk set state = 'failed', cause = 'the process was stopped', changed_at = ?
             where state = 'open' and (kind in ('objects', 'look', 'upload') or stream = 'space')",
            params![clock::now()],
        )?;
        if let Some(run) = stopped {
            db.execute(
                "update sync.run set state = 'running', attempts = attempts + 1, ended_at = null where run_id = ?",
                params![run],
            )?;
            return Ok((run, true));
        }
        let run: i64 = db.query_value("select nextval('sync.run_id')", [])?;
        db.execute(
            "insert into sync.run (run_id, state, attempts, started_at, version) values (?, 'running', 1, ?, ?)",
            params![run, clock::now(), env!("CARGO_PKG_VERSION")],
        )?;
        db.execute("update sync.walk set run_id = ? where state = 'open'", params![run])?;
        Ok((run, false))
    })
}

/// Writes how a run ended.
pub fn end_run(db: &Db, run: i64, state: &str, cause: Option<String>) -> Result<()> {
    failpoint::pass("run.before_end");
    db.execute(
        "update sync.run set state = ?, ended_at = ?, cause = ? where run_id = ?",
        params![state, clock::now(), cause, run],
    )?;
    Ok(())
}

/// Writes that the run was stopped; gives what is told then.
pub fn interrupted(writing: &Writing) -> Result<Error> {
    end_run(&writing.opened.db, writing.run, "interrupted", None)?;
    Ok(Error::new(Kind::Interrupted, "stopped by a signal")
        .hint("run the same command again; it goes on where it stopped"))
}

async fn run(prepared: Prepared, writing: Writing, fetcher: Arc<Fetcher>) -> Result<Report> {
    let Course { writing, failed, settler, .. } = Course::run(&prepared, writing, &fetcher).await?;
    if upload::run(&writing, &fetcher, prepared.store.as_ref()).await?.stopped {
        return Err(interrupted(&writing)?);
    }
    fetcher.progress.enter("building and publishing");
    let finished = tokio::task::spawn_blocking(move || finish(&prepared, &writing, failed, settler.refused));
    finished.await.map_err(|cause| Error::failed("publishing broke down").because(cause))?
}

/// A configured space that the account does not see is recorded, until it is seen, is configured no more, or goes by
/// another name because the policy of people has changed.
pub fn note_invisible_spaces(writing: &Writing) -> Result<()> {
    let (db, connection) = (&writing.opened.db, &writing.opened.connection);
    let redactor =
        redact::redactor(&writing.opened.keys, connection.redaction.of_column("confluence.space", "space_key"))?;
    let seen = db.query(
        "select space.space_key from confluence.space as space inner join scope on scope.space_id = space.space_id",
        [],
        |row| row.get::<_, String>(0),
    )?;
    // A personal space's key is an account id: it is recorded as its pseudonym.
    let name = |key: &String| redactor.space_key(key, &mut redact::Tally::default());
    let mut invisible = connection.space_keys.iter().map(name).collect::<Result<Vec<_>>>()?;
    invisible.retain(|object| !seen.contains(object));
    db.execute(
        "update sync.quarantine set state = 'resolved', changed_at = ?
         where kind = 'scope' and state <> 'resolved' and not list_contains(from_json(?, '[\"varchar\"]'), object)",
        params![clock::now(), json!(invisible).to_string()],
    )?;
    let listing = Listing { stream: "space", scope: String::new() };
    for object in invisible {
        let cause = "the account does not see this space: check the key and the account's rights".to_owned();
        land::quarantine(db, writing.run, &listing, &Unreadable { kind: "scope", object, cause }, None)?;
    }
    Ok(())
}

fn finish(
    prepared: &Prepared,
    writing: &Writing,
    failed: Vec<(Listing, Error)>,
    refused: Vec<Refused>,
) -> Result<Report> {
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
    let complete = open == 0 && built.held.is_empty() && built.broken.is_empty() && refused.is_empty();
    let cause = (!complete).then(|| why_incomplete(open, &built, &refused));
    let state = if complete { "done" } else { "incomplete" };
    end_run(&opened.db, prepared.run, state, cause)?;
    // What fails here is done by the next run; this one has published.
    prepared.followers.follow(&opened.db)?;
    prepared.followers.tell(&opened.db, built.published.new)?;
    opened.db.checkpoint()?;
    let hint = failed.first().and_then(|(_, error)| error.hint_text().map(str::to_owned));
    Ok(Report {
        connection: opened.connection.name.clone(),
        current: prepared.lake.current(),
        new_generation: built.published.new,
        files_written: built.published.files_written,
        laid_out_anew: built.published.laid_out_anew,
        failed_listings: failed.len(),
        hint,
        refused,
        remade: prepared.remade.clone(),
        complete,
        went_on: prepared.goes_on,
        status: status::of(&opened.db, &opened.connection, false)?,
    })
}

fn why_incomplete(open: i64, built: &Built, refused: &[Refused]) -> String {
    let checks = built.broken.iter().map(ToString::to_string);
    let held = built.held.iter().map(|(dataset, _)| dataset.clone());
    let refused = refused
        .iter()
        .map(|refused| format!("{} of {} {}: {}", refused.objects, refused.held, refused.stream, refused.evidence));
    json!({"refused_deletions": refused.collect::<Vec<_>>(), "open": open, "broken_checks": checks.collect::<Vec<_>>(), "held": held.collect::<Vec<_>>()}).to_string()
}
