//! Streams whose description, or selection, has changed: what was listed by another one is listed again as a whole.
//!
//! A path, an argument or a place of the next page that was wrong has shown something else, or a part only. Listings under way
//! are begun anew, history and the listings for parents become due, and so does the complete listing. Until that is settled the
//! stream, and what is listed for its records, counts as incomplete.

use crate::edge::clock;
use crate::edge::db::{Db, literal, params};
use crate::error::Result;
use crate::key::sha256;
use crate::land;
use crate::source::{Source, Stream};
use std::collections::HashMap;

/// Notes how the streams of a source are described, and has those listed again that are described otherwise than before.
pub fn follow(db: &Db, source: &dyn Source) -> Result<()> {
    let known = db.query("select stream, description from sync.described", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let known: HashMap<String, String> = known.into_iter().collect();
    for stream in source.streams() {
        let (said, before) = (stream.listed_by(), known.get(stream.name));
        let description = sha256(said.as_bytes());
        if before == Some(&description) || (before.is_none() && said.is_empty()) {
            continue;
        }
        // A selection may come to a stream that was listed without one.
        let is_changed = before.is_some() || stream.selection.is_some();
        db.transaction(|db| {
            note(db, stream.name, &description, is_changed)?;
            if is_changed { list_again(db, source, stream) } else { Ok(()) }
        })?;
    }
    Ok(())
}

/// Notes that a stream was listed as a whole by the description that it has now.
pub fn settle(db: &Db, stream: &str) -> Result<()> {
    let sql = "update sync.described set is_pending = false where stream = ? and is_pending";
    db.execute(sql, params![stream]).map(drop)
}

fn note(db: &Db, stream: &str, description: &str, is_changed: bool) -> Result<()> {
    db.execute("delete from sync.described where stream = ?", params![stream])?;
    let since = is_changed.then(clock::now);
    let sql = "insert into sync.described (stream, description, since, is_pending)
        values ($stream, $description, $since, $is_pending)";
    db.execute(sql, params! { stream: stream, description: description, since: since, is_pending: is_changed })
        .map(drop)
}

fn list_again(db: &Db, source: &dyn Source, stream: &Stream) -> Result<()> {
    let name = stream.name;
    let which = format!("stream = {}", literal(name));
    land::fail_walks(db, "restarted: the description of the stream changed since it began", &which)?;
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
