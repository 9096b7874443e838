//! What became of one object: where it was seen, which landed response holds it, and why it is or is not published.

use super::asked::{self, Asked};
use super::report::can_be_read;
use super::rows::Rows;
use super::{fields, scope};
use crate::config::{Config, Connection};
use crate::edge::db::{Db, identifier, literal, params};
use crate::error::{Error, Result, printable};
use crate::source;
use crate::transform::Model;
use serde_json::{Map, Value, json};

/// Characters of an object's id at most.
const LONGEST_ID: usize = 500;

/// What each part of the explanation is read from, below `sql/report/`.
const PARTS: [(&str, &str); 7] = [
    ("sightings", "object_sightings"),
    ("not_read", "object_quarantine"),
    ("deletions", "object_deletions"),
    ("uploads", "object_uploads"),
    ("held_back", "object_held"),
    ("unwanted", "object_unwanted"),
    ("history", "object_history"),
];

/// Everything that a connection knows about an object, asked of its holder where there is one.
pub fn explain(config: &Config, name: &str, stream: &str, id: &str) -> Result<Value> {
    refuse_unknown(config.connection(name)?, stream, id)?;
    match asked::ask(config, name, &format!("explain {stream} {id}"))? {
        Asked::Holder(answer) => asked::read(&answer),
        Asked::Database(opened) => of(&opened.db, &opened.connection, stream, id),
    }
}

/// The explanation as the database gives it.
pub fn of(db: &Db, connection: &Connection, stream: &str, id: &str) -> Result<Value> {
    refuse_unknown(connection, stream, id)?;
    let mut told = Map::new();
    for (part, file) in PARTS {
        told.insert(part.to_owned(), rows(db, &format!("report/{file}.sql"), put(stream, id))?.into());
    }
    let held = held(db, connection, stream, id)?;
    let other = if held.is_null() { held_as(db, connection, stream, id)? } else { None };
    let (mut response, mut requests) = (Value::Null, Vec::new());
    if let Some(seq) = held["landed_seq"].as_i64() {
        let put = |sql: &str| sql.replace("$seq", &seq.to_string());
        response = first(rows(db, "report/object_response.sql", put)?);
        requests = rows(db, "report/object_requests.sql", put)?;
    }
    let generation: Option<i64> =
        db.query_value("select max(generation) from sync.export where state = 'published'", [])?;
    let in_scope = scope::streams(connection)?.iter().any(|wanted| wanted == stream);
    told.insert("connection".into(), json!(connection.name));
    told.insert("stream".into(), json!(stream));
    told.insert("id".into(), json!(id));
    told.insert("generation".into(), json!(generation));
    told.insert("in_scope".into(), json!(in_scope));
    told.insert("held".into(), held);
    told.insert("held_as".into(), json!(other));
    told.insert("landed_response".into(), response);
    told.insert("requests".into(), requests.into());
    let reasons = reasons(&told, source::of(connection)?.words().streams);
    told.insert("reasons".into(), json!(reasons));
    Ok(told.into())
}

/// Puts an object into a query.
fn put(stream: &str, id: &str) -> impl Fn(&str) -> String {
    // The id comes last: nothing is put into it.
    move |sql| sql.replace("$stream", &literal(stream)).replace("$id", &literal(id))
}

/// What objects of a source may be.
fn kinds(connection: &Connection) -> Result<Vec<&'static str>> {
    let source = source::of(connection)?;
    Ok(source.streams().iter().filter(|stream| stream.is_chosen).map(|stream| stream.name).collect())
}

fn refuse_unknown(connection: &Connection, stream: &str, id: &str) -> Result<()> {
    let kinds = kinds(connection)?;
    if !kinds.contains(&stream) {
        return Err(Error::usage(format!("{} has no {}", connection.source, printable(stream)))
            .hint(format!("one of {}", kinds.join(", "))));
    }
    if id.is_empty() || id.len() > LONGEST_ID || printable(id) != id {
        return Err(Error::usage("this is not the id of an object").hint("use the value in the dataset's first column"));
    }
    Ok(())
}

fn rows(db: &Db, file: &str, put: impl Fn(&str) -> String) -> Result<Vec<Value>> {
    let sql = crate::sql::text(file)?;
    Rows::of(db, &put(sql))?.objects()
}

fn first(rows: Vec<Value>) -> Value {
    rows.into_iter().next().unwrap_or(Value::Null)
}

/// The object as it is held; nothing where it is not, or where its relation was never made.
fn held(db: &Db, connection: &Connection, stream: &str, id: &str) -> Result<Value> {
    let models = fields::models(Some(db), connection)?;
    let model = models.iter().find(|model| model.streams.iter().any(|name| name == stream));
    let Some(model) = model else { return Ok(Value::Null) };
    let file = format!("{}/report/held_{}.sql", connection.source, model.name);
    if crate::sql::find(&file).is_none() {
        return held_of_generated(db, model, id);
    }
    if !can_be_read(db, &file)? {
        return Ok(Value::Null);
    }
    Ok(first(rows(db, &file, put(stream, id))?))
}

/// A record of a stream whose model is generated.
fn held_of_generated(db: &Db, model: &Model, id: &str) -> Result<Value> {
    let made = "select count(*) from information_schema.tables where table_schema || '.' || table_name = ?";
    if db.query_value::<i64, _>(made, params![format!("{}.{}", model.schema, model.name)])? == 0 {
        return Ok(Value::Null);
    }
    let (name, grain) = (identifier(&model.name), identifier(&model.grain[0]));
    let put = |sql: &str| {
        let sql = sql.replace("$relation", &model.relation()).replace("$mart", &format!("mart.{name}"));
        sql.replace("$grain", &grain).replace("$dataset", &literal(&model.name)).replace("$id", &literal(id))
    };
    Ok(first(rows(db, "report/held_record.sql", put)?))
}

/// What else the object with this id is, if it is held as something else.
fn held_as(db: &Db, connection: &Connection, stream: &str, id: &str) -> Result<Option<&'static str>> {
    for kind in kinds(connection)?.into_iter().filter(|kind| *kind != stream) {
        if !held(db, connection, kind, id)?.is_null() {
            return Ok(Some(kind));
        }
    }
    Ok(None)
}

/// Why an object is not held that no listing showed as wanted.
fn absence(unwanted: &[Value], history: &[Value]) -> Vec<String> {
    if let Some(shown) = unwanted.first() {
        let word = |name: &str| shown[name].as_str().unwrap_or_default();
        return vec![format!(
            "not in scope: version {} of {} UTC is outside {}, as the listing of {} UTC showed",
            shown["version_number"],
            word("version_at"),
            word("setting"),
            word("answered_at")
        )];
    }
    let unread = history.iter().map(|chunks| {
        let cause = chunks["cause"].as_str().map(|cause| format!(": {cause}")).unwrap_or_default();
        format!(
            "history is not fully read, chunks {}: {}{cause}",
            chunks["state"].as_str().unwrap_or_default(),
            chunks["chunks"]
        )
    });
    let never = "never seen: no response read from the site contained it".to_owned();
    std::iter::once(never).chain(unread).collect()
}

/// Why an attachment is not published because of what it is attached to.
fn parent(held: &Value) -> Vec<String> {
    let word = |name: &str| held[name].as_str();
    let page = word("parent_id").unwrap_or_default();
    let gone = word("parent_gone").map(|reason| format!("not published: its page {page} is deleted ({reason})"));
    let unread = word("parent_unread").filter(|_| held["is_published"] == false);
    let unread = unread.map(|cause| format!("not published: its page {page} is not read: {cause}"));
    gone.into_iter().chain(unread).collect()
}

/// The reason for a version that was seen but not read.
fn not_read_yet(sighting: &Value) -> String {
    match sighting["version_number"].as_i64() {
        Some(version) => format!("version {version} was seen but is not read yet"),
        None => "it was seen but is not read yet".to_owned(),
    }
}

/// Why the object is published, or why it is not, the most telling first.
fn reasons(told: &Map<String, Value>, setting: &str) -> Vec<String> {
    let list = |part: &str| told[part].as_array().cloned().unwrap_or_default();
    let word = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let held = &told["held"];
    let mut reasons = Vec::new();
    if held["is_published"] == true {
        reasons.push(match (held["generation"].as_i64(), list("held_back").is_empty()) {
            (Some(generation), true) => format!("published in generation {generation}"),
            (Some(_), false) => "built, but not published in its newest state".to_owned(),
            (None, _) => "built, but not published yet: its dataset is in no generation; 'status' says why".to_owned(),
        });
    }
    if told["in_scope"] == false {
        reasons.push(format!("not in scope: {setting} does not name it"));
    }
    let gone = list("deletions").into_iter().filter(|row| row["state"] == "deleted");
    reasons.extend(gone.map(|row| {
        format!("deleted ({}), seen at {} UTC: {}", word(&row, "reason"), word(&row, "seen_at"), word(&row, "evidence"))
    }));
    let unread = list("not_read").into_iter().filter(|row| row["state"] != "resolved");
    reasons.extend(unread.map(|row| format!("not read, {}: {}", word(&row, "state"), word(&row, "cause"))));
    if let Some(status) = held["status"].as_str().filter(|_| held["is_published"] == false)
        && !matches!(status, "current" | "archived")
    {
        reasons.push(format!("not published: its status is {status}"));
    }
    reasons.extend(parent(held));
    let newer = |row: &&Value| held.is_null() || row["version_number"].as_i64() > held["version_number"].as_i64();
    if let Some(sighting) = list("sightings").first().filter(newer) {
        reasons.push(not_read_yet(sighting));
    }
    reasons.extend(list("uploads").first().filter(|row| row["state"] != "stored").map(|row| {
        let (state, cause) = (word(row, "state").replace('_', " "), word(row, "cause"));
        let cause = if cause.is_empty() { cause } else { format!(": {cause}") };
        format!("its file, version {}, is not stored ({state}){cause}", row["version_number"])
    }));
    reasons.extend(list("held_back").iter().map(|row| {
        format!(
            "{} is held back at generation {}: {}",
            word(row, "dataset"),
            row["from_generation"],
            word(row, "cause")
        )
    }));
    if let Some(kind) = told["held_as"].as_str() {
        reasons.push(format!("the object with this id is a {kind}: explain it as one"));
    } else if held.is_null()
        && list("sightings").is_empty()
        && list("not_read").is_empty()
        && list("deletions").is_empty()
    {
        reasons.extend(absence(&list("unwanted"), &list("history")));
    }
    reasons.dedup();
    if reasons.is_empty() {
        reasons
            .push("held, but in no dataset: what it belongs to is in none, or nothing was published since".to_owned());
    }
    reasons
}
