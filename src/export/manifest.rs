//! The manifest: one JSON file that states what a generation holds and what is proven about it.

use super::columns::NUMBER;
use super::lake::path;
use super::plan::DataFile;
use super::{Content, State};
use crate::error::{Error, Result};
use arrow::datatypes::SchemaRef;
use serde::Serialize;
use serde_json::{Value, json};

/// The version of the manifest's form. Up to the first the paths of files led below generations.
const FORMAT: u32 = 2;

/// Whether the files of a manifest lie where an older program laid them.
pub fn has_former_layout(manifest: &[u8]) -> bool {
    let manifest: Value = serde_json::from_slice(manifest).unwrap_or_default();
    manifest["format"].as_u64().is_some_and(|format| format < u64::from(FORMAT))
}

/// What a manifest says beside its files.
pub struct Facts<'a> {
    /// Whether the connection is complete as of this publication: `complete`, `complete except N acknowledged gaps` or
    /// `incomplete`.
    pub outcome: String,
    /// The connection's name.
    pub connection: String,
    /// Which database made it.
    pub database_id: String,
    /// The id of the key its pseudonyms are made with.
    pub key_id: String,
    /// The redaction policy.
    pub policy: String,
    /// What becomes of the files of attachments, which no policy redacts.
    pub attachments: &'static str,
    /// How far the syncs have come; asked for only where something is published.
    pub progress: &'a dyn Fn() -> Result<Progress>,
}

/// How far the syncs of a connection have come.
pub struct Progress {
    /// `{stream, scope, complete_to}` for every listing that was proven to its end.
    pub complete_to: Value,
    /// What could not be read: the rows of the quarantine that are open or acknowledged.
    pub open: Value,
}

impl Facts<'_> {
    /// How the rows were made, as the manifest states it.
    pub fn making(&self) -> String {
        json!({"key_id": self.key_id, "redaction_policy": self.policy, "attachments": self.attachments}).to_string()
    }
}

/// A manifest with what matters most in its first line.
#[derive(Serialize)]
struct Outcome<'a> {
    outcome: &'a str,
    #[serde(flatten)]
    manifest: Value,
}

/// The manifest of a generation as text; paths of files are relative to the connection's part of the lake.
pub fn render(facts: &Facts<'_>, generation: i64, parent: Option<i64>, contents: &[Content]) -> Result<String> {
    let datasets: serde_json::Map<String, Value> =
        contents.iter().map(|content| (content.dataset.name.clone(), dataset(content))).collect();
    let progress = (facts.progress)()?;
    let manifest = json!({
        "format": FORMAT,
        "connection": facts.connection,
        "database_id": facts.database_id,
        "generation": generation,
        "parent": parent,
        "key_id": facts.key_id,
        "redaction_policy": facts.policy,
        "attachments": facts.attachments,
        "complete_to": progress.complete_to,
        "open": progress.open,
        "datasets": datasets,
    });
    let first = Outcome { outcome: &facts.outcome, manifest };
    serde_json::to_string_pretty(&first).map_err(|cause| Error::failed("writing the manifest failed").because(cause))
}

fn dataset(content: &Content) -> Value {
    let (state, cause) = match &content.state {
        State::Published => ("published", None),
        State::Held(cause) => ("held", Some(cause)),
    };
    json!({
        "state": state,
        "cause": cause,
        "from_generation": content.from_generation,
        "rows": content.files.iter().map(|file| file.rows).sum::<u64>(),
        "streams": content.dataset.streams,
        "columns": content.columns,
        "files": content.files.iter().map(|entry| file(path(&content.dataset.name, &entry.file), entry)).collect::<Vec<_>>(),
    })
}

/// What a generation holds of a dataset, in words.
pub fn told(manifest: &Value, stated: &Value) -> String {
    let held = match stated["cause"].as_str() {
        Some(cause) => format!(", held back: {cause}"),
        None => String::new(),
    };
    format!(
        "Generation {} of {}, with the rows of generation {}{held}.",
        manifest["generation"],
        manifest["connection"].as_str().unwrap_or_default(),
        stated["from_generation"]
    )
}

/// The columns of a schema, as the manifest states them.
pub fn columns(schema: &SchemaRef) -> Value {
    let column = |field: &std::sync::Arc<arrow::datatypes::Field>| {
        let metadata = |name: &str| field.metadata().get(name).cloned().unwrap_or_default();
        let number: Option<i32> = metadata(NUMBER).parse().ok();
        json!({"number": number, "name": field.name(), "type": field.data_type().to_string(), "required": !field.is_nullable(), "class": metadata("class"), "comment": metadata("comment")})
    };
    Value::Array(schema.fields().iter().map(column).collect())
}

fn file(path: String, entry: &DataFile) -> Value {
    json!({
        "path": path,
        "rows": entry.rows,
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "key_from": entry.key_from,
        "key_to": entry.key_to,
    })
}
