//! Scopes that were followed and that the settings, or the site, leave out: to when they were followed, until they are back.

use super::due;
use catchment_base::error::Result;
use catchment_lake::db::Db;

/// Notes to when scopes were followed that the settings or the site leave out now.
pub fn note(db: &Db) -> Result<()> {
    let insert = "insert into sync.departed (stream, scope_id, complete_to)
        select stream, scope_id, complete_to from moved;";
    replace(db, "departed", insert)
}

/// Forgets of scopes that they were left out, where they are asked for and were listed again since.
pub fn forget(db: &Db) -> Result<()> {
    let has_some: bool = db.query_value("select exists (select 1 from sync.departed)", [])?;
    if has_some { replace(db, "back", "") } else { Ok(()) }
}

/// Takes what a query tells out of what is on record, and puts back what `insert` says of it.
fn replace(db: &Db, query: &str, insert: &str) -> Result<()> {
    let moved = due::text(query)?;
    db.transaction(|db| {
        db.execute_batch(&format!(
            "create or replace temporary table moved as {moved};
             delete from sync.departed where (stream, scope_id) in (select (stream, scope_id) from moved);
             {insert}
             drop table moved"
        ))
    })
}
