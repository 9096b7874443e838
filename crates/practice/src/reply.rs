//! Answers before they go out, and those of what stands before a service.

use serde_json::json;

/// The media type of every JSON answer; it names no charset.
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

    /// An error in a form that many APIs use.
    pub(super) fn problem(status: u16, why: &str) -> Self {
        Self::json(status, json!({"error": {"status": status, "message": why}}).to_string())
    }

    /// More came with a request than anybody needs to send.
    pub(super) fn too_much() -> Self {
        Self::json(413, json!({"code": 413, "message": "Payload Too Large"}).to_string())
    }

    /// 429; the body is not documented and to be taken as opaque.
    pub(super) fn too_many_requests() -> Self {
        Self::json(429, json!({"code": 429, "message": "Rate limit exceeded"}).to_string())
            .with("X-RateLimit-Limit", "40000")
            .with("X-RateLimit-Remaining", "0")
    }

    /// 429 as a page for people.
    pub(super) fn crowded() -> Self {
        Self::html(429, "<html><head><title>429</title></head><body><h1>429 Too Many Requests</h1></body></html>")
    }

    /// What stands before a site gave up on a large answer.
    pub(super) fn oversized() -> Self {
        Self::html(502, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>")
    }

    /// 503 as a page for people.
    pub(super) fn unavailable() -> Self {
        Self::html(503, "<html><head><title>503</title></head><body><h1>503 Service Unavailable</h1></body></html>")
    }

    /// The credentials were good once.
    pub(super) fn expired() -> Self {
        Self::json(401, json!({"code": 401, "message": "Unauthorized; the token has expired"}).to_string())
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
