//! The ledger: one row per object that is held, whatever its stream and its source, written with the row of its relation.
//!
//! The planner compares it with what listings show. Which columns of a relation tell what stands in the header of its model:
//! `shown scope space_id`.

use super::model::Model;
use crate::db::{Db, identifier, literal};
use catchment_base::error::Result;

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

/// Whether a header says the word itself, in quotation marks, and not the column that tells it.
pub fn is_literal(said: &str) -> bool {
    said.len() > 2 && said.starts_with('\'') && said.ends_with('\'') && !said[1..said.len() - 1].contains('\'')
}

/// Follows a merge: `came` holds the batch and `known` which of its rows were held; `stays` is the condition of those that
/// were inserted, and `restated` how many of the others came again unchanged.
pub fn follow(db: &Db, model: &Model, stays: &str, inserted: usize, restated: usize) -> Result<()> {
    let (streams, key) = (streams(model), identifier(&model.grain[0]));
    if restated > 0 {
        let renew = format!(
            "update sync.object as object set answered_at = came.answered_at, landed_seq = came.landed_seq
             from known inner join came on came.rowid = known.arrival
             where object.object_id = cast(came.{key} as varchar) and object.stream in ({streams})
                and known.is_newer and not known.is_changed"
        );
        db.execute(&renew, [])?;
    }
    if inserted > 0 {
        // Whatever stood there, under whichever of these streams, also where its row was lost.
        let former = format!(
            "delete from sync.object
             where stream in ({streams}) and object_id in (select cast({key} as varchar) from came {stays})"
        );
        db.execute(&former, [])?;
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
    let columns = COLUMNS.map(|(word, column, kind)| {
        let value = said(model, word).unwrap_or_else(|| "null".to_owned());
        format!("try_cast({value} as {kind}) as {column}")
    });
    format!(
        "select {} as stream, cast({} as varchar) as object_id, {}, answered_at, landed_seq, object_hash,
            landed_seq as changed_seq
         from {from}",
        stream_of(model),
        identifier(&model.grain[0]),
        columns.join(", ")
    )
}

/// What tells the stream of a row of a model.
pub fn stream_of(model: &Model) -> String {
    said(model, "stream").unwrap_or_else(|| literal(&model.streams[0]))
}

/// What a header says of an object with this word.
fn said(model: &Model, word: &str) -> Option<String> {
    let (_, said) = model.shown.iter().find(|(known, _)| known == word)?;
    Some(if is_literal(said) { said.clone() } else { identifier(said) })
}

/// The streams of a model, as a list of SQL.
pub(super) fn streams(model: &Model) -> String {
    model.streams.iter().map(|stream| literal(stream)).collect::<Vec<_>>().join(", ")
}
