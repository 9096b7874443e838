//! A fake of a ServiceNow instance: tables with inheritance, the dictionary that describes them, encoded queries,
//! rights that are looked at after the limit, journals, attachments with files, and records of deletions.
//!
//! How a client proves who it is ([`Door`]) is chosen at the start; what goes wrong is switched on ([`fault_help`]);
//! what happens between two requests is a [`Change`]. A parameter that an operation does not declare is refused with
//! 400, so that a client cannot guess.
//!
//! | path | answer |
//! |---|---|
//! | `/api/now[/v1\|/v2]/table/{table}` | rows at `result`; `sysparm_query` or fields by name, `sysparm_fields`, `sysparm_limit`, `sysparm_offset`, `sysparm_display_value`, `sysparm_exclude_reference_link`, `sysparm_no_count`, `sysparm_suppress_pagination_header` |
//! | `/api/now/table/{table}/{sys_id}` | one row at `result` |
//! | `/api/now/stats/{table}` | counts, least and greatest values of the rows that the account sees |
//! | `/api/now/attachment`, `/api/now/attachment/{sys_id}` | rows of `sys_attachment` with `download_link` |
//! | `/api/now/attachment/{sys_id}/file` | the file |
//! | `/oauth_token.do` | a token, for [`Door::OAuth`] |
//!
//! A request passes through `door` (credentials) and `routes` (which operation); `encoded` reads its query, `listing`
//! cuts the page, `rights` takes rows and fields away, `view` writes what is left. `store` is what there is: `schema`
//! and `tables` say which tables, `invented` their first rows, `change` what happens to them.

mod arguments;
mod beside;
mod change;
mod door;
mod encoded;
mod faults;
mod invented;
mod items;
mod listing;
mod maker;
mod offer;
mod options;
mod people;
mod refusal;
mod rights;
mod routes;
mod row;
mod schema;
mod server;
mod store;
mod tables;
mod truth;
mod view;
mod work;
mod zone;

pub use crate::front::Received;
pub use change::Change;
pub use door::Door;
pub use faults::{Faults, fault_help};
pub use offer::Offer;
pub use options::Options;
pub use truth::Fact;

use crate::front;
use crate::host::{self, Host};
use crate::running::Running;
use axum::Router;
use catchment_base::error::Result;
use server::Server;
use std::sync::Arc;

/// A running server; dropping it stops it.
pub type Practice = Running<Server>;

/// Starts a server on 127.0.0.1 and returns when it takes requests.
///
/// Fails when the port is taken, the time zone is not known, or a fault names a table or a row that there is not.
pub async fn start(options: Options) -> Result<Practice> {
    let (listener, port) = host::listen(options.port).await?;
    let server = Arc::new(Server::new(options, format!("http://127.0.0.1:{port}"))?);
    let router = Router::new().fallback(front::serve::<Server>).with_state(Arc::clone(&server));
    let host = Host::serve(vec![(listener, router)]);
    Ok(Running { server, host })
}

impl Practice {
    /// The settings of a connection that comes in by the door of this server.
    pub fn offer(&self) -> Offer {
        offer::of(&self.server.options, self.url())
    }

    /// How many tokens were given out.
    pub fn tokens(&self) -> u64 {
        self.server.tokens.given()
    }

    /// Changes what there is; the `sys_id` of the row, of the last one where there are several, or the name of the
    /// field.
    ///
    /// Refused when there is no such table, row or field. The instance's clock moves on by about a minute with every
    /// change.
    pub fn change(&self, change: Change) -> Result<String> {
        self.server.change(change)
    }

    /// Makes a change after the request of this number, counted from 1, before its answer leaves.
    ///
    /// Where the change is refused then, the request is answered with 500 instead.
    pub fn change_at(&self, request: u64, change: Change) {
        self.server.plan(request, change);
    }

    /// The rows of a table and of those that extend it as they are now, by `sys_id`; none where there is no such table.
    pub fn truth(&self, table: &str) -> Vec<Fact> {
        truth::of(&self.server.held(), table)
    }

    /// The file of an attachment, as it is served without faults.
    pub fn file(&self, sys_id: &str) -> Vec<u8> {
        beside::file(sys_id)
    }
}
