//! Streams whose description, or selection, has changed: what was listed by another one is listed again as a whole.
//!
//! A path, an argument or a place of the next page that was wrong has shown something else, or a part only. Listings under way
//! are begun anew, history and the listings for parents become due, and so does the complete listing. Until that is settled the
//! stream, and what is listed for its records, counts as incomplete.

use catchment_base::clock;
use catchment_base::error::Result;
use catchment_io::key::{hex, sha256};
use catchment_lake::db::{Db, literal, params};
use catchment_lake::land::{self, Sealer};
use catchment_source::{Source, Stream};
use std::collections::HashMap;

/// What the description or the selection of a stream goes by, in hexadecimal digits: SHA-256 of a description; of a selection a
/// hash with the data directory's key, for it may name people, and whoever guesses a name could prove it by a plain hash.
fn fingerprint(stream: &Stream, sealer: &Sealer) -> String {
    let said = stream.listed_by().as_bytes();
    if stream.selection.is_some() { hex(&sealer.object_hash(said)) } else { sha256(said) }
}

/// Notes how the streams of a source are described, and has those listed again that are described otherwise than before.
pub fn follow(db: &Db, source: &dyn Source, sealer: &Sealer) -> Result<()> {
    let known = db.query("select stream, description from sync.described", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let known: HashMap<String, String> = known.into_iter().collect();
    for stream in source.streams() {
        let (description, before) = (fingerprint(stream, sealer), known.get(stream.name));
        if before == Some(&description) || (before.is_none() && stream.listed_by().is_empty()) {
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

/// Keeps what selections go by where the key is changed: they are the same selections under the next one.
pub fn rename(db: &Db, streams: &[&Stream], former: &Sealer, next: &Sealer) -> Result<()> {
    for stream in streams.iter().filter(|stream| stream.selection.is_some()) {
        db.execute(
            "update sync.described set description = $next where stream = $stream and description = $former",
            params! { next: fingerprint(stream, next), stream: stream.name, former: fingerprint(stream, former) },
        )?;
    }
    Ok(())
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
