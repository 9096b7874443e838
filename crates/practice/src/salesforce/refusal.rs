//! Refusals of an org: a list of one error, with its code and its sentence.

use super::soql::Wrong;
use crate::reply::Reply;
use serde_json::json;

/// An error.
pub(super) fn failure(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, json!([{"message": message, "errorCode": code}]).to_string())
}

/// A query, or a job for one, that is not to be answered.
pub(super) fn wrong(wrong: Wrong) -> Reply {
    failure(400, wrong.code, &wrong.message)
}

/// The session is not known or has ended.
pub(super) fn no_session() -> Reply {
    failure(401, "INVALID_SESSION_ID", "Session expired or invalid")
}

/// The account may not use the API.
pub(super) fn no_api() -> Reply {
    failure(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.")
}

/// The limit of requests is used up.
pub(super) fn exceeded() -> Reply {
    failure(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
}

/// There is no such thing, or the account may not see it.
pub(super) fn missing() -> Reply {
    failure(404, "NOT_FOUND", "The requested resource does not exist")
}

/// The version of the API is served no more.
pub(super) fn retired() -> Reply {
    failure(410, "UNSUPPORTED_API_VERSION", "The requested API version has been retired")
}

/// Only reading is served.
pub(super) fn wrong_method(method: &str) -> Reply {
    failure(405, "METHOD_NOT_ALLOWED", &format!("HTTP Method '{method}' not allowed"))
}

/// The locator has died, or never lived.
pub(super) fn no_locator() -> Reply {
    failure(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
}

/// A query would have taken too long.
pub(super) fn timeout() -> Wrong {
    Wrong { code: "QUERY_TIMEOUT", message: "Your query request was running for too long.".to_owned() }
}

/// The address of a request is longer than is taken.
pub(super) fn long_address() -> Reply {
    Reply::html(414, "<html><head><title>414</title></head><body><h1>414 URI Too Long</h1></body></html>")
}

/// The headers of a request are larger than is taken.
pub(super) fn large_headers() -> Reply {
    Reply::html(431, "<html><body><h1>431 Request Header Fields Too Large</h1></body></html>")
}
