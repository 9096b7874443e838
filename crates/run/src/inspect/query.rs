//! Questions in SQL to the catalog of the lake: one select, read-only, within bounds.

use crate::connection::rows::{self, Cell};
use crate::publish::catalog::Readable;
use catchment_base::disk;
use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, Interrupter, Limits, params};
use catchment_lake::export::catalog;
use catchment_lake::functions::{LooseFunction, MADE, REPORT_MACRO};
use catchment_redact::Policy;
use serde_json::Value;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What a question may take. Nothing is spilled to disk.
const LIMITS: Limits = Limits { memory: 1 << 30, threads: 2 };

/// A question that can be answered.
pub struct Question {
    db: Db,
    sql: String,
    columns: Vec<String>,
    _lake: Readable,
}

impl Question {
    /// Opens the catalog and checks the statement. Whatever is not one select is refused before any of it runs. What it lacks
    /// may be of one of these connections that has published nothing.
    pub fn new<'n>(lake: Readable, sql: &str, connections: impl Iterator<Item = &'n String>) -> Result<Self> {
        let folder = lake.folder.clone();
        Self::made(lake, |_| Ok(sql.to_owned())).map_err(|error| {
            let is_silent = |name: &&String| matches!(catalog::schema(&folder, name), Ok(None));
            let silent: Vec<&str> = connections.filter(is_silent).map(String::as_str).collect();
            if silent.is_empty() || !error.one_line().contains("does not exist") {
                return error;
            }
            Error::usage(format!("the catalog has no datasets of {}: nothing is published yet", silent.join(", ")))
                .because(error)
                .hint(format!(
                    "'catchment status {0}' says what it waits for; 'catchment sync {0}' goes on",
                    silent.join(" ")
                ))
        })
    }

    /// The same with a statement that follows from what the catalog shows.
    pub fn made(lake: Readable, sql: impl FnOnce(&Db) -> Result<String>) -> Result<Self> {
        let db = open(&lake)?;
        let sql = sql(&db)?;
        refuse_others(&db, &sql)?;
        let columns = rows::columns(&db, &sql)?;
        Ok(Self { db, sql, columns, _lake: lake })
    }

    /// The names of the answer's columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What ends the answer from another thread.
    pub fn interrupter(&self) -> Interrupter {
        self.db.interrupter()
    }

    /// Hands over the rows of the answer one by one, until there is no more or `take` has enough.
    pub fn answer(&self, take: impl FnMut(Vec<Cell>) -> Result<ControlFlow<()>>) -> Result<()> {
        rows::each(&self.db, &self.sql, take)
    }

    /// Writes the answer as a Parquet file, with the types of its columns; gives how many rows it has.
    pub fn to_parquet(&self, out: impl Write + Send) -> Result<u64> {
        rows::to_parquet(&self.db, &self.sql, out)
    }
}

/// The catalog of a lake, with the functions that questions may call.
pub fn open(lake: &Readable) -> Result<Db> {
    let db = Db::read_only(&lake.folder.join(catalog::LINK), &disk::real(&lake.folder)?, LIMITS)?;
    let policy = Policy::shipped("standard").ok_or_else(|| Error::failed("there is no policy standard"))?;
    for (name, function) in LooseFunction::all(&policy) {
        db.register_alone(name, Arc::new(function))?;
    }
    MADE.iter().try_for_each(|(name, made)| db.register_alone(name, Arc::new(*made)))?;
    db.execute_batch(REPORT_MACRO)?;
    Ok(db)
}

/// The question which views there are.
pub fn views() -> Result<&'static str> {
    catchment_lake::sql::text("report/views.sql")
}

/// Whatever DuckDB's own parser does not take for a single select.
fn refuse_others(db: &Db, sql: &str) -> Result<()> {
    let text: String = db.query_value("select json_serialize_sql(?)", params![sql])?;
    let tree: Value =
        serde_json::from_str(&text).map_err(|cause| Error::failed("the statement cannot be read").because(cause))?;
    let hint =
        "for example: catchment query \"select * from DATASET limit 10\"; 'catchment query' alone lists the datasets";
    if tree["error"] == true && tree["error_type"] == "not implemented" {
        return Err(Error::usage("only SELECT is allowed").hint(hint));
    }
    if tree["error"] == true {
        let cause = tree["error_message"].as_str().unwrap_or("it cannot be parsed").to_owned();
        return Err(Error::usage("the statement cannot be parsed").because(cause).hint(hint));
    }
    match tree["statements"].as_array().map_or(0, Vec::len) {
        1 => Ok(()),
        0 => Err(Error::usage("there is no statement").hint(hint)),
        _ => Err(Error::usage("there are several statements").hint("run them one at a time")),
    }
}
