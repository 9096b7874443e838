//! The ledger: one row per object that is held, whatever its stream and its source, written with the row of its relation.
//!
//! The planner compares it with what listings show. Which columns of a relation tell what stands in the header of its model:
//! `shown scope space_id`.

use super::model::Model;
use crate::edge::db::{Db, identifier, literal};
use crate::error::Result;

/// What a ledger row tells of an object: the word in the header, the column, its type.
const COLUMNS: [(&str, &str, &str); 9] = [
    ("scope", "scope_id", "varchar"),
    ("container_stream", "container_stream", "varchar"),
    ("container", "container_id", "varchar"),
    ("above", "above_id", "varchar"),
    ("handle", "handle", "varchar"),
    ("status", "status", "varchar"),
    ("version", "version_number", "integer"),
    ("changed", "version_at", "timestamp"),
    ("created", "created_at", "timestamp"),
];

/// Whether a header may say which column tells this.
pub fn is_word(word: &str) -> bool {
    word == "stream" || COLUMNS.iter().any(|(known, ..)| *known == word)
}

/// How many rows of a batch are known already, and what became of them.
pub struct Merged {
    /// Newer and changed.
    pub changed: usize,
    /// Newer and unchanged.
    pub restated: usize,
    /// Rows that were inserted, changed ones among them.
    pub inserted: usize,
}

/// Follows a merge: `came` holds the batch, `known` those of its rows that were held, `stays` which rows were inserted.
pub fn follow(db: &Db, model: &Model, merged: &Merged, stays: &str) -> Result<()> {
    let (streams, key) = (streams(model), identifier(&model.grain[0]));
    if merged.restated > 0 {
        let renew = format!(
            "update sync.object as object set answered_at = came.answered_at, landed_seq = came.landed_seq
             from known inner join came on came.rowid = known.arrival
             where object.object_id = cast(came.{key} as varchar) and object.stream in ({streams})
                and known.is_newer and not known.is_changed"
        );
        db.execute(&renew, [])?;
    }
    if merged.changed > 0 {
        let former = format!(
            "delete from sync.object where stream in ({streams}) and object_id in (
                select cast(came.{key} as varchar)
                from known inner join came on came.rowid = known.arrival
                where known.is_newer and known.is_changed
             )"
        );
        db.execute(&former, [])?;
    }
    if merged.inserted > 0 {
        db.execute(&format!("insert into sync.object by name {}", rows(model, &format!("came {stays}"))), [])?;
    }
    Ok(())
}

/// Forgets what a relation held that is made anew.
pub fn clear(db: &Db, model: &Model) -> Result<()> {
    db.execute(&format!("delete from sync.object where stream in ({})", streams(model)), []).map(drop)
}

/// The ledger's rows of some rows of a model.
pub fn rows(model: &Model, from: &str) -> String {
    let said = |word: &str| model.shown.iter().find(|(known, _)| known == word).map(|(_, column)| identifier(column));
    let columns = COLUMNS.map(|(word, column, kind)| {
        let value = said(word).unwrap_or_else(|| "null".to_owned());
        format!("cast({value} as {kind}) as {column}")
    });
    let stream = said("stream").unwrap_or_else(|| literal(&model.streams[0]));
    format!(
        "select {stream} as stream, cast({} as varchar) as object_id, {}, answered_at, landed_seq, object_hash,
            landed_seq as changed_seq
         from {from}",
        identifier(&model.grain[0]),
        columns.join(", ")
    )
}

fn streams(model: &Model) -> String {
    model.streams.iter().map(|stream| literal(stream)).collect::<Vec<_>>().join(", ")
}
