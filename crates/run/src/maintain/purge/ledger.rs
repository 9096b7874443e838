//! What the state of a connection says of a person: rows about its records go, and mentions in records of syncs are replaced.

use super::forms::APART;
use super::person::Person;
use catchment_base::error::Result;
use catchment_lake::db::{Db, identifier, params};
use serde_json::{Value, json};

/// Columns by which a row is about an object, or about a listing for one.
const KEYS: [&str; 6] = ["object_id", "object", "parent_id", "container_id", "scope_id", "scope"];
/// Records of what syncs did: their rows stay.
const LOGS: [&str; 4] = ["sync.run", "sync.walk", "sync.request", "sync.wait"];
/// Records of what people did here, with pseudonyms and the reasons that these people gave, and of the account that reads, by its
/// pseudonym: the settings name it.
pub const RECORDS: [&str; 4] = ["purge", "disclosure", "backup", "identity"];
/// Records of published files: what they say of the values in these follows from the files.
const OF_FILES: [&str; 3] = ["export", "export_dataset", "export_file"];

/// A table with its columns that may hold texts.
pub struct Table {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    columns: Vec<String>,
}

impl Table {
    /// As SQL names it.
    fn source(&self) -> String {
        format!("{}.{}", identifier(&self.schema), identifier(&self.name))
    }

    /// Those of its columns in which a pattern is, each with the number of rows.
    pub fn columns_with(&self, db: &Db, pattern: &str) -> Result<Vec<(&str, i64)>> {
        if !is_in_rows(db, (&self.source(), &self.columns), pattern)? {
            return Ok(Vec::new());
        }
        let is_in = |column: &String| {
            format!("count(*) filter (where regexp_matches(cast({} as varchar), $pattern))", identifier(column))
        };
        let counts: Vec<String> = self.columns.iter().map(is_in).collect();
        let sql = format!("select [{}] from {}", counts.join(", "), self.source());
        let counted: String =
            db.query_value(&format!("select cast(({sql}) as varchar)"), params! { pattern: pattern })?;
        let counted = counted.trim_matches(['[', ']']).split(", ").map(|count| count.parse().unwrap_or(0));
        let columns = self.columns.iter().map(String::as_str);
        Ok(columns.zip(counted).filter(|(_, rows)| *rows > 0).collect())
    }
}

/// Whether a pattern is in any of these columns of some rows. Their texts are searched as one: a row as a whole would be written with
/// quotation marks and escapes.
pub fn is_in_rows(db: &Db, (rows, columns): (&str, &[String]), pattern: &str) -> Result<bool> {
    if columns.is_empty() {
        return Ok(false);
    }
    let texts: Vec<String> = columns.iter().map(|column| format!("cast({} as varchar)", identifier(column))).collect();
    let all = format!("concat_ws(chr({}), {})", u32::from(APART), texts.join(", "));
    let sql = format!("select exists (from {rows} where regexp_matches({all}, $pattern))");
    db.query_value(&sql, params! { pattern: pattern })
}

/// The tables of a database that may hold texts.
pub fn tables(db: &Db) -> Result<Vec<Table>> {
    db.query(
        "select tables.schema_name, tables.table_name, string_agg(columns.column_name, chr(10) order by columns.column_index)
         from duckdb_tables() as tables
         inner join duckdb_columns() as columns using (database_name, schema_name, table_name)
         where not tables.internal and not tables.temporary and contains(columns.data_type, 'VARCHAR')
         group by all
         order by all",
        [],
        |row| {
            let columns: String = row.get(2)?;
            Ok(Table { schema: row.get(0)?, name: row.get(1)?, columns: columns.lines().map(str::to_owned).collect() })
        },
    )
}

/// Takes out of the state what is about the person.
pub fn forget(db: &Db, person: &Person<'_>) -> Result<()> {
    let mut state = tables(db)?;
    let is_kept = |name: &str| RECORDS.contains(&name) || OF_FILES.contains(&name);
    state.retain(|table| table.schema == "sync" && !is_kept(&table.name));
    let pattern = person.matcher().pattern(&[]);
    let records = Value::from_iter(person.records().iter().map(|(stream, name)| json!([stream, name]))).to_string();
    db.transaction(|db| {
        for table in &state {
            without_records(db, table, &records)?;
            let Some(pattern) = &pattern else { continue };
            for (column, _) in table.columns_with(db, pattern)? {
                without(db, (table, column), (person, pattern))?;
            }
        }
        Ok(())
    })
}

/// Deletes the rows of a table about records about the person, and about what is listed for them. The record of a stored file says
/// that it was purged, and stays.
fn without_records(db: &Db, table: &Table, records: &str) -> Result<()> {
    let has = |name: &str| table.columns.iter().any(|column| column == name);
    let is_its = match (has("object_id"), has("parent_id")) {
        _ if table.name == "upload" || !has("stream") => return Ok(()),
        (true, _) => "record[1] = stream and record[2] = object_id",
        (_, true) => "record[2] = parent_id",
        _ => return Ok(()),
    };
    let source = table.source();
    let sql = format!(
        "delete from {source} where exists (
             select 1 from (select unnest(from_json($records, '[[\"varchar\"]]')) as record) where {is_its}
         )"
    );
    db.execute(&sql, params! { records: records }).map(drop)
}

/// Deletes the rows of a table that a column says are about the person; where it only mentions it, that is replaced.
fn without(db: &Db, (table, column): (&Table, &str), (person, pattern): (&Person<'_>, &str)) -> Result<()> {
    let (source, name) = (table.source(), identifier(column));
    let is_in = format!("regexp_matches(cast({name} as varchar), $pattern)");
    if KEYS.contains(&column) && !LOGS.contains(&format!("{}.{}", table.schema, table.name).as_str()) {
        return db.execute(&format!("delete from {source} where {is_in}"), params! { pattern: pattern }).map(drop);
    }
    let texts = format!("select distinct {name} from {source} where {is_in}");
    for text in db.query(&texts, params! { pattern: pattern }, |row| row.get::<_, String>(0))? {
        let rest = person.matcher().replaced(&text);
        let sql = format!("update {source} set {name} = $rest where {name} = $text");
        db.execute(&sql, params! { rest: rest, text: text })?;
    }
    Ok(())
}
