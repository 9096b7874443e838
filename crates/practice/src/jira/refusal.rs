//! The errors of a site, in the forms that real ones have.

use crate::reply::Reply;
use serde_json::json;

const PROBLEM: &str = "application/problem+json;charset=UTF-8";
const TEXT: &str = "text/plain;charset=UTF-8";

/// An error with its sentence, in the usual form.
pub(super) fn told(status: u16, message: &str) -> Reply {
    Reply::json(status, json!({"errorMessages": [message], "errors": {}}).to_string())
}

/// An error of a body: it has no `errors`.
pub(super) fn payload(message: &str) -> Reply {
    Reply::json(400, json!({"errorMessages": [message]}).to_string())
}

/// A body that is JSON, but not of the right shape.
pub(super) fn shape() -> Reply {
    payload("Invalid request payload. Refer to the REST API documentation and try again.")
}

/// An error of what stands before the application.
pub(super) fn problem(status: u16, title: &str, detail: &str, path: &str) -> Reply {
    let body = json!({"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": path});
    Reply { media: PROBLEM, ..Reply::json(status, body.to_string()) }
}

/// An argument of the wrong type.
pub(super) fn unconverted(name: &str, value: &str, path: &str) -> Reply {
    problem(400, "Bad Request", &format!("Failed to convert '{name}' with value: '{value}'"), path)
}

/// An argument that the operation does not have. Stricter than a real site, which passes it over.
pub(super) fn undeclared(name: &str) -> Reply {
    told(400, &format!("The practice server does not know the argument '{name}' here."))
}

/// Something the real site does and this server does not.
pub(super) fn beyond(what: &str) -> Reply {
    told(400, &format!("The practice server does not serve {what}."))
}

/// The path leads nowhere.
pub(super) fn no_endpoint(method: &str, path: &str) -> Reply {
    problem(404, "Not Found", &format!("No endpoint {method} {path}."), path)
}

/// The path is known, with another method.
pub(super) fn wrong_method(method: &str, path: &str) -> Reply {
    problem(405, "Method Not Allowed", &format!("Method '{method}' is not supported."), path)
}

/// A body that is not said to be JSON.
pub(super) fn wrong_media(media: &str, path: &str) -> Reply {
    problem(415, "Unsupported Media Type", &format!("Content-Type '{media}' is not supported."), path)
        .with("Accept", "application/json")
}

/// Credentials are missing or wrong.
pub(super) fn unauthenticated() -> Reply {
    let text = "Client must be authenticated to access this resource.".to_owned();
    Reply { media: TEXT, ..Reply::json(401, text) }.with("WWW-Authenticate", "OAuth realm=\"practice\"")
}

/// A bearer token that is none.
pub(super) fn unreadable() -> Reply {
    Reply::json(403, json!({"error": "Failed to parse Connect Session Auth Token"}).to_string())
}

/// The issue is not there, or not for this account.
pub(super) fn no_issue() -> Reply {
    told(404, "Issue does not exist or you do not have permission to see it.")
}

/// The project is not there, or not for this account.
pub(super) fn no_project(name: &str) -> Reply {
    told(404, &format!("No project could be found with key '{name}'."))
}

/// Something else is not there.
pub(super) fn missing(what: &str, name: &str) -> Reply {
    told(404, &format!("The {what} with id '{name}' does not exist."))
}

/// The account may not do that.
pub(super) fn forbidden(why: &str) -> Reply {
    told(403, why)
}

/// An endpoint that was removed.
pub(super) fn removed() -> Reply {
    told(
        410,
        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration \
         guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046",
    )
}

/// Something broke inside.
pub(super) fn broken() -> Reply {
    told(500, "Internal server error")
}

/// The gateway lost the site.
pub(super) fn gateway() -> Reply {
    Reply::html(502, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>")
}
