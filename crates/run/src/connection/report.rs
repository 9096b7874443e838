//! The rows of `sql/report/` and of `sql/<source>/report/`, read into what they are.

use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, Params, params};
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
    let sql = catchment_lake::sql::text(file)?;
    let sql = format!("select cast(to_json(report_row) as varchar) from ({}) as report_row", put(sql));
    let texts = db.query(&sql, params, |row| row.get::<_, String>(0))?;
    let rows = texts.iter().map(|text| serde_json::from_str(text));
    rows.collect::<Result<_, _>>().map_err(|cause| Error::failed(format!("sql/{file} cannot be read")).because(cause))
}

/// What the header of a file names behind a key: `reads`, the relations that have to be there, or `needs`, what is made for it
/// before it is asked.
pub fn named_behind(key: &str, sql: &'static str) -> Vec<&'static str> {
    let header = sql.lines().take_while(|line| line.starts_with("--"));
    let line = header.filter_map(|line| line.strip_prefix("-- ")?.strip_prefix(key)?.strip_prefix("  ")).next();
    line.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// Whether every relation is there that the header names behind `reads`.
pub fn can_be_read(db: &Db, file: &str) -> Result<bool> {
    for relation in named_behind("reads", catchment_lake::sql::find(file).unwrap_or_default()) {
        if !is_there(db, relation)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a table or view of this name was made and has this column.
pub fn has_column(db: &Db, relation: &str, column: &str) -> Result<bool> {
    let known = "select count(*) > 0 from information_schema.columns
        where table_schema || '.' || table_name = $relation and column_name = $column";
    db.query_value(known, params! { relation: relation, column: column })
}

/// Whether a table or view of this name was made.
fn is_there(db: &Db, relation: &str) -> Result<bool> {
    let known = "select count(*) > 0 from information_schema.tables where table_schema || '.' || table_name = ?";
    db.query_value(known, params![relation])
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_lake::sql::FILES;

    /// Lines of a header behind its line `--` that have no key that is asked for and describe no parameter.
    fn unknown(sql: &str) -> Vec<&str> {
        let header = sql.lines().take_while(|line| line.starts_with("--")).skip_while(|line| *line != "--").skip(1);
        header.filter(|line| !["-- reads  ", "-- needs  ", "-- $"].iter().any(|key| line.starts_with(key))).collect()
    }

    #[test]
    fn a_header_has_known_keys_only() {
        let is_asked = |path: &&str| path.starts_with("audit/") || path.contains("report/");
        for (path, sql) in FILES.iter().filter(|(path, _)| is_asked(path)) {
            assert_eq!(unknown(sql), Vec::<&str>::new(), "sql/{path}");
        }
        assert_eq!(unknown("-- A row.\n--\n-- needs  people\n-- over  all\nselect 1"), ["-- over  all"]);
    }

    #[test]
    fn a_key_gives_its_names() {
        let sql = "-- A row.\n--\n-- reads  a.b, c.d\n-- needs  people\nselect 1\n-- needs  more";
        assert_eq!(named_behind("reads", sql), ["a.b", "c.d"]);
        assert_eq!(named_behind("needs", sql), ["people"]);
        assert_eq!(named_behind("needs", "-- A row.\nselect 1"), Vec::<&str>::new());
    }
}
