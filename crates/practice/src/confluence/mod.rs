//! A faithful fake of Confluence Cloud, and of Confluence Data Center (`data_center`).
//!
//! It answers the read operations of the API that a sync uses: those of spaces, pages, blog posts and attachments,
//! and with [`Extras`] those of comments, labels, likes, tasks, properties, folders, people, rights and the audit
//! log. The content is invented (`storage`) or comes from the documents of a folder (`folder`). Whatever the
//! published OpenAPI documents do not declare is refused. It can be told to fail in the ways the real service and
//! the things in front of it fail ([`fault_help`]).
//!
//! A request passes through `server`, `door` (credentials), `routes` and `operations` (which operation),
//! `query` (its parameters) and `listing` (the page of a listing); `site` and `annex` are what there is at the start,
//! `shelf` finds it and knows what the account sees, `json` and `files` write it. `further` gives the answers about
//! what there is in `annex`. `search` finds content by CQL. The bytes of attachments come from a second origin, on
//! another port (`media`).
//!
//! A site changes while it is served, by [`Practice::change`]; what came of it is told by [`Practice::truth`].
//!
//! Deliberately absent: writing by HTTP, any address but the loopback one, and whatever it would need to be
//! more lenient than the real service.

mod access;
mod adf;
mod admin;
mod altering;
mod annex;
mod attachment;
mod binary;
mod canary;
mod change;
mod changing;
mod comment;
mod connect;
mod content_v1;
mod cql;
mod crowd;
mod cursor;
mod data_center;
mod declared;
mod door;
mod entry;
mod extras;
mod faults;
mod files;
mod folder;
mod found;
mod further;
mod item;
mod json;
mod label;
mod listing;
mod marked;
mod media;
mod node;
mod offer;
mod operations;
mod pasts;
mod persons;
mod property;
mod prose;
mod query;
mod remarks;
mod reply;
mod retold;
mod rights;
mod routes;
mod rows;
mod running;
mod search;
mod server;
mod shelf;
mod site;
mod storage;
mod switches;
mod task;
mod tokens;
mod truth;
pub mod xhtml;

pub use attachment::attachment_id;
pub use binary::Binary;
pub use canary::CANARIES;
pub use change::Change;
pub use comment::{comment_id, made_comment_id};
pub use crowd::key_of;
pub use door::{CLOUD_ID, Door};
pub use extras::{Extras, resource_help};
pub use faults::Faults;
pub use node::{folder_id, made_folder_id};
pub use offer::Offer;
pub use running::{Practice, start};
pub use site::{blogpost_id, made_attachment_id, made_id, made_space_id, page_id, space_id};
pub use switches::{data_center_fault_help, fault_help};
pub use task::task_id;
pub use truth::{
    Standing, TrueAttachment, TrueComment, TrueContent, TrueFolder, TrueGroup, TruePermission, TruePerson,
    TrueRestriction, TrueSpace, TrueTask, Truth,
};

use std::path::PathBuf;
use std::time::Duration;

/// Which product a site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// Confluence Cloud.
    Cloud,
    /// Confluence Data Center.
    DataCenter {
        /// Its version, for example `8.5.4`, `9.2.0` or `10.0.3`.
        version: String,
    },
}

impl Deployment {
    /// The door that it has where none is named.
    pub fn usual_door(&self) -> Door {
        match self {
            Self::Cloud => Door::Token,
            Self::DataCenter { .. } => Door::DataCenter,
        }
    }

    /// Whether it has this door.
    pub fn has(&self, door: Door) -> bool {
        (door == Door::DataCenter) == matches!(self, Self::DataCenter { .. })
    }
}

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
    /// How many attachments are listed (a hundredth as many are in the trash besides).
    pub attachments: usize,
    /// Bytes of an attachment, roughly; one of the first is empty.
    pub attachment_bytes: usize,
    /// How long every answer takes longer.
    pub latency: Duration,
    /// What the invented content follows from.
    pub seed: u64,
    /// Instead of invented content (`pages`, `body`, `spaces`, `blogposts`, `attachments` and `extras` then say nothing):
    /// every HTML document below this folder is a page of the space `DOCS`.
    pub html: Option<PathBuf>,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
    /// How clients prove who they are.
    pub door: Door,
    /// The e-mail address of the account, compared without regard to case; the id of the client or the key of the app.
    pub username: String,
    /// The API token of the account, or the secret that the door asks for.
    pub api_token: String,
    /// The scopes of a token at the gateway; none for all of them.
    pub scopes: Vec<String>,
    /// How many requests a token of OAuth is good for.
    pub token_uses: u64,
    /// What goes wrong.
    pub faults: Faults,
    /// How much there is besides spaces, content and attachments.
    pub extras: Extras,
    /// What has changed on the site before it is served, in this order.
    pub changes: Vec<Change>,
    /// The zone of the account's clock, by its name in the IANA database; the search reads times by it.
    pub time_zone: String,
    /// Which product the site is.
    pub deployment: Deployment,
    /// Data Center: the path below which the site is, `/confluence` or nothing.
    pub context: String,
    /// Data Center: the offset of the server's times, `+01:00`, or `+1100` as old versions write it.
    pub server_offset: String,
    /// Whether the `Date` header tells the site's own clock, which moves with its changes alone, instead of
    /// that of the machine.
    pub site_clock: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            pages: 200,
            body: 2048,
            spaces: 3,
            blogposts: 10,
            attachments: 0,
            attachment_bytes: 1000,
            latency: Duration::ZERO,
            seed: 1,
            html: None,
            gzip: false,
            door: Door::default(),
            username: "practice@example.com".to_owned(),
            api_token: "practice-token".to_owned(),
            scopes: Vec::new(),
            token_uses: 1_000_000,
            faults: Faults::default(),
            extras: Extras::default(),
            changes: Vec::new(),
            time_zone: "Europe/Berlin".to_owned(),
            deployment: Deployment::Cloud,
            context: "/confluence".to_owned(),
            server_offset: "+01:00".to_owned(),
            site_clock: false,
        }
    }
}

impl Options {
    /// The path below which the site is.
    fn path(&self) -> &str {
        match self.deployment {
            Deployment::Cloud => "/wiki",
            Deployment::DataCenter { .. } => &self.context,
        }
    }
}
