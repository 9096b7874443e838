//! `check`: everything that a sync would refuse, item by item to the end. It asks and compares, proves that lake and store can be
//! written to, and, like every command, migrates the database and finishes a key rotation; nothing is published.

pub mod estimate;
pub mod listed;
pub mod probe;
pub mod readable;
pub mod tried;

use crate::connection::described;
use crate::connection::login;
use crate::connection::opened::{Opened, Paths};
use crate::connection::policies::Judged;
use crate::connection::reach::Reach;
use crate::connection::scope;
use crate::connection::verdict::{Checked, Verdict};
use crate::plan::setting;
use crate::schema::{fields, relation, told};
use crate::sync::site;
use crate::upload;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_base::state::{GapKind, GapState};
use catchment_base::{clock, disk};
use catchment_io::http::{Answer, Ask};
use catchment_io::key::Keys;
use catchment_io::store::Store;
use catchment_lake::db::params;
use catchment_lake::export::{self, Lake};
use catchment_source::auth::Keeper;
use catchment_source::client::{Asking, Client, Log, Refusal};
use catchment_source::config::{Config, Connection, enumerated};
use catchment_source::first::{describe_fields, settle_premise};
use catchment_source::look::unseen;
use catchment_source::refused::Trouble;
use catchment_source::{Account, Detail, Reading, ScopeWords, Session, Source, Stream, objects};
use chrono::{NaiveDateTime, TimeDelta};
use listed::Listed;
use readable::Reader;
use std::collections::{BTreeMap, BTreeSet};
use tried::{Page, Trial, Tried};

/// The server's clock may differ from ours by so much without a word.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);
const TRIES: u32 = 2;
const UNANSWERED: &str = "the site cannot be asked";

/// The items looked at so far.
#[derive(Default)]
struct Checks(Vec<Checked>);

impl Checks {
    fn add(&mut self, item: &'static str, verdict: Verdict) {
        self.0.push(Checked { item, verdict });
    }

    fn skip(&mut self, item: &'static str, because: &str) {
        self.add(item, Verdict::Skipped(because.to_owned()));
    }

    /// Notes the words of a success or the failure; gives what later items need.
    fn look<T>(&mut self, item: &'static str, found: Result<(T, String)>) -> Option<T> {
        match found {
            Ok((found, words)) => {
                self.add(item, Verdict::Good(words));
                Some(found)
            }
            Err(error) => {
                self.add(item, Verdict::Failed(error));
                None
            }
        }
    }
}

/// Checks a connection, every item to the end.
pub async fn check(config: &Config, name: &str) -> Result<Vec<Checked>> {
    let connection = config.connection(name)?;
    let source = catchment_source::of(connection)?;
    let mut checks = Checks::default();
    let keys = checks.look(
        "key file",
        Keys::read(&config.data_dir).map(|keys| {
            let words = format!("key {}", keys.id());
            (keys, words)
        }),
    );
    let lake = checks.look("lake", lake(config, name));
    let opened = database(&mut checks, config, name, keys.is_some());
    agree(&mut checks, lake.as_ref(), opened.as_ref(), is_there(config, name));
    match upload::open_store(config, connection) {
        Ok(None) => {}
        Ok(Some(store)) => {
            let usable = attachments(&store, connection, opened.as_ref()).await;
            checks.look("attachments", usable.map(|()| ((), format!("{} can be written", config.attachments))));
        }
        Err(error) => checks.add("attachments", Verdict::Failed(error)),
    }
    let held = held(&mut checks, connection, source, opened.as_ref());
    // The site may take its time, and others may work on the connection meanwhile.
    drop(opened);
    for analyzer in connection.redaction.analyzers() {
        checks.look("analyzer", analyzer.probe().map(|words| ((), words)));
    }
    let keeper = login::keeper(config, connection);
    asked(&mut checks, (connection, &keeper), source, &held, keys.as_ref()).await;
    Ok(checks.0)
}

fn lake(config: &Config, name: &str) -> Result<(Lake, String)> {
    let lake = Lake::new(config.lake.open()?, name);
    lake.probe()?;
    Ok((lake, format!("{} can be written", config.lake)))
}

/// What is on record.
#[derive(Default)]
struct Held {
    /// The members that were ever seen, by streams.
    seen: BTreeMap<&'static str, Vec<String>>,
    /// What settings name by ids and is accepted as missing.
    accepted: BTreeSet<String>,
    /// The account that the site answered.
    account: Option<site::KnownAccount>,
}

impl Held {
    fn of(opened: &Opened, source: &dyn Source) -> Result<Self> {
        let seen = |stream: &Stream| fields::seen(&opened.db, stream).map(|seen| (stream.name, seen));
        let accepted = opened.db.query(
            "select object from sync.quarantine where kind = $kind and state = $state",
            params! { kind: GapKind::Named.as_str(), state: GapState::Acknowledged.as_str() },
            |row| row.get::<_, String>(0),
        )?;
        Ok(Self {
            seen: source.streams().iter().map(seen).collect::<Result<_>>()?,
            accepted: accepted.into_iter().collect(),
            account: Some(site::KnownAccount::of(opened)?),
        })
    }
}

/// Whether files can be put into the store, and it is the one in which those on record were stored, where that was.
async fn attachments(store: &Store, connection: &Connection, opened: Option<&Opened>) -> Result<()> {
    if let Some(opened) = opened {
        upload::mark::compare(&opened.db, store, &connection.name).await?;
        upload::mark::refuse_moved(&opened.db, store, &connection.name)?;
    }
    upload::probe(store, connection).await
}

/// Whether a connection has a database.
fn is_there(config: &Config, name: &str) -> bool {
    disk::exists(&Paths::of(&config.data_dir, name).database)
}

/// The database, where it can be opened.
fn database(checks: &mut Checks, config: &Config, name: &str, has_key: bool) -> Option<Opened> {
    match (is_there(config, name), has_key) {
        (false, _) => {
            checks.add("database", Verdict::Good("created by the first sync".to_owned()));
            None
        }
        (true, false) => {
            checks.skip("database", "the key cannot be read");
            None
        }
        (true, true) => checks.look("database", Opened::open(config, name, "check").map(|it| (it, "found".to_owned()))),
    }
}

/// Whether the database and the lake belong together.
fn agree(checks: &mut Checks, lake: Option<&Lake>, opened: Option<&Opened>, is_there: bool) {
    const AGREES: &str = "database and lake";
    match (lake, opened) {
        (None, _) => checks.skip(AGREES, "the lake cannot be used"),
        (_, None) if is_there => checks.skip(AGREES, "the database cannot be opened"),
        (Some(lake), None) => {
            checks.look(AGREES, export::refuse_without_database(lake).map(|()| ((), "the lake is empty".to_owned())));
        }
        (Some(lake), Some(opened)) => {
            let agrees = export::refuse(&opened.db, lake, &opened.database_id);
            let lacks = agrees.and_then(|()| export::is_older(&opened.db, lake, &opened.database_id));
            let words = |lacks| match lacks {
                true => "the lake lacks the newest generation; the next sync publishes it again".to_owned(),
                false => "they match".to_owned(),
            };
            checks.look(AGREES, lacks.map(|lacks| ((), words(lacks))));
        }
    }
}

/// Compares the database with the site and the settings; returns what it holds.
fn held(checks: &mut Checks, connection: &Connection, source: &dyn Source, opened: Option<&Opened>) -> Held {
    if let Some(opened) = opened {
        checks.look("site identity", site_on_record(opened));
    }
    checks.look("redaction", redaction(connection));
    if let Some(opened) = opened {
        in_force(checks, opened, source);
        if let Err(error) = described::refuse_other_form(&opened.db, source) {
            checks.add("form of records", Verdict::Failed(error));
        }
    }
    opened.map_or_else(|| Ok(Held::default()), |opened| Held::of(opened, source)).unwrap_or_else(|error| {
        checks.add("columns", Verdict::Failed(error));
        Held::default()
    })
}

/// The effect of the policy compared with the one in force.
fn in_force(checks: &mut Checks, opened: &Opened, source: &dyn Source) {
    let models = fields::models(Some(&opened.db), &opened.connection);
    let accepted = models.as_ref().map_or(Ok(()), |models| Judged::of(opened, models)?.refuse_weaker());
    if let Err(error) = accepted {
        checks.add("redaction in force", Verdict::Failed(error));
    }
    match models.and_then(|models| relation::remade(opened, source, &models)) {
        Ok(remade) => {
            for remade in remade {
                checks.add("redaction", Verdict::Good(rebuilt(&remade)));
            }
        }
        Err(error) => checks.add("redaction", Verdict::Failed(error)),
    }
}

fn site_on_record(opened: &Opened) -> Result<((), String)> {
    let words = match site::compare(opened)?.is_other_account {
        true => "the account changed: the next sync compares everything",
        false => "same as in earlier syncs",
    };
    Ok(((), words.to_owned()))
}

fn redaction(connection: &Connection) -> Result<((), String)> {
    let models = fields::models(None, connection)?;
    relation::refuse_unknown_columns(&models, &connection.redaction)?;
    Ok(((), format!("policy {}", connection.redaction.versioned())))
}

fn rebuilt(remade: &relation::Remade) -> String {
    format!(
        "the next sync rebuilds {} ({} rows): its model, the policy or the key has changed",
        remade.relation, remade.rows
    )
}

/// What the site says.
async fn asked(
    checks: &mut Checks,
    (connection, keeper): (&Connection, &Keeper),
    source: &dyn Source,
    held: &Held,
    keys: Option<&Keys>,
) {
    let reach = match Reach::of(connection, keeper) {
        Ok(reach) => reach,
        Err(error) => {
            checks.add("credentials", Verdict::Failed(error));
            return checks.skip("site", "the credentials cannot be used");
        }
    };
    if let Some(notice) = source.notice(connection) {
        checks.add("credentials", Verdict::Good(notice));
    }
    let scopes_needed = source.scopes(connection);
    if !scopes_needed.is_empty() {
        checks.add("scopes needed", Verdict::Good(scopes_needed.join(", ")));
    }
    let (mut listed, mut selects) = (None, true);
    let (date, pages) = if let Some(words) = source.words().scopes {
        let names_scopes = scope::is_narrow(connection).is_ok_and(|is_narrow| is_narrow);
        let answered = answer(&reach, source, words, connection).await;
        let Some((date, pages)) = checks.look("site", answered) else {
            let items = names_scopes.then_some(words.many).into_iter().chain(["clock", "account", "links"]);
            return items.for_each(|item| checks.skip(item, UNANSWERED));
        };
        listed = scopes(checks, &reach, connection, source, (words, names_scopes)).await;
        if let Some(understood) = selected(&reach, source, connection, &held.accepted).await {
            selects = checks.look("filters", understood).is_some();
        }
        named_fields(checks, &reach, source, connection).await;
        (Some(date), pages)
    } else {
        let trial = Trial { connection, reach: &reach, seen: &held.seen, keys };
        let Some(pages) = described(checks, &trial, source).await else {
            return ["stream", "clock", "account", "links"].iter().for_each(|item| checks.skip(item, UNANSWERED));
        };
        let date = pages.first().map(|page| page.answer.date);
        (date, pages.into_iter().map(|page| (page.stream, page.ask, Some(page.reading))).collect())
    };
    match date {
        Some(date) => drop(checks.look("clock", agreement(date))),
        None => checks.skip("clock", "no stream could be read"),
    }
    let account = reach.account(source, connection).await;
    // Where tokens have scopes, one may lack that for this question alone.
    let is_denied = account.as_ref().is_err_and(|error| error.kind() == Kind::Denied) && scopes_needed.is_empty();
    let known = |account: &Account| held.account.as_ref().map_or(Ok(()), |known| known.compare(account));
    checks.look("account", account.and_then(|(account, words)| known(&account).map(|()| ((), words))));
    let links = reach.links(connection, pages).await;
    checks.look("links", links.map(|words| ((), words)));
    if is_denied {
        let because = "the site does not accept the credentials, and shows what anybody may see";
        return ["stream", "first sync"].iter().for_each(|item| checks.skip(item, because));
    }
    explored(checks, connection, source, (&reach, listed, selects)).await;
}

/// Tells which of the fields that settings name the site does not have, where they name some.
async fn named_fields(checks: &mut Checks, reach: &Reach, source: &dyn Source, connection: &Connection) {
    let wanted = source.wanted(connection);
    let is_named = |stream: &&Stream| stream.is_told && stream.is_described() && setting::is_wanted(&wanted, stream);
    let streams: Vec<&Stream> = source.streams().iter().filter(is_named).collect();
    if streams.is_empty() {
        return;
    }
    let described = describe_fields(&reach.client, reach.session.as_ref(), &streams, &mut Log::default()).await;
    if let Err(error) = described {
        checks.add("fields", Verdict::Failed(error));
    }
}

/// Asks a site as the settings describe it, or as it describes itself: the pages that came; nothing where it does not answer.
async fn described(checks: &mut Checks, trial: &Trial<'_>, source: &dyn Source) -> Option<Vec<Page>> {
    let (told, tried) = match told::tried(trial.reach, source, trial.connection).await {
        Ok(told) => (told, trial.streams(source).await),
        Err(error) => (Vec::new(), Err(error)),
    };
    let tried = checks.look("site", tried.map(|tried| (tried, format!("{} answers", trial.connection.url))));
    // Where the site does not answer, that is why it does not describe itself.
    let is_told = |check: &Checked| tried.is_some() || matches!(check.verdict, Verdict::Good(_));
    checks.0.extend(told.into_iter().filter(is_told));
    let Tried { verdicts, pages } = tried?;
    verdicts.into_iter().for_each(|verdict| checks.add("stream", verdict));
    Some(pages)
}

/// What can be read, what the first sync costs, and what this check did.
async fn explored(
    checks: &mut Checks,
    connection: &Connection,
    source: &dyn Source,
    (reach, listed, selects): (&Reach, Option<Listed>, bool),
) {
    if let Some(words) = source.words().scopes.filter(|_| listed.is_none()) {
        let because = format!("the {} cannot be listed", words.many);
        ["stream", "first sync"].iter().for_each(|item| checks.skip(item, &because));
    }
    if let (Some(survey), Some(words), Some(listed)) = (reach.session.survey(), source.words().scopes, &listed) {
        let reader = Reader { connection, source, reach, survey, listed, selects };
        reader.look(words).await.into_iter().for_each(|(item, verdict)| checks.add(item, verdict));
        match estimate::first_sync(&reader).await {
            Ok(words) => checks.add("first sync", Verdict::Good(words)),
            Err(error) => checks.skip("first sync", &error.one_line()),
        }
    }
    if source.words().scopes.is_none() {
        match estimate::counted_sync(connection, source, reach).await {
            Ok(Some(words)) => checks.add("first sync", Verdict::Good(words)),
            Ok(None) => {}
            Err(error) => checks.skip("first sync", &error.one_line()),
        }
    }
    let pace = reach.client.pace();
    let limits: Vec<String> = pace.limits().collect();
    let limits = if limits.is_empty() { "the site's answers name none".to_owned() } else { limits.join(", ") };
    checks.add("rate limit", Verdict::Good(limits));
    checks.add("requests", Verdict::Good(format!("{} were sent by this check", pace.requests())));
}

/// Small requests, each with what its answer said if it was asked.
type Pages = Vec<(&'static Stream, Ask, Option<Reading>)>;

/// Asks for the scopes: the time of the answer, and the probes.
async fn answer(
    Reach { client, session }: &Reach,
    source: &dyn Source,
    scopes: ScopeWords,
    connection: &Connection,
) -> Result<((NaiveDateTime, Pages), String)> {
    let mut pages: Pages = session.probes()?.into_iter().map(|(stream, ask)| (stream, ask, None)).collect();
    let (stream, ask, first) = pages.first_mut().ok_or_else(|| Error::failed("the source has no streams"))?;
    let read = |answer: &Answer| session.read(stream, ask, answer, Detail::Ends);
    let asked = client.ask(&*ask, TRIES, &mut Log::default(), read).await;
    let (answer, reading) = asked.map_err(|refusal| into_error(refusal, source, connection))?;
    if reading.objects == 0 {
        let hint = format!("give the account the right to view the {}; without it nothing can be read", scopes.many);
        return Err(Error::failed(scopes.none_seen()).hint(hint));
    }
    *first = Some(reading);
    let words = format!("{} answers, and the account sees at least one {}", connection.url, scopes.one);
    Ok(((answer.date, pages), words))
}

/// Lists the scopes, and compares them with the settings where these ask for some alone.
async fn scopes(
    checks: &mut Checks,
    reach: &Reach,
    connection: &Connection,
    source: &dyn Source,
    (words, names_scopes): (ScopeWords, bool),
) -> Option<Listed> {
    let listed = match Listed::of(reach, source).await {
        Ok(listed) => listed,
        Err(error) => {
            checks.add(words.many, Verdict::Failed(error));
            return None;
        }
    };
    if names_scopes {
        let named = source.named_scopes(connection);
        let unseen = reach.session.survey().map_or_else(Vec::new, |survey| survey.unseen(&named));
        let compared = listed.compared((named.len(), source.matches_scopes(connection)), words, &unseen);
        checks.add(words.many, compared);
        let unmatched = reach.session.survey().map_or_else(Vec::new, |survey| survey.unmatched());
        // What was not listed may be what they match.
        for pattern in unmatched.iter().filter(|_| !listed.has_more) {
            checks.add(words.many, Verdict::Doubtful(words.unmatched(pattern)));
        }
    }
    Some(listed)
}

/// Whether the site understands what settings select, where they do.
async fn selected(
    Reach { client, session }: &Reach,
    source: &dyn Source,
    connection: &Connection,
    accepted: &BTreeSet<String>,
) -> Option<Result<((), String)>> {
    let (name, selection) = source.streams().iter().find_map(|stream| Some((stream.name, stream.selection?)))?;
    let aim = Aim::new(WalkKind::Census, Listing { stream: name, scope: String::new() });
    let settled = settle_premise(client, session.as_ref(), &aim, &mut Log::default()).await;
    let (stream, ask) = match settled.and_then(|()| session.selection()) {
        Ok(asked) => asked?,
        Err(error) => return Some(Err(error)),
    };
    let read = |answer: &Answer| session.read(stream, &ask, answer, Detail::Ends);
    let asking = Asking::new(&ask, session.refused(stream));
    Some(match client.ask(asking, TRIES, &mut Log::default(), read).await {
        Ok(_) => {
            let understood = format!("the site understands {}", selection.settings);
            let counted = session.survey().map_or_else(Vec::new, |survey| survey.members());
            let named = named(client, session.as_ref(), &source.named_objects(connection), accepted).await;
            let words = |missing: Option<String>| {
                std::iter::once(understood).chain(counted).chain(missing).collect::<Vec<_>>().join("; ")
            };
            named.map(|missing| ((), words(missing)))
        }
        Err(Refusal::Refused(said) | Refusal::Outdated(said)) => {
            Err(session.refused_first(stream, &format!("(400){said}")))
        }
        Err(refusal) => Err(into_error(refusal, source, connection)),
    })
}

/// Whether the site shows all objects that settings name by their ids, but for those that are accepted as missing: in words,
/// those that are.
async fn named(
    client: &Client,
    session: &dyn Session,
    named: &[(&'static str, String)],
    accepted: &BTreeSet<String>,
) -> Result<Option<String>> {
    let ids: Vec<String> = named.iter().map(|(_, id)| id.clone()).collect();
    let unseen = unseen(client, session, &ids, &mut Log::default()).await?;
    let (missing, unseen): (BTreeSet<String>, BTreeSet<String>) =
        unseen.into_iter().partition(|id| accepted.contains(id));
    let (settings, unseen): (BTreeSet<String>, BTreeSet<String>) = named
        .iter()
        .filter(|(_, id)| unseen.contains(id))
        .map(|(setting, id)| ((*setting).to_owned(), id.clone()))
        .unzip();
    if unseen.is_empty() {
        let missing = (!missing.is_empty()).then(|| Vec::from_iter(missing).join(", "));
        return Ok(missing.map(|ids| format!("acknowledged, for the site does not show it: {ids}")));
    }
    let settings = enumerated(&Vec::from_iter(settings));
    let what = format!("the site does not show what {settings} name: {}", Vec::from_iter(unseen).join(", "));
    let hint = format!("check the ids in {settings} and the account's rights; every sync would be incomplete");
    Err(Error::new(Kind::Incomplete, what).hint(hint))
}

fn agreement(date: NaiveDateTime) -> Result<((), String)> {
    let ahead = clock::now() - date;
    if ahead.abs() > CLOCK_TOLERANCE {
        return Err(Error::failed(format!(
            "the clock of this machine and the site's differ by {} seconds",
            ahead.num_seconds().abs()
        ))
        .hint("set the clock of this machine; what is complete to when is told by the site's clock"));
    }
    Ok(((), "agrees with the site's".to_owned()))
}

fn into_error(refusal: Refusal, source: &dyn Source, connection: &Connection) -> Error {
    match refusal {
        Refusal::Absent(_, error) | Refusal::Final(error) | Refusal::Unanswered(error) => error,
        Refusal::Undeliverable(cause) | Refusal::Unavailable(cause) | Refusal::TooMuch { cause, .. } => {
            Error::failed(format!("the site does not deliver: {cause}"))
                .hint("the site has a problem of its own; try again later")
        }
        Refusal::Nothing(_) => objects::into_error(refusal, "the question"),
        Refusal::Refused(cause) | Refusal::Outdated(cause) => {
            Error::failed(format!("the site refused the request (400){cause}"))
                .hint(source.hint(connection, Trouble::Status(400)).unwrap_or("check url"))
        }
    }
}
