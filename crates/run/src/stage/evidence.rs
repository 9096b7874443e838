//! What redaction did, on record: how much was found, and what was done to each text, without a value.

use crate::schema::relation::Relation;
use arrow::array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray};
use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, identifier, literal, params};
use catchment_lake::functions::Trace;
use catchment_lake::transform::ledger;
use catchment_redact::Counted;
use std::sync::Arc;

/// Counts the objects of this batch that landed behind `before` and were not held until now, or with other values.
pub fn brought(db: &Db, run: i64, before: i64, relation: &Relation) -> Result<()> {
    let stream = ledger::stream_of(&relation.staging.model);
    let sql = format!(
        "insert into sync.brought (run_id, stream, new_objects, changed_objects)
         select $run, came_stream, new_objects, changed_objects
         from (
            select {stream} as came_stream,
                count(*) filter (where known.arrival is null) as new_objects,
                count(*) filter (where known.is_newer and known.differs) as changed_objects
            from came left join known on known.arrival = came.rowid
            where came.landed_seq > $before
            group by all
         )
         where new_objects + changed_objects > 0"
    );
    db.execute(&sql, params! { run: run, before: before }).map(drop)
}

/// Adds what redaction found in this batch to the counts of the run, in one statement.
pub fn count(db: &Db, run: i64, relation: &Relation) -> Result<()> {
    let found = relation.functions.iter().flat_map(|(call, function)| {
        let (column, policy) = (literal(&call.column), literal(&function.policy().versioned()));
        let rows: Vec<String> = function.counts().iter().map(|counted| row_of(&column, &policy, counted)).collect();
        rows
    });
    let found: Vec<String> = found.collect();
    if found.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "merge into sync.redaction as held
         using (values {}) as found (column_name, policy, type, rule, version, confidence, action, findings, texts)
         on held.run_id = $run and held.relation = $relation and held.column_name = found.column_name
            and held.action = found.action and held.type = found.type and held.rule = found.rule
            and held.version = found.version
         when matched then update set findings = held.findings + found.findings, texts = held.texts + found.texts
         when not matched then insert
            (run_id, relation, column_name, policy, type, rule, version, confidence, action, findings, texts)
            values ($run, $relation, found.column_name, found.policy, found.type, found.rule, found.version,
                found.confidence, found.action, found.findings, found.texts)",
        found.join(", ")
    );
    db.execute(&sql, params! { run: run, relation: relation.staging.model.relation() })?;
    Ok(())
}

/// Keeps what was done to each text that is in force now, and nothing of a text before it.
pub fn trail(db: &Db, run: i64, relation: &Relation) -> Result<()> {
    let (name, key) = (relation.staging.model.relation(), identifier(&relation.staging.model.grain[0]));
    let in_force = format!(
        "select came.{key} as object_id, came.object_hash from came
         inner join {name} as held on held.{key} = came.{key} and held.object_hash = came.object_hash"
    );
    db.execute_batch(
        "create or replace temporary table trail
            (column_name varchar, policy varchar, object_hash blob, findings bigint, types varchar, input_hmac blob,
             output_sha256 blob)",
    )?;
    for (call, function) in &relation.functions {
        let traces = function.trail();
        if !traces.is_empty() {
            db.append("trail", trail_of(&call.column, &function.policy().versioned(), &traces)?)?;
        }
    }
    db.execute(
        &format!("delete from sync.redacted where relation = ? and object_id in (select object_id from ({in_force}))"),
        params![name],
    )?;
    db.execute(
        &format!(
            "insert into sync.redacted
                (relation, column_name, object_id, run_id, policy, findings, types, input_hmac, output_sha256)
             select distinct $relation, trail.column_name, in_force.object_id, $run, trail.policy, trail.findings,
                trail.types, trail.input_hmac, trail.output_sha256
             from trail inner join ({in_force}) as in_force on in_force.object_hash = trail.object_hash"
        ),
        params! { relation: name, run: run },
    )?;
    Ok(())
}

/// A row of counts as SQL.
fn row_of(column: &str, policy: &str, counted: &Counted) -> String {
    let Counted { kind, rule, version, confidence, action, findings, texts } = counted;
    let words = [kind, rule].map(|word| literal(word)).join(", ");
    let (confidence, action) = (literal(confidence), literal(action.name()));
    format!("({column}, {policy}, {words}, {version}, {confidence}, {action}, {findings}, {texts})")
}

/// What was done to the texts of a column as a batch.
fn trail_of(column: &str, policy: &str, traces: &[Trace]) -> Result<RecordBatch> {
    let blobs =
        |blob: fn(&Trace) -> &[u8]| Arc::new(BinaryArray::from_iter_values(traces.iter().map(blob))) as ArrayRef;
    let names = |name: &str| Arc::new(StringArray::from_iter_values(traces.iter().map(|_| name))) as ArrayRef;
    let findings =
        Int64Array::from_iter_values(traces.iter().map(|trace| i64::try_from(trace.findings).unwrap_or(i64::MAX)));
    let columns = [
        ("column_name", names(column)),
        ("policy", names(policy)),
        ("object_hash", blobs(|trace| &trace.object)),
        ("findings", Arc::new(findings) as ArrayRef),
        ("types", Arc::new(StringArray::from_iter_values(traces.iter().map(|trace| &trace.types))) as ArrayRef),
        ("input_hmac", blobs(|trace| &trace.input)),
        ("output_sha256", blobs(|trace| &trace.output)),
    ];
    RecordBatch::try_from_iter(columns)
        .map_err(|cause| Error::failed("the trail of redaction cannot be written").because(cause))
}
