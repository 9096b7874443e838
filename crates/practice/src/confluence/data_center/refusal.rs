//! The errors of Data Center, in its own words.

use crate::reply::Reply;
use serde_json::json;

/// An error of the API: what the service throws, and why.
fn thrown(status: u16, reason: &str, exception: &str, why: &str, authorized: bool) -> Reply {
    let errors = json!([{"message": {"translation": why, "args": []}}]);
    let data = json!({"authorized": authorized, "valid": authorized, "allowedInReadOnlyMode": true, "errors": errors,
                      "successful": false});
    let message = format!("com.atlassian.confluence.api.service.exceptions.{exception}: {why}");
    let body = json!({"statusCode": status, "data": data, "message": message, "reason": reason});
    Reply::json(status, body.to_string())
}

/// A request that is understood and makes no sense.
pub(super) fn bad_request(why: &str) -> Reply {
    thrown(400, "Bad Request", "BadRequestException", why, true)
}

/// Something that is not there, or that the account does not see.
pub(super) fn not_found(why: &str) -> Reply {
    thrown(404, "Not Found", "NotFoundException", why, true)
}

/// Content that is not there, or that the account does not see.
pub(super) fn no_content(id: &str) -> Reply {
    let why = format!("No content found with id: ContentId{{id={id}}}");
    thrown(404, "Not Found", "NotFoundException", &why, false)
}

/// An operation that is not there any more.
pub(super) fn gone() -> Reply {
    thrown(410, "Gone", "pagesmodes.GoneException", "This deprecated endpoint has been removed.", true)
}

/// What the account may not do.
pub(super) fn forbidden(why: &str) -> Reply {
    thrown(403, "Forbidden", "PermissionException", why, false)
}

/// A query that cannot be read: 404 where the operation knows no 400.
pub(super) fn bad_cql(status: u16, why: &str) -> Reply {
    let reason = if status == 404 { "Not Found" } else { "Bad Request" };
    thrown(status, reason, "BadRequestException", &format!("Could not parse cql : {why}"), true)
}

/// A number that is none: the server finds no operation that takes it.
pub(super) fn no_number() -> Reply {
    Reply::json(404, "")
}

/// What broke while an answer was written.
pub(super) fn broken(why: &str) -> Reply {
    let message = format!("java.lang.RuntimeException: {why}");
    Reply::json(500, json!({"statusCode": 500, "message": message, "reason": "Internal Server Error"}).to_string())
}

/// More requests than the limit allows.
pub(super) fn limited() -> Reply {
    Reply::json(429, json!({"message": "Rate limit exceeded."}).to_string())
}

/// No such page of the web application.
pub(super) fn no_such_page() -> Reply {
    Reply::html(404, "<!DOCTYPE html><html><head><title>Page Not Found - Confluence</title></head></html>")
}

/// The method that an operation does not take.
pub(super) fn wrong_method(method: &str) -> Reply {
    Reply::json(
        405,
        json!({"message": format!("HTTP 405 Method Not Allowed: {method}"), "status-code": 405}).to_string(),
    )
}
