//! The configuration: one TOML file, `catchment.toml`, in which every key is known and every value is checked.
//!
//! The table [`SETTINGS`] says what may be written; the README, the help text and the file that `init` writes are
//! derived from it. Relative paths are relative to the folder of the file. Secrets are only referred to.

mod place;
mod read;
mod redaction;
mod reference;
mod secret_ref;
mod settings;
mod table;
#[cfg(test)]
mod tests;

pub use place::{OptionValue, Place};
pub use reference::{commented_example, help, reference_markdown};
pub use secret_ref::SecretRef;
pub use settings::{Literal, Section, Setting, Shape, near_match};
pub use table::{FOREIGN, NOT_YET_BUILT, SETTINGS};

use crate::edge::disk;
use crate::error::{Error, Result, printable};
use crate::redact::Policy;
use chrono::NaiveDate;
use read::{Document, Refusal, Values, in_order, shortened};
use redaction::Policies;
use serde_json::{Value, json};
use settings::toml_of;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::{Host, Url};

/// The name of the file where the command line names none.
pub const DEFAULT_FILE: &str = "catchment.toml";

/// Bytes of a configuration at most.
const MAX_BYTES: u64 = 1 << 20;

/// The sections of the file.
const SECTIONS: [&str; 4] = ["lake", "attachments", "connections", "redaction"];

/// Characters of a connection's name at most.
const MAX_NAME: usize = 40;

/// What the file says, checked and with the defaults filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file, as an absolute path.
    pub file: PathBuf,
    /// Folder of the databases, the key file, locks and sockets, as an absolute path. Default `data`.
    pub data_dir: PathBuf,
    /// Where the datasets are published to. Default the folder `lake`.
    pub lake: Place,
    /// Where the files of attachments are stored. Default the folder `attachments`.
    pub attachments: Place,
    /// The connections by name, at least one.
    pub connections: BTreeMap<String, Connection>,
    /// The redaction policies that the file defines, by name.
    pub policies: BTreeMap<String, Policy>,
    /// What it says of them.
    said_of_policies: BTreeMap<String, Vec<(&'static str, Value)>>,
}

/// One site to read.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its name: a small letter, then at most 39 small letters, digits and underscores.
    pub name: String,
    /// The kind of system: `confluence`.
    pub source: String,
    /// Address of the site, without a slash at its end, user, query or fragment.
    pub url: Url,
    /// Who runs the site: `cloud`. Default `cloud`.
    pub deployment: String,
    /// The account that reads.
    pub username: String,
    /// Where the API token is found.
    pub api_token: SecretRef,
    /// Keys of the spaces to read; empty (the default) means all that the account sees.
    pub space_keys: Vec<String>,
    /// What is read: `page`, `blogpost`, and `attachment` for what is attached to them. Default `page`.
    pub content_types: Vec<String>,
    /// Size in MiB up to which files of attachments are stored, 1 to 1,000,000. Default 50.
    pub max_attachment_size_mb: u32,
    /// Results per request, 1 to 250. Default 250.
    pub page_size: u32,
    /// Requests that start in any 60 seconds, 1 to 100,000. Default 600.
    pub requests_per_minute: u32,
    /// Least pause after the query limit or a 429 was met, to the millisecond. Default one second.
    pub rate_limit_timeout: Duration,
    /// Longest time of one request, to the millisecond. Default one minute.
    pub request_timeout: Duration,
    /// Whether answers may be compressed in transport. Default true.
    pub compression: bool,
    /// `both`, `historical` or `incremental`. Default `both`.
    pub mode: String,
    /// First day of last modification that history takes. Default: everything.
    pub start_date: Option<NaiveDate>,
    /// Last day of last modification that history takes. Default: until the first sync.
    pub end_date: Option<NaiveDate>,
    /// Which part of history is read first: `newest` or `oldest`. Default `newest`.
    pub history_order: String,
    /// How long after a census the next one is due, to the minute. Default a day.
    pub census_every: Duration,
    /// The largest part that one run may take out as deleted, 0 to 1. Default 0.2.
    pub max_deleted_share: f64,
    /// How long a landed page stays that holds the newest version of nothing. Default 30 days.
    pub raw_retention: Duration,
    /// How text is redacted. Default the policy `standard`.
    pub redaction: Policy,
    /// Whether plain http is accepted outside this machine. Default false.
    pub insecure_http: bool,
}

impl Config {
    /// Reads and checks the file; nothing is looked up yet that a secret refers to.
    pub fn load(path: &Path) -> Result<Self> {
        let text = read_file(path)?;
        let file = disk::absolute(path)?;
        let folder = file.parent().unwrap_or(Path::new("/"));
        let document = Document::new(path, &text);
        let table = document.parse()?;
        let top = Values::read(&document, Section::Top, "the file".into(), 0, &table, &SECTIONS)?;
        let data_dir = top.parsed("data_dir", |text| folder_of("data_dir", text, folder))?;
        let lake = place(&document, &table, Section::Lake, folder)?;
        let attachments = place(&document, &table, Section::Attachments, folder)?;
        for (place, words) in
            [(&lake, "the lake, where everybody may read"), (&attachments, "the folder of attachments")]
        {
            if place.folder().is_some_and(|folder| data_dir.starts_with(folder)) {
                return Err(Error::usage(format!("data_dir lies in {words}")).hint("choose folders beside each other"));
            }
        }
        if lake.to_string() == attachments.to_string() {
            return Err(Error::usage("the lake and the attachments have one place, but not all may read both")
                .hint("choose places beside each other"));
        }
        let policies = Policies::read(&document, &table)?;
        let connections = connections(&document, &table, folder, &policies)?;
        let (own, said_of_policies) = (policies.own(), policies.said());
        Ok(Self { data_dir, lake, attachments, connections, policies: own, said_of_policies, file })
    }

    /// The redaction policies that a file defines, by name, whatever else it says or lacks.
    pub fn policies_of(path: &Path) -> Result<BTreeMap<String, Policy>> {
        let text = read_file(path)?;
        let document = Document::new(path, &text);
        Ok(Policies::read(&document, &document.parse()?)?.own())
    }

    /// The connection of that name.
    pub fn connection(&self, name: &str) -> Result<&Connection> {
        self.connections.get(name).ok_or_else(|| {
            let names = self.connections.keys().cloned().collect::<Vec<_>>().join(", ");
            let hint = match near_match(name, self.connections.keys()) {
                Some(near) => format!("did you mean `{near}`? connections: {names}"),
                None => format!("connections: {names}"),
            };
            Error::usage(format!("there is no connection `{}`", shortened(name))).hint(hint)
        })
    }

    /// The values in force as TOML: defaults filled in, paths absolute, secrets as their reference. Read as a
    /// configuration in the same folder, it gives the same values again.
    pub fn effective(&self) -> String {
        let mut out = assignments(&[("data_dir", path_value(&self.data_dir))]);
        for (name, place) in [("lake", &self.lake), ("attachments", &self.attachments)] {
            out.push_str(&format!("\n[{name}]\n"));
            out.push_str(&assignments(&place.values()));
        }
        for (name, connection) in &self.connections {
            out.push_str(&format!("\n[connections.{name}]\n"));
            out.push_str(&assignments(&connection.values()));
        }
        for (name, values) in &self.said_of_policies {
            out.push_str(&format!("\n[redaction.{name}]\n"));
            out.push_str(&assignments(values));
        }
        out
    }

    /// The same as [`Config::effective`] for programs.
    pub fn effective_json(&self) -> Value {
        let connections: serde_json::Map<String, Value> = self
            .connections
            .iter()
            .map(|(name, connection)| (name.clone(), connection.values().into_iter().collect()))
            .collect();
        json!({
            "data_dir": path_value(&self.data_dir),
            "lake": self.lake.values().into_iter().collect::<Value>(),
            "attachments": self.attachments.values().into_iter().collect::<Value>(),
            "connections": connections,
            "redaction": self.said_of_policies.iter().map(|(name, values)| (name.clone(), values.iter().cloned().collect())).collect::<serde_json::Map<String, Value>>(),
        })
    }
}

impl Connection {
    /// Bytes that an attachment may have; of larger ones only the metadata is kept.
    pub fn max_attachment_bytes(&self) -> u64 {
        u64::from(self.max_attachment_size_mb) << 20
    }

    /// The address of the site, as it is kept on record.
    pub fn address(&self) -> String {
        self.url.as_str().trim_end_matches('/').to_owned()
    }

    /// Whether the site and the one of another address are on this machine, where a port is drawn anew each time.
    pub fn is_rehearsal_of(&self, other: &str) -> bool {
        let here = |url: &Url| is_loopback(url) && url.path() == self.url.path();
        here(&self.url) && Url::parse(other).is_ok_and(|other| here(&other))
    }

    fn new(name: &str, values: &Values<'_>, folder: &Path, policies: &Policies) -> Result<Self> {
        let deployment = values.text("deployment")?.to_string();
        let insecure_http = values.switch("insecure_http")?;
        let (start_date, end_date) = (values.day("start_date")?, values.day("end_date")?);
        values.settled("end_date", in_order_of_time(start_date, end_date))?;
        Ok(Self {
            name: name.to_string(),
            source: values.text("source")?.to_string(),
            url: values.parsed("url", |text| site(text, &deployment, insecure_http))?,
            deployment,
            username: values.parsed("username", username)?,
            api_token: values.parsed("api_token", |text| SecretRef::parse("api_token", text, folder))?,
            space_keys: values.texts("space_keys")?,
            content_types: values.ruled_texts("content_types", has_containers)?,
            max_attachment_size_mb: values.number("max_attachment_size_mb")?,
            page_size: values.number("page_size")?,
            requests_per_minute: values.number("requests_per_minute")?,
            rate_limit_timeout: Duration::from_millis(values.number("rate_limit_timeout_ms")?.into()),
            request_timeout: Duration::from_millis(values.number("request_timeout_ms")?.into()),
            compression: values.switch("compression")?,
            mode: values.text("mode")?.to_string(),
            start_date,
            end_date,
            history_order: values.text("history_order")?.to_string(),
            census_every: values.span("census_every")?,
            max_deleted_share: values.share("max_deleted_share")?,
            raw_retention: values.span("raw_retention")?,
            redaction: values.parsed("redaction", |name| policies.named(name))?,
            insecure_http,
        })
    }

    fn values(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("source", json!(self.source)),
            ("url", json!(self.url.as_str())),
            ("deployment", json!(self.deployment)),
            ("username", json!(self.username)),
            ("api_token", json!(self.api_token.to_string())),
            ("space_keys", json!(self.space_keys)),
            ("content_types", json!(self.content_types)),
            ("max_attachment_size_mb", json!(self.max_attachment_size_mb)),
            ("page_size", json!(self.page_size)),
            ("requests_per_minute", json!(self.requests_per_minute)),
            ("rate_limit_timeout_ms", milliseconds(self.rate_limit_timeout)),
            ("request_timeout_ms", milliseconds(self.request_timeout)),
            ("compression", json!(self.compression)),
            ("mode", json!(self.mode)),
            ("start_date", day(self.start_date)),
            ("end_date", day(self.end_date)),
            ("history_order", json!(self.history_order)),
            ("census_every", span(self.census_every)),
            ("max_deleted_share", json!(self.max_deleted_share)),
            ("raw_retention", span(self.raw_retention)),
            ("redaction", json!(self.redaction.name())),
            ("insecure_http", json!(self.insecure_http)),
        ]
    }
}

fn assignments(values: &[(&str, Value)]) -> String {
    values.iter().map(|(name, value)| format!("{name} = {}\n", toml_of(value))).collect()
}

fn path_value(path: &Path) -> Value {
    json!(path.to_string_lossy())
}

fn day(day: Option<NaiveDate>) -> Value {
    json!(day.map(|day| day.to_string()).unwrap_or_default())
}

/// A length of time in the largest unit that it is a whole number of, as it can be read again.
fn span(time: Duration) -> Value {
    let minutes = time.as_secs() / 60;
    let units = [(60 * 24, 'd'), (60, 'h')];
    let (size, unit) =
        units.into_iter().find(|(size, _)| minutes > *size && minutes.is_multiple_of(*size)).unwrap_or((1, 'm'));
    json!(format!("{}{unit}", minutes / size))
}

fn milliseconds(time: Duration) -> Value {
    json!(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

fn read_file(path: &Path) -> Result<String> {
    let shown = printable(&path.display().to_string());
    if !disk::exists(path) {
        let hint = "`catchment init confluence` writes one; `--config FILE` names another";
        return Err(Error::usage(format!("there is no configuration {shown}")).hint(hint));
    }
    let unreadable = |cause: Error| {
        Error::usage(format!("the configuration {shown} cannot be read"))
            .hint("`--config FILE` names another")
            .because(cause)
    };
    let file = disk::open(path).map_err(unreadable)?;
    let bytes =
        disk::read_bounded(file, MAX_BYTES).map_err(|cause| unreadable(disk::failed("reading", path, cause)))?;
    // The cause is not chained: it would hold the bytes of the file.
    String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("the configuration {shown} is not UTF-8")).hint("save it as UTF-8"))
}

fn place(document: &Document<'_>, table: &DeTable<'_>, section: Section, folder: &Path) -> Result<Place> {
    let empty = DeTable::new();
    let name = section.title().trim_matches(['[', ']']);
    let (at, table) = match section_named(table, name) {
        Some((at, value)) => {
            let hint = format!("write `[{name}]` and below it `to = \"{name}\"`");
            (at, section_table(document, at, value, name, &hint)?)
        }
        None => (0, &empty),
    };
    let values = Values::read(document, section, section.title().into(), at, table, &[])?;
    Place::read(&values, folder)
}

fn connections(
    document: &Document<'_>,
    table: &DeTable<'_>,
    folder: &Path,
    policies: &Policies,
) -> Result<BTreeMap<String, Connection>> {
    let hint = "write a section `[connections.NAME]`; `catchment init confluence` writes an example";
    let Some((at, value)) = section_named(table, "connections") else {
        return Err(document.refuse(0, Refusal::new("there is no connection", hint)));
    };
    let sections = section_table(document, at, value, "connections", hint)?;
    if sections.is_empty() {
        return Err(document.refuse(at, Refusal::new("there is no connection", hint)));
    }
    let mut found = BTreeMap::new();
    for (key, value) in in_order(sections) {
        let (name, at): (&str, _) = (key.get_ref(), key.span().start);
        let table = section_table(document, at, value, name, hint)?;
        check_name(name).map_err(|refusal| document.refuse(at, refusal))?;
        let values = Values::read(document, Section::Connection, format!("[connections.{name}]"), at, table, &[])?;
        found.insert(name.to_string(), Connection::new(name, &values, folder, policies)?);
    }
    Ok(found)
}

fn section_named<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<(usize, &'t Spanned<DeValue<'i>>)> {
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key.span().start, value))
}

fn section_table<'t, 'i>(
    document: &Document<'_>,
    at: usize,
    value: &'t Spanned<DeValue<'i>>,
    name: &str,
    hint: &str,
) -> Result<&'t DeTable<'i>> {
    let not_a_section = || document.refuse(at, Refusal::new(format!("`{}` must be a section", shortened(name)), hint));
    value.get_ref().as_table().ok_or_else(not_a_section)
}

/// Names of the schemas that a connection's database has, which may not be its own name.
const RESERVED_NAMES: [&str; 5] = ["confluence", "information_schema", "land", "mart", "sync"];

fn check_name(name: &str) -> Result<(), Refusal> {
    if RESERVED_NAMES.contains(&name) {
        return Err(Refusal::new(
            format!("a connection cannot be called `{name}`: its database has parts of that name"),
            "choose another one, such as `wiki`",
        ));
    }
    let mut chars = name.chars();
    let begins = chars.next().is_some_and(|c| c.is_ascii_lowercase());
    if begins && name.len() <= MAX_NAME && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Ok(());
    }
    Err(Refusal::new(
        format!("`{}` is no name of a connection", shortened(name)),
        format!(
            "it becomes a file and a folder: a small letter, then at most {} small letters, digits and underscores",
            MAX_NAME - 1
        ),
    ))
}

fn folder_of(name: &str, text: &str, base: &Path) -> Result<PathBuf, Refusal> {
    let hint = format!("give a folder: {name} = \"/srv/catchment\"");
    if text.contains("://") {
        return Err(Refusal::new(format!("`{name}` is an address, but must be a folder"), hint));
    }
    if text.starts_with('~') {
        return Err(Refusal::new(format!("`{name}`: `~` is not expanded"), hint));
    }
    // Collecting the parts drops the `.` among them.
    Ok(base.join(text).components().collect())
}

/// Attachments belong to pages and blog posts, and only those of objects that are read exist.
fn has_containers(content_types: &[String]) -> Result<(), Refusal> {
    match content_types {
        [only] if only == "attachment" => Err(Refusal::new(
            "`content_types` holds \"attachment\" and nothing that it is attached to",
            "for example: content_types = [\"page\", \"attachment\"]",
        )),
        _ => Ok(()),
    }
}

/// History of no day at all would look as if the site were empty.
fn in_order_of_time(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<(), Refusal> {
    match start.zip(end) {
        Some((start, end)) if start > end => Err(Refusal::new(
            format!("`end_date` is {end}, but `start_date` is {start}: there is no day between them"),
            "give a later end_date or an earlier start_date; mode = \"incremental\" reads no history",
        )),
        _ => Ok(()),
    }
}

fn username(text: &str) -> Result<String, Refusal> {
    // The value is not shown: what stands behind the colon is often the token.
    match text.contains(':') {
        true => {
            Err(Refusal::new("`username` holds a colon, which no user name may hold", "give the e-mail address alone"))
        }
        false => Ok(text.to_string()),
    }
}

/// The address of a site. No refusal quotes what may hold a password or a token: user, query and fragment.
fn site(text: &str, deployment: &str, insecure_http: bool) -> Result<Url, Refusal> {
    let example = "for example: url = \"https://example.atlassian.net/wiki\"";
    let mut url = address(text, example, "remove it; `username` and `api_token` have settings of their own")?;
    let instead = "write https; `insecure_http = true` accepts that user name and token travel in clear";
    check_scheme(&url, insecure_http, instead)?;
    let path = url.path().trim_end_matches('/').to_string();
    url.set_path(&path);
    if deployment == "cloud" && !path.ends_with("/wiki") {
        let what =
            format!("`url` is {}, but the address of a Confluence Cloud site ends in /wiki", shortened(url.as_str()));
        return Err(Refusal::new(what, example));
    }
    Ok(url)
}

/// A URL without user, password, query and fragment.
fn address(text: &str, example: &str, without_user: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text).map_err(|cause| Refusal::new("`url` is no valid URL", example).because(cause))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new("`url` holds a user name or a password", without_user));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Refusal::new("`url` holds a query or a fragment", "remove the `?` or `#` and what follows it"));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn check_scheme(url: &Url, insecure_http: bool, instead: &str) -> Result<(), Refusal> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) || insecure_http => Ok(()),
        "http" => Err(Refusal::new(
            format!("`url` is {}, but plain http is accepted on this machine only", shortened(url.as_str())),
            instead,
        )),
        other => Err(Refusal::new(
            format!("`url` begins with {}:, but must begin with https:", shortened(other)),
            "write https",
        )),
    }
}
