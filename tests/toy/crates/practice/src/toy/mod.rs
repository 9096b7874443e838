//! A fake of the toy: its notes, all in one answer.

use crate::host::{self, Host};
use axum::Router;
use axum::routing::get;
use catchment_base::error::Result;

/// What it answers.
const NOTES: &str = include_str!("../../../../fixtures/toy/note.json");

/// A running server; dropping it stops it.
pub struct Practice {
    url: String,
    host: Host,
}

/// Starts a server on a free port of 127.0.0.1 and returns when it takes requests.
pub async fn start() -> Result<Practice> {
    let (listener, port) = host::listen(0).await?;
    let answer = || async { ([("Content-Type", "application/json")], NOTES) };
    let host = Host::serve(vec![(listener, Router::new().route("/notes", get(answer)))]);
    Ok(Practice { url: format!("http://127.0.0.1:{port}"), host })
}

impl Practice {
    /// The address, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the server ends, which it does not by itself.
    pub async fn ended(&self) {
        self.host.ended().await;
    }
}
