//! The manifest: one JSON file that states what a generation holds and what is proven about it.

use super::columns::NUMBER;
use super::lake::path;
use super::plan::DataFile;
use super::{Content, State};
use arrow::datatypes::SchemaRef;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use serde::Serialize;
use serde_json::{Value, json};

/// The version of the manifest's form. Up to the first the paths of files led below generations.
const FORMAT: u32 = 2;

/// Whether the files of a manifest lie where an older program laid them.
pub fn has_former_layout(manifest: &[u8]) -> bool {
    let manifest: Value = serde_json::from_slice(manifest).unwrap_or_default();
    manifest["format"].as_u64().is_some_and(|format| format < u64::from(FORMAT))
}

/// Notes what changes in the schema with a generation, and gives it as the manifest states it: from the generation's number, the datasets
/// that are published with it, and those of them that have other columns than before.
pub type Changes<'a> = dyn Fn(i64, &[&str], &[Altered]) -> Result<Value> + 'a;

/// What a manifest says beside its files.
pub struct Facts<'a> {
    /// Whether the connection is complete as of this publication: `complete`, `complete except N acknowledged gaps` or
    /// `incomplete`.
    pub outcome: String,
    /// What is lacking, where it is incomplete.
    pub lacking: Option<String>,
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
    /// Notes what changes in the schema with a generation.
    pub changes: &'a Changes<'a>,
}

/// A dataset that has other columns than in the generation before.
#[derive(Clone, Debug, Serialize)]
pub struct Altered {
    /// Its name.
    pub dataset: String,
    /// Its rows.
    pub rows: u64,
    /// The columns that it had, with their types in the words of SQL.
    pub former: Value,
    /// Those that it has.
    pub columns: Value,
}

impl Altered {
    /// What a dataset has otherwise than these columns; nothing where it is not published anew, or has them all and no other.
    pub(super) fn of(content: &Content, former: &Value) -> Option<Self> {
        (content.state == State::Published && content.columns != *former).then(|| Self {
            dataset: content.dataset.name.clone(),
            rows: content.files.iter().map(|file| file.rows).sum(),
            former: in_sql_words(former),
            columns: in_sql_words(&content.columns),
        })
    }
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

/// A manifest with what matters most in its first lines.
#[derive(Serialize)]
struct Head<'a> {
    outcome: &'a str,
    complete: bool,
    /// Only where something is lacking: what that is.
    #[serde(rename = "INCOMPLETE", skip_serializing_if = "Option::is_none")]
    lacking: Option<&'a str>,
    published_at: String,
    program: &'static str,
    #[serde(flatten)]
    manifest: Value,
}

/// The manifest of a generation as text; paths of files are relative to the connection's part of the lake.
pub fn render(
    facts: &Facts<'_>,
    generation: i64,
    parent: Option<i64>,
    contents: &[Content],
    altered: &[Altered],
) -> Result<String> {
    let datasets: serde_json::Map<String, Value> =
        contents.iter().map(|content| (content.dataset.name.clone(), dataset(content))).collect();
    let progress = (facts.progress)()?;
    let published = contents.iter().filter(|content| content.state == State::Published);
    let published: Vec<&str> = published.map(|content| content.dataset.name.as_str()).collect();
    let changes = (facts.changes)(generation, &published, altered)?;
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
        "schema_changes": changes,
        "datasets": datasets,
    });
    let head = Head {
        outcome: &facts.outcome,
        complete: facts.lacking.is_none(),
        lacking: facts.lacking.as_deref(),
        published_at: clock::now().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        program: concat!("catchment ", env!("CARGO_PKG_VERSION")),
        manifest,
    };
    serde_json::to_string_pretty(&head).map_err(|cause| Error::failed("writing the manifest failed").because(cause))
}

fn dataset(content: &Content) -> Value {
    let (state, cause) = match &content.state {
        State::Published => ("published", None),
        State::Held(cause) => ("held", Some(cause)),
    };
    json!({
        "about": content.dataset.about,
        "state": state,
        "cause": cause,
        "from_generation": content.from_generation,
        "rows": content.files.iter().map(|file| file.rows).sum::<u64>(),
        "streams": content.dataset.streams,
        "columns": in_sql_words(&content.columns),
        "files": content.files.iter().map(|entry| file(path(&content.dataset.name, &entry.file), entry)).collect::<Vec<_>>(),
    })
}

/// The columns with their types in the words of SQL.
fn in_sql_words(columns: &Value) -> Value {
    let mut columns = columns.clone();
    for column in columns.as_array_mut().into_iter().flatten() {
        let word = column["type"].as_str().map(sql_word);
        if let Some(word) = word {
            column["type"] = json!(word);
        }
    }
    columns
}

/// The word of SQL for a type of Arrow as it is written; what has none stays as it is.
fn sql_word(kind: &str) -> String {
    let word = match kind {
        "Utf8" => "varchar",
        "Boolean" => "boolean",
        "Int8" => "tinyint",
        "Int16" => "smallint",
        "Int32" => "integer",
        "Int64" => "bigint",
        "UInt8" => "utinyint",
        "UInt16" => "usmallint",
        "UInt32" => "uinteger",
        "UInt64" => "ubigint",
        "Float32" => "float",
        "Float64" => "double",
        "Binary" => "blob",
        "Date32" => "date",
        list if list.starts_with("List(") => {
            let element = list.trim_start_matches("List(").trim_start_matches("non-null ");
            let element = element.split([',', ')']).next().unwrap_or_default();
            return format!("{}[]", sql_word(element));
        }
        time if time.starts_with("Timestamp(") => {
            if time.contains("UTC") {
                "timestamp with time zone"
            } else {
                "timestamp"
            }
        }
        other => other,
    };
    word.to_owned()
}

/// What a row of a dataset is, and which generation shows it.
pub fn told(manifest: &Value, stated: &Value) -> String {
    let held = match stated["cause"].as_str() {
        Some(cause) => format!(", held back: {cause}"),
        None => String::new(),
    };
    let about = stated["about"].as_str().map(|about| format!("{about} ")).unwrap_or_default();
    format!(
        "{about}Generation {} of {}, with the rows of generation {}{held}.",
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

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::datatypes::{DataType, Field, TimeUnit};

    #[test]
    fn types_are_told_in_the_words_of_sql() {
        let list = DataType::List(std::sync::Arc::new(Field::new("element", DataType::Utf8, true)));
        for (kind, word) in [
            (DataType::Utf8, "varchar"),
            (DataType::Int32, "integer"),
            (DataType::Int64, "bigint"),
            (DataType::Boolean, "boolean"),
            (DataType::Float64, "double"),
            (DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), "timestamp with time zone"),
            (list, "varchar[]"),
        ] {
            assert_eq!(sql_word(&kind.to_string()), word, "{kind}");
        }
    }
}
