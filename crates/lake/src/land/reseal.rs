//! Sealing anew: responses sealed with one key are sealed with another, or with the same one after something was cut out of them, in
//! the transactions of the caller.
//!
//! Each response names its key, so a database between two keys can be read with both, and a query tells what remains to be done.
//! A response in a file gets a new file; the caller removes the former one once the response is durable.

use super::Sealer;
use super::commit::write_sealed;
use super::seal::Place;
use crate::db::{Db, literal, params};
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::ResponseKind;
use std::path::Path;

/// The most responses sealed in one batch.
const MOST_RESPONSES: u64 = 256;

/// A response in clear, as it was sealed before.
pub struct Former {
    /// Its landing sequence.
    pub seq: i64,
    /// The stream of its listing.
    pub stream: String,
    /// The scope of its listing.
    pub scope: String,
    /// How it was requested.
    pub kind: ResponseKind,
    /// How many objects it holds.
    pub objects: i64,
    /// The file with its sealed form, if there is one.
    pub file: Option<String>,
    /// The response body.
    pub body: Vec<u8>,
}

/// Opens the next responses behind `after` that are sealed with the former key: about `max_bytes` of clear bytes but at
/// least one response, while there is one.
pub fn open_former(db: &Db, former: &Sealer, sealed_dir: &Path, after: i64, max_bytes: u64) -> Result<Vec<Former>> {
    let Some(last) = batch_end(db, former.key_id(), after, max_bytes)? else { return Ok(Vec::new()) };
    let rows = db.query(
        "select seq, stream, scope, bytes, sealed, sealed_file, kind, objects from land.response
         where key_id = $key and seq > $after and seq <= $last order by seq",
        params! { key: former.key_id(), after: after, last: last },
        |row| {
            let names: (String, String, String) = (row.get(1)?, row.get(2)?, row.get(6)?);
            let sealed: (Option<Vec<u8>>, Option<String>) = (row.get(4)?, row.get(5)?);
            Ok((row.get(0)?, names, (row.get(3)?, row.get(7)?), sealed))
        },
    )?;
    let mut responses = Vec::with_capacity(rows.len());
    for (seq, (stream, scope, kind), (bytes, objects), (in_row, file)) in rows {
        let kind = ResponseKind::of_landed(&kind)?;
        let sealed = match (in_row, &file) {
            (Some(sealed), _) => sealed,
            (None, Some(file)) => disk::read(&sealed_dir.join(file))?,
            (None, None) => return Err(Error::new(Kind::Damaged, "a stored response has no content")),
        };
        let body = former.open_at(Place { stream: &stream, scope: &scope }, sealed, bytes)?;
        responses.push(Former { seq, stream, scope, kind, objects, file, body });
    }
    Ok(responses)
}

fn batch_end(db: &Db, key_id: &str, after: i64, max_bytes: u64) -> Result<Option<i64>> {
    db.query_value(
        "with next as (
            select seq, bytes from land.response where key_id = $key and seq > $after order by seq limit $most
        ),
        summed as (
            select seq, coalesce(sum(bytes) over (order by seq rows between unbounded preceding and 1 preceding), 0) as before
            from next
        )
        select max(seq) from summed where before < $max_bytes",
        params! { key: key_id, after: after, most: MOST_RESPONSES, max_bytes: max_bytes },
    )
}

/// Seals responses with the next key and replaces their rows. They are not updated: after an update the next checkpoint would
/// rewrite every response of their row group.
pub fn reseal(db: &Db, next: &Sealer, sealed_dir: &Path, responses: &[Former]) -> Result<()> {
    db.execute_batch(
        "create or replace temporary table resealed
            (seq bigint, objects bigint, bytes bigint, sealed blob, sealed_file varchar)",
    )?;
    for response in responses {
        let sealed = next.seal_at(Place { stream: &response.stream, scope: &response.scope }, &response.body)?;
        let sealed = write_sealed(sealed_dir, &sealed)?;
        let (column, content) = sealed.place();
        db.execute(
            &format!("insert into resealed (seq, objects, bytes, {column}) values ($seq, $objects, $bytes, $content)"),
            params! {
                seq: response.seq,
                objects: response.objects,
                bytes: response.body.len() as i64,
                content: content,
            },
        )?;
    }
    db.execute_batch(&format!(
        "create or replace temporary table moved as
             select response.* replace (
                 resealed.sealed as sealed, resealed.sealed_file as sealed_file, {} as key_id,
                 resealed.objects as objects, resealed.bytes as bytes
             )
             from land.response as response
             inner join resealed on resealed.seq = response.seq;
         delete from land.response where seq in (select seq from resealed);
         insert into land.response by name select * from moved order by seq;
         drop table resealed;
         drop table moved",
        literal(next.key_id())
    ))
}
