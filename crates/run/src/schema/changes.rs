//! Changes of the schema of datasets: what a generation has otherwise than the one before, and what waits for somebody's consent.
//!
//! A change of the columns is noted when a generation is built, from the columns that readers had before. A member that has left all
//! records ([`super::emptied`]) and another key ([`super::rekeyed`]) would take from readers what they have: their datasets are held as
//! they were last published, until there is evidence or somebody accepts it. The first generation of a dataset changes nothing.

use super::fields;
use crate::connection::report;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, params};
use catchment_lake::export::Altered;
use catchment_source::Source;
use catchment_source::config::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A change of the schema of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaChange {
    /// By this number it is accepted.
    pub change_id: i64,
    /// The run that noted it, or in which it was settled.
    pub run_id: i64,
    /// The dataset.
    pub dataset: String,
    /// What has changed: `added`, `gone`, `renamed`, `type`, `class`, `nullable`, `required`, `emptied`, `key`.
    pub kind: String,
    /// What that means to readers: `additive`, `values`, `breaking`.
    pub level: String,
    /// The column; nothing where it is the key.
    pub column_name: Option<String>,
    /// What it was.
    pub former: Option<String>,
    /// What it is.
    pub present: Option<String>,
    /// Where the change comes from: `source`, `dictionary`, `settings`, `program`.
    pub origin: String,
    /// `applied`, `held` or `accepted`.
    pub state: String,
    /// What settled a change that was held.
    pub evidence: Option<String>,
    /// The first generation that shows it.
    pub generation: Option<i64>,
    /// Who accepted it.
    pub accepted_by: Option<String>,
}

/// A change of a column, as `report/altered.sql` finds it.
#[derive(Deserialize)]
struct Found {
    dataset: String,
    kind: String,
    level: String,
    field: Option<String>,
    column_name: Option<String>,
    number: Option<i32>,
    former: Option<String>,
    present: Option<String>,
    origin: String,
    row_count: i64,
}

/// The changes that hold a dataset, and the newest ones.
pub fn newest(db: &Db) -> Result<Vec<SchemaChange>> {
    report::rows_with(db, "report/schema_changes.sql", str::to_owned, params! { now: clock::now() })
}

/// Why datasets are held, by their names, and the same in sentences.
pub fn held(db: &Db, connection: &str) -> Result<(BTreeMap<String, String>, Vec<String>)> {
    let rows = db.query("select dataset, sentence from sync.held_change order by dataset, kind", [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let sentences = rows.iter().map(|(dataset, sentence)| format!("{dataset}: {sentence}")).collect();
    let mut causes: BTreeMap<String, String> = BTreeMap::new();
    for (dataset, sentence) in rows {
        let before = causes.get(&dataset).map(|cause| format!("{cause}; ")).unwrap_or_default();
        causes.insert(dataset, format!("{before}{sentence}"));
    }
    for (dataset, cause) in &mut causes {
        cause.push_str(&format!(": 'catchment contract accept {connection} {dataset} --reason TEXT' publishes it so"));
    }
    Ok((causes, sentences))
}

/// Notes what changes with a generation, and gives it as the manifest states it. What was held and is settled is shown with it,
/// as far as its dataset is published.
pub fn note(
    db: &Db,
    connection: &Connection,
    run: i64,
    generation: i64,
    published: &[&str],
    altered: &[Altered],
) -> Result<Value> {
    db.execute(
        "update sync.schema_change set generation = $generation, run_id = $run
         where generation is null and state in ('applied', 'accepted')
            and list_contains(from_json($published, '[\"varchar\"]'), dataset)",
        params! { generation: generation, run: run, published: json!(published).to_string() },
    )?;
    if !altered.is_empty() {
        let found = found(db, catchment_source::of(connection)?, altered)?;
        db.transaction(|db| found.iter().try_for_each(|found| insert(db, run, generation, found)))?;
    }
    shown(db, generation)
}

/// What of the columns is otherwise than before.
fn found(db: &Db, source: &dyn Source, altered: &[Altered]) -> Result<Vec<Found>> {
    let declared = source.streams().iter().flat_map(|stream| {
        fields::declared_of(stream).iter().map(|declared| json!({"stream": stream.name, "path": declared.path}))
    });
    let altered =
        serde_json::to_string(altered).map_err(|cause| Error::failed("columns are no JSON").because(cause))?;
    report::rows_with(
        db,
        "report/altered.sql",
        str::to_owned,
        params! {
            altered: altered,
            declared: Value::from_iter(declared).to_string(),
            version: env!("CARGO_PKG_VERSION"),
        },
    )
}

fn insert(db: &Db, run: i64, generation: i64, found: &Found) -> Result<()> {
    db.execute(
        "insert into sync.schema_change (run_id, dataset, kind, level, field, column_name, number, former, present, origin, state,
            generation, row_count, noted_at)
         values ($run, $dataset, $kind, $level, $field, $column_name, $number, $former, $present, $origin, 'applied',
            $generation, $row_count, $now)",
        params! {
            run: run,
            dataset: found.dataset,
            kind: found.kind,
            level: found.level,
            field: found.field,
            column_name: found.column_name,
            number: found.number,
            former: found.former,
            present: found.present,
            origin: found.origin,
            generation: generation,
            row_count: found.row_count,
            now: clock::now(),
        },
    )
    .map(drop)
}

/// The changes of a generation, those that break first.
fn shown(db: &Db, generation: i64) -> Result<Value> {
    let changes = db.query(
        "select dataset, kind, level, column_name, former, present, origin, evidence, accepted_by is not null
         from sync.schema_change where generation = ? order by level <> 'breaking', change_id",
        params![generation],
        |row| {
            let text = |at: usize| row.get::<_, Option<String>>(at);
            Ok(json!({
                "dataset": text(0)?, "kind": text(1)?, "level": text(2)?, "column": text(3)?, "former": text(4)?,
                "present": text(5)?, "origin": text(6)?, "evidence": text(7)?, "accepted": row.get::<_, bool>(8)?,
            }))
        },
    )?;
    Ok(Value::Array(changes))
}
