//! The balance: every object that the site showed ends as published, deleted, unwanted or open, and the four add up.
//!
//! `sql/due/accounted.sql` says of each object how it ended, `sql/audit/balance.sql` adds up. A run strikes the
//! balance before it publishes and compares it with the rows that were published. What is missing is open from then on, so
//! that it is named, fetched by its id, and keeps the exit code at 3. A run in which nothing has changed has the balance of
//! the one before.

use crate::fetch::Writing;
use crate::plan::setting;
use catchment_base::error::Result;
use catchment_base::response::{Listing, Unreadable};
use catchment_base::state::GapKind;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::land;
use catchment_lake::transform::Model;
use catchment_source::Source;

/// The cause given for an object that is nowhere.
const NOWHERE: &str = "the site showed it, and it is neither published, deleted nor unwanted";

/// Strikes the balance where something has changed since the last one; what is missing is open. Tells whether it did.
pub fn strike(writing: &Writing, source: &dyn Source) -> Result<bool> {
    let db = &writing.opened.db;
    if !is_due(db)? {
        return Ok(false);
    }
    setting::see_accounts(db)?;
    add_up(db, writing.run)?;
    let missing: i64 = db.query_value("select coalesce(sum(missing), 0) from sync.balance", [])?;
    if missing > 0 {
        let named =
            db.query("select stream, object_id from accounted where state is null order by all", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
        open(writing, source, &named, NOWHERE)?;
        add_up(db, writing.run)?;
    }
    Ok(true)
}

/// Whether something that the balance is struck over has changed since the last one.
fn is_due(db: &Db) -> Result<bool> {
    let former: Option<String> = db.query_value("select balanced_over from sync.identity", [])?;
    Ok(former != Some(basis(db)?))
}

/// Compares the rows of the newest generation with the balance. Rows that are missing or too many
/// are open, and the next run compares again; where all agree the balance stands until something changes. `held` are datasets
/// that were held back: their rows are those of before.
pub fn compare(writing: &Writing, source: &dyn Source, marts: &[&Model], held: &[String]) -> Result<()> {
    let db = &writing.opened.db;
    let mut agree = true;
    for mart in marts.iter().filter(|mart| !mart.rows.is_empty() && !held.contains(&mart.name)) {
        let streams = mart.rows.join(",");
        let expected: i64 = db.query_value(
            "select coalesce(sum(in_datasets), 0) from sync.balance where list_contains(string_split(?, ','), stream)",
            params![streams],
        )?;
        let found: i64 = db.query_value(
            "select coalesce(sum(row_count), 0) from sync.export_file
             where dataset = ? and generation = (select max(generation) from sync.export where state = 'published')",
            params![mart.name],
        )?;
        if found == expected {
            close(db, &mart.name)?;
            continue;
        }
        agree = false;
        setting::see_accounts(db)?;
        open(
            writing,
            source,
            &difference(db, mart, &streams)?,
            "its row in the dataset does not agree with the balance",
        )?;
        let cause = format!("its files contain {found} rows, but the balance has {expected}; the next run rewrites it");
        open_dataset(writing, source, mart, cause)?;
    }
    if agree {
        db.execute("update sync.identity set balanced_over = ?", params![basis(db)?])?;
    }
    Ok(())
}

/// A dataset that does not agree is open, and no file of it is kept by the next run.
fn open_dataset(writing: &Writing, source: &dyn Source, mart: &Model, cause: String) -> Result<()> {
    let Some(stream) = catchment_source::stream(source, &mart.rows[0]) else { return Ok(()) };
    let listing = Listing { stream: stream.name, scope: String::new() };
    let unreadable = Unreadable::new(GapKind::Dataset, mart.name.clone(), cause);
    land::quarantine(&writing.opened.db, writing.run, &listing, &unreadable, None)?;
    writing.opened.db.execute("delete from sync.relation where relation = ?", params![mart.relation()])?;
    Ok(())
}

/// What was open about a dataset is resolved.
fn close(db: &Db, dataset: &str) -> Result<()> {
    let condition = "kind = $kind and object = $dataset";
    land::resolve(db, condition, params! { kind: GapKind::Dataset.as_str(), dataset: dataset })
}

/// The objects that should be rows of a mart and are none, or are rows and should not be.
fn difference(db: &Db, mart: &Model, streams: &str) -> Result<Vec<(String, String)>> {
    let (relation, key) = (mart.relation(), identifier(&mart.grain[0]));
    db.query(
        &format!(
            "with expected as (
                select stream, object_id, is_row from accounted where list_contains(string_split($streams, ','), stream)
            )
            select coalesce(expected.stream, $stream), coalesce(expected.object_id, cast(mart.{key} as varchar))
            from expected full join {relation} as mart on cast(mart.{key} as varchar) = expected.object_id
            where (mart.{key} is not null) <> coalesce(expected.is_row, false)
            order by all"
        ),
        params! { streams: streams, stream: mart.rows[0] },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What the balance is struck over: what has landed, what is gone, unwanted and open, and the settings.
fn basis(db: &Db) -> Result<String> {
    db.query_value(
        "select string_agg(part, ' ' order by place) from (
            select 1, coalesce(max(seq), 0)::varchar from land.response
            union all select 2, count(*) || ':' || coalesce(max(changed_at)::varchar, '') from sync.deletion
            union all select 3, count(*) || ':' || coalesce(max(changed_at)::varchar, '') from sync.quarantine
            union all select 4, count(*) || ':' || coalesce(max(answered_at)::varchar, '') from sync.unwanted
            union all select 5, count(*) || ':' || coalesce(max(walk_id), 0) from land.sighting
                where stream not in (select stream from facet where is_scope)
            union all select 6, string_agg(relation || fingerprint, ' ' order by relation) from sync.relation
            union all select 7, hash(setting)::varchar from setting
            union all select 8, hash(list(scope_id order by scope_id))::varchar from scope
        ) as parts (place, part)",
        [],
    )
}

fn add_up(db: &Db, run: i64) -> Result<()> {
    let balance = catchment_lake::sql::text("audit/balance.sql")?;
    db.transaction(|db| {
        db.execute("delete from sync.balance", [])?;
        db.execute(
            &format!(
                "insert into sync.balance (stream, shown, published, deleted, unwanted, open, missing, in_datasets, run_id)
                 select stream, shown, published, deleted, unwanted, open, missing, in_datasets, ? from ({balance})"
            ),
            params![run],
        )?;
        Ok(())
    })
}

fn open(writing: &Writing, source: &dyn Source, objects: &[(String, String)], cause: &str) -> Result<()> {
    for (stream, object) in objects {
        let Some(stream) = catchment_source::stream(source, stream) else { continue };
        land::quarantine_object(&writing.opened.db, writing.run, stream.name, object, cause)?;
    }
    Ok(())
}
