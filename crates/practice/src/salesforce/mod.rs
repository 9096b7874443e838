//! A fake of a Salesforce org: objects that describe themselves, queries in SOQL, a recycle bin, feeds of what was deleted
//! and updated, sharing and field-level security, files, and limits.
//!
//! What goes wrong is switched on ([`fault_help`]); what happens between two requests is a [`Change`]. The order of numbers
//! (`Id`) is the database's own: not that of their bytes.
//!
//! | path | answer |
//! |---|---|
//! | `/services/oauth2/token` | a token for the credentials of a client |
//! | `/services/oauth2/userinfo` | who the account is |
//! | `/services/data/` | the versions, to anybody |
//! | `…/limits`, `…/limits/recordCount` | what is left of the limits; about how many rows there are |
//! | `…/sobjects`, `…/sobjects/{X}/describe` | which objects there are, and their fields |
//! | `…/sobjects/{X}/{id}`, `…/{id}/Body`, `…/{id}/VersionData` | a row; a file |
//! | `…/sobjects/{X}/deleted`, `…/updated` | numbers of rows between `start` and `end` |
//! | `…/query`, `…/queryAll` | rows by SOQL, in pages; with what is in the bin and the archive |
//! | `…/jobs/query`, `…/jobs/query/{id}`, `…/results` | bulk jobs for a query; their results as CSV |
//!
//! A path without a host stands below `/services/data/vNN.0`. A request passes through `door` (tokens), `limits` and
//! `routes` (which operation); `answers` writes what `reading` finds: `soql` reads and evaluates the query, `rights` take
//! away, `view` writes rows, `cursors` keep what is left of a result. Jobs come to `bulk`, are kept by `jobs` and written by
//! `csv`. `store` is what there is: `schema` and `objects` say which objects, `invented` their first rows, `happen` what a
//! change does.

mod alter;
mod answers;
mod bulk;
mod cases;
mod change;
mod crm;
mod csv;
mod cursors;
mod describe;
mod door;
mod faults;
mod feeds;
mod happen;
mod id;
mod invented;
mod jobs;
mod limits;
mod maker;
mod objects;
mod offer;
mod options;
mod reading;
mod refusal;
mod rights;
mod routes;
mod row;
mod schema;
mod server;
mod soql;
mod staff;
mod store;
mod stuff;
mod survey;
mod truth;
mod values;
mod view;
mod wounds;

pub use crate::front::Received;
pub use change::Change;
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
/// Fails when the port is taken, or a fault names an object or a field that there is not.
pub async fn start(options: Options) -> Result<Practice> {
    let (listener, port) = host::listen(options.port).await?;
    let server = Arc::new(Server::new(options, format!("http://127.0.0.1:{port}"))?);
    let router = Router::new().fallback(front::serve::<Server>).with_state(Arc::clone(&server));
    let host = Host::serve(vec![(listener, router)]);
    Ok(Running { server, host })
}

impl Practice {
    /// The settings of a connection to this server.
    pub fn offer(&self) -> Offer {
        offer::of(&self.server.options, self.url())
    }

    /// How many tokens were given out.
    pub fn tokens(&self) -> u64 {
        self.server.tokens.given()
    }

    /// Changes what there is; the number of the row, of the last one where there are several, or the name of the field or
    /// object.
    ///
    /// Refused when there is no such object, row or field. The org's clock moves on by about a minute with every change.
    pub fn change(&self, change: Change) -> Result<String> {
        self.server.change(change)
    }

    /// Makes a change after the request of this number, counted from 1, before its answer leaves.
    ///
    /// Where the change is refused then, the request is answered with 500 instead.
    pub fn change_at(&self, request: u64, change: Change) {
        self.server.plan(request, change);
    }

    /// The rows of an object as they are now, those in the recycle bin among them, by their numbers; none where there is no
    /// such object.
    pub fn truth(&self, object: &str) -> Vec<Fact> {
        let held = self.server.held();
        truth::of(self.server.reading(&held), object)
    }

    /// The file of an attachment or of a version, as it is served without faults.
    pub fn file(&self, id: &str) -> Vec<u8> {
        stuff::file(id)
    }
}
