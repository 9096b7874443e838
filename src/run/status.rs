//! What a connection can say about itself: the rows of `sql/report/`, put together.

use super::asked::{self, Asked};
use super::upload;
use crate::config::{Config, Connection};
use crate::edge::db::Db;
use crate::error::{Error, Result};
use serde_json::{Map, Value, json};

/// The status of a connection, asked of its holder where there is one.
pub fn status(config: &Config, name: &str) -> Result<Value> {
    match asked::ask(config, name, "status")? {
        Asked::Holder(answer) => serde_json::from_str(&answer)
            .map_err(|cause| Error::failed("the answer of the running sync cannot be read").because(cause)),
        Asked::Database(opened) => of(&opened.db, &opened.connection, false),
    }
}

/// The status as the database says it.
pub fn of(db: &Db, connection: &Connection, running: bool) -> Result<Value> {
    let one = |file: &str| -> Result<Value> { Ok(rows(db, file)?.get(0).cloned().unwrap_or(Value::Null)) };
    Ok(json!({
        "connection": connection.name,
        "running": running,
        // Only the process that waits knows until when.
        "waiting": null,
        "last_run": one("report/last_run.sql")?,
        "requests": one("report/run_requests.sql")?,
        "redactions": rows(db, "report/run_redactions.sql")?,
        "datasets": rows(db, "report/datasets.sql")?,
        "complete_to": rows(db, "report/complete_to.sql")?,
        "open": rows(db, "report/open.sql")?,
        "deleted": rows(db, "report/deleted.sql")?,
        "chunks": rows(db, "report/chunks.sql")?,
        "attachments": upload::states(db, connection)?,
    }))
}

/// The rows of a report as a list of JSON objects.
pub fn rows(db: &Db, file: &str) -> Result<Value> {
    let sql = crate::sql::text(file).ok_or_else(|| Error::failed(format!("there is no sql/{file}")))?;
    let texts =
        db.query(&format!("select cast(to_json(report_row) as varchar) from ({sql}) as report_row"), [], |row| {
            row.get::<_, String>(0)
        })?;
    let rows = texts.iter().map(|text| serde_json::from_str::<Map<String, Value>>(text).map(Value::Object));
    rows.collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
        .map_err(|cause| Error::failed("a report cannot be read").because(cause))
}
