//! The configuration: one TOML file, `catchment.toml`, in which every key is known and every value is checked.
//!
//! Tables say what may be written: those of the engine ([`Section`]) and one for each kind of source ([`Dialect`]), which
//! the source brings. docs/settings.md, the help text and the file that `init` writes are derived from them. Relative paths
//! are relative to the folder of the file. Secrets are only referred to.

mod check;
mod connection;
mod dialect;
mod document;
mod mode;
mod own;
mod place;
mod read;
mod redaction;
mod reference;
mod refusal;
mod rules;
mod secret_ref;
mod sections;
mod settings;
mod table;
#[cfg(test)]
mod tests;

pub use connection::Connection;
pub use dialect::Dialect;
pub use mode::{HistoryOrder, LostScope, Mode};
pub use own::Own;
pub use place::{OptionValue, Place};
pub use reference::{commented_example, help, reference_markdown, to_fill_in};
pub use refusal::shortened;
pub use secret_ref::SecretRef;
pub use sections::{Section, of_connection};
pub use settings::{
    Effect, Literal, Need, Setting, Shape, Title, Topic, enumerated, names_of, near_match, optional, seconds_of,
    span_of, suggestion, toml_of,
};
pub use table::{END_DATE, FILE_MIB, LOGIN_PORT, PAGE_SIZE, REQUESTS_PER_MINUTE, START_DATE, URL};

use catchment_base::disk;
use catchment_base::error::{Error, Result, printable};
use catchment_redact::Policy;
use document::{Document, Entry, entry, in_order};
use place::path_value;
use read::{Level, Values};
use redaction::Policies;
use refusal::{Refusal, all, both};
use rules::{check_name, folder_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// The name of the file where the command line names none.
pub const DEFAULT_FILE: &str = "catchment.toml";

/// Bytes of a configuration at most.
const MAX_BYTES: u64 = 1 << 20;

/// The sections of the file.
const SECTIONS: &[&str] = &["lake", "attachments", "connections", "redaction"];

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

impl Config {
    /// Reads and checks the file, whose connections are to these kinds of sources; nothing is looked up yet that a secret
    /// refers to.
    pub fn load(path: &Path, dialects: &'static [&'static Dialect]) -> Result<Self> {
        let text = read_file(path, dialects)?;
        let file = disk::absolute(path)?;
        let folder = file.parent().unwrap_or(Path::new("/"));
        let document = Document::new(path, &text, dialects);
        let table = document.parse()?;
        let top = Values::read(&document, Level::of(Section::Top, "the file", SECTIONS), 0, &table);
        let data_dir = top.and_then(|top| top.parsed("data_dir", |text| folder_of("data_dir", text, folder)));
        let lake = place(&document, &table, Section::Lake, folder);
        let places = both(lake, place(&document, &table, Section::Attachments, folder));
        let sections = Policies::read(&document, &table)
            .and_then(|policies| Ok((connections(&document, &table, folder, &policies)?, policies)));
        let (data_dir, ((lake, attachments), (connections, policies))) = both(data_dir, both(places, sections))?;
        for (place, words) in [(&lake, "the lake, which others may read"), (&attachments, "the folder of attachments")]
        {
            if place.folder().is_some_and(|folder| data_dir.starts_with(folder)) {
                return Err(Error::usage(format!("data_dir is inside {words}")).hint("choose separate folders"));
            }
        }
        if lake.to_string() == attachments.to_string() {
            return Err(Error::usage("the lake and the attachments share a place, but may have different readers")
                .hint("choose separate places"));
        }
        let (own, said_of_policies) = (policies.own(), policies.said());
        Ok(Self { data_dir, lake, attachments, connections, policies: own, said_of_policies, file })
    }

    /// The redaction policies that a file defines, by name, whatever else it says or lacks.
    pub fn policies_of(path: &Path, dialects: &'static [&'static Dialect]) -> Result<BTreeMap<String, Policy>> {
        let text = read_file(path, dialects)?;
        let document = Document::new(path, &text, dialects);
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
            out.push_str(&section_of(&format!("connections.{name}"), &connection.settings(), connection.own.values()));
        }
        for (name, values) in &self.said_of_policies {
            out.push_str(&format!("\n[redaction.{name}]\n"));
            out.push_str(&assignments(values));
        }
        out
    }

    /// The same as [`Config::effective`] for programs.
    pub fn effective_json(&self) -> Value {
        let connections: serde_json::Map<String, Value> =
            self.connections.iter().map(|(name, connection)| (name.clone(), connection.own.values().clone())).collect();
        json!({
            "data_dir": path_value(&self.data_dir),
            "lake": self.lake.values().into_iter().collect::<Value>(),
            "attachments": self.attachments.values().into_iter().collect::<Value>(),
            "connections": connections,
            "redaction": self.said_of_policies.iter().map(|(name, values)| (name.clone(), values.iter().cloned().collect())).collect::<serde_json::Map<String, Value>>(),
        })
    }
}

fn assignments(values: &[(&str, Value)]) -> String {
    values.iter().map(|(name, value)| format!("{name} = {}\n", toml_of(value))).collect()
}

/// A section with its values in the order of the settings, and behind it the sections by free names that are inside.
fn section_of(path: &str, settings: &[Setting], values: &Value) -> String {
    let (mut out, mut below) = (format!("\n[{path}]\n"), String::new());
    for Setting { name, shape, .. } in settings {
        match (shape, values.get(name)) {
            (_, None) => {}
            (Shape::Named(inner), Some(Value::Object(sections))) if !sections.is_empty() => {
                let sections =
                    sections.iter().map(|(key, values)| section_of(&format!("{path}.{name}.{key}"), inner, values));
                below.extend(sections);
            }
            (_, Some(value)) => out.push_str(&format!("{name} = {}\n", toml_of(value))),
        }
    }
    out + &below
}

fn read_file(path: &Path, dialects: &[&Dialect]) -> Result<String> {
    let shown = printable(&path.display().to_string());
    if !disk::exists(path) {
        let hint = format!("{} writes one; `--config FILE` names another", init(dialects));
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

/// The command that writes an example.
fn init(dialects: &[&Dialect]) -> String {
    format!("`catchment init {}`", dialects.first().map_or("SOURCE", |dialect| dialect.source))
}

fn place(document: &Document<'_>, table: &DeTable<'_>, section: Section, folder: &Path) -> Result<Place> {
    let empty = DeTable::new();
    let name = section.title().trim_matches(['[', ']']);
    let (at, table) = match entry(table, name) {
        Some((at, value)) => {
            let hint = format!("write `[{name}]` and below it `to = \"{name}\"`");
            (at, document.section(at, value, name, &hint)?)
        }
        None => (0, &empty),
    };
    let values = Values::read(document, Level::of(section, section.title(), &[]), at, table)?;
    Place::read(&values, folder)
}

fn connections(
    document: &Document<'_>,
    table: &DeTable<'_>,
    folder: &Path,
    policies: &Policies,
) -> Result<BTreeMap<String, Connection>> {
    let hint = format!("add a section `[connections.NAME]`; {} writes an example", init(document.dialects));
    let Some((at, value)) = entry(table, "connections") else {
        return Err(document.refuse(0, Refusal::new("there is no connection", hint)));
    };
    let sections = document.section(at, value, "connections", &hint)?;
    if sections.is_empty() {
        return Err(document.refuse(at, Refusal::new("there is no connection", hint)));
    }
    let connection = |(key, value): Entry<'_, '_>| {
        let (name, at): (&str, _) = (key.get_ref(), key.span().start);
        let table = document.section(at, value, name, &hint)?;
        check_name(name, document.dialects).map_err(|refusal| document.refuse(at, refusal))?;
        Ok((name.to_string(), Connection::read(document, name, at, table, folder, policies)?))
    };
    Ok(all(in_order(sections).into_iter().map(connection))?.into_iter().collect())
}
