//! Purges on record. What a purge does is counted in the transaction that does it: one that was stopped on its way loses none of
//! the proof.

use super::forms::Forms;
use catchment_base::error::{Error, Result};
use catchment_base::response::Listing;
use catchment_base::state::PurgeKind;
use catchment_base::{clock, disk};
use catchment_lake::db::{Db, params};
use catchment_lake::land::Sealer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most bytes that are kept of what a purge looks for.
const MOST_SOUGHT: usize = 64 << 20;

/// What a purge of a person looks for. It is kept, sealed, until nothing is left: the records that told it are cut out first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    /// What the person is known by.
    pub forms: Forms,
    /// The records about it, by stream and name.
    pub records: BTreeSet<(String, String)>,
}

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
    /// Where it is still, or may be.
    pub left_in: &'a [String],
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

/// What a purge that was stopped looks for, where it had found that.
pub fn sought(db: &Db, sealer: &Sealer, what: &str) -> Result<Option<Sought>> {
    let sql = "select purge_id, sought from sync.purge where state = 'begun' and what = ? and sought is not null";
    let kept = db.query_first(sql, params![what], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    let Some((id, sealed)) = kept else { return Ok(None) };
    let text = sealer.open(&listing(id), sealed, MOST_SOUGHT)?;
    let broken = |cause| Error::failed("what a stopped purge was looking for cannot be read").because(cause);
    serde_json::from_slice(&text).map(Some).map_err(broken)
}

/// Keeps what a purge looks for.
pub fn keep(db: &Db, sealer: &Sealer, id: i64, sought: &Sought) -> Result<()> {
    let broken = |cause| Error::failed("what a purge looks for cannot be written").because(cause);
    let sealed = sealer.seal(&listing(id), &serde_json::to_vec(sought).map_err(broken)?)?;
    db.execute("update sync.purge set sought = $sealed where purge_id = $id", params! { sealed: sealed, id: id })
        .map(drop)
}

fn listing(id: i64) -> Listing {
    Listing { stream: "purge", scope: id.to_string() }
}

/// Records the outcome of a purge, which is done where nothing is left; gives what it has done.
pub fn end(db: &Db, id: i64, ending: &Ending<'_>) -> Result<Done> {
    let generations = withdrawn(db, id)?;
    db.execute(
        "update sync.purge set state = if($left_in = '', 'done', 'begun'), what = $what, unsearched = $unsearched,
            generations = $generations, current_generation = $current, left_in = $left_in,
            sought = if($left_in = '', null, sought)
         where purge_id = $id",
        params! {
            left_in: ending.left_in.join("\n"),
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
