//! Jira and Jira Service Management: Cloud by REST API v3, Data Center by v2.
//!
//! | file | what it does |
//! |---|---|
//! | [`settings`], [`product`] | the settings and their rules; what Jira is among the products of Atlassian |
//! | [`cloud`], [`data_center`] | how each stream is asked for, as tables ([`endpoint`]), [`streams`] and [`desk`] what they have in common |
//! | [`site`], [`answer`] | requests to one site, and its answers |
//! | [`search`], [`jql`] | searches for issues: their bodies, how they go on, and the language |
//! | [`fields`], [`types`] | custom fields as the site describes them, and what each holds |
//! | [`tombstones`] | the feed of deleted worklogs |
//! | [`survey`], [`scopes`] | what reading takes: rights, scopes of tokens, how many issues there are |
//!
//! Issues are listed by their ids and read by them, a hundred at once; what has changed is searched for by time without an upper
//! bound, for an issue that changes often would always be behind one. An answer about an issue carries its changelog, comments,
//! worklogs, files and links, but of long lists the first alone ([`Carried`](catchment_base::response::Carried)): where it does not have
//! as many as it says, they are listed for that issue. Assets and articles of knowledge bases are not read.

mod answer;
mod cloud;
mod data_center;
mod desk;
mod endpoint;
mod fields;
mod jql;
mod product;
mod scopes;
mod search;
mod settings;
mod site;
mod streams;
mod survey;
mod tombstones;
mod types;

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
pub(super) use product::PRODUCT;
use site::Site;
use url::Url;

/// Arguments that hold ids, words of the API and numbers.
const RECORDED: [&str; 9] = ["expand", "fields", "from", "limit", "maxResults", "offset", "since", "startAt", "status"];

/// The source in the registry.
pub(super) const CONNECTOR: Connector =
    Connector::Described { dialect: &settings::DIALECT, streams: known_streams, of };

/// The deployments with the clocks of their datasets and what is selected, as connections ask for them, by these settings.
static KNOWN: Known<Jira> = Known::new();

/// A deployment.
struct Jira {
    api: &'static Api,
    streams: &'static [Stream],
}

impl Jira {
    /// The streams of a deployment, each read again as often as settings say, and of what they select.
    fn new(own: &Own) -> Self {
        let api = settings::api(own);
        let selection = settings::filter(own).map(|text| Selection { text: text.leak(), settings: settings::JQL });
        let stream = |row: &Row| Stream {
            selection: selection.filter(|_| row.stream.lists_ids),
            description: if row.stream.is_told { own.texts(settings::FIELDS).join(",").leak() } else { "" },
            ..row.stream.read_again(every(own, row.dataset))
        };
        let streams: Vec<Stream> = api.rows.iter().map(stream).collect();
        Self { api, streams: streams.leak() }
    }
}

fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let own = &connection.own;
    let said = [EVERY, settings::JQL, settings::FIELDS].map(|name| own.value(name).to_string());
    let key = format!("{:?} {said:?}", deployment(own));
    let site = KNOWN.get(key, || Ok(Jira::new(own)))?;
    Ok(site)
}

/// The streams of Cloud, and those that only Data Center has.
fn known_streams() -> Vec<&'static Stream> {
    streams_of(cloud::ROWS.iter().map(|row| &row.stream), data_center::ROWS.iter().map(|row| &row.stream))
}

impl Source for Jira {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        self.streams
    }

    fn words(&self) -> Words {
        Words {
            streams: settings::DATASETS,
            scopes: Some(ScopeWords { setting: settings::PROJECTS, one: "project", many: "projects" }),
            file_mib: Some(FILE_MIB.name),
            container: "issue",
        }
    }

    /// The listing of Data Center cannot be asked for some projects.
    fn matches_scopes(&self, connection: &Connection) -> bool {
        !self.api.is_cloud() && !self.named_scopes(connection).is_empty()
    }

    fn scopes_at_once(&self) -> usize {
        jql::MOST_PROJECTS
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
        settings::read_besides(self.api, &connection.own)
    }

    fn hint(&self, connection: &Connection, trouble: Trouble) -> Option<&'static str> {
        door::hint(&PRODUCT, &connection.own, trouble)
    }

    fn scopes(&self, connection: &Connection) -> Vec<String> {
        let wanted = self.wanted(connection);
        let rows = self.api.rows.iter().filter(|row| wanted.iter().any(|stream| stream == row.stream.name));
        if door::has_scopes(&connection.own) { scopes::of_all(rows) } else { Vec::new() }
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
        Ok(Box::new(Site::new(connection, self.api, self.streams, self.wanted(connection))))
    }
}
