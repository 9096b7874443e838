//! Streams that settings describe, select or bound otherwise than before: what was listed until then is listed again.
//!
//! A path, an argument or a place of the next page that was wrong has shown something else, or a part only. Listings under way
//! are begun anew, history and the listings for parents become due, and so does the complete listing. Where other scopes, days
//! or another mode are asked for, what is held stays as it is, and listings under way and the complete listing are made
//! anew. Until that is settled the stream, and what is listed for its records, counts as incomplete.

use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_io::key::{hex, sha256};
use catchment_lake::db::{Db, literal, params};
use catchment_lake::land::{self, Sealer};
use catchment_source::config::Connection;
use catchment_source::{Source, Stream};
use chrono::NaiveDateTime;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// What the listings of a stream go by, as fingerprints.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Basis {
    /// Its description or its selection.
    description: String,
    /// What is asked for beside it. Nothing is known of it in rows of an older program.
    asked: Option<String>,
    /// The form of its records, where they have several.
    form: Option<String>,
}

impl Basis {
    fn of(source: &dyn Source, connection: &Connection, stream: &Stream, sealer: &Sealer) -> Self {
        let asked = Some(asked(source, connection, stream, sealer));
        let form = Some(stream.form).filter(|form| !form.is_empty()).map(str::to_owned);
        Self { description: fingerprint(stream, sealer), asked, form }
    }
}

/// What the description or the selection of a stream goes by, in hexadecimal digits: SHA-256 of a description; of a selection a
/// hash with the data directory's key, for it may name people, and whoever guesses a name could prove it by a plain hash.
fn fingerprint(stream: &Stream, sealer: &Sealer) -> String {
    let said = stream.listed_by().as_bytes();
    if stream.selection.is_some() { hex(&sealer.object_hash(said)) } else { sha256(said) }
}

/// The mode, the days and the scopes that settings ask for of a stream, as far as they bound it, as a hash with the data directory's
/// key: scopes may be called like people.
fn asked(source: &dyn Source, connection: &Connection, stream: &Stream, sealer: &Sealer) -> String {
    let is_bounded = stream.parent.is_none() && stream.is_dated;
    let scopes = source.words().scopes.filter(|_| stream.scope.is_some());
    let said = json!({
        "mode": is_bounded.then(|| connection.mode.as_str()),
        "days": is_bounded.then(|| format!("{:?}", stream.dates(connection))),
        "scopes": scopes.map(|scopes| BTreeSet::from_iter(connection.own.texts(scopes.setting))),
    });
    hex(&sealer.object_hash(said.to_string().as_bytes()))
}

/// Notes what the listings of a source's streams go by, and has those made again that go by something else than before.
///
/// # Errors
/// Those of [`refuse_other_form`].
pub fn follow(db: &Db, source: &dyn Source, connection: &Connection, sealer: &Sealer) -> Result<()> {
    let known = on_record(db)?;
    refuse_changed_form(db, source, &known)?;
    for stream in source.streams() {
        let (basis, before) = (Basis::of(source, connection, stream, sealer), known.get(stream.name));
        if before == Some(&basis) {
            continue;
        }
        // A selection may come to a stream that was listed without one.
        let described = match before {
            Some(before) => before.description != basis.description,
            None => stream.selection.is_some(),
        };
        let asked = before.is_some_and(|before| before.asked.is_some() && before.asked != basis.asked);
        db.transaction(|db| {
            note(db, stream.name, &basis, described || asked)?;
            match (described, asked) {
                (true, _) => list_again(db, source, stream),
                (false, true) => begin_anew(db, stream, "what the settings ask for"),
                (false, false) => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// Refuses settings by which the records of a stream would come in another form than those that were read.
///
/// # Errors
/// The first such stream, with both forms.
pub fn refuse_other_form(db: &Db, source: &dyn Source) -> Result<()> {
    refuse_changed_form(db, source, &on_record(db)?)
}

/// What the listings of each stream went by so far.
fn on_record(db: &Db) -> Result<HashMap<String, Basis>> {
    let known = db.query("select stream, description, asked, form from sync.described", [], |row| {
        Ok((row.get(0)?, Basis { description: row.get(1)?, asked: row.get(2)?, form: row.get(3)? }))
    })?;
    Ok(known.into_iter().collect())
}

fn refuse_changed_form(db: &Db, source: &dyn Source, known: &HashMap<String, Basis>) -> Result<()> {
    for stream in source.streams() {
        let before = known.get(stream.name).and_then(|before| before.form.as_deref());
        let Some(form) = before.filter(|form| *form != stream.form) else { continue };
        let sql = "select exists (select 1 from land.response where stream = ?)";
        if db.query_value(sql, params![stream.name])? {
            let (name, now) = (stream.name, stream.form);
            let what = format!("{name} was read with {form} so far, and would have other columns with {now}");
            let hint = "change it back, or read the other form by a connection of another name";
            return Err(Error::usage(what).hint(hint));
        }
    }
    Ok(())
}

/// Notes that a stream was listed as a whole by what its listings go by now.
pub fn settle(db: &Db, stream: &str) -> Result<()> {
    let sql = "update sync.described set is_pending = false where stream = ? and is_pending";
    db.execute(sql, params![stream]).map(drop)
}

/// Keeps what listings go by where the key is changed: under the next one it is the same.
pub fn rename(db: &Db, (source, connection): (&dyn Source, &Connection), former: &Sealer, next: &Sealer) -> Result<()> {
    for stream in source.streams() {
        let under = |sealer| Basis::of(source, connection, stream, sealer);
        let (before, after) = (under(former), under(next));
        db.execute(
            "update sync.described set
                description = case when description = $former then $next else description end,
                asked = case when asked = $former_asked then $next_asked else asked end
             where stream = $stream",
            params! {
                stream: stream.name,
                former: before.description,
                next: after.description,
                former_asked: before.asked,
                next_asked: after.asked,
            },
        )?;
    }
    Ok(())
}

/// Keeps what the listings of a stream go by, and since when where that has changed. What was to be listed again still is.
fn note(db: &Db, stream: &str, basis: &Basis, is_changed: bool) -> Result<()> {
    let since = is_changed.then(clock::now);
    let kept = "select since, is_pending from sync.described where stream = ?";
    let kept: Option<(Option<NaiveDateTime>, bool)> =
        db.query_first(kept, params![stream], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (kept_since, was_pending) = kept.unwrap_or_default();
    db.execute("delete from sync.described where stream = ?", params![stream])?;
    db.execute(
        "insert into sync.described (stream, description, asked, form, since, is_pending)
         values ($stream, $description, $asked, $form, $since, $is_pending)",
        params! {
            stream: stream,
            description: basis.description,
            asked: basis.asked,
            form: basis.form,
            since: since.or(kept_since),
            is_pending: is_changed || was_pending,
        },
    )
    .map(drop)
}

/// Begins the listings of a stream anew that are under way.
fn begin_anew(db: &Db, stream: &Stream, what: &str) -> Result<()> {
    let which = format!("stream = {}", literal(stream.name));
    land::fail_walks(db, &format!("restarted: {what} changed since it began"), &which)
}

fn list_again(db: &Db, source: &dyn Source, stream: &Stream) -> Result<()> {
    let name = stream.name;
    begin_anew(db, stream, "the description of the stream")?;
    db.execute("delete from sync.children where stream = ?", params![name])?;
    let of_it = source.streams().iter().filter(|other| other.parent.is_some_and(|parent| parent.stream == name));
    for listed in of_it.chain([stream]) {
        db.execute("delete from sync.stream where stream = ?", params![listed.name])?;
    }
    db.execute(
        "update sync.chunk set state = 'due', changed_at = $now where stream = $stream and state <> 'retired'",
        params! { now: clock::now(), stream: name },
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_io::key::Keys;
    use catchment_source::Selection;

    #[test]
    fn a_selection_cannot_be_guessed_without_the_key() {
        let sealer = |byte: u8| Sealer::new(&Keys::from_master(vec![byte; 32]).unwrap(), "wiki").unwrap();
        let (one, other) = (sealer(1), sealer(2));
        let selecting = |text: &'static str| {
            let selection = Some(Selection { text, settings: "creators" });
            Stream { description: "path", selection, ..Stream::LISTED }
        };
        let selected = fingerprint(&selecting("creator in (\"jdoe\")"), &one);
        assert_eq!(selected, fingerprint(&selecting("creator in (\"jdoe\")"), &one));
        assert_ne!(selected, fingerprint(&selecting("creator in (\"jroe\")"), &one));
        assert_ne!(selected, fingerprint(&selecting("creator in (\"jdoe\")"), &other));
        assert_ne!(selected, sha256(b"creator in (\"jdoe\")"));
        let described = Stream { description: "path", ..Stream::LISTED };
        assert_eq!([&one, &other].map(|sealer| fingerprint(&described, sealer)), [sha256(b"path"), sha256(b"path")]);
    }
}
