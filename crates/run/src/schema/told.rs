//! What the site says of the fields of its streams: when it was asked, and when it is asked again.

use super::fields;
use crate::connection::reach::Reach;
use crate::connection::verdict::{Checked, Verdict};
use catchment_base::clock;
use catchment_base::error::{Kind, Result};
use catchment_io::key::sha256;
use catchment_lake::db::{Db, identifier, params};
use catchment_source::client::Log;
use catchment_source::config::Connection;
use catchment_source::dictionary::{Dictionary, Field};
use catchment_source::first::{describe_fields, settle_times};
use catchment_source::{Source, Stream};
use serde_json::json;

/// Fields that one line names, at most.
const MOST_NAMED: usize = 12;

/// The streams among some whose fields a site may describe.
pub fn described<'s>(streams: &[&'s Stream]) -> Vec<&'s Stream> {
    streams.iter().copied().filter(|stream| stream.is_told).collect()
}

/// Whether the site is to be asked for the fields of some streams: it was not for one of them, or for other settings of it, or
/// did not describe it, or as long ago as complete listings lie apart.
pub fn is_due(db: &Db, streams: &[&Stream], connection: &Connection) -> Result<bool> {
    for stream in streams {
        let is_fresh: bool = db.query_value(
            "select count(*) > 0 from sync.told
             where stream = $stream and description = $description and is_described
                and told_at <= $now and told_at + to_seconds($every) > $now",
            params! {
                stream: stream.name,
                description: sha256(stream.description.as_bytes()),
                now: clock::now(),
                every: connection.census_every.as_secs() as i64,
            },
        )?;
        if !is_fresh {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the site was asked before for the fields of some streams, whatever it said.
pub fn is_known(db: &Db, streams: &[&Stream]) -> Result<bool> {
    let asked = db.query("select stream from sync.told", [], |row| row.get::<_, String>(0))?;
    Ok(streams.iter().all(|stream| asked.iter().any(|asked| asked == stream.name)))
}

/// Notes what the site said of the fields of some streams.
pub fn note(db: &Db, streams: &[&Stream], dictionary: &dyn Dictionary) -> Result<()> {
    for stream in streams {
        let fields = dictionary.fields(stream)?;
        fields::note_told(db, stream, &fields)?;
        if dictionary.is_described(stream) {
            note_unnamed(db, stream, &fields)?;
        }
        db.execute("delete from sync.told where stream = ?", params![stream.name])?;
        db.execute(
            "insert into sync.told (stream, description, told_at, is_described, noted)
             values ($stream, $description, $now, $is_described, $noted)",
            params! {
                stream: stream.name,
                description: sha256(stream.description.as_bytes()),
                now: clock::now(),
                is_described: dictionary.is_described(stream),
                noted: dictionary.noted(stream),
            },
        )?;
    }
    Ok(())
}

/// Notes which fields the site's description, as far as the settings ask for it, does not name any more, and which it names again.
fn note_unnamed(db: &Db, stream: &Stream, named: &[Field]) -> Result<()> {
    let named: Vec<&str> = named.iter().map(|field| field.path.as_str()).collect();
    db.execute(
        "update sync.field set
            unnamed_at = if(unnamed_at is null, $now, null),
            unnamed_by = if(
                exists (from sync.told where stream = $stream and description <> $description), 'settings', 'dictionary'
            )
         where stream = $stream and told is not null
            and list_contains(from_json($named, '[\"varchar\"]'), path) = (unnamed_at is not null)",
        params! {
            now: clock::now(),
            stream: stream.name,
            description: sha256(stream.description.as_bytes()),
            named: json!(named).to_string(),
        },
    )
    .map(drop)
}

/// What the source knew of a stream beside its fields when its site was asked last; empty where nothing.
pub fn noted(db: &Db, stream: &Stream) -> Result<String> {
    let sql = "select coalesce(noted, '') from sync.told where stream = ?";
    Ok(db.query_first(sql, params![stream.name], |row| row.get(0))?.unwrap_or_default())
}

/// What is told where the site does not describe the fields of some streams; one line for all of them.
pub fn undescribed(db: &Db, streams: &[&Stream]) -> Result<Option<String>> {
    let untold = db.query("select stream from sync.told where not is_described order by stream", [], |row| {
        row.get::<_, String>(0)
    })?;
    let names: Vec<&str> =
        streams.iter().map(|stream| stream.name).filter(|name| untold.iter().any(|untold| untold == name)).collect();
    Ok((!names.is_empty()).then(|| lacking_words(&names)))
}

/// What is told where no record of a stream has some of the fields that its site describes; one line for all of them. A stream
/// without records says nothing of its fields.
pub fn unshown(db: &Db, source: &dyn Source, streams: &[&Stream]) -> Result<Option<String>> {
    let mut unshown = Vec::new();
    for stream in streams {
        let unseen = fields::unseen_columns(db, stream)?;
        let holds = format!("select count(*) > 0 from {}.{}", source.name(), identifier(stream.name));
        if !unseen.is_empty() && db.query_value::<bool, _>(&holds, [])? {
            unshown.extend(unseen.into_iter().map(|field| format!("{}.{field}", stream.name)));
        }
    }
    Ok((!unshown.is_empty()).then(|| unshown_words(&unshown)))
}

fn unshown_words(fields: &[String]) -> String {
    let mut named = fields.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if fields.len() > MOST_NAMED {
        named.push_str(&format!(" and {} more", fields.len() - MOST_NAMED));
    }
    format!(
        "no record has {named}: the site keeps these fields from this account, and their columns are null. Give it the right to \
         read them and sync with --chunks all, or leave them out"
    )
}

fn lacking_words(names: &[&str]) -> String {
    format!(
        "the site does not describe the fields of {} to this account: every column is text, redacted, unless settings class it; \
         ids of people and fields for passwords are not told from others, and names of fields are not checked. Give it the right \
         to read the description, or class such fields",
        names.join(", ")
    )
}

/// What a site says of the fields of what a connection asks for, and whether it takes times as walks by time take for granted, told
/// by `check`; nothing where it describes no fields, or where whatever else is asked will tell why it does not answer. The error is
/// that of a site that does not answer at all.
pub async fn tried(reach: &Reach, source: &dyn Source, connection: &Connection) -> Result<Vec<Checked>> {
    let Reach { client, session } = reach;
    let Some(dictionary) = session.dictionary() else { return Ok(Vec::new()) };
    let wanted = source.wanted(connection);
    let streams: Vec<&'static Stream> =
        source.streams().iter().filter(|stream| wanted.iter().any(|name| name == stream.name)).collect();
    let (streams, mut log) = (described(&streams), Log::default());
    let fields =
        describe_fields(client, session.as_ref(), &streams, &mut log).await.map(|()| {
            match undescribed_among(dictionary, &streams) {
                names if names.is_empty() => {
                    Verdict::Good("the site describes them, and has those of the settings".to_owned())
                }
                names => Verdict::Doubtful(lacking_words(&names)),
            }
        });
    let times = match &fields {
        Ok(_) => settle_times(client, session.as_ref(), &streams, &mut log).await,
        Err(_) => Ok(()),
    };
    let mut checks = Vec::new();
    for (item, outcome) in [("fields", fields.map(Some)), ("times", times.map(|()| None))] {
        match outcome {
            Ok(verdict) => checks.extend(verdict.map(|verdict| Checked { item, verdict })),
            Err(error) if !matches!(error.kind(), Kind::Denied | Kind::Unreachable) => {
                checks.push(Checked { item, verdict: Verdict::Failed(error) });
            }
            Err(error) if !client.is_answered() => return Err(error),
            Err(_) => {}
        }
    }
    Ok(checks)
}

fn undescribed_among<'s>(dictionary: &dyn Dictionary, streams: &[&'s Stream]) -> Vec<&'s str> {
    streams.iter().filter(|stream| !dictionary.is_described(stream)).map(|stream| stream.name).collect()
}
