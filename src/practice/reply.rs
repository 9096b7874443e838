//! Answers before they go out, and the error bodies of Confluence in its own words.

use serde_json::json;

/// The media type of every JSON answer; Confluence Cloud names no charset.
pub(super) const JSON: &str = "application/json";
const HTML: &str = "text/html;charset=UTF-8";

/// One answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) media: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, media: JSON, headers: Vec::new(), body: body.into() }
    }

    pub(super) fn html(status: u16, body: &str) -> Self {
        Self { status, media: HTML, headers: Vec::new(), body: body.into() }
    }

    pub(super) fn with(mut self, header: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((header, value.into()));
        self
    }

    /// An error of the v2 API.
    fn error(status: u16, code: &str, title: &str, detail: Option<&str>) -> Self {
        let error = json!({"status": status, "code": code, "title": title, "detail": detail});
        Self::json(status, json!({"errors": [error]}).to_string())
    }

    fn invalid(title: &str, detail: Option<&str>) -> Self {
        Self::error(400, "INVALID_REQUEST_PARAMETER", title, detail)
    }

    pub(super) fn wrong_type(parameter: &str, expected: &str) -> Self {
        let title = format!("Provided value for '{parameter}' is not the correct type. Expected type is {expected}.");
        Self::invalid(&title, None)
    }

    pub(super) fn unknown_parameter(parameter: &str) -> Self {
        Self::invalid(&format!("The query parameter '{parameter}' is not known to this operation."), None)
    }

    pub(super) fn repeated_parameter(parameter: &str) -> Self {
        Self::invalid(&format!("The query parameter '{parameter}' must be given only once."), None)
    }

    pub(super) fn too_many(parameter: &str, most: usize) -> Self {
        Self::invalid(&format!("Too many values for '{parameter}'. The maximum is {most}."), None)
    }

    pub(super) fn out_of_range(parameter: &str, least: u64, most: u64) -> Self {
        Self::invalid(&format!("Provided value for '{parameter}' is not between {least} and {most}."), None)
    }

    pub(super) fn bad_cursor() -> Self {
        let title = "Provided value for 'cursor' is not the correct type. Expected type is Cursor.";
        let detail = "The provided cursor was not valid. You can get a new valid cursor by making the original \
                      pagination request again.";
        Self::invalid(title, Some(detail))
    }

    pub(super) fn not_found() -> Self {
        Self::error(404, "NOT_FOUND", "Not Found", None)
    }

    pub(super) fn forbidden() -> Self {
        Self::error(403, "FORBIDDEN", "Permission denied", None)
    }

    /// What a body that cannot be rendered gives.
    pub(super) fn broken() -> Self {
        Self::error(500, "INTERNAL_SERVER_ERROR", "Internal Server Error", None)
    }

    pub(super) fn wrong_method(method: &str) -> Self {
        let text = "org.springframework.web.HttpRequestMethodNotSupportedException: Request method";
        Self::error(405, "METHOD_NOT_ALLOWED", &format!("{text} '{method}' not supported"), None)
    }

    /// No such path: the v1 API answers in its own form, everything else with a page for people.
    pub(super) fn no_such_path(path: &str, v1: bool) -> Self {
        if v1 {
            let body = json!({"message": format!("null for uri: {path}"), "status-code": 404});
            return Self::json(404, body.to_string());
        }
        Self::html(404, "<!DOCTYPE html><html><head><title>Page Not Found</title></head><body></body></html>")
    }

    /// Missing or rejected credentials (Confluence answers 403, not 401).
    pub(super) fn rejected() -> Self {
        let message = "com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: \
                       403 FORBIDDEN \"Request rejected because caller cannot access Confluence\"";
        Self::json(403, json!({"statusCode": 403, "message": message}).to_string())
    }

    /// An opaque bearer token at the address of the site.
    pub(super) fn no_bearer() -> Self {
        Self::json(403, json!({"error": "Failed to parse Connect Session Auth Token"}).to_string())
    }

    /// A Basic value that is no Base64.
    pub(super) fn undecodable() -> Self {
        let page = "<!doctype html><html lang=\"en\"><head><title>HTTP Status 401 – Unauthorized</title></head>\
                    <body><h1>HTTP Status 401 – Unauthorized</h1></body></html>";
        Self::html(401, page).with("WWW-Authenticate", "Basic realm=\"Confluence\"")
    }

    /// 429; the body is not documented and to be taken as opaque.
    pub(super) fn too_many_requests() -> Self {
        Self::json(429, json!({"code": 429, "message": "Rate limit exceeded"}).to_string())
            .with("X-RateLimit-Limit", "40000")
            .with("X-RateLimit-Remaining", "0")
    }

    pub(super) fn unavailable() -> Self {
        Self::html(503, "<html><head><title>503</title></head><body><h1>503 Service Unavailable</h1></body></html>")
    }

    /// What a single sign-on in front of a site answers to somebody it does not know.
    pub(super) fn login() -> Self {
        let page = "<!DOCTYPE html><html><head><title>Log in with Atlassian account</title></head>\
                    <body><form action=\"/login\" method=\"post\"><input name=\"username\"></form></body></html>";
        Self::html(200, page)
    }

    pub(super) fn elsewhere() -> Self {
        Self::html(302, "").with("Location", "http://localhost:1/")
    }
}
