//! The rows of `sql/report/` and of `sql/<source>/report/`, read into what they are.

use crate::edge::db::{Db, Params, params};
use crate::error::{Error, Result};
use serde::de::DeserializeOwned;

/// The rows of a report.
pub fn rows<T: DeserializeOwned>(db: &Db, file: &str) -> Result<Vec<T>> {
    rows_with(db, file, str::to_owned, [])
}

/// The rows of a report with these parameters, after something was put into its text that cannot be one.
pub fn rows_with<T: DeserializeOwned, P: Params>(
    db: &Db,
    file: &str,
    put: impl Fn(&str) -> String,
    params: P,
) -> Result<Vec<T>> {
    let sql = crate::sql::text(file)?;
    let sql = format!("select cast(to_json(report_row) as varchar) from ({}) as report_row", put(sql));
    let texts = db.query(&sql, params, |row| row.get::<_, String>(0))?;
    let rows = texts.iter().map(|text| serde_json::from_str(text));
    rows.collect::<Result<_, _>>().map_err(|cause| Error::failed(format!("sql/{file} cannot be read")).because(cause))
}

/// Whether every relation is there that the header names behind `reads`.
pub fn can_be_read(db: &Db, file: &str) -> Result<bool> {
    let header = crate::sql::find(file).unwrap_or_default().lines().find_map(|line| line.strip_prefix("-- reads"));
    let relations = header.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    for relation in relations {
        if !is_there(db, relation)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a table or view of this name was made.
pub fn is_there(db: &Db, relation: &str) -> Result<bool> {
    let known = "select count(*) > 0 from information_schema.tables where table_schema || '.' || table_name = ?";
    db.query_value(known, params![relation])
}
