//! Changed keys on their way from the base relations to the marts.
//!
//! Whoever changes a base relation writes the changed values of its watched columns into `sync.touched`, before
//! and after, in the transaction of the change. Publication takes what stands there, computes from it the keys
//! of each mart that may have changed, and removes exactly what it took when the generation stands: a crash in
//! between repeats work and loses none. A relation that was filled or made afresh is touched as a whole.

use super::change::BaseColumn;
use super::mart::Mart;
use super::model::Model;
use crate::db::{Db, identifier, literal, params};
use catchment_base::error::Result;

/// Stands for every column and value of a relation.
const WHOLE: &str = "*";
/// More keys than this are not followed one by one: the mart is read as a whole.
const MOST_KEYS: i64 = 8192;

/// The columns of a staged relation whose changed values are recorded: its key, and what marts follow or look up.
pub fn watched(models: &[Model], staged: &Model) -> Vec<String> {
    let relation = staged.relation();
    let of_marts = models.iter().flat_map(|mart| {
        let via = mart.each.iter().flat_map(|each| &each.via);
        via.chain(mart.looks.iter().map(|look| &look.at))
    });
    let named = of_marts.filter(|base| base.relation == relation).map(|base| base.column.clone());
    let mut columns: Vec<String> = staged.grain.iter().take(1).cloned().chain(named).collect();
    columns.sort();
    columns.dedup();
    columns
}

/// Records that rows with these values of a column have changed; in the transaction of the change.
///
/// `relation` is what a header line names, as `sync.deletion` with `object_id`.
pub fn touch(db: &Db, relation: &str, column: &str, values: &[&str]) -> Result<()> {
    for value in values {
        db.execute(
            "insert into sync.touched (relation, column_name, value) values ($relation, $column, $value)",
            params! { relation: relation, column: column, value: value },
        )?;
    }
    Ok(())
}

/// Records that a relation was made afresh; single values of it are not recorded until that is published.
pub fn touch_whole(db: &Db, relation: &str) -> Result<()> {
    db.execute("delete from sync.touched where relation = ?", params![relation])?;
    touch(db, relation, WHOLE, &[WHOLE])
}

/// Whether a relation is touched as a whole.
pub fn is_whole(db: &Db, relation: &str) -> Result<bool> {
    let rows: i64 = db.query_value(
        "select count(*) from sync.touched where relation = $relation and column_name = $column",
        params! { relation: relation, column: WHOLE },
    )?;
    Ok(rows > 0)
}

/// Takes what is touched now, for [`follow`], [`changed_rows`] and [`settle`]; tells whether there is anything.
pub fn take(db: &Db) -> Result<bool> {
    db.execute_batch("create or replace temporary table taken as select distinct * from sync.touched")?;
    let rows: i64 = db.query_value("select count(*) from taken", [])?;
    Ok(rows > 0)
}

/// Removes what was taken: it is published, or nothing differed.
pub fn settle(db: &Db) -> Result<()> {
    db.execute_batch(
        "delete from sync.touched as touched where exists
         (select 1 from taken where taken.relation = touched.relation
          and taken.column_name = touched.column_name and taken.value = touched.value)",
    )
}

/// The temporary table with the touched keys of a mart, in the column `value`.
pub fn keys_of(model: &Model) -> String {
    format!("touched_{}", model.name)
}

/// Makes the empty table of [`keys_of`].
pub fn make_keys(db: &Db, model: &Model) -> Result<()> {
    let keys = identifier(&keys_of(model));
    db.execute_batch(&format!("create or replace temporary table {keys} (value varchar)"))?;
    Ok(())
}

/// Fills the table of [`keys_of`] from what was taken; gives how many keys are touched, or nothing where the
/// mart does not follow its keys, a relation it reads is touched as a whole, or at all where it is looked up by no column, or
/// too many keys are.
pub fn follow(db: &Db, mart: &Mart) -> Result<Option<i64>> {
    let Some(each) = &mart.model.each else { return Ok(None) };
    if is_any_taken(db, &mart.model.wholes)? {
        return Ok(None);
    }
    let mut queries: Vec<String> = each.via.iter().map(taken_values).collect();
    let mut relations: Vec<&str> = each.via.iter().map(|via| via.relation.as_str()).collect();
    for look in &mart.model.looks {
        let Some(key) = each.column_of(&look.through.relation) else { return Ok(None) };
        relations.push(&look.at.relation);
        queries.push(format!(
            "select cast({} as varchar) as value from {} where {} in ({})",
            identifier(key),
            look.through.relation,
            identifier(&look.through.column),
            taken_values(&look.at)
        ));
    }
    let relations = relations.into_iter().map(literal).collect::<Vec<_>>().join(", ");
    let whole = format!("select count(*) from taken where column_name = '{WHOLE}' and relation in ({relations})");
    if db.query_value::<i64, _>(&whole, [])? > 0 {
        return Ok(None);
    }
    make_keys(db, &mart.model)?;
    let keys = identifier(&keys_of(&mart.model));
    db.execute_batch(&format!(
        "insert into {keys} (value) select distinct value from ({}) where value is not null",
        queries.join(" union all ")
    ))?;
    let count: i64 = db.query_value(&format!("select count(*) from {keys}"), [])?;
    Ok((count <= MOST_KEYS).then_some(count))
}

/// The relations of the engine whose changes are recorded.
const RECORDED: [&str; 3] = ["sync.deletion", "sync.identity", "sync.upload"];

/// Whether no relation of these was touched since it was published, as far as that is recorded: of staged relations it is.
pub fn is_quiet(db: &Db, relations: &[&str]) -> Result<bool> {
    let recorded = |relation: &&str| RECORDED.contains(relation) || !relation.starts_with("sync.");
    Ok(relations.iter().all(recorded) && !is_any_taken(db, relations)?)
}

fn is_any_taken(db: &Db, relations: &[impl AsRef<str>]) -> Result<bool> {
    if relations.is_empty() {
        return Ok(false);
    }
    let relations = relations.iter().map(|relation| literal(relation.as_ref())).collect::<Vec<_>>().join(", ");
    db.query_value(&format!("select count(*) > 0 from taken where relation in ({relations})"), [])
}

fn taken_values(base: &BaseColumn) -> String {
    let (relation, column) = (literal(&base.relation), literal(&base.column));
    format!("select value from taken where relation = {relation} and column_name = {column}")
}

/// The rows of a staged relation that have changed, as a statement; nothing where it is touched as a whole.
pub fn changed_rows(db: &Db, staged: &Model) -> Result<Option<String>> {
    let relation = staged.relation();
    let whole: i64 = db.query_value(
        "select count(*) from taken where relation = $relation and column_name = $column",
        params! { relation: relation, column: WHOLE },
    )?;
    let [key] = &staged.grain[..] else { return Ok(None) };
    let taken = taken_values(&BaseColumn { relation: relation.clone(), column: key.clone() });
    Ok((whole == 0).then(|| format!("select * from {relation} where {} in ({taken})", identifier(key))))
}
