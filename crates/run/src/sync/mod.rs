//! One sync of one connection, from the lock to the published generation.

pub mod balance;
pub mod consent;
pub mod course;
mod ending;
mod left_out;
pub mod settle;
pub mod site;
pub mod vacuum;

use crate::connection::allowed;
use crate::connection::login;
use crate::connection::opened::Opened;
use crate::connection::policies::{self, Judged, PolicyChange};
use crate::connection::progress::Progress;
use crate::connection::reach::client;
use crate::connection::{basis, described, scope};
use crate::fetch::{Fetcher, Writing};
use crate::inspect::asked::Holder;
use crate::inspect::status::{self, Status};
use crate::inspect::totals::RunTotals;
use crate::plan::due::{self, Reread};
use crate::plan::setting::{self, Settings};
use crate::publish::build::{self, Built};
use crate::publish::catalog::Followers;
use crate::publish::record;
use crate::publish::shortfall::{self, Refused, Shortfall};
use crate::publish::targets::Targets;
use crate::schema::relation::Remade;
use crate::schema::{doubts, emptied, fields, filled, rekeyed};
use crate::stage::Stager;
use crate::upload;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::WalkKind;
use catchment_base::state::RunState;
use catchment_io::control::Control;
use catchment_lake::db::{Db, literal, params};
use catchment_lake::export;
use catchment_lake::land::{self, Sealer};
use catchment_lake::transform::Model;
use catchment_lake::transform::mart::{self, Mart};
use catchment_source::client::Client;
use catchment_source::config::Config;
use catchment_source::{Columns, Source, Stream};
use consent::{Allowed, Consent};
use course::{Course, Ended};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// The outcome of a sync.
#[derive(Debug)]
pub struct Report {
    /// The connection.
    pub connection: String,
    /// Where readers begin: the link `current`, or the address of the pointer in a bucket.
    pub current: String,
    /// The counts of the runs that the command worked on, and of the failed runs that it continued.
    pub totals: RunTotals,
    /// Whether all files were written, because the lake had the layout of an older program.
    pub laid_out_anew: bool,
    /// Whether files were written once more because the lake had lost them.
    pub repaired: bool,
    /// Why the DuckLake catalog was made anew instead of going on from the former one, where it was.
    pub catalog_anew: Option<String>,
    /// Listings that could not be walked to their ends, with the hint of the first.
    pub failed_listings: usize,
    /// What to do about the first of them, unless all that could not be read was acknowledged.
    pub hint: Option<String>,
    /// What may not be as the settings mean it.
    pub warnings: Vec<String>,
    /// Relations that were made anew from what had landed.
    pub remade: Vec<Remade>,
    /// The redaction policy that came into force in place of another one.
    pub policy: Option<PolicyChange>,
    /// Whether there is something to publish for the first time that waits until it is complete.
    pub waits_for_completeness: bool,
    /// Whether the run was begun by a process that was stopped: it may not have seen what has changed since.
    pub went_on: bool,
    /// How long the command worked on it.
    pub took: Duration,
    /// Superseded responses that were removed, as is done once a day.
    pub vacuumed: u64,
    /// Why they could not be removed.
    pub vacuum_trouble: Option<String>,
    /// Why the run failed that followed the one reported here: see [`sync`].
    pub failure: Option<Error>,
    /// The status of the connection after the run.
    pub status: Status,
}

impl Report {
    /// What kept the sync from being complete.
    pub fn kind(&self) -> Option<Kind> {
        self.failure.as_ref().map(Error::kind).or_else(|| self.status.shortfall.kind())
    }

    /// Whether everything is proven, or acknowledged.
    pub fn is_complete(&self) -> bool {
        self.status.shortfall.is_complete()
    }

    /// Whether a new generation was published.
    pub fn has_published(&self) -> bool {
        self.totals.generations > 0
    }

    /// Deletions that were not made because they are too many.
    pub fn refused(&self) -> &[Refused] {
        &self.status.shortfall.refused_deletions
    }

    /// The report of this run and the next one of the same command.
    fn followed_by(self, next: Self) -> Self {
        Self {
            totals: self.totals.and(next.totals),
            laid_out_anew: self.laid_out_anew || next.laid_out_anew,
            repaired: self.repaired || next.repaired,
            catalog_anew: next.catalog_anew.or(self.catalog_anew),
            remade: if next.remade.is_empty() { self.remade } else { next.remade },
            policy: next.policy.or(self.policy),
            vacuumed: self.vacuumed + next.vacuumed,
            ..next
        }
    }
}

/// What is settled before the first request.
pub struct Prepared {
    /// The source.
    pub source: &'static dyn Source,
    /// Which deletions beyond the allowed share have consent.
    allowed: Allowed,
    /// Whether another account may be answered than the one on record, or an untold one.
    pub accepts_account: bool,
    /// Which chunks of history are read again.
    pub repeat_history: Option<Reread>,
    models: Vec<Model>,
    remade: Vec<Remade>,
    policy: Option<PolicyChange>,
    marts: Vec<Mart>,
    targets: Targets,
    run: i64,
    /// Whether the run was begun by a process that was stopped.
    pub goes_on: bool,
}

/// What is asked of one sync beside the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// Consent to more deletions than `max_deleted_share`.
    pub allow_deletions: Allowed,
    /// Which chunks of history are read again.
    pub repeat_history: Option<Reread>,
    /// The site has another address and is the same.
    pub same_site: bool,
    /// The site answers another account from now on, or need not tell which one.
    pub accept_account: bool,
    /// Consent to a redaction policy that protects less than the one in force.
    pub accept_weaker_redaction: bool,
    /// The database is from a backup and older than the lake: go on from the lake's generation, and compare everything.
    pub adopt_lake: bool,
}

/// Syncs one connection. `stop` ends it early, with [`Kind::Interrupted`].
///
/// An interrupted run is completed first, from the listings it had read; a second run then reads what changed since.
pub async fn sync(
    config: &Config,
    name: &str,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<Report> {
    let begun = clock::instant();
    let report = sync_once(config, name, wishes, stop.clone(), Arc::clone(&progress)).await?;
    let report = if report.went_on {
        let allow_deletions = wishes.allow_deletions.of_next();
        let wishes = Wishes { repeat_history: None, adopt_lake: false, allow_deletions, ..wishes };
        match sync_once(config, name, wishes, stop, progress).await {
            Ok(next) => report.followed_by(next),
            Err(error) => Report { failure: Some(error), ..report },
        }
    } else {
        report
    };
    Ok(Report { took: begun.elapsed(), ..report })
}

/// One run; one that fails is on record as well, as far as the database can be opened.
async fn sync_once(
    config: &Config,
    name: &str,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<Report> {
    attempt(config, name, wishes, stop, progress).await.map_err(|Failed { run, error }| {
        // Should that fail as well, the first error is the one to tell.
        let _ = record::failure(config, name, run, &error);
        error
    })
}

/// Why a sync failed, and its run, if it came so far.
struct Failed {
    run: Option<i64>,
    error: Error,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { run: None, error }
    }
}

async fn attempt(
    config: &Config,
    name: &str,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<Report, Failed> {
    progress.enter("opening");
    let connection = config.connection(name)?.clone();
    let client = client(&connection, &login::keeper(config, &connection))?;
    let opened = Opened::open(config, name, "sync")?;
    allowed::recall(&opened.db, client.allowed())?;
    let targets = Targets::of(config, &connection)?;
    if let Some(store) = &targets.store {
        upload::mark::recognise(&opened.db, store, name).await?;
    }
    let begun = begin(opened, targets, wishes, None)?;
    let run = begun.run;
    let done = carry_out(begun, &config.data_dir, client, wishes, stop, progress).await;
    done.map_err(|error| Failed { run: Some(run), error })
}

/// The run, from its beginning on.
async fn carry_out(
    begun: Begun,
    data_dir: &Path,
    client: Client,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<Report> {
    let (prepared, mut writing, sealer) = prepare(begun, wishes, stop.clone())?;
    progress.watch(client.waits());
    let _control = serve(&writing.opened, data_dir, Arc::clone(&progress))?;
    let session = prepared.source.connect(&writing.opened.connection)?;
    let fetcher = Fetcher { source: prepared.source, session, client, sealer, stop, progress };
    run(&prepared, &mut writing, &Arc::new(fetcher)).await
}

/// Stages what is not staged, and publishes, for a purge: a run without requests, which is no sync. Gives back what it worked on.
pub fn republish(opened: Opened, targets: Targets, purge: i64) -> Result<(Report, Opened, Targets)> {
    let (_stay, stop) = watch::channel(false);
    let wishes = Wishes::default();
    let (prepared, mut writing, _) = prepare(begin(opened, targets, wishes, Some(purge))?, wishes, stop)?;
    let report = restaged(&prepared, &mut writing);
    if let Err(error) = &report {
        // Nothing is under way: whoever asked for this can do so again. The first error is the one to tell.
        let _ = record::end_run(&writing.opened.db, writing.run, RunState::Failed, Some(error.one_line()));
    }
    Ok((report?, writing.opened, prepared.targets))
}

fn restaged(prepared: &Prepared, writing: &mut Writing) -> Result<Report> {
    setting::see_scope(&writing.opened.db, &Settings::of(&writing.opened)?, prepared.source)?;
    writing.stager.stage_pending(&writing.opened, &Progress::default())?;
    // Nothing is read: deletions that wait for consent still do.
    let refused = shortfall::of(&writing.opened.db)?.refused_deletions;
    let struck = balance::strike(writing, prepared.source)?;
    finish(prepared, writing, Ended { refused, struck, ..Ended::default() })
}

/// Answers questions while the sync runs. A path too long for a socket is no reason not to sync.
fn serve(opened: &Opened, data_dir: &Path, progress: Arc<Progress>) -> Result<Option<Control>> {
    let (db, connection, settings) =
        (Mutex::new(opened.db.another()?), opened.connection.clone(), Settings::of(opened)?);
    let (data_dir, backing_up) = (data_dir.to_owned(), Mutex::default());
    let holder = Holder { db, connection, settings, data_dir, progress, backing_up };
    let answer = move |question: &str| holder.answer(question);
    match Control::serve(&opened.paths.socket, answer) {
        Ok(control) => Ok(Some(control)),
        Err(error) if error.kind() == Kind::Failed && opened.paths.socket.as_os_str().len() > 100 => Ok(None),
        Err(error) => Err(error),
    }
}

/// A run that has begun.
struct Begun {
    opened: Opened,
    targets: Targets,
    source: &'static dyn Source,
    models: Vec<Model>,
    marts: Vec<Mart>,
    judged: Judged,
    run: i64,
    /// Whether a process that was stopped began it.
    goes_on: bool,
}

/// Everything that can be refused is refused here, before the run begins. `purge` is the purge that the run publishes for.
fn begin(opened: Opened, targets: Targets, wishes: Wishes, purge: Option<i64>) -> Result<Begun> {
    // What a killed run left there is clear text, also where no attachments are asked for any more.
    upload::empty_spool(&opened.paths.spool)?;
    site::follow(&opened, wishes.same_site)?;
    let source = catchment_source::of(&opened.connection)?;
    let streams = scope::streams(&opened.connection)?;
    let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
    described::follow(&opened.db, source, &opened.connection, &sealer)?;
    source.streams().iter().try_for_each(|stream| fields::note_declared(&opened.db, stream))?;
    let models = fields::models(Some(&opened.db), &opened.connection)?;
    let judged = Judged::of(&opened, &models)?;
    if !wishes.accept_weaker_redaction {
        judged.refuse_weaker()?;
    }
    let marts = mart::in_order(&opened.db, &models)?;
    let lake = &targets.lake;
    lake.probe()?;
    if wishes.adopt_lake {
        export::adopt_maker(&opened.db, lake, &opened.database_id)?;
    }
    if wishes.adopt_lake && export::is_newer(&opened.db, lake, &opened.database_id)? {
        // In this order: once the generations are known here, nothing else tells that the database is an old one.
        site::compare_everything(&opened.db)?;
        build::forget_published(&opened.db)?;
        export::adopt(&opened.db, lake, &opened.database_id)?;
    }
    export::recover(&opened.db, lake, &opened.database_id)?;
    basis::keep(&opened.db, source, &streams)?;
    let (run, goes_on) =
        begin_run(&opened.db, catchment_source::scopes(source).map(|scopes| scopes.name), &streams, purge)?;
    Ok(Begun { opened, targets, source, models, marts, judged, run, goes_on })
}

/// What the run needs before the first request.
fn prepare(begun: Begun, wishes: Wishes, stop: watch::Receiver<bool>) -> Result<(Prepared, Writing, Arc<Sealer>)> {
    let Begun { opened, targets, source, models, marts, judged, run, goes_on } = begun;
    let sealer = Arc::new(Sealer::new(&opened.keys, &opened.connection.name)?);
    let policy = judged.note(&opened.db)?;
    let former_keys = rekeyed::follow(&opened.db, source, run)?;
    rekeyed::settle(&opened.db, run)?;
    let (stager, remade) = Stager::new(&opened, source, &models, Arc::clone(&sealer), run, stop)?;
    let stager = stager.with_former_keys(former_keys);
    build::make_views(&opened.db, &marts, &remade)?;
    setting::see_held(&opened.db, &Settings::of(&opened)?, source)?;
    let news = due::text("news")?.to_owned();
    let Wishes { allow_deletions: allowed, accept_account: accepts_account, repeat_history, .. } = wishes;
    let prepared = Prepared {
        source,
        allowed,
        accepts_account,
        repeat_history,
        remade,
        policy,
        models,
        marts,
        targets,
        run,
        goes_on,
    };
    Ok((prepared, Writing { opened, stager, run, news, known: land::Known::default() }, sealer))
}

/// Continues the run that was stopped, or begins a new one that takes over every walk left open over streams that are still
/// wanted; whether it goes on. `scopes` is the stream of scopes, where there is one.
fn begin_run(db: &Db, scopes: Option<&str>, wanted: &[String], purge: Option<i64>) -> Result<(i64, bool)> {
    let stopped = db.query_first(
        "select run_id from sync.run where state in ('running', 'interrupted') order by run_id desc limit 1",
        [],
        |row| row.get::<_, i64>(0),
    )?;
    db.transaction(|db| {
        // Only passes have a position to go on from; what else was under way is still due, and scopes are listed anew.
        let of_scopes = scopes.map_or_else(String::new, |stream| format!(" or stream = {}", literal(stream)));
        let once: Vec<String> = WalkKind::WORDS
            .iter()
            .filter(|word| WalkKind::of_word(word).is_some_and(|kind| !kind.has_position()))
            .map(|word| literal(word))
            .collect();
        let once = once.join(", ");
        let has_no_position = format!("(kind in ({once}) or (kind = 'children' and next_url is null){of_scopes})");
        land::fail_walks(db, "the process was stopped", &has_no_position)?;
        let wanted = literal(&wanted.join(","));
        let is_unwanted = format!("(kind = 'search' or not list_contains(string_split({wanted}, ','), stream))");
        land::fail_walks(db, due::UNWANTED, &is_unwanted)?;
        if let Some(run) = stopped {
            db.execute(
                "update sync.run set state = 'running', attempts = attempts + 1, ended_at = null, cause = null, purge_id = $purge
                 where run_id = $run",
                params! { purge: purge, run: run },
            )?;
            return Ok((run, true));
        }
        let run: i64 = db.query_value("select nextval('sync.run_id')", [])?;
        db.execute(
            "insert into sync.run (run_id, state, attempts, started_at, version, purge_id)
             values ($run, 'running', 1, $now, $version, $purge)",
            params! { run: run, now: clock::now(), version: env!("CARGO_PKG_VERSION"), purge: purge },
        )?;
        db.execute("update sync.walk set run_id = ? where state = 'open'", params![run])?;
        Ok((run, false))
    })
}

/// Records that the run was stopped; returns the error to report.
pub fn interrupted(writing: &Writing) -> Result<Error> {
    record::end_run(&writing.opened.db, writing.run, RunState::Interrupted, None)?;
    Ok(Error::new(Kind::Interrupted, "stopped by a signal").hint("the next sync continues where this one stopped"))
}

async fn run(prepared: &Prepared, writing: &mut Writing, fetcher: &Arc<Fetcher>) -> Result<Report> {
    let consent = Consent::of(&writing.opened.db, writing.run, prepared.allowed)?;
    let ended = Course::new(prepared, consent, writing, fetcher).run().await?;
    if upload::run(writing, fetcher, prepared.targets.store.as_ref()).await? == upload::Ending::Stopped {
        return Err(interrupted(writing)?);
    }
    fetcher.progress.enter("building and publishing");
    finish(prepared, writing, ended)
}

/// Models and marts with the fields that this run has found; `None` if it has staged nothing, or files describe them all.
/// Notes the columns whose settings the records contradict.
fn grown(prepared: &Prepared, writing: &Writing) -> Result<Option<(Vec<Model>, Vec<Mart>)>> {
    let opened = &writing.opened;
    let wanted = prepared.source.wanted(&opened.connection);
    let is_generated =
        |stream: &&Stream| matches!(stream.columns, Columns::Generated { .. }) && setting::is_wanted(&wanted, stream);
    let generated: Vec<&Stream> = prepared.source.streams().iter().filter(is_generated).collect();
    // What a run staged before it was killed is looked at by the run that goes on.
    if generated.is_empty() || !(writing.stager.has_staged() || prepared.goes_on) {
        return Ok(None);
    }
    let (source, since) = (prepared.source, writing.stager.since());
    generated.iter().try_for_each(|stream| {
        filled::note(&opened.db, source, stream, since, &|paths| writing.stager.shows(opened, stream, paths))
    })?;
    let models = fields::models(Some(&opened.db), &opened.connection)?;
    for stream in generated {
        let model = models.iter().find(|model| model.streams.iter().any(|name| name == stream.name));
        let model = model.ok_or_else(|| Error::failed(format!("no model reads the stream {}", stream.name)))?;
        doubts::note(&opened.db, &opened.connection, prepared.run, stream, model)?;
    }
    Judged::of(opened, &models)?.note(&opened.db)?;
    let marts = mart::in_order(&opened.db, &models)?;
    build::make_views(&opened.db, &marts, &prepared.remade)?;
    Ok(Some((models, marts)))
}

/// Leads the DuckLake catalog to the newest generation; gives why it was made anew, where it was. For as long as a dataset is
/// held as a weaker policy made it, what that policy published is still to be withdrawn.
fn follow(followers: &Followers, db: &Db) -> Result<Option<String>> {
    if !policies::is_to_withdraw(db)? {
        return followers.follow(db);
    }
    let anew = followers.forget(db)?;
    if !export::shows_weaker(db)? {
        policies::note_withdrawn(db)?;
    }
    Ok(anew)
}

/// Builds and publishes, compares the books, concludes the run, and reports it.
fn finish(prepared: &Prepared, writing: &Writing, ended: Ended) -> Result<Report> {
    let Ended { failed, refused, struck, mut warnings } = ended;
    let opened = &writing.opened;
    warnings.extend(left_out::settle(&opened.db, &opened.connection)?);
    let grown = grown(prepared, writing)?;
    let wanted = prepared.source.wanted(&opened.connection);
    emptied::settle(&opened.db, prepared.source, &wanted, prepared.run)?;
    let (models, marts) = grown.as_ref().map_or((&prepared.models, &prepared.marts), |(models, marts)| (models, marts));
    let built = build::publish(opened, prepared.run, models, marts, &prepared.targets.lake, refused)?;
    let Built { published, shortfall, waits_for_completeness } = built;
    if (struck && !waits_for_completeness) || published.new {
        let marts: Vec<&Model> = marts.iter().map(|mart| &mart.model).collect();
        balance::compare(writing, prepared.source, &marts, &shortfall.held)?;
    }
    let Shortfall { open, accepted, moved_files, .. } = shortfall::unread(&opened.db)?;
    let shortfall = Shortfall { open, accepted, moved_files, ..shortfall };
    record::conclude(&opened.db, prepared.run, &shortfall)?;
    let is_open = shortfall.open > 0;
    // What fails here is done by the next run; this one has published.
    let catalog_anew = follow(&prepared.targets.followers, &opened.db)?;
    // The run has published: what cannot be removed today is told, and tried again tomorrow.
    let (vacuumed, vacuum_trouble) = match vacuum::once_a_day(opened, models) {
        Ok(vacuumed) => (vacuumed, None),
        Err(error) => (0, Some(error.one_line())),
    };
    prepared.targets.followers.tell(&opened.db, published.new)?;
    opened.db.checkpoint()?;
    let status = status::with(&opened.db, &opened.connection, shortfall)?;
    Ok(Report {
        connection: opened.connection.name.clone(),
        current: prepared.targets.lake.current(),
        totals: status.totals.clone().with_files(published.files_written as u64),
        laid_out_anew: published.laid_out_anew,
        repaired: published.repaired,
        catalog_anew,
        failed_listings: failed.len(),
        // What was acknowledged needs nothing done about it.
        hint: failed.iter().find_map(|(_, error)| error.hint_text()).filter(|_| is_open).map(str::to_owned),
        warnings,
        remade: prepared.remade.clone(),
        policy: prepared.policy.clone(),
        waits_for_completeness,
        took: Duration::ZERO,
        vacuumed,
        vacuum_trouble,
        failure: None,
        went_on: prepared.goes_on,
        status,
    })
}
