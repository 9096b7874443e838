//! Confluence: Cloud by REST API v2 and v1, Data Center and Server by v1.
//!
//! What tells one deployment from the other is a table: [`cloud`] and [`data_center`] say how each stream is asked for
//! ([`endpoint`]), [`streams`] what they have in common, and [`site`] makes the requests. Listings of v2 are followed by the
//! whole `next` link ([`links`] says where it leads); the cursor in it is opaque and is never taken out. Files of Cloud come by
//! the route of v1: the link that an attachment carries refuses API tokens.

mod answer;
mod cloud;
mod cql;
mod data_center;
mod endpoint;
mod links;
mod settings;
mod site;
mod streams;

use super::auth::{self, Door};
use super::refused::Trouble;
use super::{Connector, ScopeWords, Session, Source, Stream, Words};
use crate::config::{Connection, Dialect};
use crate::error::{Error, Result};
use endpoint::Api;
use settings::Deployment;
use site::Site;
use std::sync::LazyLock;

/// Arguments that hold ids, words of the API, numbers and cursors, which are made of ids. Not the keys of spaces, in arguments of
/// their own or in a search: the key of a personal space is an account id.
const RECORDED: [&str; 12] = [
    "body-format",
    "cursor",
    "expand",
    "from",
    "id",
    "limit",
    "sort",
    "space-id",
    "start",
    "startDate",
    "status",
    "version",
];

/// The source in the registry.
pub(super) const CONNECTOR: Connector =
    Connector::Described { dialect: &settings::DIALECT, streams: known_streams, of };

static CLOUD: LazyLock<Confluence> = LazyLock::new(|| Confluence::new(&cloud::API));
static DATA_CENTER: LazyLock<Confluence> = LazyLock::new(|| Confluence::new(&data_center::API));

/// A deployment.
struct Confluence {
    api: &'static Api,
    streams: &'static [Stream],
}

impl Confluence {
    fn new(api: &'static Api) -> Self {
        let streams: Vec<Stream> = api.rows.iter().map(|row| row.stream).collect();
        Self { api, streams: streams.leak() }
    }
}

fn of(connection: &Connection) -> Result<&'static dyn Source> {
    Ok(match settings::deployment(&connection.own) {
        Deployment::Cloud => &*CLOUD,
        Deployment::DataCenter => &*DATA_CENTER,
    })
}

/// The streams of Cloud, and those that only Data Center has.
fn known_streams() -> Vec<&'static Stream> {
    let is_new = |stream: &&Stream| CLOUD.streams.iter().all(|known| known.name != stream.name);
    CLOUD.streams.iter().chain(DATA_CENTER.streams.iter().filter(is_new)).collect()
}

impl Source for Confluence {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        self.streams
    }

    fn words(&self) -> Words {
        Words {
            streams: settings::TYPES,
            scopes: Some(ScopeWords { setting: settings::SPACES, one: "space", many: "spaces" }),
            file_mib: Some(settings::FILE_MIB),
            container: "page",
        }
    }

    fn scopes_at_once(&self) -> usize {
        self.api.scopes_at_once
    }

    fn recorded(&self) -> Vec<String> {
        RECORDED.map(str::to_owned).to_vec()
    }

    fn wanted(&self, connection: &Connection) -> Vec<String> {
        settings::wanted(self.api.rows, &connection.own)
    }

    fn hint(&self, trouble: Trouble) -> Option<&'static str> {
        match trouble {
            Trouble::NotJson => Some(
                "this is a login page or a proxy, not the API: check url (for Cloud https://SITE.atlassian.net/wiki) and what is between",
            ),
            Trouble::Status(400) => Some("check url: for Cloud it is https://SITE.atlassian.net/wiki"),
            Trouble::Status(401) => Some(
                "the credentials were not accepted: check username and api_token, and that the token has not expired; a scoped token does not work on the site's own address",
            ),
            Trouble::Status(403) => Some(
                "Confluence answers 403 for a wrong token as well as for missing rights: check username and api_token, then that this account may use Confluence and see the space",
            ),
            Trouble::Status(404) => Some(
                "the address does not exist, or this account cannot see it: check url (for Cloud it ends in /wiki) and the account's rights",
            ),
            Trouble::Status(410) => Some("the site has removed this endpoint: a newer version of catchment is needed"),
            Trouble::Anonymous => Some("check username and api_token"),
            Trouble::Status(_) => None,
        }
    }

    fn door(&self, connection: &Connection) -> Result<Door> {
        let token = connection.own.secret("api_token").ok_or_else(|| Error::usage("there is no api_token"))?;
        auth::basic(connection.account().unwrap_or_default(), token.resolve()?)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        let keys = connection.own.texts(settings::SPACES);
        Ok(Box::new(Site::new(connection.url.clone(), connection.page_size, keys, self.api)))
    }
}
