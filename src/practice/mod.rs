//! The practice server: a faithful fake of Confluence Cloud, for tests, benchmarks and rehearsals.
//!
//! It answers the read operations of the v2 API that a sync of spaces, pages and blog posts uses, with
//! invented content (`storage`) or with the documents of a folder (`folder`), and refuses whatever the
//! published OpenAPI document does not declare. It can be told to fail in the ways the real service and the
//! things in front of it fail ([`FAULTS`]). Everything follows from the options, nothing from chance, the
//! clock or the network: the same options give the same site, the same requests the same answers.
//!
//! A request passes through `server` (count, delay, credentials, faults), `routes` (which operation),
//! `query` (its parameters) and `listing` (the page of a listing); `site` is what there is, `shelf`
//! finds it, `json` writes it.
//!
//! Deliberately absent: writing of any kind, any address but the loopback one, and whatever it would need
//! to be more lenient than the real service.

mod adf;
mod calendar;
mod cursor;
mod faults;
mod folder;
mod json;
mod listing;
mod people;
mod prose;
mod query;
mod random;
mod reply;
mod routes;
mod server;
mod shelf;
mod site;
mod storage;
mod switches;
mod xhtml;

pub use faults::Faults;
pub use site::{blogpost_id, page_id, space_id};
pub use switches::{FAULTS, Fault, fault_help};

use crate::error::{Error, Result};
use axum::Router;
use axum::serve::ListenerExt;
use server::Server;
use shelf::Shelf;
use site::Site;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

/// What the server shows and how it behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many pages are listed (current and archived ones; a hundredth as many are in the trash besides).
    pub pages: usize,
    /// Bytes of a body, roughly.
    pub body: usize,
    /// How many spaces; the second one is personal.
    pub spaces: usize,
    /// How many blog posts are listed.
    pub blogposts: usize,
    /// How long every answer takes longer.
    pub latency: Duration,
    /// What the invented content follows from.
    pub seed: u64,
    /// Instead of invented content (`pages`, `body`, `spaces` and `blogposts` then say nothing): every HTML
    /// document below this folder is a page of the space `DOCS`.
    pub html: Option<PathBuf>,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
    /// The e-mail address of the account, compared without regard to case.
    pub username: String,
    /// The API token of the account.
    pub api_token: String,
    /// What goes wrong.
    pub faults: Faults,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            pages: 200,
            body: 2048,
            spaces: 3,
            blogposts: 10,
            latency: Duration::ZERO,
            seed: 1,
            html: None,
            gzip: false,
            username: "practice@example.com".to_owned(),
            api_token: "practice-token".to_owned(),
            faults: Faults::default(),
        }
    }
}

/// How long [`Practice::stop`] waits for answers that are under way.
const PATIENCE: Duration = Duration::from_secs(2);

/// A running server; dropping it stops it.
pub struct Practice {
    server: Arc<Server>,
    ended: watch::Receiver<bool>,
    _stop: oneshot::Sender<()>,
}

/// Starts a server on 127.0.0.1 and returns when it takes requests.
///
/// Fails when the port is taken, or when the folder of HTML documents cannot be read or holds none.
pub async fn start(options: Options) -> Result<Practice> {
    let refused = |cause| Error::failed(format!("the practice server cannot use port {}", options.port)).because(cause);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let base = format!("http://127.0.0.1:{port}/wiki");
    let server = tokio::task::spawn_blocking(move || furnish(options, base));
    let server = server.await.map_err(|cause| Error::failed("making the practice site failed").because(cause))??;
    Ok(run(listener, Arc::new(server)))
}

fn furnish(options: Options, base: String) -> Result<Server> {
    let site = match &options.html {
        Some(folder) => folder::site(folder, options.seed)?,
        None => Site::invented(&options),
    };
    let shelf = Shelf::new(site, &options.faults);
    Ok(Server::new(options, base, shelf))
}

fn run(listener: TcpListener, server: Arc<Server>) -> Practice {
    let (stop, stopped) = oneshot::channel::<()>();
    let (finished, ended) = watch::channel(false);
    let router = Router::new().fallback(server::serve).with_state(Arc::clone(&server));
    // Answers leave at once: a delayed last segment would be measured as slowness of the client.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    tokio::spawn(async move {
        let end = async move { drop(stopped.await) };
        drop(axum::serve(listener, router).with_graceful_shutdown(end).await);
        finished.send_replace(true);
    });
    Practice { server, ended, _stop: stop }
}

impl Practice {
    /// The address of the site, `http://127.0.0.1:PORT/wiki`.
    pub fn url(&self) -> &str {
        &self.server.base
    }

    /// How many requests came in.
    pub fn requests(&self) -> u64 {
        self.server.requests()
    }

    /// Path and query of every request, in order of arrival; of the last 100,000 at most.
    pub fn requested(&self) -> Vec<String> {
        self.server.requested()
    }

    /// The invented addresses and card numbers of every page and blog post by its id, in their plain form
    /// (a card number is sixteen digits). They are written anew for this; a large site takes a moment.
    pub fn planted(&self) -> BTreeMap<String, Vec<String>> {
        self.server.shelf.site.items.iter().map(|item| (item.id.to_string(), item.planted())).collect()
    }

    /// Stops and waits until answers under way are out, two seconds at most.
    pub async fn stop(self) {
        let Self { ended, _stop, .. } = self;
        drop(_stop);
        // Whether it ended in time or not, nothing is left to do here.
        drop(tokio::time::timeout(PATIENCE, wait(ended)).await);
    }

    /// Waits until the server ends, which it does not by itself.
    pub async fn ended(&self) {
        wait(self.ended.clone()).await;
    }
}

async fn wait(mut ended: watch::Receiver<bool>) {
    // An error means that the server's task is gone, which is an end as well.
    drop(ended.wait_for(|ended| *ended).await);
}
