//! The proof that nothing unclassified leaves a staging model.
//!
//! Every column of the result is traced through the CTEs to where it comes from: the direct result of
//! one of our functions, or raw data. A class that demands a function is satisfied only by that function's
//! result, passed on unchanged; a `case`, a `coalesce`, a concatenation around the call is raw again.
//! What the proof does not understand counts as raw, so a model may be refused too often but never too
//! seldom. Names are compared as the database compares them: without regard to case.
//!
//! Each proven call is then bound to its column: the function's name in the tree is replaced by one that belongs to this
//! relation and column, with its policy and its counter, and the hash of the object is its second argument, so that it can tell
//! which text was whose; what is known of the column is the third one.

use super::model::{Class, Model};
use super::tree::{NODE, Tree, is_empty, list, path, visit};
use crate::db::Db;
use catchment_base::error::{Error, Kind, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Columns that every staging model passes on from `record`, for the merge.
pub const ENGINE_COLUMNS: [&str; 4] = ["answered_at", "decided_seq", "landed_seq", "object_hash"];

const FUNCTIONS: [&str; 5] = ["redact", "redact_storage", "redact_adf", "redact_json", "pseudonym"];

/// A call of a redaction function, bound to its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `redact`, `redact_storage`, `redact_adf`, `redact_json` or `pseudonym`.
    pub function: String,
    /// For `pseudonym` the type of the value.
    pub kind: Option<String>,
    /// The column it makes.
    pub column: String,
    /// The function's name in the bound statement.
    pub bound: String,
}

/// A staging model with its proof.
#[derive(Clone, Debug)]
pub struct Staging {
    /// The model.
    pub model: Model,
    /// The statement with bound functions.
    pub sql: String,
    /// The bound calls.
    pub calls: Vec<Call>,
    /// The columns whose changed values are recorded for the marts; see [`super::watched`].
    pub watched: Vec<String>,
}

/// Where a column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    /// The result of the call at this place of the tree.
    Call(String),
    Null,
    Raw,
}

type Columns = Vec<(String, Origin)>;
type Scope = BTreeMap<String, Columns>;

/// Proves a staging model and binds its calls.
pub fn prove(db: &Db, model: &Model) -> Result<Staging> {
    let mut tree = Tree::parse(db, &format!("the model {}", model.relation()), &model.sql)?;
    let (tables, functions) = tree.reads();
    if let Some(other) = tables.first().or(functions.first()) {
        return Err(refused(model, &format!("reads {other}; a staging model reads record and nothing else")));
    }
    if count(&tree, |node| node["class"] == "SUBQUERY") > 0 {
        return Err(refused(model, "holds a subquery, which the proof does not follow"));
    }
    let root = tree.0.pointer(NODE).ok_or_else(|| refused(model, "has no statement"))?;
    let columns = trace(root, NODE, &Scope::new()).map_err(|what| refused(model, &what))?;
    let calls = classify(model, &columns, &tree)?;
    bind(&mut tree, &calls)?;
    let sql = tree.to_sql(db)?;
    Ok(Staging {
        model: model.clone(),
        sql,
        calls: calls.into_iter().map(|(_, call)| call).collect(),
        watched: Vec::new(),
    })
}

fn refused(model: &Model, what: &str) -> Error {
    Error::new(Kind::Refused, format!("the model {} {what}", model.relation()))
        .hint("give each column a line 'column NAME CLASS COMMENT', and make text a direct call of its function in the first CTE")
}

/// Compares the columns with their classes; gives the calls with their places.
fn classify(model: &Model, columns: &Columns, tree: &Tree) -> Result<Vec<(String, Call)>> {
    if let Some((name, _)) = columns.iter().find(|(name, _)| !is_known(model, name)) {
        return Err(refused(model, &format!("has the unclassified column {name}")));
    }
    for name in model.columns.iter().map(|column| column.name.as_str()).chain(ENGINE_COLUMNS) {
        if columns.iter().filter(|(column, _)| column == name).count() != 1 {
            return Err(refused(model, &format!("must give the column {name} once")));
        }
    }
    let mut calls: Vec<(String, Call)> = Vec::new();
    for column in &model.columns {
        let origin = columns.iter().find(|(name, _)| *name == column.name).map_or(&Origin::Raw, |(_, origin)| origin);
        let place = satisfied(model, &column.name, column.class, origin, tree)?;
        if let Some(place) = place.filter(|place| calls.iter().all(|(known, _)| known != place)) {
            calls.push((place.clone(), call_at(model, &column.name, &place, tree)));
        }
    }
    let written = count(tree, |node| node["class"] == "FUNCTION" && function_name(node).is_some());
    if written != calls.len() {
        return Err(refused(model, "calls a redaction function whose result is not a column of its own"));
    }
    Ok(calls)
}

fn is_known(model: &Model, name: &str) -> bool {
    ENGINE_COLUMNS.contains(&name) || model.columns.iter().any(|column| column.name == name)
}

/// The place of the call that makes the column, if its class demands one; an error if the class is not satisfied.
fn satisfied(model: &Model, name: &str, class: Class, origin: &Origin, tree: &Tree) -> Result<Option<String>> {
    if class == Class::Secret {
        return match origin {
            Origin::Null => Ok(None),
            _ => Err(refused(model, &format!("gives the secret column {name} a value; it may only be null"))),
        };
    }
    let called = match origin {
        Origin::Call(place) => tree.0.pointer(place).and_then(function_name),
        Origin::Null => return Ok(None),
        Origin::Raw => None,
    };
    if let Origin::Call(place) = origin {
        fitting_kind(model, name, class, tree.0.pointer(place).unwrap_or(&Value::Null))?;
    }
    match (class.function(), called, origin) {
        (Some(demanded), Some(called), Origin::Call(place)) if demanded == called => Ok(Some(place.clone())),
        (Some(demanded), ..) => Err(refused(
            model,
            &format!("gives the {class} column {name} something that is not directly a call of {demanded}()"),
        )),
        (None, Some(_), Origin::Call(place)) => Ok(Some(place.clone())),
        (None, ..) => Ok(None),
    }
}

/// A pseudonym says what it is of; a person's is not that of a space key, which stays clear where it is no person's.
fn fitting_kind(model: &Model, name: &str, class: Class, call: &Value) -> Result<()> {
    match (function_name(call), kind(call)) {
        (Some("pseudonym"), None) => Err(refused(model, &format!("makes {name} a pseudonym without naming its type"))),
        (Some("pseudonym"), Some("space_key")) if class == Class::Person => {
            Err(refused(model, &format!("makes the pseudonym of the person column {name} as that of a space key")))
        }
        _ => Ok(()),
    }
}

fn kind(call: &Value) -> Option<&str> {
    let literal = &call["arguments"][1]["expression"]["literal"];
    literal["text"].as_str().filter(|_| literal["kind"] == "STRING")
}

fn call_at(model: &Model, column: &str, place: &str, tree: &Tree) -> Call {
    let node = tree.0.pointer(place).unwrap_or(&Value::Null);
    let function = function_name(node).unwrap_or_default().to_owned();
    let kind = kind(node).filter(|_| function == "pseudonym").map(str::to_owned);
    let bound = format!("{function}__{}__{}__{column}", model.schema, model.name);
    Call { function, kind, column: column.to_owned(), bound }
}

/// Renames the proven calls; what a pseudonym is of is part of the bound function. Their texts come to them as bytes, and behind
/// the hash of the object comes what the column says of them, where the model tells it.
fn bind(tree: &mut Tree, calls: &[(String, Call)]) -> Result<()> {
    for (place, call) in calls {
        let node = tree.0.pointer_mut(place).ok_or_else(|| Error::failed("a proven call is not where it was"))?;
        let mut encoded = node.clone();
        encoded["alias"] = Value::from("");
        let given = encoded["arguments"]
            .as_array_mut()
            .into_iter()
            .flat_map(|arguments| arguments.drain(1.min(arguments.len())..))
            .next();
        rename(&mut encoded, "encode");
        let column = given.filter(|_| call.kind.is_none()).unwrap_or_else(nothing);
        node["arguments"] = json!([{"name": "", "expression": encoded}, object_hash(), column]);
        rename(node, &call.bound);
    }
    Ok(())
}

fn rename(call: &mut Value, function: &str) {
    call["function_name"] = Value::from(function);
    call["qualified_name"]["path"] = json!([function]);
}

/// An empty text, as an argument.
fn nothing() -> Value {
    let literal = json!({"kind": "STRING", "text": ""});
    json!({"name": "", "expression": {"class": "CONSTANT", "type": "VALUE_CONSTANT", "alias": "", "literal": literal}})
}

/// The column of `record` that tells objects apart, as an argument.
fn object_hash() -> Value {
    json!({"name": "", "expression": {"class": "COLUMN_REF", "type": "COLUMN_REF", "alias": "", "column_names": ["object_hash"]}})
}

fn trace(node: &Value, at: &str, outer: &Scope) -> std::result::Result<Columns, String> {
    let mut scope = outer.clone();
    for (index, entry) in list(&node["cte_map"]["map"]).iter().enumerate() {
        let place = format!("{at}/cte_map/map/{index}/value/query_node");
        let name = entry["key"].as_str().unwrap_or_default().to_ascii_lowercase();
        not_renamed(&name, &entry["value"]["aliases"])?;
        let columns = trace(&entry["value"]["query_node"], &place, &scope)?;
        scope.insert(name, columns);
    }
    match node["type"].as_str() {
        Some("SELECT_NODE") => trace_select(node, at, &scope),
        other => Err(format!("holds a {} that the proof does not follow", other.unwrap_or("statement"))),
    }
}

fn trace_select(node: &Value, at: &str, scope: &Scope) -> std::result::Result<Columns, String> {
    let sources = sources(&node["from_table"], scope)?;
    let mut columns = Columns::new();
    for (index, expression) in list(&node["select_list"]).iter().enumerate() {
        if expression["class"] == "STAR" {
            columns.extend(star(expression, &sources)?);
        } else {
            let origin = origin(expression, &format!("{at}/select_list/{index}"), &sources);
            columns.push((column_name(expression), origin));
        }
    }
    Ok(columns)
}

/// A list of names for the columns of a relation would have to be followed by position; it is refused.
fn not_renamed(relation: &str, names: &Value) -> std::result::Result<(), String> {
    match is_empty(names) {
        true => Ok(()),
        false => Err(format!("names the columns of {relation} anew; give them their names where they are made")),
    }
}

/// The relations in a `from`: alias and columns, where `record` has no known columns.
fn sources(from: &Value, scope: &Scope) -> std::result::Result<Vec<(String, Option<Columns>)>, String> {
    match from["type"].as_str() {
        Some("BASE_TABLE") => {
            let name = path(from).last().copied().unwrap_or_default().to_ascii_lowercase();
            let alias = from["alias"].as_str().filter(|alias| !alias.is_empty()).unwrap_or(&name).to_ascii_lowercase();
            not_renamed(&alias, &from["column_name_alias"])?;
            match scope.get(&name) {
                Some(columns) => Ok(vec![(alias, Some(columns.clone()))]),
                None if name == "record" => Ok(vec![(alias, None)]),
                None => Err(format!("reads {name}, which is neither record nor one of its CTEs")),
            }
        }
        Some("JOIN") => {
            let mut both = sources(&from["left"], scope)?;
            both.extend(sources(&from["right"], scope)?);
            Ok(both)
        }
        other => Err(format!("reads from a {} that the proof does not follow", other.unwrap_or("source"))),
    }
}

fn star(expression: &Value, sources: &[(String, Option<Columns>)]) -> std::result::Result<Columns, String> {
    let plain = ["exclude_list", "replace_list", "rename_list", "qualified_exclude_list"]
        .iter()
        .all(|list| is_empty(&expression[*list]))
        && expression["columns"] != Value::Bool(true)
        && expression["expr"].is_null();
    if !plain {
        return Err("uses a star with exceptions, which the proof does not follow".to_owned());
    }
    let wanted = expression["relation_name"].as_str().unwrap_or_default().to_ascii_lowercase();
    let mut columns = Columns::new();
    for (alias, known) in sources {
        if wanted.is_empty() || wanted == *alias {
            let known = known.as_ref().ok_or("takes everything of record by a star; name its columns")?;
            columns.extend(known.iter().cloned());
        }
    }
    Ok(columns)
}

fn origin(expression: &Value, at: &str, sources: &[(String, Option<Columns>)]) -> Origin {
    match expression["class"].as_str() {
        Some("FUNCTION") if function_name(expression).is_some() => Origin::Call(at.to_owned()),
        Some("CONSTANT") if expression["literal"]["kind"] == "NULL_LITERAL" => Origin::Null,
        Some("COLUMN_REF") => {
            let names = list(&expression["column_names"]).iter().filter_map(Value::as_str);
            let names: Vec<String> = names.map(str::to_ascii_lowercase).collect();
            referred(&names, sources).unwrap_or(Origin::Raw)
        }
        _ => Origin::Raw,
    }
}

/// The origin of a column that is passed on; nothing if it is not certain which one it is.
fn referred(names: &[String], sources: &[(String, Option<Columns>)]) -> Option<Origin> {
    let (relation, column) = match names {
        [column] => (None, column),
        [relation, column] => (Some(relation), column),
        _ => return None,
    };
    let mut found = None;
    for (_, columns) in sources.iter().filter(|(alias, _)| relation.is_none_or(|relation| relation == alias)) {
        let columns = columns.as_ref()?;
        for (_, origin) in columns.iter().filter(|(name, _)| name == column) {
            if found.replace(origin.clone()).is_some() {
                return None;
            }
        }
    }
    found
}

fn function_name(expression: &Value) -> Option<&'static str> {
    let name = path(expression);
    FUNCTIONS.iter().copied().find(|function| name == [*function])
}

/// How many nodes of a tree satisfy a condition.
fn count(tree: &Tree, is: impl Fn(&Value) -> bool) -> usize {
    let mut found = 0;
    visit(&tree.0, &mut |node| found += usize::from(is(node)));
    found
}

fn column_name(expression: &Value) -> String {
    let alias = expression["alias"].as_str().filter(|alias| !alias.is_empty());
    let last = list(&expression["column_names"]).last().and_then(Value::as_str);
    alias.or(last).unwrap_or_default().to_ascii_lowercase()
}
