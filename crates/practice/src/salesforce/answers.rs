//! What each operation answers.

use super::cursors::{self, Cursors, Page};
use super::describe;
use super::feeds::Feed;
use super::id::Id;
use super::limits::Usage;
use super::reading::Reading;
use super::refusal;
use super::routes::Operation;
use super::row::Row;
use super::schema::{Field, Kind, Object};
use super::soql::{self, Selected};
use super::stuff;
use super::view;
use crate::faults::FileWound;
use crate::reply::Reply;
use axum::http::request::Parts;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use url::form_urlencoded;

/// Objects whose rows have files, in the order in which a fault counts them.
const FILES: [&str; 2] = ["Attachment", "ContentVersion"];
const OCTETS: &str = "application/octet-stream";

/// What a request is answered from.
pub(super) struct Desk<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) usage: Usage<'a>,
    pub(super) cursors: &'a Cursors,
    pub(super) version: &'a str,
    pub(super) request: &'a Parts,
}

fn told(value: &Value) -> Reply {
    Reply::json(200, value.to_string())
}

/// The arguments of a request.
pub(super) fn arguments(request: &Parts) -> BTreeMap<String, String> {
    form_urlencoded::parse(request.uri.query().unwrap_or_default().as_bytes()).into_owned().collect()
}

impl<'a> Desk<'a> {
    /// Answers an operation that is none of a job.
    pub(super) fn answer(&self, operation: Operation<'_>) -> Result<Reply, Reply> {
        let (reading, arguments) = (self.reading, arguments(self.request));
        let object = |name: &str| reading.object(name).ok_or_else(refusal::missing);
        let feed = |name: &str| Ok(Feed { reading, object: object(name)? });
        match operation {
            Operation::Limits => Ok(told(&self.usage.all())),
            Operation::Counts => Ok(self.counts(arguments.get("sObjects").map_or("", String::as_str))),
            Operation::Objects => Ok(told(&describe::objects(self.version, reading.store, reading.rights))),
            Operation::Describe(name) => {
                Ok(told(&describe::object(self.version, reading.store, reading.rights, object(name)?)))
            }
            Operation::Deleted(name) => feed(name)?.deleted(&arguments),
            Operation::Updated(name) => feed(name)?.updated(&arguments),
            Operation::Row(name, id) => self.row(object(name)?, id, arguments.get("fields").map(String::as_str)),
            Operation::File(name, id, field) => self.file(object(name)?, id, field),
            Operation::Query { all } => self.query(arguments.get("q").map_or("", String::as_str), all),
            Operation::More(locator) => self.more(locator),
            Operation::Jobs | Operation::Job(_) | Operation::Results(_) => Err(refusal::missing()),
        }
    }

    /// About how many rows objects have: those in the bin are not counted, sharing is not looked at.
    fn counts(&self, names: &str) -> Reply {
        let asked: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        let store = self.reading.store;
        let objects = store.schema.objects().filter(|object| self.reading.rights.shows_object(object.name));
        let wanted = objects.filter(|object| asked.is_empty() || asked.contains(&object.name));
        let count = |object: &Object| store.rows(object.name).filter(|row| !row.is("IsDeleted")).count();
        let counts: Vec<Value> = wanted.map(|object| json!({"count": count(object), "name": object.name})).collect();
        told(&json!({"sObjects": counts}))
    }

    /// A row that the account sees.
    fn seen(&self, object: &Object, id: &str) -> Result<&'a Row, Reply> {
        let found = Id::read(id).and_then(|id| self.reading.store.find(object.name, id));
        let seen = found.filter(|row| self.reading.rights.shows(row));
        match seen {
            Some(row) if row.is("IsDeleted") => Err(refusal::failure(404, "ENTITY_IS_DELETED", "entity is deleted")),
            Some(row) => Ok(row),
            None => Err(refusal::missing()),
        }
    }

    fn row(&self, object: &Object, id: &str, wanted: Option<&str>) -> Result<Reply, Reply> {
        let row = self.seen(object, id)?;
        let shown = |field: &&Field| self.reading.rights.shows_field(object.name, &field.name);
        let fields: Vec<&Field> = match wanted {
            None => object.fields.iter().filter(shown).collect(),
            Some(names) => {
                let found = |name: &str| {
                    let no_field = || refusal::failure(400, "INVALID_FIELD", &format!("No such column '{name}'"));
                    object.field(name).filter(shown).ok_or_else(no_field)
                };
                names.split(',').map(|name| found(name.trim())).collect::<Result<_, _>>()?
            }
        };
        Ok(Reply::json(200, view::row(self.version, object, fields, row)))
    }

    fn file(&self, object: &Object, id: &str, field: &str) -> Result<Reply, Reply> {
        let row = self.seen(object, id)?;
        let known = object.field(field).filter(|field| field.kind == Kind::Base64);
        known.filter(|field| self.reading.rights.shows_field(object.name, &field.name)).ok_or_else(refusal::missing)?;
        let mut body = stuff::file(row.text("Id"));
        let all = FILES.iter().flat_map(|object| self.reading.store.rows(object));
        let place = all.map(|row| row.id).position(|id| id == row.id).map(|place| place + 1);
        let wound = self.reading.faults.files.iter().find(|(ordinal, _)| Some(*ordinal) == place);
        match wound.map(|(_, wound)| wound) {
            Some(FileWound::Gone) => return Err(refusal::missing()),
            Some(FileWound::Forbidden) => {
                return Err(refusal::failure(403, "INSUFFICIENT_ACCESS", "insufficient access rights on entity"));
            }
            Some(FileWound::Empty) => body.clear(),
            Some(FileWound::Short) => body.truncate(body.len() / 2),
            None => {}
        }
        Ok(Reply { media: OCTETS, ..Reply::json(200, body) })
    }

    fn page_size(&self) -> usize {
        let header = self.request.headers.get("sforce-query-options").and_then(|value| value.to_str().ok());
        cursors::page_size(self.reading.faults, header)
    }

    fn query(&self, text: &str, all: bool) -> Result<Reply, Reply> {
        let found = self.reading.find(text, all).map_err(refusal::wrong)?;
        match &found.query.selected {
            Selected::Count => Ok(told(&json!({"totalSize": found.rows.len(), "done": true, "records": []}))),
            Selected::Functions(functions) => {
                let value = |(function, field, name): &(_, Field, String)| {
                    (name.clone(), soql::aggregate(*function, field, &found.rows))
                };
                let mut record: Map<String, Value> = functions.iter().map(value).collect();
                record.insert("attributes".to_owned(), json!({"type": "AggregateResult"}));
                Ok(told(&json!({"totalSize": 1, "done": true, "records": [record]})))
            }
            Selected::Fields(fields) => {
                let is_asked = |field: &str| fields.iter().any(|asked| asked.name == field);
                let broken = &self.reading.faults.broken;
                if !found.rows.is_empty() && broken.iter().any(|(of, field)| of == found.object.name && is_asked(field))
                {
                    return Err(refusal::failure(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred."));
                }
                let row = |row: &&Row| view::row(self.version, found.object, fields, row);
                let rows = found.rows.iter().map(row).collect();
                Ok(self.page(self.cursors.begin(rows, self.page_size(), self.reading.store.present())))
            }
        }
    }

    fn more(&self, locator: &str) -> Result<Reply, Reply> {
        let now = self.reading.store.present();
        let faults = self.reading.faults;
        let page = self.cursors.more(faults, locator, self.page_size(), now);
        let lost = if faults.has_locators_of_session { refusal::no_session } else { refusal::no_locator };
        Ok(self.page(page.ok_or_else(lost)?))
    }

    fn page(&self, page: Page) -> Reply {
        let next = |next| format!("\"nextRecordsUrl\":\"/services/data/{}/query/{next}\",", self.version);
        let (done, total) = (page.next.is_none(), page.total);
        let (next, rows) = (page.next.map(next).unwrap_or_default(), page.rows.join(","));
        Reply::json(200, format!("{{\"totalSize\":{total},\"done\":{done},{next}\"records\":[{rows}]}}"))
    }
}
