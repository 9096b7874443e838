//! Staging: a batch of objects becomes `record`, the model's rows are merged into their relation.
//!
//! One bad object must not take its neighbours with it: if a batch fails on its data, it is halved until
//! the culprits are known. Nothing of that is written; the good rest is merged in the caller's transaction.

use super::distrust::DISTRUSTED;
use super::fit::{Aside, Incomplete, set_aside, unfit};
use super::ledger;
use super::model::Model;
use super::prove::{ENGINE_COLUMNS, Staging};
use super::touch;
use crate::db::{Blind, Db, identifier, literal, params};
use arrow::array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::json::ReaderBuilder;
use catchment_base::error::{Error, Result};
use chrono::NaiveDateTime;
use std::collections::HashSet;
use std::sync::Arc;

/// One object on its way into SQL.
#[derive(Clone)]
pub struct Record {
    /// Its stream.
    pub stream: &'static str,
    /// The scope of the listing it came from, or the parent that carried it.
    pub scope: String,
    /// The place of the list that it stood in.
    pub place: &'static str,
    /// What the engine calls it, where the model reads that and it has an id.
    pub name: Option<String>,
    /// The server's `Date` of the answer it came in.
    pub answered_at: NaiveDateTime,
    /// The landing sequence of that answer.
    pub landed_seq: i64,
    /// The same where it was asked for by its id: then it is so, whatever listings said before.
    pub decided_seq: Option<i64>,
    /// The keyed hash of its text.
    pub object_hash: [u8; 16],
    /// Its text.
    pub object: String,
}

/// An object that did not become a row, by its place in the batch.
#[derive(Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Index into the batch.
    pub index: usize,
    /// Why, without content.
    pub cause: String,
}

/// What merging a batch came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Staged {
    /// Rows merged.
    pub rows: usize,
    /// Those of them with a key or a value that was not held.
    pub differing: usize,
    /// Landing sequences, keys and columns in which redaction failed and left its mark.
    pub failed: Vec<(i64, String, String)>,
    /// Landing sequences and hashes of rows without a key.
    pub keyless: Vec<(i64, String)>,
    /// Rows that lack what an answer must tell: they are not taken.
    pub incomplete: Vec<Incomplete>,
    /// Rows of a status that is not asked for: they take nobody's place.
    pub aside: Vec<Aside>,
}

/// Makes the relation of a proven model if it is not there. The functions it calls are registered.
///
/// `afresh` throws the former rows away.
pub fn prepare(db: &Db, staging: &Staging, afresh: bool) -> Result<()> {
    let model = &staging.model;
    record_table(db, model)?;
    let described = db.query(&format!("describe {}", staging.sql), [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let columns = described.into_iter().map(|(name, kind)| {
        let body = model.columns.iter().any(|column| column.name == name && column.class.is_body());
        // Bodies: the default compression costs five times as much as zstd and packs worse.
        let packed = if body { " using compression zstd" } else { "" };
        format!("{} {kind}{packed}", identifier(&name))
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let relation = model.relation();
    db.execute(&format!("create schema if not exists {}", identifier(&model.schema)), [])?;
    if afresh {
        db.execute(&format!("drop table if exists {relation}"), [])?;
        ledger::clear(db, model)?;
    }
    db.execute(&format!("create table if not exists {relation} ({columns})"), [])?;
    Ok(())
}

/// Adds to the relation of a proven model the columns that it has not; in the caller's transaction.
pub fn widen(db: &Db, staging: &Staging) -> Result<()> {
    record_table(db, &staging.model)?;
    let relation = staging.model.relation();
    let described = |sql: &str| {
        db.query(&format!("describe {sql}"), [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
    };
    let held = described(&relation)?;
    for (name, kind) in described(&staging.sql)?.into_iter().filter(|column| !held.contains(column)) {
        db.execute(&format!("alter table {relation} add column {} {kind}", identifier(&name)), [])?;
    }
    Ok(())
}

/// Tries a batch on the model and leaves its rows in the temporary relation `came`; tells what was rejected.
///
/// `before` runs before every try, so that counters count the last one only.
pub fn stage(db: &Db, staging: &Staging, records: &[Record], before: &dyn Fn()) -> Result<Vec<Rejected>> {
    let every: Vec<usize> = (0..records.len()).collect();
    let Err(cause) = load(db, staging, records, &every, before)? else { return Ok(Vec::new()) };
    let mut rejected = Vec::new();
    search(db, staging, records, every, cause, before, &mut rejected)?;
    let bad: HashSet<usize> = rejected.iter().map(|rejected: &Rejected| rejected.index).collect();
    let good: Vec<usize> = (0..records.len()).filter(|index| !bad.contains(index)).collect();
    match load(db, staging, records, &good, before)? {
        Ok(()) => Ok(rejected),
        Err(cause) => Err(Error::failed(format!(
            "staging {} failed on objects that are good one by one: {cause}",
            staging.model.relation()
        ))),
    }
}

/// Merges the rows left by [`stage`] into the relation; `objects` is how many the batch held that were not rejected, and each
/// of them must be a row. Where redaction failed, `failed_mark` is what it left.
pub fn resolve(db: &Db, staging: &Staging, objects: usize, failed_mark: Option<&str>) -> Result<Staged> {
    let model = &staging.model;
    let mut counted = count(db, model)?;
    if counted.all != objects {
        return Err(Error::failed(format!(
            "the model {} made {} rows of {objects} objects",
            model.relation(),
            counted.all
        ))
        .hint("a staging model must yield one row per object; nothing of this batch was kept"));
    }
    let keyless = if counted.keyless > 0 { drop_keyless(db, model)? } else { Vec::new() };
    let has_doubts = model.statuses.iter().any(|statuses| !statuses.doubted.is_empty());
    let (incomplete, aside) = if counted.unfit > 0 || has_doubts { set_aside(db, model)? } else { Default::default() };
    if counted.keyless > 0 || counted.unfit > 0 {
        counted = count(db, model)?;
    }
    if counted.twins > 0 {
        drop_older_twins(db, model)?;
    }
    let failed = failed_mark.map_or(Ok(Vec::new()), |mark| failures(db, staging, mark))?;
    let (rows, differing) = merge(db, staging, (counted.twins == 0).then_some(counted.all))?;
    Ok(Staged { rows, differing, failed, keyless, incomplete, aside })
}

/// What is in `came`.
struct Counted {
    all: usize,
    /// Rows without a key.
    keyless: usize,
    /// By how many the rows are more than their keys.
    twins: usize,
    /// Rows that are not taken.
    unfit: usize,
}

fn count(db: &Db, model: &Model) -> Result<Counted> {
    let sql = format!(
        "select count(*), count(*) filter ({}), count(*) - count(distinct ({})), count(*) filter ({}) from came",
        without_key(model),
        names("", &model.grain),
        unfit(model)
    );
    let counts = db.query_first(&sql, [], |row| {
        Ok(Counted { all: row.get(0)?, keyless: row.get(1)?, twins: row.get(2)?, unfit: row.get(3)? })
    })?;
    counts.ok_or_else(|| Error::failed("a count has no row"))
}

fn without_key(model: &Model) -> String {
    model.grain.iter().map(|key| format!("{} is null", identifier(key))).collect::<Vec<_>>().join(" or ")
}

fn search(
    db: &Db,
    staging: &Staging,
    records: &[Record],
    suspects: Vec<usize>,
    cause: String,
    before: &dyn Fn(),
    rejected: &mut Vec<Rejected>,
) -> Result<()> {
    if let [index] = suspects[..] {
        rejected.push(Rejected { index, cause });
        return Ok(());
    }
    let (first, second) = suspects.split_at(suspects.len() / 2);
    for half in [first, second] {
        if let Err(cause) = load(db, staging, records, half, before)? {
            search(db, staging, records, half.to_vec(), cause, before, rejected)?;
        }
    }
    Ok(())
}

/// One try. The outer error is the machine's, the inner one the data's.
fn load(
    db: &Db,
    staging: &Staging,
    records: &[Record],
    chosen: &[usize],
    before: &dyn Fn(),
) -> Result<std::result::Result<(), String>> {
    before();
    let schema = record_table(db, &staging.model)?;
    let batch = match batch(&schema, &staging.model, records, chosen) {
        Ok(batch) => batch,
        Err(cause) => return Ok(Err(cause)),
    };
    if batch.num_rows() > 0 {
        db.append("record", batch)?;
    }
    let made = db.execute_blind(&format!("create or replace temporary table came as {}", staging.sql));
    db.execute("drop table record", [])?;
    match made {
        Ok(()) => Ok(Ok(())),
        Err(Blind::Data(class)) => Ok(Err(class)),
        Err(Blind::System(error)) => Err(error),
    }
}

/// Makes the empty relation `record` for a model and gives its Arrow schema.
fn record_table(db: &Db, model: &Model) -> Result<SchemaRef> {
    let own = [&model.named, &model.placed, &model.whole].into_iter().flatten();
    let own = own.map(|name| format!("{} varchar", identifier(name)));
    let fields: Vec<String> = own.chain(model.fields.iter().cloned()).collect();
    db.execute_batch(&format!(
        "create or replace temporary table record (stream varchar, scope varchar, answered_at timestamp, decided_seq bigint, landed_seq bigint, object_hash blob, {})",
        fields.join(", ")
    ))?;
    db.schema_of("select * from record")
}

const OWN_FIELDS: usize = 6;

fn batch(
    schema: &SchemaRef,
    model: &Model,
    records: &[Record],
    chosen: &[usize],
) -> std::result::Result<RecordBatch, String> {
    let text = |of: fn(&Record) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(chosen.iter().map(|at| of(&records[*at]))))
    };
    let mut columns: Vec<ArrayRef> = vec![
        text(|record| record.stream.to_owned()),
        text(|record| record.scope.clone()),
        Arc::new(TimestampMicrosecondArray::from_iter_values(
            chosen.iter().map(|at| records[*at].answered_at.and_utc().timestamp_micros()),
        )),
        Arc::new(Int64Array::from_iter(chosen.iter().map(|at| records[*at].decided_seq))),
        Arc::new(Int64Array::from_iter_values(chosen.iter().map(|at| records[*at].landed_seq))),
        Arc::new(BinaryArray::from_iter_values(chosen.iter().map(|at| records[*at].object_hash))),
    ];
    if model.named.is_some() {
        columns.push(Arc::new(StringArray::from_iter(chosen.iter().map(|at| records[*at].name.as_deref()))));
    }
    if model.placed.is_some() {
        columns.push(text(|record| record.place.to_owned()));
    }
    if model.whole.is_some() {
        columns.push(text(|record| record.object.clone()));
    }
    let fields = Arc::new(Schema::new(schema.fields()[columns.len()..].to_vec()));
    if !fields.fields().is_empty() {
        columns.extend(decode(&fields, records, chosen)?);
    }
    let mut all: Vec<Arc<Field>> = vec![
        Arc::new(Field::new("stream", DataType::Utf8, true)),
        Arc::new(Field::new("scope", DataType::Utf8, true)),
        Arc::new(Field::new("answered_at", DataType::Timestamp(TimeUnit::Microsecond, None), true)),
        Arc::new(Field::new("decided_seq", DataType::Int64, true)),
        Arc::new(Field::new("landed_seq", DataType::Int64, true)),
        Arc::new(Field::new("object_hash", DataType::Binary, true)),
    ];
    all.extend(schema.fields()[OWN_FIELDS..].iter().cloned());
    RecordBatch::try_new(Arc::new(Schema::new(all)), columns).map_err(|_| "the objects do not make a table".to_owned())
}

/// The fields of the chosen objects as columns. The parser's messages may quote content and are not passed on.
fn decode(fields: &SchemaRef, records: &[Record], chosen: &[usize]) -> std::result::Result<Vec<ArrayRef>, String> {
    const FLAW: &str = "a field does not have the form that the model names";
    let builder =
        ReaderBuilder::new(Arc::clone(fields)).with_coerce_primitive(true).with_batch_size(chosen.len().max(1));
    let mut decoder = builder.build_decoder().map_err(|_| FLAW.to_owned())?;
    for at in chosen {
        let object = records[*at].object.as_bytes();
        let read = decoder.decode(object).map_err(|_| FLAW.to_owned())?;
        if read != object.len() {
            return Err(FLAW.to_owned());
        }
    }
    match decoder.flush().map_err(|_| FLAW.to_owned())? {
        Some(batch) => Ok(batch.columns().to_vec()),
        None => Ok(fields.fields().iter().map(|field| arrow::array::new_empty_array(field.data_type())).collect()),
    }
}

fn drop_keyless(db: &Db, model: &Model) -> Result<Vec<(i64, String)>> {
    let null = without_key(model);
    let sql = format!("select landed_seq, lower(hex(object_hash)) from came where {null} order by all");
    let keyless = db.query(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    db.execute(&format!("delete from came where {null}"), [])?;
    Ok(keyless)
}

/// Of several rows of one key in a batch the newest stays: after the last answer by id, where there is one, what
/// came before it does not count.
fn drop_older_twins(db: &Db, model: &Model) -> Result<()> {
    let (grain, order) = (names("", &model.grain), order_of("", model));
    let matching = matching("came", "twin", model);
    db.execute(
        &format!(
            "update came set decided_seq = twin.decided_seq
             from (select {grain}, max(decided_seq) as decided_seq from came group by {grain}) as twin where {matching}"
        ),
        [],
    )?;
    db.execute("delete from came where landed_seq < decided_seq", [])?;
    db.execute(
        &format!("delete from came where rowid not in (select arg_max(rowid, {order}) from came group by {grain})"),
        [],
    )?;
    Ok(())
}

/// The condition that two rows have one key.
pub(super) fn matching(one: &str, other: &str, model: &Model) -> String {
    let keys = model.grain.iter().map(|key| identifier(key));
    keys.map(|key| format!("{one}.{key} = {other}.{key}")).collect::<Vec<_>>().join(" and ")
}

fn failures(db: &Db, staging: &Staging, failed_mark: &str) -> Result<Vec<(i64, String, String)>> {
    let key = identifier(&staging.model.grain[0]);
    let marked = staging.calls.iter().map(|call| {
        let (column, name) = (identifier(&call.column), literal(&call.column));
        format!("select landed_seq, cast({key} as varchar), {name} from came where {column} = $failed")
    });
    let sql = marked.collect::<Vec<_>>().join(" union all ");
    db.query(&format!("{sql} order by all"), params! { failed: failed_mark }, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// New rows are inserted, changed ones replaced, and of unchanged ones only what the engine keeps is renewed.
///
/// A changed row is deleted and inserted again: an update of a body would make the next checkpoint pack every
/// body of its row group anew (4 s of processor time at 200,000 pages), while a deletion is one mark and an
/// insertion one small row group. The rows that are known already are found without reading a body.
///
/// Gives how many rows were merged, and how many of these have a key or a value that was not held.
fn merge(db: &Db, staging: &Staging, rows: Option<usize>) -> Result<(usize, usize)> {
    let relation = staging.model.relation();
    let all = rows.map_or_else(|| db.query_value("select count(*) from came", []), Ok)?;
    let (known, changed, restated) = find_known(db, staging)?;
    let differing = if changed > 0 { compare_values(db, staging)? } else { 0 };
    if !staging.watched.is_empty() && !touch::is_whole(db, &relation)? {
        record_touched(db, staging)?;
    }
    if known > 0 {
        carry_decisions(db, &relation)?;
    }
    if restated > 0 {
        let renew = format!(
            "update {relation} as held
             set answered_at = came.answered_at, landed_seq = came.landed_seq, decided_seq = came.decided_seq
             from known inner join came on came.rowid = known.arrival
             where held.rowid = known.place and known.is_newer and not known.is_changed"
        );
        db.execute(&renew, [])?;
    }
    if changed > 0 {
        let places = "select place from known where is_newer and is_changed";
        db.execute(&format!("delete from {relation} where rowid in ({places})"), [])?;
    }
    let own = staging.model.columns.iter().map(|column| column.name.clone());
    let columns: Vec<String> = own.chain(ENGINE_COLUMNS.map(str::to_owned)).collect();
    let columns = names("", &columns);
    let stays = match known {
        0 => "",
        _ => "where rowid not in (select arrival from known where not (is_newer and is_changed))",
    };
    if known < all || changed > 0 {
        let insert = format!("insert into {relation} ({columns}) select {columns} from came {stays}");
        db.execute_blind(&insert).map_err(Blind::into_error)?;
    }
    ledger::follow(db, &staging.model, stays, all - known + changed, restated)?;
    Ok((all - known + changed + restated, all - known + differing))
}

/// Finds in `known` the rows of which a value differs: an object may come with other members than before of which no column tells.
fn compare_values(db: &Db, staging: &Staging) -> Result<usize> {
    let columns: Vec<String> = staging.model.columns.iter().map(|column| column.name.clone()).collect();
    let sql = format!(
        "update known set differs = true
         from {} as held, came
         where known.is_newer and known.is_changed and held.rowid = known.place and came.rowid = known.arrival
            and row({}) is distinct from row({})",
        staging.model.relation(),
        names("held.", &columns),
        names("came.", &columns)
    );
    db.execute(&sql, [])
}

/// The last answer by id counts, whichever row it came with: it goes over to the row that stays.
fn carry_decisions(db: &Db, relation: &str) -> Result<()> {
    let decided: (bool, bool) = db
        .query_first(
            "select coalesce(bool_or(known.is_newer and known.decided_seq is not null), false),
                coalesce(bool_or(not known.is_newer and came.decided_seq is not null), false)
             from known inner join came on came.rowid = known.arrival",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .unwrap_or_default();
    if decided.0 {
        db.execute(
            "update came set decided_seq = greatest(came.decided_seq, known.decided_seq) from known where known.arrival = came.rowid",
            [],
        )?;
    }
    if decided.1 {
        let keep = format!(
            "update {relation} as held set decided_seq = greatest(held.decided_seq, came.decided_seq)
             from known inner join came on came.rowid = known.arrival
             where held.rowid = known.place and not known.is_newer and came.decided_seq is not null"
        );
        db.execute(&keep, [])?;
    }
    Ok(())
}

/// Leaves the keys that came and are held already in the temporary relation `known`, with their former watched
/// values; gives how many there are, how many of them came newer and changed, and how many newer and unchanged.
fn find_known(db: &Db, staging: &Staging) -> Result<(usize, usize, usize)> {
    let model = &staging.model;
    let (matching, newer) = (matching("held", "came", model), newer(model));
    let watched: String =
        staging.watched.iter().map(|column| format!(", held.{0} as {0}", identifier(column))).collect();
    let sql = format!(
        "create or replace temporary table known as
         select held.rowid as place, came.rowid as arrival, coalesce({newer}, false) as is_newer, held.decided_seq,
             came.object_hash <> held.object_hash as is_changed, false as differs{watched}
         from {} as held inner join came on {matching}",
        model.relation()
    );
    db.execute_batch(&sql)?;
    let counts = db.query_first(
        "select count(*), count(*) filter (is_newer and is_changed), count(*) filter (is_newer and not is_changed) from known",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    counts.ok_or_else(|| Error::failed("a count has no row"))
}

/// Records the watched values of new and changed rows, as they were and as they are.
fn record_touched(db: &Db, staging: &Staging) -> Result<()> {
    let values = staging.watched.iter().map(|column| {
        let (name, column) = (literal(column), identifier(column));
        format!(
            "select {name} as column_name, cast(came.{column} as varchar) as value
             from came left join known on known.arrival = came.rowid
             where known.arrival is null or (known.is_newer and known.is_changed)
             union all
             select {name}, cast({column} as varchar) from known where is_newer and is_changed"
        )
    });
    let values = values.collect::<Vec<_>>().join(" union all ");
    let relation = staging.model.relation();
    db.execute(
        &format!(
            "insert into sync.touched (relation, column_name, value)
             select distinct ?, column_name, value from ({values}) where value is not null"
        ),
        params![relation],
    )?;
    Ok(())
}

/// Whether what came is newer than what is held: an answer by id wins over what had landed before it and is not
/// beaten by it, whatever the versions and the clocks of the servers that answered; else the order of the model decides. Of one
/// answer counts what was staged from it last, where that was distrusted before.
fn newer(model: &Model) -> String {
    format!(
        "case
            when came.decided_seq > held.landed_seq then true
            when came.landed_seq < held.decided_seq then false
            when came.landed_seq = held.landed_seq and held.object_hash = {DISTRUSTED} then true
            else {} > {}
         end",
        order_of("came.", model),
        order_of("held.", model)
    )
}

/// The order of two rows of one key, as a row value: the model's columns, then the landing sequence.
/// A row that does not tell its version is older than one that does; left alone, null would be the greatest value.
fn order_of(prefix: &str, model: &Model) -> String {
    let mut columns: Vec<String> = model.newest.clone();
    columns.push("landed_seq".to_owned());
    columns.dedup();
    let parts = columns.iter().map(|column| format!("{prefix}{0} is not null, {prefix}{0}", identifier(column)));
    format!("row({})", parts.collect::<Vec<_>>().join(", "))
}

fn names(prefix: &str, columns: &[String]) -> String {
    columns.iter().map(|column| format!("{prefix}{}", identifier(column))).collect::<Vec<_>>().join(", ")
}
