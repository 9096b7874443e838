//! Taking something out for good: former generations, an object, or a person.
//!
//! What is to go is cut out of the sealed responses; then the staged relations are made anew from what is left of them, a
//! generation is published, and those before it are withdrawn with their files. So nothing that is derived has to be known
//! here, and what is published afterwards is what a sync would publish. Files of attachments are deleted from the store.
//! Every purge names what it cannot reach ([`BEYOND`]).

mod edit;

use super::asked::open_synced;
use super::opened::Opened;
use super::policies::Judged;
use super::targets::Targets;
use super::{fields, raw, site, sync};
use crate::config::{Config, Place};
use crate::edge::db::{Db, literal, params};
use crate::edge::{clock, disk, failpoint};
use crate::error::{Error, Kind, Result, printable};
use crate::export;
use crate::redact::{Policy, Revealer};
use crate::source;
use crate::state::PurgeKind;
use edit::Edit;
use serde::Serialize;

/// Where copies can still be after a purge.
pub const BEYOND: [&str; 4] = [
    "backups, and copies of the lake that others have made",
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
    refuse_under_way(&at.opened.db, name)?;
    at.refuse_unpublishable()?;
    let (at, id, purged) = match what {
        What::Generations(before) => generations(at, *before, &reason)?,
        What::Object(stream, id) => object(at, &config.attachments, stream, id, &reason).await?,
        What::Person(token) => person(at, token, &reason)?,
    };
    let purged = Purged { connection: name.to_owned(), beyond: BEYOND.map(str::to_owned).to_vec(), ..purged };
    end(&at.opened.db, id, &purged)?;
    Ok(purged)
}

/// What is purged from: a connection that this process holds, and where it publishes.
struct At {
    opened: Opened,
    targets: Targets,
}

/// The outcome of a purge, with the connection it worked on and its number on record.
type Done = (At, i64, Purged);

fn generations(at: At, before: i64, reason: &str) -> Result<Done> {
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
    let generations = at.withdraw(before)?;
    Ok((at, id, Purged { what, generations, current, ..Purged::default() }))
}

async fn object(at: At, attachments: &Place, stream: &str, id: &str, reason: &str) -> Result<Done> {
    let opened = &at.opened;
    source::known_stream(source::of(&opened.connection)?, stream)?;
    refuse_existing(opened, stream, id)?;
    let mut objects = vec![(stream.to_owned(), id.to_owned())];
    objects.extend(contained(&opened.db, stream, id)?);
    let (what, edit) = (format!("{stream} {id}"), Edit::Objects(&objects));
    let uploads = stored(opened, &objects)?;
    if uploads.is_empty() && !is_begun(&opened.db, &what)? && !edit::is_anywhere(opened, &edit)? {
        let id = printable(id);
        return Err(Error::failed(format!("nothing is held for {stream} {id}")).hint(format!(
            "'catchment explain {} {stream} {id}' shows what is known about it",
            opened.connection.name
        )));
    }
    let number = begin(&opened.db, PurgeKind::Object, &what, reason)?;
    delete_files(attachments, opened, &uploads).await?;
    let edited = edit::all(opened, &edit)?;
    let models = fields::models(Some(&opened.db), &opened.connection)?;
    for (stream, id) in &objects {
        for model in models.iter().filter(|model| model.streams.contains(stream)) {
            opened.db.execute(
                "delete from sync.redacted where relation = $relation and object_id = $id",
                params! { relation: model.relation(), id: id },
            )?;
        }
    }
    let within = match objects.len() - 1 {
        0 => String::new(),
        more => format!(" with {more} inside it"),
    };
    let purged = Purged { what: what + &within, files: uploads.len() as u64, ..edited };
    let (at, purged) = at.publish_rest(purged, &edit)?;
    Ok((at, number, purged))
}

fn person(at: At, token: &str, reason: &str) -> Result<Done> {
    let opened = &at.opened;
    let policies: Vec<&Policy> = opened.connection.redaction.with_those_of_columns().collect();
    let revealer = Revealer::new(&opened.keys, &policies, token)?;
    let (what, edit) = (format!("the person behind {}", revealer.token()), Edit::Person(&revealer));
    if !is_begun(&opened.db, &what)? && !edit::is_anywhere(opened, &edit)? {
        return Err(Error::failed("no stored response contains the value behind this pseudonym")
            .hint("'catchment audit purges' lists what was purged; each connection has its own responses"));
    }
    let number = begin(&opened.db, PurgeKind::Person, &what, reason)?;
    let purged = Purged { what, ..edit::all(opened, &edit)? };
    let (at, purged) = at.publish_rest(purged, &edit)?;
    Ok((at, number, purged))
}

/// Whether a purge of this was stopped on its way.
fn is_begun(db: &Db, what: &str) -> Result<bool> {
    db.query_value("select count(*) > 0 from sync.purge where state = 'begun' and what = ?", params![what])
}

/// Puts on record that a purge is begun, or begun again; what is staged is made anew from what it leaves of the responses, by the
/// next sync at the latest.
fn begin(db: &Db, kind: PurgeKind, what: &str, reason: &str) -> Result<i64> {
    db.transaction(|db| {
        db.execute("delete from sync.purge where state = 'begun' and what = ?", params![what])?;
        let id: i64 = db.query_value("select coalesce(max(purge_id), 0) + 1 from sync.purge", [])?;
        db.execute(
            "insert into sync.purge (purge_id, purged_at, kind, state, account, reason, what)
             values ($id, $now, $kind, 'begun', $account, $reason, $what)",
            params! {
                id: id,
                now: clock::now(),
                kind: kind.as_str(),
                account: disk::account()?,
                reason: reason,
                what: what,
            },
        )?;
        if kind != PurgeKind::Generations {
            db.execute("delete from sync.relation", [])?;
        }
        Ok(id)
    })
}

impl At {
    /// Makes everything anew from what is left, publishes it, and withdraws what was published before.
    fn publish_rest(self, purged: Purged, edit: &Edit<'_>) -> Result<(Self, Purged)> {
        let before = published(&self.opened.db)?;
        failpoint::pass("purge.before_publish");
        let (report, opened, targets) = sync::republish(self.opened, self.targets)?;
        let (at, held) = (Self { opened, targets }, &report.status.shortfall.held);
        if !held.is_empty() {
            return Err(Error::failed(format!(
                "{} is purged, but these are held back as last published: {}",
                purged.what,
                held.join(", ")
            ))
            .hint("fix what fails their checks, then run the same command again"));
        }
        if edit::is_anywhere(&at.opened, edit)? {
            return Err(Error::failed(format!("{} is still in a sealed response", purged.what))
                .hint("this is a bug in catchment; nothing else was lost"));
        }
        let current = export::newest_known(&at.opened.db)?;
        current.map_or(Ok(Vec::new()), |current| at.withdraw(current))?;
        let stay = published(&at.opened.db)?;
        let generations = before.into_iter().filter(|generation| !stay.contains(generation)).collect();
        Ok((at, Purged { generations, current, ..purged }))
    }

    /// Withdraws the generations before one, with their files, and the catalogs that show them.
    fn withdraw(&self, before: i64) -> Result<Vec<i64>> {
        let db = &self.opened.db;
        let generations = export::withdraw_before(db, &self.targets.lake, before)?;
        self.targets.followers.forget(db)?;
        db.checkpoint()?;
        Ok(generations)
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

/// The generations that readers can find.
fn published(db: &Db) -> Result<Vec<i64>> {
    db.query("select generation from sync.export where state = 'published' order by generation", [], |row| row.get(0))
}

/// A sync that was stopped within its listings holds positions in what is purged: it is finished first.
fn refuse_under_way(db: &Db, name: &str) -> Result<()> {
    let sql = "select count(*) > 0 from sync.walk where state = 'open'";
    if db.query_value(sql, [])? {
        let hint = format!("catchment sync {name}");
        return Err(Error::new(Kind::Refused, "a sync was stopped before it finished: finish it first").hint(hint));
    }
    Ok(())
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

/// The objects that lie in an object.
fn contained(db: &Db, stream: &str, id: &str) -> Result<Vec<(String, String)>> {
    db.query(
        "with recursive below as (
             select stream, object_id from sync.object
             where container_id = $id and coalesce(container_stream, $stream) = $stream
             union
             select held.stream, held.object_id
             from sync.object as held
             inner join below on held.container_id = below.object_id and coalesce(held.container_stream, below.stream) = below.stream
         )
         select stream, object_id from below order by all",
        params! { stream: stream, id: id },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The stored files of some objects: the number of the upload and where it lies.
fn stored(opened: &Opened, objects: &[(String, String)]) -> Result<Vec<(i64, String)>> {
    let keys = objects.iter().map(|(stream, id)| format!("({}, {})", literal(stream), literal(id)));
    opened.db.query(
        &format!(
            "select upload_id, uri from sync.upload
             where state = 'stored' and (stream, object_id) in ({})",
            keys.collect::<Vec<_>>().join(", ")
        ),
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Deletes stored files from the store.
async fn delete_files(attachments: &Place, opened: &Opened, uploads: &[(i64, String)]) -> Result<()> {
    if uploads.is_empty() {
        return Ok(());
    }
    let store = attachments.open()?;
    let (name, root) = (&opened.connection.name, store.uri(&opened.connection.name));
    for (upload, uri) in uploads {
        let key = uri.strip_prefix(&root).ok_or_else(|| {
            Error::failed(format!("{} is in a different store from {root}", printable(uri)))
                .hint("set `to` in [attachments] to where it lies, and purge again")
        })?;
        store.delete(&format!("{name}{key}")).await?;
        opened.db.execute(
            "update sync.upload set state = 'failed', cause = 'its file was purged' where upload_id = ?",
            params![upload],
        )?;
    }
    Ok(())
}

/// Records the outcome of a finished purge.
fn end(db: &Db, id: i64, purged: &Purged) -> Result<()> {
    db.execute(
        "update sync.purge set state = 'done', what = $what, responses = $responses, cuts = $cuts, files = $files,
            generations = $generations, current_generation = $current
         where purge_id = $id",
        params! {
            what: purged.what,
            responses: purged.responses as i64,
            cuts: purged.cuts as i64,
            files: purged.files as i64,
            generations: purged.generations.iter().map(i64::to_string).collect::<Vec<_>>().join(", "),
            current: purged.current,
            id: id,
        },
    )
    .map(drop)
}
