//! A record that its table does not show and that is there all the same: it does not fulfil the condition of the settings any
//! more, or it has changed its class, so that another table has it.

use super::address::raw;
use super::line::Line;
use super::page;
use super::query::ID;
use super::tables::Table;
use catchment_base::error::printable;
use catchment_io::http::Ask;
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// The field with the table that a record belongs to.
const CLASS: &str = "sys_class_name";

/// The tables that are asked for a record which its table does not show under the condition of the settings: itself without
/// that, and the root of the tables that it extends.
pub fn places(table: &Table, line: Line) -> Vec<String> {
    let own = (!table.query.is_empty()).then(|| table.name.clone());
    let root = line.above.into_iter().last().filter(|root| *root != table.name);
    own.into_iter().chain(root).collect()
}

/// The question whether the table at this address has a record, whatever the settings ask for.
pub fn question(table: Url, id: &str) -> Ask {
    raw(table, &format!("{ID}={id}"), &format!("{ID},{CLASS}"), 1)
}

/// Reads the answer to one of the questions: where the record is, for the evidence.
pub fn read(table: &Table, line: &Line, ask: &Ask, body: &[u8]) -> Result<BTreeMap<String, String>, String> {
    // An answer with an error in it says nothing, least of all that the record is not there.
    let result: Vec<serde_json::Map<String, Value>> = page::result(body)?;
    let asked = ask.url.path_segments().and_then(Iterator::last).unwrap_or_default();
    let rows = result.iter().filter_map(|row| Some((row.get(ID)?.as_str()?, row)));
    rows.map(|(id, row)| Ok((id.to_owned(), place(table, line, asked, row)?))).collect()
}

fn place(table: &Table, line: &Line, asked: &str, row: &serde_json::Map<String, Value>) -> Result<String, String> {
    if asked == table.name {
        return Ok(format!("in {asked} and does not fulfil `query`"));
    }
    let class = row.get(CLASS).and_then(Value::as_str).unwrap_or("another one");
    if class == table.name || line.below.iter().flatten().any(|below| below == class) {
        return Err(format!(
            "{asked} shows the record as one of {}, which does not show it: the account may have lost the right to read {}",
            printable(class),
            table.name
        ));
    }
    Ok(format!("in {asked}, and its class is {}", printable(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_elsewhere_is_told_by_where_it_is() {
        let table = Table { query: "active=true".to_owned(), ..Table::new("server", "cmdb_ci_server", "tables.0") };
        let answer = |asked: &str, body: &str| {
            let url = format!("https://example.service-now.com/api/now/table/{asked}");
            let line = Line { below: Some(vec!["linux_server".to_owned()]), ..Line::default() };
            read(&table, &line, &question(Url::parse(&url).unwrap(), "a1"), body.as_bytes())
        };
        let read = |asked: &str, row: &str| answer(asked, &format!("{{\"result\":[{row}]}}")).unwrap().remove("a1");
        let row = r#"{"sys_id":"a1","sys_class_name":"cmdb_ci_computer"}"#;
        assert_eq!(read("cmdb_ci_server", row).as_deref(), Some("in cmdb_ci_server and does not fulfil `query`"));
        assert_eq!(read("cmdb", row).as_deref(), Some("in cmdb, and its class is cmdb_ci_computer"));
        assert_eq!((read("cmdb", ""), read("cmdb", "{}")), (None, None), "it is nowhere, or hidden");
        for class in ["cmdb_ci_server", "linux_server"] {
            let row = format!(r#"{{"result":[{{"sys_id":"a1","sys_class_name":"{class}"}}]}}"#);
            assert!(answer("cmdb", &row).unwrap_err().contains("lost the right"), "{class} is one of the table");
        }
        let cancelled = r#"{"result":[],"error":{"message":"Transaction cancelled"},"status":"failure"}"#;
        assert!(answer("cmdb", cancelled).is_err());
    }
}
