//! The other origin: where the bytes of files come from, by signed links.
//!
//! Like the service behind Jira Cloud it knows no account. Whoever brings credentials along has followed a redirect
//! carelessly: that is refused with 400 and remembered.

use super::files::bytes;
use super::server::Server;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use std::sync::Arc;

/// What a request to this origin must not carry.
const FOREIGN: [header::HeaderName; 3] = [header::AUTHORIZATION, header::COOKIE, header::REFERER];

/// Serves one request to the other origin.
pub(super) async fn serve(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (links, path) = (&server.links, request.uri().path());
    let brought: Vec<String> = FOREIGN
        .iter()
        .filter(|name| request.headers().contains_key(*name))
        .map(|name| format!("{path} came with {name}"))
        .collect();
    if !brought.is_empty() {
        links.accuse(brought);
        return told(StatusCode::BAD_REQUEST, "text/plain", b"Only one auth mechanism allowed".to_vec());
    }
    let file = links.follow(path, request.uri().query().unwrap_or_default());
    let found = file.and_then(|id| server.attachment(id));
    match found {
        Some(attachment) => told(StatusCode::OK, attachment.media, bytes(&attachment)),
        None => told(StatusCode::FORBIDDEN, "text/plain", b"Token expired".to_vec()),
    }
}

fn told(status: StatusCode, media: &'static str, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}
