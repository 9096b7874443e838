//! Purges on record. What a purge does is counted in the transaction that does it: one that was stopped on its way loses none of
//! the proof.

use catchment_base::error::Result;
use catchment_base::state::PurgeKind;
use catchment_base::{clock, disk};
use catchment_lake::db::{Db, params};

/// What a purge has done, with everything that it did before it was stopped.
pub struct Done {
    /// Sealed responses that it was cut out of.
    pub responses: u64,
    /// Objects or values cut out.
    pub cuts: u64,
    /// Files deleted from the store.
    pub files: u64,
    /// Generations withdrawn.
    pub generations: Vec<i64>,
}

/// How a purge ended.
pub struct Ending<'a> {
    /// What was taken out, in words.
    pub what: &'a str,
    /// What could not be searched.
    pub unsearched: u64,
    /// The generation that is current now.
    pub current: Option<i64>,
}

/// The generations that readers can find.
pub fn published(db: &Db) -> Result<Vec<i64>> {
    db.query("select generation from sync.export where state = 'published' order by generation", [], |row| row.get(0))
}

/// Whether a purge of this was stopped on its way.
pub fn is_begun(db: &Db, what: &str) -> Result<bool> {
    Ok(begun(db, what)?.is_some())
}

fn begun(db: &Db, what: &str) -> Result<Option<i64>> {
    let sql = "select purge_id from sync.purge where state = 'begun' and what = ?";
    db.query_first(sql, params![what], |row| row.get(0))
}

/// Puts on record that a purge is begun. One that was stopped goes on, with the account and the reason of whoever began it, and
/// counts as begun now: a generation published in between may hold what is purged. What is staged is made anew from what it
/// leaves of the responses, by the next sync at the latest.
pub fn begin(db: &Db, kind: PurgeKind, what: &str, reason: &str) -> Result<i64> {
    db.transaction(|db| {
        let id = match begun(db, what)? {
            Some(id) => id,
            None => insert(db, kind, what, reason)?,
        };
        let mut shown = listed(db, id)?;
        shown.extend(published(db)?);
        shown.sort_unstable();
        shown.dedup();
        db.execute(
            "update sync.purge set purged_at = $now, generations = $generations where purge_id = $id",
            params! { now: clock::now(), generations: words(&shown), id: id },
        )?;
        if kind != PurgeKind::Generations {
            db.execute("delete from sync.relation", [])?;
        }
        Ok(id)
    })
}

fn insert(db: &Db, kind: PurgeKind, what: &str, reason: &str) -> Result<i64> {
    let id: i64 = db.query_value("select coalesce(max(purge_id), 0) + 1 from sync.purge", [])?;
    db.execute(
        "insert into sync.purge (purge_id, purged_at, kind, state, account, reason, what)
         values ($id, $now, $kind, 'begun', $account, $reason, $what)",
        params! {
            id: id,
            now: clock::now(),
            kind: kind.as_str(),
            account: disk::account()?,
            reason: reason,
            what: what,
        },
    )?;
    Ok(id)
}

/// Counts what was cut out, in the transaction that cuts it.
pub fn note_cuts(db: &Db, id: i64, responses: u64, cuts: u64) -> Result<()> {
    db.execute(
        "update sync.purge set responses = responses + $responses, cuts = cuts + $cuts where purge_id = $id",
        params! { responses: responses, cuts: cuts, id: id },
    )
    .map(drop)
}

/// Counts a file that was deleted from the store.
pub fn note_file(db: &Db, id: i64) -> Result<()> {
    db.execute("update sync.purge set files = files + 1 where purge_id = ?", params![id]).map(drop)
}

/// The generations that readers could find when the purge was begun, or begun again, and now cannot.
pub fn withdrawn(db: &Db, id: i64) -> Result<Vec<i64>> {
    let (mut generations, stay) = (listed(db, id)?, published(db)?);
    generations.retain(|generation| !stay.contains(generation));
    Ok(generations)
}

/// Records the outcome of a finished purge; gives what it has done.
pub fn end(db: &Db, id: i64, ending: &Ending<'_>) -> Result<Done> {
    let generations = withdrawn(db, id)?;
    db.execute(
        "update sync.purge set state = 'done', what = $what, unsearched = $unsearched, generations = $generations,
            current_generation = $current
         where purge_id = $id",
        params! {
            what: ending.what,
            unsearched: ending.unsearched,
            generations: words(&generations),
            current: ending.current,
            id: id,
        },
    )?;
    let counted =
        db.query_first("select responses, cuts, files from sync.purge where purge_id = ?", params![id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let (responses, cuts, files) = counted.unwrap_or_default();
    Ok(Done { responses, cuts, files, generations })
}

/// The generations on record for a purge.
fn listed(db: &Db, id: i64) -> Result<Vec<i64>> {
    let sql = "select generations from sync.purge where purge_id = ?";
    let text: String = db.query_value(sql, params![id])?;
    Ok(text.split(", ").filter_map(|number| number.parse().ok()).collect())
}

fn words(generations: &[i64]) -> String {
    generations.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}
