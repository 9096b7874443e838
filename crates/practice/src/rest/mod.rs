//! A fake of any REST API: customers, their orders, stock and regions, for what is described in settings alone.
//!
//! How its listings go on ([`Paging`]) and how a client proves who it is ([`Door`]) are chosen at the start; what goes
//! wrong is switched on ([`fault_help`]). What a listing does not declare as an argument is refused with 400, so that a
//! client cannot guess.
//!
//! | path | answer |
//! |---|---|
//! | `/v1/customers` | records at `data.items`, `meta` beside them; filters `updated_since`, `created_from` (inclusive), `updated_before`, `created_to` (exclusive), `sort` by `id`, `updated_at`, `-updated_at` |
//! | `/v1/customers?ids=1001,1002` | the customers with these ids, at most 100, all at once |
//! | `/v1/customers/search` | the same listing as a POST, for [`Paging::Body`] |
//! | `/v1/customers/deleted?since=` | records at `data`: `id` and `deleted_at`, all at once |
//! | `/v1/customers/{id}` | the customer; the fault `own` refuses one of them |
//! | `/v1/customers/{id}/orders`, `/v1/orders` | records at `orders` |
//! | `/v1/stock` | records at `stock`, told apart by `warehouse` and `sku` |
//! | `/v1/regions` | an array, all at once |
//! | `/oauth/token` | a token, for [`Door::OAuth`] |
//!
//! A request passes through `door` (credentials) and `routes` (which listing, which arguments); `listing` cuts the page
//! and tells how it goes on; `store` is what there is, `record` writes it.

mod door;
mod faults;
mod listing;
mod options;
mod paging;
mod record;
mod routes;
mod server;
mod store;

pub use crate::front::Received;
pub use door::Door;
pub use faults::{Faults, fault_help};
pub use options::Options;
pub use paging::{Paging, paging_help};
pub use store::{Change, Truth, customer_id};

use crate::front;
use crate::host::{self, Host};
use crate::running::Running;
use axum::Router;
use catchment_base::error::Result;
use server::{Origin, Server};
use std::sync::Arc;

/// A running server; dropping it stops it.
pub type Practice = Running<Server>;

/// Starts a server on 127.0.0.1 and returns when it takes requests.
///
/// Fails when the port is taken.
pub async fn start(options: Options) -> Result<Practice> {
    let (first, port) = host::listen(options.port).await?;
    let mut listeners = vec![(first, format!("http://127.0.0.1:{port}"))];
    if options.second_origin {
        let (second, port) = host::listen(0).await?;
        listeners.push((second, format!("http://127.0.0.1:{port}")));
    }
    let urls = listeners.iter().map(|(_, url)| url.clone()).collect();
    let server = Arc::new(Server::new(options, urls));
    let origins = listeners.into_iter().enumerate().map(|(number, (listener, _))| {
        let origin = Arc::new(Origin { server: Arc::clone(&server), number });
        (listener, Router::new().fallback(front::serve::<Origin>).with_state(origin))
    });
    let host = Host::serve(origins.collect());
    Ok(Running { server, host })
}

impl Practice {
    /// How many tokens were given out.
    pub fn tokens(&self) -> u64 {
        self.server.tokens.given()
    }

    /// Changes what there is; the id of the customer that was made or changed, or the name of the field.
    ///
    /// Refused when there is no such customer or field. The service's clock moves on by about a minute with every change.
    pub fn change(&self, change: Change) -> Result<String> {
        self.server.store_to_change().apply(change)
    }

    /// What there is now, as answers without faults would hold it.
    pub fn truth(&self) -> Truth {
        self.server.store().truth()
    }
}
