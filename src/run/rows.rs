//! Rows on their way to whoever asked for them: every value as JSON text, exact, in the order of the columns.

use crate::edge::db::Db;
use crate::error::{Error, Result};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use std::ops::ControlFlow;

/// One value as JSON text.
pub type Cell = Box<RawValue>;

/// The answer to a question: names of columns and rows.
#[derive(Debug, Default)]
pub struct Rows {
    /// The names.
    pub columns: Vec<String>,
    /// The rows, each with a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// All rows of a query.
    pub fn of(db: &Db, sql: &str) -> Result<Self> {
        let columns = columns(db, sql)?;
        let mut rows = Vec::new();
        each(db, sql, |row| {
            rows.push(row);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Self { columns, rows })
    }

    /// The rows as one JSON object, as they travel over the control socket.
    pub fn to_text(&self) -> Result<String> {
        let rows = to_raw_value(&self.rows).map_err(unreadable)?;
        let columns = json!(self.columns);
        Ok(format!("{{\"columns\": {columns}, \"rows\": {rows}}}"))
    }

    /// The rows from the text that the holder of a connection answered.
    pub fn from_text(text: &str) -> Result<Self> {
        let answer: std::collections::HashMap<String, Cell> = serde_json::from_str(text).map_err(unreadable)?;
        if let Some(error) = answer.get("error") {
            let error: String = serde_json::from_str(error.get()).map_err(unreadable)?;
            return Err(Error::failed(format!("the running sync could not answer: {error}")));
        }
        let part = |name: &str| answer.get(name).map_or("[]", |part| part.get());
        let columns = serde_json::from_str(part("columns")).map_err(unreadable)?;
        let rows = serde_json::from_str(part("rows")).map_err(unreadable)?;
        Ok(Self { columns, rows })
    }

    /// The rows as JSON objects, their columns sorted by name.
    pub fn objects(&self) -> Result<Vec<Value>> {
        let object = |row: &Vec<Cell>| -> Result<Value> {
            let mut object = serde_json::Map::new();
            for (name, cell) in self.columns.iter().zip(row) {
                object.insert(name.clone(), serde_json::from_str(cell.get()).map_err(unreadable)?);
            }
            Ok(Value::Object(object))
        };
        self.rows.iter().map(object).collect()
    }
}

/// The names of the columns of a query.
pub fn columns(db: &Db, sql: &str) -> Result<Vec<String>> {
    db.columns_of(&enclosed(sql))
}

/// Hands over the rows of a query one by one, until there is no more or `take` has enough.
pub fn each(db: &Db, sql: &str, mut take: impl FnMut(Vec<Cell>) -> Result<ControlFlow<()>>) -> Result<()> {
    let sql = format!("select cast(json_array(*columns(*)) as varchar) from ({})", enclosed(sql));
    db.ask(&sql, |text| take(serde_json::from_str(text).map_err(unreadable)?))
}

/// A query as it stands in another one: a comment at its end reaches no further than its line.
fn enclosed(sql: &str) -> String {
    format!("select * from (\n{}\n)", sql.trim().trim_end_matches(';'))
}

fn unreadable(cause: serde_json::Error) -> Error {
    Error::failed("an answer cannot be read").because(cause)
}
