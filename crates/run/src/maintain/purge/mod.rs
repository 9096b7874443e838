//! Taking something out for good: former generations, an object, or a person.
//!
//! What is to go is cut out of the sealed responses; then the staged relations are made anew from what is left of them, a
//! generation is published, and those before it are withdrawn with their files. So nothing that is derived has to be known
//! here, and what is published afterwards is what a sync would publish. Files of attachments are deleted from the store.
//! Every purge names what it cannot reach ([`BEYOND`]).
//!
//! That a person is gone is proven: after the cut everything that the connection holds is [searched](search) as plain text for
//! every form that is known of the person.

mod edit;
mod files;
mod follow;
mod forms;
mod json;
mod ledger;
mod markup;
mod members;
mod objects;
mod person;
mod record;
mod search;

use super::raw;
use crate::connection::opened::Opened;
use crate::connection::policies::Judged;
use crate::inspect::asked::open_synced;
use crate::publish::targets::Targets;
use crate::schema::fields;
use crate::sync::{self, site};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::state::PurgeKind;
use catchment_base::{clock, failpoint};
use catchment_lake::db::{Db, params};
use catchment_lake::export;
use catchment_lake::land::{self, Sealer};
use catchment_redact::Policy;
use catchment_redact::Revealer;
use catchment_source::Stream;
use catchment_source::config::{Config, Place};
use edit::Edit;
use files::Files;
use person::Person;
use record::{Done, Ending, begin, is_begun};
use search::Search;
use serde::Serialize;

/// Where copies can still be after a purge.
pub const BEYOND: [&str; 4] = [
    "backups that were moved, and copies of the lake that others have made",
    "freed blocks of the database file, until they are overwritten (what was sealed there is encrypted)",
    "former versions of objects, if a bucket keeps them",
    "the source itself, with its trash: what it still has comes back when it is read again",
];

/// What is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The generations before this one.
    Generations(i64),
    /// An object, with what lies in it: its stream and its id.
    Object(String, String),
    /// Who is behind a pseudonym.
    Person(String),
}

/// The outcome of a purge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Purged {
    /// The connection.
    pub connection: String,
    /// What was to go, in words.
    pub what: String,
    /// Sealed responses that it was cut out of.
    pub responses: u64,
    /// Objects or values cut out.
    pub cuts: u64,
    /// Objects that cannot be read, and responses of streams that the settings describe no more: these were not searched.
    pub unsearched: u64,
    /// Where a person is still, or may be: what was searched and holds it, and what could not be read.
    pub left_in: Vec<String>,
    /// Names and addresses of a person that others have as well: these were replaced beside its ids and nowhere else.
    pub shared_forms: u64,
    /// Files of attachments deleted from the store.
    pub files: u64,
    /// Generations withdrawn, with the files that only they had.
    pub generations: Vec<i64>,
    /// The generation that is current now.
    pub current: Option<i64>,
    /// Where copies can still be.
    pub beyond: Vec<String>,
}

/// Takes something out of everything that a connection holds, and proves that it is gone. One that is stopped on its way goes
/// on when it is asked for again; the next sync publishes without what is cut out by then.
pub async fn purge(config: &Config, name: &str, what: &What, reason: &str) -> Result<Purged> {
    let reason = raw::checked(reason)?;
    let opened = open_synced(config, name, "purge")?;
    let at = At { targets: Targets::of(config, &opened.connection)?, opened };
    at.refuse_unpublishable()?;
    let (at, cut) = match what {
        What::Generations(before) => generations(at, *before, &reason)?,
        What::Object(stream, id) => object(at, &config.attachments, stream, id, &reason).await?,
        What::Person(token) => person(at, config, token, &reason).await?,
    };
    let db = &at.opened.db;
    at.refuse_left(cut.id)?;
    let Cut { id, what, unsearched, left_in, shared_forms, mut beyond } = cut;
    let current = export::newest_known(db)?;
    let done = record::end(db, id, &Ending { what: &what, unsearched, left_in: &left_in, current })?;
    db.checkpoint()?;
    let Done { responses, cuts, files, generations } = done;
    beyond.extend(BEYOND.map(str::to_owned));
    let connection = name.to_owned();
    Ok(Purged {
        connection,
        what,
        responses,
        cuts,
        unsearched,
        left_in,
        shared_forms,
        files,
        generations,
        current,
        beyond,
    })
}

/// What is purged from: a connection that this process holds, and where it publishes.
struct At {
    opened: Opened,
    targets: Targets,
}

/// What was taken out, before that is recorded as done.
struct Cut {
    /// The number of the purge on record.
    id: i64,
    /// What was to go, in words.
    what: String,
    /// What could not be searched.
    unsearched: u64,
    /// Where it is still, or may be.
    left_in: Vec<String>,
    /// Names and addresses of a person that others have as well.
    shared_forms: u64,
    /// What cannot be reached besides.
    beyond: Vec<String>,
}

impl Cut {
    fn of(id: i64, what: String, unsearched: u64) -> Self {
        Self { id, what, unsearched, left_in: Vec::new(), shared_forms: 0, beyond: Vec::new() }
    }
}

fn generations(at: At, before: i64, reason: &str) -> Result<(At, Cut)> {
    let opened = &at.opened;
    let current = export::newest_known(&opened.db)?;
    if current.is_none_or(|current| before > current) {
        let current = current
            .map_or_else(|| "nothing is published".to_owned(), |number| format!("generation {number} is current"));
        return Err(Error::usage(format!("the generations before {before} cannot all be withdrawn: {current}"))
            .hint("'catchment audit generations' lists them"));
    }
    let what = format!("generations before {before}");
    let id = begin(&opened.db, PurgeKind::Generations, &what, reason)?;
    end_stopped(&opened.db)?;
    at.withdraw(before)?;
    Ok((at, Cut::of(id, what, 0)))
}

async fn object(at: At, attachments: &Place, stream: &str, id: &str, reason: &str) -> Result<(At, Cut)> {
    let opened = &at.opened;
    catchment_source::known_stream(catchment_source::of(&opened.connection)?, stream)?;
    refuse_existing(opened, stream, id)?;
    let mut objects = vec![(stream.to_owned(), id.to_owned())];
    objects.extend(contained(opened, stream, id)?);
    let (what, edit) = (format!("{stream} {id}"), Edit::Objects(&objects));
    let files = Files::of(opened, attachments, &objects).await?;
    if files.is_empty() && !is_begun(&opened.db, &what)? && !edit::is_anywhere(opened, &edit)? {
        let id = printable(id);
        return Err(Error::failed(format!("nothing is held for {stream} {id}")).hint(format!(
            "'catchment explain {} {stream} {id}' shows what is known about it",
            opened.connection.name
        )));
    }
    let number = begin(&opened.db, PurgeKind::Object, &what, reason)?;
    end_stopped(&opened.db)?;
    files.delete(opened, number).await?;
    let unsearched = edit::all(opened, &edit, number)?;
    forget_traces(opened, &objects)?;
    let within = match objects.len() - 1 {
        0 => String::new(),
        more => format!(" with {more} inside it"),
    };
    let cut = Cut::of(number, what + &within, unsearched);
    Ok((at.publish_rest(&cut, Some(&edit))?, cut))
}

/// Forgets what redaction did to objects that are gone, and what listings showed of them.
fn forget_traces(opened: &Opened, objects: &[(String, String)]) -> Result<()> {
    let models = fields::models(Some(&opened.db), &opened.connection)?;
    for (stream, id) in objects {
        for (relation, column) in
            [("sync.mark", "object_id"), ("sync.former_object", "object_id"), ("sync.keyless", "former_id")]
        {
            let sql = format!("delete from {relation} where stream = $stream and {column} = $id");
            opened.db.execute(&sql, params! { stream: stream, id: id })?;
        }
        for model in models.iter().filter(|model| model.streams.contains(stream)) {
            opened.db.execute(
                "delete from sync.redacted where relation = $relation and object_id = $id",
                params! { relation: model.relation(), id: id },
            )?;
        }
    }
    Ok(())
}

async fn person(at: At, config: &Config, token: &str, reason: &str) -> Result<(At, Cut)> {
    let opened = &at.opened;
    let policies: Vec<&Policy> = opened.connection.redaction.with_those_of_columns().collect();
    let revealer = Revealer::new(&opened.keys, &policies, token)?;
    let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
    let what = format!("the person behind {}", revealer.token());
    let mut person = Person::find(opened, &revealer, record::sought(&opened.db, &sealer, &what)?)?;
    if person.is_unknown() && !is_begun(&opened.db, &what)? {
        return Err(Error::failed("no stored response contains the value behind this pseudonym")
            .hint("'catchment audit purges' lists what was purged; each connection has its own responses"));
    }
    for (stream, id) in person.records().clone() {
        person.add_records(contained(opened, &stream, &id)?);
    }
    let records: Vec<_> = person.records().iter().cloned().collect();
    let files = Files::of(opened, &config.attachments, &records).await?;
    let id = begin(&opened.db, PurgeKind::Person, &what, reason)?;
    end_stopped(&opened.db)?;
    record::keep(&opened.db, &sealer, id, &person.sought())?;
    files.delete(opened, id).await?;
    let unsearched = edit::all(opened, &Edit::Person(&person), id)?;
    // What an attempt that was stopped had sealed anew is named by no row any more.
    land::remove_unnamed(&opened.db, &opened.paths.sealed)?;
    ledger::forget(&opened.db, &person)?;
    forget_traces(opened, &records)?;
    let mut cut = Cut::of(id, what, unsearched);
    let at = at.publish_rest(&cut, None)?;
    at.targets.followers.write_anew(&at.opened.db)?;
    cut.shared_forms = person.forms().shared.len() as u64;
    let search = at.searched(&person, config).await?;
    cut.left_in = search.found.into_iter().chain(search.unread).collect();
    cut.beyond = search.moved;
    Ok((at, cut))
}

impl At {
    /// Makes everything anew from what is left, publishes it, and withdraws what was published before.
    fn publish_rest(self, cut: &Cut, edit: Option<&Edit<'_>>) -> Result<Self> {
        failpoint::pass("purge.before_publish");
        let (report, opened, targets) = sync::republish(self.opened, self.targets, cut.id)?;
        let (at, held) = (Self { opened, targets }, &report.status.shortfall.held);
        if !held.is_empty() {
            return Err(Error::failed(format!(
                "{} is purged, but these are held back as last published: {}",
                cut.what,
                held.join(", ")
            ))
            .hint(format!(
                "accept what 'catchment contract {}' lists, or fix what fails their checks, then run the same command again",
                at.opened.connection.name
            )));
        }
        if edit.map_or(Ok(false), |edit| edit::is_anywhere(&at.opened, edit))? {
            return Err(Error::failed(format!("{} is still in a sealed response", cut.what))
                .hint("this is a bug in catchment; nothing else was lost"));
        }
        export::newest_known(&at.opened.db)?.map_or(Ok(()), |current| at.withdraw(current))?;
        Ok(at)
    }

    /// Looks for a person in everything that the connection holds.
    async fn searched<'p>(&self, person: &'p Person<'p>, config: &Config) -> Result<Search<'p>> {
        let Self { opened, targets } = self;
        let name = &opened.connection.name;
        let mut search = Search::new(person, &opened.keys, &opened.paths.spool)?;
        search.connection(opened)?;
        search.place(&config.lake, &|key| is_of(config, name, key)).await?;
        search.stored(opened, targets.store.as_ref(), &config.attachments).await?;
        search.backups(opened)?;
        Ok(search)
    }

    /// Withdraws the generations before one, with their files, and the catalogs that show them.
    fn withdraw(&self, before: i64) -> Result<()> {
        let db = &self.opened.db;
        export::withdraw_before(db, &self.targets.lake, before)?;
        self.targets.followers.forget(db)?;
        db.checkpoint()
    }

    /// Asks the lake whether the generations that a purge withdrew are gone, with the files that only they had.
    fn refuse_left(&self, purge: i64) -> Result<()> {
        let (db, lake) = (&self.opened.db, &self.targets.lake);
        for generation in record::withdrawn(db, purge)? {
            if export::is_left(db, lake, generation)? {
                return Err(Error::failed(format!("the lake still contains files of generation {generation}"))
                    .hint("something puts them there again, or keeps them: end that, remove them, and run the same command again"));
            }
        }
        Ok(())
    }

    /// Before anything is cut out: what would keep the rest from being published.
    fn refuse_unpublishable(&self) -> Result<()> {
        let Self { opened, targets } = self;
        targets.lake.probe()?;
        export::refuse(&opened.db, &targets.lake, &opened.database_id)?;
        site::compare(opened)?;
        Judged::of(opened, &fields::models(Some(&opened.db), &opened.connection)?)?.refuse_weaker()
    }
}

/// Whether a file of the lake is of a connection, or of all: the catalogs. Those of others hold what these have read.
fn is_of(config: &Config, name: &str, key: &str) -> bool {
    let first = key.split('/').next().unwrap_or_default();
    first == name || !config.connections.contains_key(first)
}

/// Ends a sync that was stopped: within its listings it holds positions in what is purged, and the run of a purge would end it as if
/// it had read everything. Its listings begin anew with the next sync, whether the site can be reached now or not.
fn end_stopped(db: &Db) -> Result<()> {
    db.transaction(|db| {
        db.execute(
            "update sync.run set state = 'failed', ended_at = coalesce(ended_at, $now), cause = coalesce(cause, $cause)
             where state in ('running', 'interrupted') and purge_id is null",
            params! { now: clock::now(), cause: "stopped, and ended by a purge: the next sync begins its listings anew" },
        )?;
        land::fail_walks(db, "begun anew: something was purged meanwhile", "true")
    })
}

/// What still exists comes back with the next sync.
fn refuse_existing(opened: &Opened, stream: &str, id: &str) -> Result<()> {
    let exists: bool = opened.db.query_value(
        "select count(*) > 0 from sync.object as held
         where held.stream = $stream and held.object_id = $id and not exists (
             select 1 from sync.deletion as gone
             where gone.state = 'deleted' and (
                 (gone.stream = held.stream and gone.object_id = held.object_id)
                 or (gone.object_id = held.container_id and gone.stream = coalesce(held.container_stream, gone.stream))
             )
         )",
        params! { stream: stream, id: id },
    )?;
    if !exists {
        return Ok(());
    }
    let name = &opened.connection.name;
    Err(Error::new(Kind::Refused, format!("{stream} {} still exists at the source, as far as is known", printable(id)))
        .hint(format!(
            "it would come back with the next sync: delete it there, run 'catchment sync {name}', then purge it"
        )))
}

/// The objects that lie in an object, and those whose files are attached to it.
fn contained(opened: &Opened, stream: &str, id: &str) -> Result<Vec<(String, String)>> {
    let source = catchment_source::of(&opened.connection)?;
    let is_within = |other: &&Stream| other.file_members().is_some_and(|file| file.within.contains(&stream));
    let attached: Vec<&str> = source.streams().iter().filter(is_within).map(|other| other.name).collect();
    opened.db.query(
        "with recursive below as (
             select stream, object_id from sync.object
             where container_id = $id and coalesce(container_stream, $stream) = $stream
             union
             select held.stream, held.object_id
             from sync.object as held
             inner join below on held.container_id = below.object_id and coalesce(held.container_stream, below.stream) = below.stream
         )
         select stream, object_id from below
         union
         select stream, object_id from sync.upload
         where container_id = $id and list_contains(string_split($attached, ','), stream)
         order by all",
        params! { stream: stream, id: id, attached: attached.join(",") },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
