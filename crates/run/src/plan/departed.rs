//! Scopes that were followed and that the settings, or the site, leave out: to when they were followed, until they are back.

use super::due;
use catchment_base::error::Result;
use catchment_lake::db::Db;

/// Notes to when scopes were followed that the settings or the site leave out now.
pub fn note(db: &Db) -> Result<()> {
    let departed = due::text("departed")?;
    db.transaction(|db| {
        db.execute_batch(&format!(
            "create or replace temporary table departing as {departed};
             delete from sync.departed where (stream, scope_id) in (select (stream, scope_id) from departing);
             insert into sync.departed (stream, scope_id, complete_to)
                select stream, scope_id, complete_to from departing;
             insert into sync.touched (relation, column_name, value)
                select distinct 'sync.departed', 'scope_id', scope_id from departing;
             drop table departing"
        ))
    })
}

/// Forgets of scopes that they were left out, where they are asked for and were listed again since.
pub fn forget(db: &Db) -> Result<()> {
    let has_some: bool = db.query_value("select exists (select 1 from sync.departed)", [])?;
    if !has_some {
        return Ok(());
    }
    let back = "select departed.stream, departed.scope_id
        from sync.departed as departed
        inner join sync.stream as listed on listed.stream = departed.stream and listed.scope = departed.scope_id
        where listed.complete_to > departed.complete_to and departed.scope_id in (select scope_id from scope)";
    db.transaction(|db| {
        db.execute_batch(&format!(
            "create or replace temporary table back as {back};
             delete from sync.departed where (stream, scope_id) in (select (stream, scope_id) from back);
             insert into sync.touched (relation, column_name, value)
                select distinct 'sync.departed', 'scope_id', scope_id from back;
             drop table back"
        ))
    })
}
