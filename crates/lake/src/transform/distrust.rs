//! Rows of which nobody knows whether they are as their objects say, as where redaction failed: they equal nothing that comes, and are
//! staged again from the responses that have them.

use super::ledger;
use super::model::Model;
use super::stage::matching;
use crate::db::{Db, identifier, params};
use catchment_base::error::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The hash of a row of which nobody knows whether it is as its object says: it equals no object's.
pub(super) const DISTRUSTED: &str = "''::blob";

/// Keeps of the rows left by [`stage`](super::stage()) those that are held from the same response and distrusted; gives how many these are.
pub fn keep_distrusted(db: &Db, model: &Model) -> Result<usize> {
    let matching = matching("held", "came", model);
    db.execute(
        &format!(
            "delete from came where not exists (
                select 1 from {} as held
                where {matching} and held.landed_seq = came.landed_seq and held.object_hash = {DISTRUSTED}
             )",
            model.relation()
        ),
        [],
    )?;
    db.query_value("select count(*) from came", [])
}

/// Marks the rows that are held from the same responses as those in `came` for which a condition holds, with its parameter `mark`:
/// they equal nothing that comes.
pub fn distrust(db: &Db, model: &Model, condition: &str, mark: &str) -> Result<()> {
    let matching = matching("held", "came", model);
    db.execute(
        &format!(
            "update {} as held set object_hash = {DISTRUSTED} from came
             where {matching} and held.landed_seq = came.landed_seq and ({condition})",
            model.relation()
        ),
        params! { mark: mark },
    )?;
    let (streams, key) = (ledger::streams(model), identifier(&model.grain[0]));
    let sql = format!(
        "update sync.object as object set object_hash = {DISTRUSTED} from came
         where object.object_id = cast(came.{key} as varchar) and object.stream in ({streams})
            and object.landed_seq = came.landed_seq and ({condition})"
    );
    db.execute(&sql, params! { mark: mark }).map(drop)
}

/// How many objects of a stream have a row that is distrusted.
pub fn count_distrusted(db: &Db, stream: &str) -> Result<i64> {
    let sql = format!("select count(*) from sync.object where stream = $stream and object_hash = {DISTRUSTED}");
    db.query_value(&sql, params! { stream: stream })
}

/// The rows that are distrusted: the landing sequences of their responses, each with streams and keys.
pub fn distrusted(db: &Db) -> Result<BTreeMap<i64, BTreeSet<(String, String)>>> {
    let sql = format!("select landed_seq, stream, object_id from sync.object where object_hash = {DISTRUSTED}");
    let mut distrusted: BTreeMap<i64, BTreeSet<(String, String)>> = BTreeMap::new();
    for (seq, stream, key) in db.query(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
        distrusted.entry(seq).or_default().insert((stream, key));
    }
    Ok(distrusted)
}
