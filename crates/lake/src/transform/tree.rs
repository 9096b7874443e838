//! Statements as syntax trees: DuckDB's own parser gives them as JSON and takes them back.

use crate::db::{Db, params};
use catchment_base::error::{Error, Kind, Result};
use serde_json::Value;

/// The syntax tree of one `select`.
pub struct Tree(pub Value);

/// Where the statement's node is.
pub const NODE: &str = "/statements/0/node";

impl Tree {
    /// Parses a statement. `what` names it in errors.
    pub fn parse(db: &Db, what: &str, sql: &str) -> Result<Self> {
        let refused = |cause: &str| {
            Error::new(Kind::Refused, format!("{what} is not one plain select: {cause}"))
                .hint("a model is a single select statement")
        };
        let text: String = db.query_value("select json_serialize_sql(?)", params![sql])?;
        let json: Value = serde_json::from_str(&text).map_err(|cause| refused(&cause.to_string()))?;
        if json["error"] != Value::Bool(false) {
            return Err(refused(json["error_message"].as_str().unwrap_or("it cannot be parsed")));
        }
        if json["statements"].as_array().map_or(0, Vec::len) != 1 {
            return Err(refused("it holds several statements"));
        }
        Ok(Self(json))
    }

    /// The statement as SQL again.
    pub fn to_sql(&self, db: &Db) -> Result<String> {
        db.query_value("select json_deserialize_sql(cast(? as json))", params![self.0.to_string()])
    }

    /// The relations it reads that carry a schema, and the table functions it calls.
    pub fn reads(&self) -> (Vec<String>, Vec<String>) {
        let (mut tables, mut functions) = (Vec::new(), Vec::new());
        visit(&self.0, &mut |node| match node["type"].as_str() {
            Some("BASE_TABLE") if path(node).len() > 1 => tables.push(path(node).join(".")),
            Some("TABLE_FUNCTION") => functions.push(path(&node["function"]).join(".")),
            _ => {}
        });
        tables.sort();
        tables.dedup();
        (tables, functions)
    }
}

/// The parts of a qualified name.
pub fn path(node: &Value) -> Vec<&str> {
    let parts = node["qualified_name"]["path"].as_array();
    parts
        .map(|parts| parts.iter().filter_map(Value::as_str).filter(|part| !part.is_empty()).collect())
        .unwrap_or_default()
}

/// Whether nothing is there.
pub fn is_empty(node: &Value) -> bool {
    match node {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// The items of a node that is a list.
pub fn list(node: &Value) -> &[Value] {
    node.as_array().map_or(&[], Vec::as_slice)
}

/// Shows a node and everything below it.
pub fn visit(node: &Value, see: &mut dyn FnMut(&Value)) {
    see(node);
    match node {
        Value::Object(fields) => fields.values().for_each(|field| visit(field, see)),
        Value::Array(items) => items.iter().for_each(|item| visit(item, see)),
        _ => {}
    }
}
