//! Sealing anew: responses sealed with one key are sealed with another, or with the same one after something was cut out of them or
//! to bind them to their places, in the transactions of the caller.
//!
//! Each response names its key, so a database between two keys can be read with both, and a query tells what remains to be done.
//! A response in a file gets a new file; the caller removes the former one once the response is durable.

use super::Sealer;
use super::commit::write_sealed;
use super::open::{sealed_content, unbound};
use super::seal::{Place, pack};
use crate::db::{Db, literal, params};
use catchment_base::error::Result;
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

/// Which responses of a key are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    Every,
    /// Those that are not bound to their places.
    Unbound,
}

impl Which {
    fn condition(self) -> &'static str {
        match self {
            Self::Every => "key_id = $key and seq > $after",
            Self::Unbound => "key_id = $key and seq > $after and not is_bound",
        }
    }
}

/// Opens the next responses behind `after` that are sealed with the former key: about `max_bytes` of clear bytes but at
/// least one response, while there is one.
///
/// # Errors
/// One that is not bound to its place in a database whose responses all are, or that is not what was sealed at its place.
pub fn open_former(
    db: &Db,
    (former, sealed_dir): (&Sealer, &Path),
    which: Which,
    after: i64,
    max_bytes: u64,
) -> Result<Vec<Former>> {
    let Some(last) = batch_end(db, former.key_id(), which, after, max_bytes)? else { return Ok(Vec::new()) };
    let rows = db.query(
        &format!(
            "select seq, stream, scope, bytes, sealed, sealed_file, kind, objects, is_bound,
                not is_bound and exists (from sync.identity where bound_at is not null) as is_strange
             from land.response
             where {} and seq <= $last order by seq",
            which.condition()
        ),
        params! { key: former.key_id(), after: after, last: last },
        |row| {
            let names: (String, String, String) = (row.get(1)?, row.get(2)?, row.get(6)?);
            let sealed: (Option<Vec<u8>>, Option<String>) = (row.get(4)?, row.get(5)?);
            Ok((row.get(0)?, names, (row.get(3)?, row.get(7)?), (row.get(8)?, row.get(9)?), sealed))
        },
    )?;
    let mut responses = Vec::with_capacity(rows.len());
    for (seq, (stream, scope, kind), (bytes, objects), (is_bound, is_strange), (in_row, file)) in rows {
        let kind = ResponseKind::of_landed(&kind)?;
        if is_strange {
            return Err(unbound(seq, &stream));
        }
        let sealed = sealed_content(sealed_dir, in_row, file.as_deref())?;
        let place = Place { stream: &stream, scope: &scope, kind, number: seq, bytes };
        let body = former.open_at(&place, is_bound, sealed)?;
        responses.push(Former { seq, stream, scope, kind, objects, file, body });
    }
    Ok(responses)
}

fn batch_end(db: &Db, key_id: &str, which: Which, after: i64, max_bytes: u64) -> Result<Option<i64>> {
    let next = which.condition();
    let sql = format!(
        "with next as (
            select seq, bytes from land.response where {next} order by seq limit $most
        ),
        summed as (
            select seq, coalesce(sum(bytes) over (order by seq rows between unbounded preceding and 1 preceding), 0) as before
            from next
        )
        select max(seq) from summed where before < $max_bytes"
    );
    db.query_value(&sql, params! { key: key_id, after: after, most: MOST_RESPONSES, max_bytes: max_bytes })
}

/// Seals responses with the next key and replaces their rows. They are not updated: after an update the next checkpoint would
/// rewrite every response of their row group.
pub fn reseal(db: &Db, next: &Sealer, sealed_dir: &Path, responses: &[Former]) -> Result<()> {
    db.execute_batch(
        "create or replace temporary table resealed
            (seq bigint, objects bigint, bytes bigint, sealed blob, sealed_file varchar)",
    )?;
    for response in responses {
        let Former { seq, stream, scope, kind, body, .. } = response;
        let place = Place { stream, scope, kind: *kind, number: *seq, bytes: body.len() };
        let sealed = next.seal_at(&place, pack(body)?)?;
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
                 resealed.objects as objects, resealed.bytes as bytes, true as is_bound
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
