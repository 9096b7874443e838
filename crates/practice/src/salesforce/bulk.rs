//! The operations of the bulk API: a job is made, asked for, ended, forgotten; its result is read.

use super::answers::arguments;
use super::csv::Form;
use super::jobs::{Job, Jobs};
use super::reading::Reading;
use super::refusal;
use super::routes::Operation;
use super::schema::{Field, Kind, Object};
use super::soql::{self, Bound, Selected, Wrong};
use crate::reply::Reply;
use axum::http::request::Parts;
use serde_json::Value;

/// What a request about jobs is answered from.
pub(super) struct Desk<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) jobs: &'a Jobs,
    pub(super) version: &'a str,
    pub(super) request: &'a Parts,
    /// What came as its body.
    pub(super) sent: &'a [u8],
}

fn api_error(why: &str) -> Wrong {
    Wrong { code: "API_ERROR", message: why.to_owned() }
}

impl Desk<'_> {
    /// Answers an operation of a job; nothing where it is none.
    pub(super) fn answer(&self, operation: Operation<'_>) -> Option<Result<Reply, Reply>> {
        let (method, faults) = (self.request.method.as_str(), self.reading.faults);
        Some(match (operation, method) {
            (Operation::Jobs, "POST") => self.make(),
            (Operation::Jobs, _) => Ok(self.jobs.list()),
            (Operation::Job(id), "PATCH") => self.patch(id),
            (Operation::Job(id), "DELETE") => self.jobs.delete(id),
            (Operation::Job(id), _) => self.jobs.poll(&faults.bulk, id),
            (Operation::Results(id), _) => {
                let arguments = arguments(self.request);
                let [most, locator] = ["maxRecords", "locator"].map(|name| arguments.get(name).map(String::as_str));
                self.jobs.results(faults, (id, self.version), most, locator)
            }
            _ => return None,
        })
    }

    fn body(&self) -> Result<Value, Reply> {
        let read = serde_json::from_slice::<Value>(self.sent).ok().filter(Value::is_object);
        read.ok_or_else(|| refusal::failure(400, "JSON_PARSER_ERROR", "The body is no JSON object"))
    }

    fn patch(&self, id: &str) -> Result<Reply, Reply> {
        match self.body()?["state"].as_str() {
            Some("Aborted") => self.jobs.abort(id),
            _ => Err(refusal::failure(400, "INVALIDJOBSTATE", "A job can be given the state Aborted alone")),
        }
    }

    fn make(&self) -> Result<Reply, Reply> {
        let body = self.body()?;
        let text = |name: &str, usual: &'static str| body[name].as_str().unwrap_or(usual).to_owned();
        let invalid = |what: &str| refusal::failure(400, "INVALIDJOB", &format!("{what} is not valid"));
        let operation = ["query", "queryAll"].into_iter().find(|known| *known == text("operation", ""));
        let operation = operation.ok_or_else(|| invalid("operation"))?;
        if text("contentType", "CSV") != "CSV" {
            return Err(invalid("contentType"));
        }
        let form = Form::named(&text("columnDelimiter", "COMMA"), &text("lineEnding", "LF"));
        let form = form.ok_or_else(|| invalid("columnDelimiter or lineEnding"))?;
        let (object, query) = self.reading.query(&text("query", "")).map_err(refusal::wrong)?;
        let fields = self.fields(object, &query).map_err(refusal::wrong)?;
        let (store, bulk) = (self.reading.store, &self.reading.faults.bulk);
        let rows = soql::find(&query, self.reading.rows(object, operation == "queryAll"));
        let job = Job {
            version: self.version.to_owned(),
            operation,
            object: object.name,
            by: store.maker.id("User", 0),
            made: store.present(),
            form,
            head: form.head(fields),
            lines: rows.into_iter().map(|row| form.row(bulk, fields, row)).collect(),
        };
        Ok(self.jobs.make(bulk, job))
    }

    /// The fields of a query that the bulk API answers.
    fn fields<'q>(&self, object: &Object, query: &'q Bound) -> Result<&'q [Field], Wrong> {
        if !object.is_bulk || self.reading.faults.bulk.unsupported.iter().any(|name| name == object.name) {
            let message = format!("Entity '{}' is not supported by the Bulk API.", object.name);
            return Err(Wrong { code: "INVALIDENTITY", message });
        }
        let Selected::Fields(fields) = &query.selected else {
            return Err(api_error("Aggregate Relationships not supported in Bulk Query"));
        };
        let has = |kind| fields.iter().any(|field| field.kind == kind);
        if has(Kind::Address) {
            return Err(api_error("Selecting compound data not supported in Bulk Query"));
        }
        if has(Kind::Base64) {
            return Err(api_error("Selecting binary data not supported in Bulk Query"));
        }
        if query.has_offset() {
            return Err(api_error("OFFSET not supported in Bulk Query"));
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::super::happen::{begun, faults};
    use super::*;
    use axum::http::Request;
    use serde_json::json;

    fn made(faults: &str, body: Value) -> (u16, Value) {
        let ((store, rights), jobs) = (begun(), Jobs::default());
        let faults = self::faults(faults);
        let reading = Reading { store: &store, rights: &rights, faults: &faults };
        let (request, ()) = Request::post("/").body(()).unwrap().into_parts();
        let sent = body.to_string();
        let desk = Desk { reading, jobs: &jobs, version: "v67.0", request: &request, sent: sent.as_bytes() };
        let reply = desk.answer(Operation::Jobs).unwrap().unwrap_or_else(|refused| refused);
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    #[test]
    fn a_job_says_what_it_is() {
        let body = json!({"operation": "queryAll", "query": "SELECT Id FROM case", "lineEnding": "CRLF"});
        let (status, told) = made("", body);
        assert_eq!((status, &told["state"], &told["object"]), (200, &json!("UploadComplete"), &json!("Case")));
        assert_eq!((&told["apiVersion"], &told["lineEnding"]), (&json!(67.0), &json!("CRLF")));
        assert!(told["id"].as_str().unwrap().starts_with("750"));
    }

    #[test]
    fn what_a_job_cannot_read_is_refused_at_once() {
        for (faults, query, code) in [
            ("", "SELECT Id, BillingAddress FROM Account", "API_ERROR"),
            ("", "SELECT Body FROM Attachment", "API_ERROR"),
            ("", "SELECT COUNT() FROM Case", "API_ERROR"),
            ("", "SELECT MAX(CreatedDate) FROM Case", "API_ERROR"),
            ("", "SELECT Id FROM Case OFFSET 5", "API_ERROR"),
            ("", "SELECT Id FROM Region__x", "INVALIDENTITY"),
            ("bulk-unsupported=Case", "SELECT Id FROM Case", "INVALIDENTITY"),
            ("", "SELECT Bogus FROM Case", "INVALID_FIELD"),
            ("", "", "MALFORMED_QUERY"),
        ] {
            let (status, told) = made(faults, json!({"operation": "query", "query": query}));
            assert_eq!((status, &told[0]["errorCode"]), (400, &json!(code)), "{query}");
        }
        let good = "SELECT Id FROM Case";
        for (body, code) in [
            (json!({"operation": "insert", "query": good}), "INVALIDJOB"),
            (json!({"operation": "query", "query": good, "contentType": "XML"}), "INVALIDJOB"),
            (json!({"operation": "query", "query": good, "columnDelimiter": "SPACE"}), "INVALIDJOB"),
            (json!([]), "JSON_PARSER_ERROR"),
        ] {
            assert_eq!(made("", body).1[0]["errorCode"], code);
        }
    }
}
