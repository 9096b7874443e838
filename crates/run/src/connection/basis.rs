//! What the completeness of each stream rests on, where that is less than the records of the site.

use catchment_base::error::Result;
use catchment_lake::db::{Db, params};
use catchment_source::{Session, Source, Stream};
use std::collections::BTreeMap;

/// Keeps what the listings of the streams that are asked for rest on.
pub fn keep(db: &Db, source: &dyn Source, wanted: &[String]) -> Result<()> {
    let streams = source.streams().iter().filter(|stream| wanted.iter().any(|wanted| wanted == stream.name));
    let basis: BTreeMap<String, String> = streams
        .filter_map(|stream| Some((stream.name.to_owned(), catchment_source::rests_on(source, stream)?.to_owned())))
        .collect();
    let proven = db.query("select stream from sync.census where has_witness", [], |row| row.get::<_, String>(0))?;
    let basis: BTreeMap<String, String> = basis.into_iter().filter(|(stream, _)| !proven.contains(stream)).collect();
    let known = db.query("select stream, complete_by from sync.basis", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if BTreeMap::from_iter(known) == basis {
        return Ok(());
    }
    db.transaction(|db| {
        db.execute("delete from sync.basis", [])?;
        basis.iter().try_for_each(|(stream, complete_by)| {
            let sql = "insert into sync.basis (stream, complete_by) values ($stream, $complete_by)";
            db.execute(sql, params! { stream: stream, complete_by: complete_by }).map(drop)
        })
    })
}

/// Notes of which streams a complete listing that this run has begun and settled showed the records of the site themselves.
pub fn note_witnesses(db: &Db, run: i64, session: &dyn Session, streams: &[&'static Stream]) -> Result<()> {
    for stream in streams.iter().filter(|stream| stream.rests_on.is_some() && session.has_witness(stream)) {
        let noted = "update sync.census set has_witness = true
            where stream = $stream and has_witness is null
                and walk_id in (select walk_id from sync.walk where run_id = $run and kind = 'census')";
        if db.execute(noted, params! { stream: stream.name, run: run })? > 0 {
            db.execute("delete from sync.basis where stream = ?", params![stream.name])?;
        }
    }
    Ok(())
}
