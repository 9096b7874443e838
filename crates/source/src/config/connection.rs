//! One connection: the settings that each has, and those of its source.

use super::check::{Check, for_example};
use super::dialect::Dialect;
use super::document::{Document, entry};
use super::mode::{HistoryOrder, LostScope, Mode};
use super::own::Own;
use super::read::{Level, Values};
use super::redaction::Policies;
use super::refusal::Refusal;
use super::rules::{address, check_scheme, is_loopback};
use super::sections::{Section, of_connection};
use super::settings::Setting;
use catchment_base::error::Result;
use catchment_io::http::{Transport, is_sendable, prove_proxy};
use catchment_redact::Policy;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use toml::de::DeTable;
use url::Url;

/// One site to read.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its name: a small letter, then at most 39 small letters, digits and underscores.
    pub name: String,
    /// The kind of system, by the word of its dialect.
    pub source: String,
    /// Address of the site, without a slash at its end, user, query or fragment.
    pub url: Url,
    /// Results per request, within the bounds of the source.
    pub page_size: u32,
    /// Requests that start in any 60 seconds, 1 to 100,000. Default 600.
    pub requests_per_minute: u32,
    /// Least pause after the query limit or a 429 was met, to the millisecond. Default one second.
    pub rate_limit_timeout: Duration,
    /// Longest time of one request, to the millisecond. Default one minute.
    pub request_timeout: Duration,
    /// How requests leave the machine. Default as the environment says.
    pub transport: Transport,
    /// Whether answers may be compressed in transport. Default true.
    pub compression: bool,
    /// Which part of the site's past and future is read. Default both.
    pub mode: Mode,
    /// First day of last modification that history takes. Default: everything.
    pub start_date: Option<NaiveDate>,
    /// Last day of last modification that history takes. Default: until the first sync.
    pub end_date: Option<NaiveDate>,
    /// Which part of history is read first. Default the newest.
    pub history_order: HistoryOrder,
    /// What follows where the site does not show a scope any more that was followed.
    pub on_lost_scope: LostScope,
    /// How long after a census the next one is due, to the minute. Default a day.
    pub census_every: Duration,
    /// How long after everything was read it is read again, whether it has changed or not. Default never.
    pub reread_every: Option<Duration>,
    /// The largest part that one run may take out as deleted, 0 to 1. Default 0.2.
    pub max_deleted_share: f64,
    /// Whether a first generation is published that lacks something. Default false.
    pub publish_incomplete: bool,
    /// How long a landed response stays that holds the newest version of nothing. Default 30 days.
    pub raw_retention: Duration,
    /// How text is redacted. Default the policy `standard`.
    pub redaction: Policy,
    /// Whether plain http is accepted outside this machine. Default false.
    pub insecure_http: bool,
    /// Everything that its section says, the settings of its source among it.
    pub own: Own,
    /// What the settings of its source are.
    pub dialect: &'static Dialect,
}

impl Connection {
    /// The address of the site, as it is kept on record.
    pub fn address(&self) -> String {
        self.url.as_str().trim_end_matches('/').to_owned()
    }

    /// Whether settings ask for a part of the time alone: for some days, or for what changes from the first sync on.
    pub fn is_bounded(&self) -> bool {
        self.start_date.is_some() || self.end_date.is_some() || self.mode == Mode::Incremental
    }

    /// Whether the site and the one of another address are on this machine, where a port is drawn anew each time.
    pub fn is_rehearsal_of(&self, other: &str) -> bool {
        let here = |url: &Url| is_loopback(url) && url.path() == self.url.path();
        here(&self.url) && Url::parse(other).is_ok_and(|other| here(&other))
    }

    /// The account that reads, as the settings name it; nothing if its source has no setting for that, or it is not set.
    pub fn account(&self) -> Option<&str> {
        self.own.text(self.dialect.account?)
    }

    /// Its settings, in the order in which they are explained.
    pub(super) fn settings(&self) -> Vec<Setting> {
        of_connection(&[], self.dialect)
    }

    /// The connection that a section describes, which begins at `at`.
    pub(super) fn read(
        document: &Document<'_>,
        name: &str,
        at: usize,
        table: &DeTable<'_>,
        folder: &Path,
        policies: &Policies,
    ) -> Result<Self> {
        let dialect = dialect_of(document, name, at, table)?;
        let values = Values::read(document, Level::of_connection(name, dialect, document), at, table)?;
        let connection = Self::new(name, dialect, &values, folder, policies)?;
        (dialect.check)(&connection.own)?;
        Ok(connection)
    }

    fn new(
        name: &str,
        dialect: &'static Dialect,
        values: &Values<'_>,
        folder: &Path,
        policies: &Policies,
    ) -> Result<Self> {
        let insecure_http = values.switch("insecure_http")?;
        let (start_date, end_date) = (values.day("start_date")?, values.day("end_date")?);
        values.settled("end_date", in_order_of_time(start_date, end_date))?;
        let base = |url| (dialect.base)(url, values.found());
        let url = values.parsed("url", |text| site(text, base, &values.example("url"), insecure_http))?;
        Ok(Self {
            name: name.to_string(),
            source: values.text("source")?.to_string(),
            own: values.own(folder)?.with("url", json!(url.as_str())),
            url,
            page_size: values.number("page_size")?,
            requests_per_minute: values.number("requests_per_minute")?,
            rate_limit_timeout: Duration::from_millis(values.number("rate_limit_timeout_ms")?.into()),
            request_timeout: Duration::from_millis(values.number("request_timeout_ms")?.into()),
            transport: transport(values, folder)?,
            compression: values.switch("compression")?,
            mode: values.word("mode", Mode::of_word)?,
            start_date,
            end_date,
            history_order: values.word("history_order", HistoryOrder::of_word)?,
            on_lost_scope: values.word("on_lost_scope", LostScope::of_word)?,
            census_every: values.span("census_every")?,
            reread_every: values.found().get("reread_every").map(|_| values.span("reread_every")).transpose()?,
            max_deleted_share: values.share("max_deleted_share")?,
            publish_incomplete: values.switch("publish_incomplete")?,
            raw_retention: values.span("raw_retention")?,
            redaction: values.parsed("redaction", |name| policies.named(name))?,
            insecure_http,
            dialect,
        })
    }
}

/// How the requests of a connection leave the machine.
fn transport(values: &Values<'_>, folder: &Path) -> Result<Transport> {
    let set = |name: &str| values.found().get(name).and_then(Value::as_str);
    let proxy = set("proxy").map(|text| values.settled("proxy", proxy(text))).transpose()?;
    let agent = set("user_agent").map(|text| values.settled("user_agent", agent(text))).transpose()?;
    Ok(Transport { proxy, ca_file: set("ca_file").map(|path| folder.join(path)), agent })
}

fn proxy(text: &str) -> Result<Url, Refusal> {
    let example = "for example: proxy = \"http://proxy.example.com:3128\"";
    let url = Url::parse(text).map_err(|cause| Refusal::new("`proxy` is an invalid URL", example).because(cause))?;
    let hint = format!("{example}; a proxy that asks for a password can be given in the environment (HTTPS_PROXY)");
    prove_proxy(&url).map_err(|what| Refusal::new(format!("`proxy` {what}"), hint))?;
    Ok(url)
}

fn agent(text: &str) -> Result<String, Refusal> {
    let hint = "write printable ASCII characters, without spaces at its ends";
    let is_good = is_sendable(text) && !text.is_empty();
    is_good.then(|| text.to_owned()).ok_or_else(|| Refusal::new("`user_agent` cannot be sent as a header", hint))
}

/// The dialect that a section names.
fn dialect_of(document: &Document<'_>, name: &str, at: usize, table: &DeTable<'_>) -> Result<&'static Dialect> {
    const SETTING: &str = "source";
    let settings = Section::Connection.settings(document.dialects);
    let setting = settings.iter().find(|setting| setting.name == SETTING);
    let lacks = || {
        let hint = setting.map_or_else(String::new, for_example);
        document.refuse(at, Refusal::new(format!("[connections.{name}] lacks `{SETTING}`"), hint))
    };
    let (setting, (_, value)) = setting.zip(entry(table, SETTING)).ok_or_else(lacks)?;
    let word = Check { document, setting, path: SETTING }.value(value)?;
    document.dialects.iter().find(|dialect| word == dialect.source).copied().ok_or_else(lacks)
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

/// The address of a site. No refusal quotes what may hold a password or a token: user, query and fragment.
fn site(text: &str, base: impl Fn(Url) -> Url, example: &str, insecure_http: bool) -> Result<Url, Refusal> {
    // What is no URL at all is refused with the next line.
    let text = Url::parse(text).map_or_else(|_| text.to_owned(), |url| base(url).into());
    let mut url = address(&text, example, "remove it; credentials have their own settings")?;
    let instead = "use https; `insecure_http = true` sends user name and token unencrypted";
    check_scheme(&url, insecure_http, instead)?;
    let path = url.path().trim_end_matches('/').to_string();
    url.set_path(&path);
    Ok(url)
}
