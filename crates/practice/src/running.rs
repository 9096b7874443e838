//! A practice server that runs, and what may be asked of every one, whatever API it fakes.

use crate::front::{Fronted, Received};
use crate::host::Host;
use std::sync::Arc;

/// What answers behind a running server.
pub trait Fake: Fronted {
    /// Its address.
    fn url(&self) -> &str;

    /// Whether a request reads, by its method and its path and query.
    fn is_read(&self, method: &str, target: &str) -> bool;
}

/// A running server; dropping it stops it.
pub struct Running<F> {
    pub(crate) server: Arc<F>,
    pub(crate) host: Host,
}

impl<F: Fake> Running<F> {
    /// The address, `http://127.0.0.1:PORT`, with the path below which the API is where that is not the root.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// How many requests came in.
    pub fn requests(&self) -> u64 {
        self.server.front().requests()
    }

    /// Waits until so many requests have come in.
    pub async fn reached(&self, requests: u64) {
        self.server.front().reached(requests).await;
    }

    /// The request of this number, counted from the start, will be answered with a login page, and no other one; 0 for none.
    pub fn fail_at(&self, request: u64) {
        self.server.front().fail_at(request);
    }

    /// Every request, in order of arrival; of the last 100,000 at most.
    pub fn received(&self) -> Vec<Received> {
        self.server.front().received()
    }

    /// Each request that would change something, as method, path and query: any but GET and what reads by POST.
    pub fn offences(&self) -> Vec<String> {
        let offends = |request: &Received| !self.server.is_read(&request.method, &request.target);
        let told = |request: Received| format!("{} {}", request.method, request.target);
        self.received().into_iter().filter(offends).map(told).collect()
    }

    /// Stops and waits until answers under way are out, two seconds at most.
    pub async fn stop(self) {
        self.host.stop().await;
    }

    /// Waits until the server ends, which it does not by itself.
    pub async fn ended(&self) {
        self.host.ended().await;
    }
}
