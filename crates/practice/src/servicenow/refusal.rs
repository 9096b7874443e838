//! The errors of an instance, in the form in which it documents them.

use crate::reply::Reply;
use serde_json::{Value, json};

/// An error with its two sentences.
pub(super) fn failure(status: u16, message: &str, detail: Option<&str>) -> Reply {
    Reply::json(status, told(message, detail).to_string())
}

fn told(message: &str, detail: Option<&str>) -> Value {
    json!({"error": {"message": message, "detail": detail}, "status": "failure"})
}

/// Credentials are missing, wrong or expired, or the user is locked.
pub(super) fn unauthenticated() -> Reply {
    failure(401, "User Not Authenticated", Some("Required to provide Auth information"))
        .with("WWW-Authenticate", "BASIC realm=\"Service-now\"")
}

/// There is no such table.
pub(super) fn invalid_table(name: &str) -> Reply {
    failure(400, &format!("Invalid table {name}"), None)
}

/// The account may not read the table, or a field that the query names.
pub(super) fn insufficient() -> Reply {
    let detail = "Field(s) present in the query do not have permission to be read";
    failure(403, "Insufficient rights to query records", Some(detail))
}

/// The account may not read the file of an attachment, as one that is encrypted.
pub(super) fn restricted() -> Reply {
    failure(403, "Insufficient rights to read the attachment", Some("ACL restricts the record retrieval"))
}

/// There is no such record, or the account may not see it.
pub(super) fn missing() -> Reply {
    failure(404, "No Record found", Some("Record doesn't exist or ACL restricts the record retrieval"))
}

/// The path names nothing.
pub(super) fn no_resource() -> Reply {
    failure(400, "Requested URI does not represent any resource", None)
}

/// The request is not one that this server takes; stricter than an instance, so that a client cannot guess.
pub(super) fn improper(why: &str) -> Reply {
    failure(400, "Invalid request", Some(why))
}

/// Only reading is served.
pub(super) fn wrong_method(method: &str) -> Reply {
    failure(405, "Method not supported", Some(&format!("The method {method} is not allowed here.")))
}

/// More requests than the rule allows, but for what its headers say.
pub(super) fn limited() -> Reply {
    let detail = "Rate limit of 100 requests per hour for Table API exceeded";
    failure(429, "Rate limit exceeded", Some(detail))
}

/// An answer that broke off for taking too long: an error beside what was found, within a 200.
pub(super) fn cancelled(found: Value) -> Reply {
    let mut answer = told("Transaction cancelled: maximum execution time exceeded", Some("Check logs for more info"));
    if let Some(members) = answer.as_object_mut() {
        members.insert("result".to_owned(), found);
    }
    Reply::json(200, answer.to_string())
}

/// The page of an instance that sleeps.
pub(super) fn hibernating() -> Reply {
    let page = "<!DOCTYPE html><html><head><title>Instance Hibernating page</title></head><body>\
                <h1>Your instance is hibernating</h1><p>Sign in to the developer site to wake it.</p></body></html>";
    Reply::html(200, page)
}
