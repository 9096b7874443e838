//! Generations that go: what a crash left of one at once, an old one in two steps. It is withdrawn first, and its files go
//! when no catalog shows it any more; a file that another generation holds stays.

use super::lake::{Lake, Named};
use crate::db::{Db, params};
use catchment_base::error::Result;
use catchment_base::{clock, failpoint};
use chrono::TimeDelta;

/// Generations that stay beside the current one.
const KEPT: i64 = 3;
/// How long every generation stays after it was replaced.
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);
/// The generations with rows of a weaker policy.
const WEAKER: &str = "report/weaker.sql";

/// Removes what was written for a generation that never stood. Where a manifest stands under its number it is somebody
/// else's, and so may the files be: they stay.
pub fn abandon(db: &Db, lake: &Lake, number: i64) -> Result<()> {
    if lake.manifest(number)?.is_none() {
        lake.unlist(number)?;
        lake.remove(&needed_by_alone(db, number)?)?;
    }
    db.transaction(|db| {
        for table in ["export_dataset", "export_file"] {
            db.execute(&format!("delete from sync.{table} where generation = ?"), params![number])?;
        }
        // What was held waits for the next one; the other changes are found again when that is built.
        db.execute(
            "delete from sync.schema_change where generation = ? and kind not in ('emptied', 'key')",
            params![number],
        )?;
        db.execute("update sync.schema_change set generation = null where generation = ?", params![number])?;
        db.execute("update sync.export set state = 'abandoned' where generation = ?", params![number])?;
        Ok(())
    })
}

/// Withdraws generations that are neither among the newest nor young, and at once those that show rows of a policy that
/// protects less than one that came after it, or of before something was purged: nobody is led to them any more, and no
/// catalog shows them.
pub fn withdraw(db: &Db, lake: &Lake, current: i64) -> Result<()> {
    let weaker = crate::sql::text(WEAKER)?;
    let sql = format!(
        "select generation from sync.export as old where state = 'published' and generation < $current
         and (
            generation in ({weaker})
            or published_at < (select max(purged_at) from sync.purge where kind <> 'generations')
            or (select min(published_at) from sync.export as next where next.state = 'published' and next.generation > old.generation) < $young
            and (select count(*) from sync.export as newer where newer.state = 'published' and newer.generation > old.generation) > $kept
         )"
    );
    let old = db.query(&sql, params! { current: current, young: clock::now() - KEPT_FOR, kept: KEPT }, |row| {
        row.get::<_, i64>(0)
    })?;
    old.into_iter().try_for_each(|number| withdraw_one(db, lake, number))
}

/// Withdraws the generations that the lake has lost, or whose manifests somebody removed.
pub fn withdraw_missing(db: &Db, lake: &Lake) -> Result<()> {
    let published = "select generation from sync.export where state = 'published' order by generation";
    for number in db.query(published, [], |row| row.get::<_, i64>(0))? {
        if lake.manifest(number)?.is_none() {
            withdraw_one(db, lake, number)?;
        }
    }
    Ok(())
}

/// Whether readers still find rows of a policy that protects less than one that came after it, as where a dataset is held.
pub fn shows_weaker(db: &Db) -> Result<bool> {
    let weaker = crate::sql::text(WEAKER)?;
    let sql = format!("select count(*) > 0 from sync.export where state = 'published' and generation in ({weaker})");
    db.query_value(&sql, [])
}

/// Withdraws every generation before this one.
pub fn withdraw_before(db: &Db, lake: &Lake, number: i64) -> Result<()> {
    let sql = "select generation from sync.export where state = 'published' and generation < ? order by generation";
    let old = db.query(sql, params![number], |row| row.get::<_, i64>(0))?;
    old.into_iter().try_for_each(|number| withdraw_one(db, lake, number))?;
    // The catalog of a bucket is written again, although what is newest stays.
    db.execute("update sync.export set shown = false where state = 'published'", []).map(drop)
}

/// Whether the lake still has anything of a withdrawn generation that no other one holds.
pub fn is_left(db: &Db, lake: &Lake, generation: i64) -> Result<bool> {
    if lake.manifest(generation)?.is_some() {
        return Ok(true);
    }
    for Named { dataset, file } in needed_by_alone(db, generation)? {
        if lake.file(&dataset, &file)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn withdraw_one(db: &Db, lake: &Lake, number: i64) -> Result<()> {
    lake.unlist(number)?;
    db.execute("update sync.export set state = 'withdrawn' where generation = ?", params![number]).map(drop)
}

/// Removes the files of withdrawn generations that no other one holds. Until then a catalog may show them.
pub fn retire(db: &Db, lake: &Lake) -> Result<()> {
    let withdrawn = "select generation from sync.export where state = 'withdrawn' order by 1";
    for number in db.query(withdrawn, [], |row| row.get::<_, i64>(0))? {
        lake.remove(&needed_by_alone(db, number)?)?;
        failpoint::pass("export.after_removal");
        db.execute("update sync.export set state = 'retired' where generation = ?", params![number])?;
    }
    Ok(())
}

/// The files of a generation that no other one that stays holds.
fn needed_by_alone(db: &Db, generation: i64) -> Result<Vec<Named>> {
    db.query(
        "select distinct old.dataset, old.file
         from sync.export_file as old
         where old.generation = $generation and not exists (
             select 1
             from sync.export_file as kept
             inner join sync.export as export on export.generation = kept.generation
             where export.state in ('reserved', 'published', 'withdrawn') and kept.generation <> $generation
                 and kept.dataset = old.dataset and kept.file = old.file
         )
         order by all",
        params! { generation: generation },
        |row| Ok(Named { dataset: row.get(0)?, file: row.get(1)? }),
    )
}
