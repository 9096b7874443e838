//! Confluence: Cloud by REST API v2 and v1, Data Center and Server by v1.
//!
//! What tells one deployment from the other is a table: [`cloud`] and [`data_center`] say how each stream is asked for
//! ([`endpoint`]), [`streams`] what they have in common, and [`site`] makes the requests. Listings of v2 are followed by the
//! whole `next` link ([`links`] says where it leads); the cursor in it is opaque and is never taken out. Files of Cloud come by
//! the route of v1: the link that an attachment carries refuses API tokens.

mod answer;
mod cloud;
mod compliance;
mod cql;
mod data_center;
mod endpoint;
mod filter;
mod links;
mod product;
mod scopes;
mod settings;
mod site;
mod streams;

use crate::atlassian::door;
use crate::atlassian::settings::{EVERY, deployment, every};
use crate::atlassian::streams_of;
use crate::auth::{Consent, Door, Keeper};
use crate::config::{Connection, Dialect, FILE_MIB, Own};
use crate::known::Known;
use crate::refused::Trouble;
use crate::{Connector, ScopeWords, Selection, Session, Source, Stream, Words};
use catchment_base::error::Result;
use catchment_io::http::Posts;
use endpoint::{Api, Row};
use filter::Spaces;
pub(super) use product::PRODUCT;
use site::{Selecting, Site};
use url::Url;

/// Arguments that hold ids, words of the API and numbers. Not the keys of spaces, in arguments of their own or in a search: the
/// key of a personal space is an account id. Nor cursors, in which a search may stand.
const RECORDED: [&str; 11] =
    ["body-format", "expand", "from", "id", "limit", "sort", "space-id", "start", "startDate", "status", "version"];

/// The source in the registry.
pub(super) const CONNECTOR: Connector =
    Connector::Described { dialect: &settings::DIALECT, streams: known_streams, of };

/// The deployments with the clocks of their datasets and what is selected, as connections ask for them, by these settings.
static KNOWN: Known<Confluence> = Known::new();

/// A deployment.
struct Confluence {
    api: &'static Api,
    streams: &'static [Stream],
}

impl Confluence {
    /// The streams of a deployment, each read again as often as settings say, and of what they select.
    fn new(own: &Own, selected: Option<(String, String)>) -> Self {
        let api = settings::api(own);
        let selection = selected.map(|(text, settings)| Selection { text: text.leak(), settings: settings.leak() });
        let stream = |row: &Row| Stream {
            selection: selection.filter(|_| row.found.is_some()),
            ..row.stream.read_again(every(own, row.dataset))
        };
        let streams: Vec<Stream> = api.rows.iter().map(stream).collect();
        Self { api, streams: streams.leak() }
    }
}

fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let own = &connection.own;
    let selected = filter::selection(own);
    let key = format!("{:?} {} {selected:?}", deployment(own), own.value(EVERY));
    let site = KNOWN.get(key, || Ok(Confluence::new(own, selected)))?;
    Ok(site)
}

/// The streams of Cloud, and those that only Data Center has.
fn known_streams() -> Vec<&'static Stream> {
    streams_of(cloud::ROWS.iter().map(|row| &row.stream), data_center::ROWS.iter().map(|row| &row.stream))
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
            file_mib: Some(FILE_MIB.name),
            container: "page",
        }
    }

    fn named_scopes(&self, connection: &Connection) -> Vec<String> {
        spaces(connection).named
    }

    fn named_objects(&self, connection: &Connection) -> Vec<(&'static str, String)> {
        filter::named(&connection.own)
    }

    fn matches_scopes(&self, connection: &Connection) -> bool {
        spaces(connection).is_matched
    }

    fn scopes_at_once(&self) -> usize {
        self.api.scopes_at_once
    }

    fn posts(&self) -> Posts {
        Posts::To(self.api.posts)
    }

    fn recorded(&self) -> Vec<String> {
        RECORDED.map(str::to_owned).to_vec()
    }

    fn wanted(&self, connection: &Connection) -> Vec<String> {
        settings::wanted(self.api, &connection.own)
    }

    fn stores_files(&self, connection: &Connection, stream: &Stream) -> bool {
        settings::stores_files(&connection.own, stream)
    }

    fn read_besides(&self, connection: &Connection) -> Option<String> {
        settings::read_besides(&connection.own)
    }

    fn hint(&self, connection: &Connection, trouble: Trouble) -> Option<&'static str> {
        door::hint(&PRODUCT, &connection.own, trouble)
    }

    fn scopes(&self, connection: &Connection) -> Vec<String> {
        let wanted = self.wanted(connection);
        let (_, groups) = filter::creators(&connection.own);
        let is_wanted = |row: &&Row| {
            wanted.iter().any(|stream| stream == row.stream.name)
                || (row.dataset == streams::USER && !groups.is_empty())
        };
        if door::has_scopes(&connection.own) {
            scopes::of_all(self.api.rows.iter().filter(is_wanted))
        } else {
            Vec::new()
        }
    }

    fn door(&self, connection: &Connection, keeper: &Keeper) -> Result<Door> {
        door::door(&PRODUCT, connection, keeper)
    }

    fn consent(&self, connection: &Connection, back: &Url) -> Result<Option<Consent>> {
        door::consent(connection, self.scopes(connection), back)
    }

    fn notice(&self, connection: &Connection) -> Option<String> {
        door::notice(&connection.own)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        let (url, spaces) = (connection.url.clone(), spaces(connection));
        let (users, groups) = filter::creators(&connection.own);
        let selecting = Selecting::new(filter::conditions(&connection.own), users, groups);
        Ok(Box::new(Site::new(url, connection.page_size, (spaces, selecting), self.api, self.streams)))
    }
}

/// The spaces that a connection asks for.
fn spaces(connection: &Connection) -> Spaces {
    Spaces::of(&connection.own.texts(settings::SPACES))
}
