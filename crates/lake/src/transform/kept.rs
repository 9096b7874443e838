//! Marts that others look up by their key. They are kept as tables, so that each is computed once for a publication, however
//! many read it, and so that whoever follows its keys learns what changed of them ([`touch`]).

use super::mart::Mart;
use super::touch;
use crate::db::{Db, identifier, literal, params};
use catchment_base::error::Result;

/// Whether a mart is looked up by another one.
pub fn is_kept(mart: &Mart, marts: &[Mart]) -> bool {
    let relation = mart.model.relation();
    marts.iter().flat_map(|other| &other.model.looks).any(|look| look.at.relation == relation)
}

/// Makes the table of a mart, with the rows that it had; with none where it was no table, or it `is_other` than it was.
pub fn prepare(db: &Db, mart: &Mart, is_other: bool) -> Result<()> {
    let relation = mart.model.relation();
    let is_table: bool = db.query_value(
        "select count(*) > 0 from duckdb_tables() where schema_name || '.' || table_name = ?",
        params![relation],
    )?;
    if is_table && !is_other {
        return Ok(());
    }
    let former = if is_table { "table" } else { "view" };
    db.execute_batch(&format!(
        "create schema if not exists {};
         drop {former} if exists {relation};
         create table {relation} as select * from ({}) limit 0",
        identifier(&mart.model.schema),
        mart.model.sql
    ))
}

/// Whether its table has no rows, as one that was just made.
pub fn is_empty(db: &Db, mart: &Mart) -> Result<bool> {
    db.query_value(&format!("select count(*) = 0 from {}", mart.model.relation()), [])
}

/// Brings the table of a mart up to date, and records the keys of the rows that differ, all in one transaction.
pub fn refresh(db: &Db, mart: &Mart) -> Result<()> {
    let (relation, name) = (mart.model.relation(), &mart.model.grain[0]);
    let key = identifier(name);
    let was_empty = is_empty(db, mart)?;
    db.transaction(|db| {
        db.execute_batch(&format!(
            "create or replace temporary table fresh as {};
             create or replace temporary table differing as
                 select coalesce(fresh.{key}, held.{key}) as value
                 from fresh full join {relation} as held on held.{key} = fresh.{key}
                 where hash(fresh) is distinct from hash(held);
             delete from {relation} where {key} in (select value from differing);
             insert into {relation} by name select * from fresh where {key} in (select value from differing)",
            mart.model.sql
        ))?;
        if was_empty {
            touch::touch_whole(db, &relation)?;
        } else {
            db.execute_batch(&format!(
                "insert into sync.touched (relation, column_name, value)
                 select {}, {}, cast(value as varchar) from differing",
                literal(&relation),
                literal(name)
            ))?;
        }
        db.execute_batch("drop table fresh; drop table differing")
    })
}
