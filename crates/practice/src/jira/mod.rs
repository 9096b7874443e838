//! A fake of a Jira site, of Cloud or of Data Center: projects, issues with everything that belongs to them, the search
//! with its lagging index and its lists that are cut, feeds of worklogs, files, boards, a service desk.
//!
//! What goes wrong is switched on ([`fault_help`]); what happens between two requests is a [`Change`]. An argument that
//! an operation does not declare is refused with 400, so that a client cannot guess.
//!
//! | path | answer |
//! |---|---|
//! | `/rest/api/3/…`, `/rest/api/2/…` | the platform; `cloud` and `data_center` hold the tables of its operations |
//! | `/rest/agile/1.0/…` | boards and sprints, by the table in `agile` |
//! | `/rest/servicedeskapi/…` | the service desk, by the table in `helpdesk` |
//! | `/rest/auditing/1.0/events`, `/secure/attachment/…` | the log and the files of Data Center |
//! | `/_edge/tenant_info` | the id of a Cloud site |
//!
//! A request passes through `door` (who asks) and `routes` (which `route`); `ask` reads its arguments, `meter` counts it.
//! `search` finds issues: `lexer`, `jql`, `literal` and `searched` read and evaluate the query. `reading`, `projects`,
//! `directory` and `administered` answer for everything else of the platform, `requests` for those of customers; `view`,
//! `shown`, `text` and `promise` write what is told. `site` is what there is: `catalog` and `fields` say of what kinds,
//! `maker`, `invented` and `persons` make it, `change` and `altering` change it.

mod administered;
mod agile;
mod altering;
mod ask;
mod catalog;
mod change;
mod cloud;
mod data_center;
mod desk;
mod directory;
mod door;
mod faults;
mod fields;
mod files;
mod finder;
mod helpdesk;
mod invented;
mod issue;
mod jql;
mod language;
mod lexer;
mod literal;
mod maker;
mod media;
mod meter;
mod offer;
mod options;
mod persons;
mod projects;
mod promise;
mod reading;
mod refusal;
mod requests;
mod route;
mod routes;
mod search;
mod searched;
mod server;
mod shown;
mod site;
mod text;
mod truth;
mod view;

pub use crate::front::Received;
pub use change::Change;
pub use faults::{Faults, fault_help};
pub use offer::Offer;
pub use options::{Deployment, Options};
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

/// Starts a server on 127.0.0.1, and the origin of its files on another port, and returns when they take requests.
///
/// Fails when the port is taken, or the time zone is not known.
pub async fn start(options: Options) -> Result<Practice> {
    let (listener, port) = host::listen(options.port).await?;
    let (media_listener, media_port) = host::listen(0).await?;
    let [origin, media] = [port, media_port].map(|port| format!("http://127.0.0.1:{port}"));
    let url = format!("{origin}{}", options.path());
    let server = Arc::new(Server::new(options, url, media)?);
    let router = Router::new().fallback(front::serve::<Server>).with_state(Arc::clone(&server));
    let media_router = Router::new().fallback(media::serve).with_state(Arc::clone(&server));
    let host = Host::serve(vec![(listener, router), (media_listener, media_router)]);
    Ok(Running { server, host })
}

impl Practice {
    /// The settings of a connection to this server.
    pub fn offer(&self) -> Offer {
        offer::of(&self.server.options, self.url())
    }

    /// What requests brought to the origin of the files that belongs elsewhere, as credentials.
    pub fn media_offences(&self) -> Vec<String> {
        self.server.links.offences()
    }

    /// Changes what there is; the number of what was made or changed.
    ///
    /// Refused when there is nothing of that name. The site's clock moves on by about a minute with every change.
    pub fn change(&self, change: Change) -> Result<String> {
        self.server.change(change)
    }

    /// Makes a change after the request of this number, counted from 1, before its answer leaves.
    ///
    /// Where the change is refused then, the request is answered with 500 instead.
    pub fn change_at(&self, request: u64, change: Change) {
        self.server.plan(request, change);
    }

    /// What there is of a kind now, seen or not: `issue`, `changelog`, `comment`, `worklog`, `attachment`, `project`,
    /// `component`, `version`, `user`, `field`, `status`, `sprint`; none where there is no such kind.
    pub fn truth(&self, kind: &str) -> Vec<Fact> {
        self.server.truth(kind)
    }

    /// The bytes of a file, as they are served without faults; nothing where there is no such file.
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        let attachment = self.server.attachment(id.parse().ok()?)?;
        Some(files::bytes(&attachment))
    }
}
