//! What became of one object: where it was seen, which landed response holds it, and why it is or is not published.

mod reasons;

use super::asked::{self, Asked};
use super::explanation::{Explanation, Held, Row};
use crate::connection::report::{can_be_read, has_column};
use crate::connection::rows::Rows;
use crate::connection::scope;
use crate::schema::fields;
use catchment_base::error::{Error, Result, printable};
use catchment_lake::db::{Db, identifier, literal, params};
use catchment_lake::transform::Model;
use catchment_source::config::{Config, Connection, suggestion};
use catchment_source::{Source, Stream};
use serde::de::DeserializeOwned;

/// Characters of an object's id at most.
const LONGEST_ID: usize = 500;

/// Everything that a connection knows about an object, asked of its holder where there is one.
pub fn explain(config: &Config, name: &str, stream: &str, id: &str) -> Result<Explanation> {
    known(catchment_source::of(config.connection(name)?)?, stream, id)?;
    match asked::ask(config, name, &format!("explain {stream} {id}"))? {
        Asked::Holder(answer) => asked::read(&answer),
        Asked::Database(opened) => of(&opened.db, &opened.connection, stream, id),
    }
}

/// The explanation as the database gives it.
pub fn of(db: &Db, connection: &Connection, stream: &str, id: &str) -> Result<Explanation> {
    let source = catchment_source::of(connection)?;
    let kind = known(source, stream, id)?;
    let id = called(db, connection, kind, id)?;
    let id = id.as_str();
    let held = held(db, connection, stream, id)?;
    let held_as = if held.is_none() { held_as(db, connection, source, stream, id)? } else { None };
    let (mut landed_response, mut requests) = (None, Vec::new());
    if let Some(seq) = held.as_ref().and_then(|held| held.landed_seq) {
        let put = |sql: &str| sql.replace("$seq", &seq.to_string());
        landed_response = rows(db, "report/object_response.sql", put)?.pop();
        requests = rows(db, "report/object_requests.sql", put)?;
    }
    let mut told = Explanation {
        connection: connection.name.clone(),
        stream: stream.to_owned(),
        id: id.to_owned(),
        generation: db.query_value("select max(generation) from sync.export where state = 'published'", [])?,
        in_scope: scope::streams(connection)?.iter().any(|wanted| wanted == stream),
        held,
        held_as: held_as.map(str::to_owned),
        landed_response,
        requests,
        sightings: rows(db, "report/object_sightings.sql", put(stream, id))?,
        not_read: rows(db, "report/object_quarantine.sql", put(stream, id))?,
        deletions: rows(db, "report/object_deletions.sql", put(stream, id))?,
        uploads: rows(db, "report/object_uploads.sql", put(stream, id))?,
        held_back: rows(db, "report/object_held.sql", put(stream, id))?,
        unwanted: rows(db, "report/object_unwanted.sql", put(stream, id))?,
        history: rows(db, "report/object_history.sql", put(stream, id))?,
        reasons: Vec::new(),
    };
    told.reasons = reasons::of(&told, kind, source.words());
    Ok(told)
}

/// The id of an object that people call by this; what is the id of none or of one is given back.
fn called(db: &Db, connection: &Connection, kind: &Stream, id: &str) -> Result<String> {
    let models = fields::models(Some(db), connection)?;
    let model = models.iter().find(|model| model.streams.iter().any(|name| name == kind.name));
    let (Some(column), Some(model)) = (kind.called, model) else { return Ok(id.to_owned()) };
    let relation = model.relation();
    if !has_column(db, &relation, column)? {
        return Ok(id.to_owned());
    }
    let (grain, column) = (identifier(&model.grain[0]), identifier(column));
    let sql = format!("select cast({grain} as varchar) from {relation} where {column} = $id");
    let found: Option<String> = db.query_first(&sql, params! { id: id }, |row| row.get(0))?;
    Ok(found.unwrap_or_else(|| id.to_owned()))
}

/// Puts an object into a query.
fn put(stream: &str, id: &str) -> impl Fn(&str) -> String {
    // The id comes last: nothing is put into it.
    move |sql| sql.replace("$stream", &literal(stream)).replace("$id", &literal(id))
}

/// What objects of a source may be.
fn kinds(source: &dyn Source) -> impl Iterator<Item = &'static Stream> {
    source.streams().iter().filter(|stream| stream.is_chosen)
}

/// The stream of an object; refuses one that the source does not have, and what is no id.
fn known(source: &dyn Source, stream: &str, id: &str) -> Result<&'static Stream> {
    let kind = kinds(source).find(|kind| kind.name == stream).ok_or_else(|| {
        let names: Vec<&str> = kinds(source).map(|kind| kind.name).collect();
        let near = suggestion(stream, names.iter());
        Error::usage(format!("{} has no {}", source.name(), printable(stream)))
            .hint(format!("{near}one of {}", names.join(", ")))
    })?;
    if id.is_empty() || id.len() > LONGEST_ID || printable(id) != id {
        return Err(Error::usage("this is not the id of an object").hint("use the value in the dataset's first column"));
    }
    Ok(kind)
}

fn rows<T: DeserializeOwned>(db: &Db, file: &str, put: impl Fn(&str) -> String) -> Result<Vec<Row<T>>> {
    let rows = Rows::of(db, &put(catchment_lake::sql::text(file)?))?.objects()?;
    let rows = rows.into_iter().map(Row::try_from).collect::<std::result::Result<_, _>>();
    rows.map_err(|cause| Error::failed(format!("sql/{file} cannot be read")).because(cause))
}

/// The object as it is held; `None` if it is not, or where its relation was never made.
fn held(db: &Db, connection: &Connection, stream: &str, id: &str) -> Result<Option<Row<Held>>> {
    let models = fields::models(Some(db), connection)?;
    let model = models.iter().find(|model| model.streams.iter().any(|name| name == stream));
    let Some(model) = model else { return Ok(None) };
    let file = format!("{}/report/held_{}.sql", connection.source, model.name);
    if catchment_lake::sql::find(&file).is_none() {
        return held_of_generated(db, model, stream, id);
    }
    if !can_be_read(db, &file)? {
        return Ok(None);
    }
    Ok(rows(db, &file, put(stream, id))?.pop())
}

/// A record of a stream of which no file says how it is held: by its relation and the dataset of the same name, or where
/// that has other rows than the relation's, by the ledger.
fn held_of_generated(db: &Db, model: &Model, stream: &str, id: &str) -> Result<Option<Row<Held>>> {
    for schema in [model.schema.as_str(), "mart"] {
        if !has_column(db, &format!("{schema}.{}", model.name), &model.grain[0])? {
            return Ok(rows(db, "report/object_ledger.sql", put(stream, id))?.pop());
        }
    }
    let (name, grain) = (identifier(&model.name), identifier(&model.grain[0]));
    let put = |sql: &str| {
        let sql = sql.replace("$relation", &model.relation()).replace("$mart", &format!("mart.{name}"));
        sql.replace("$grain", &grain).replace("$dataset", &literal(&model.name)).replace("$id", &literal(id))
    };
    Ok(rows(db, "report/held_record.sql", put)?.pop())
}

/// What else the object with this id is, if it is held as something else.
fn held_as(
    db: &Db,
    connection: &Connection,
    source: &dyn Source,
    stream: &str,
    id: &str,
) -> Result<Option<&'static str>> {
    for kind in kinds(source).filter(|kind| kind.name != stream) {
        if held(db, connection, kind.name, id)?.is_some() {
            return Ok(Some(kind.name));
        }
    }
    Ok(None)
}
