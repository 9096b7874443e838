//! The statements that make the file of views: a schema per connection, a view per dataset, and what the syncs did.

use super::{Shown, generation, synced};
use crate::db::{identifier, literal};
use crate::export::{manifest, mirror};
use catchment_base::error::Result;
use serde_json::Value;
use std::path::Path;

/// How the files of a view are read: what the names of folders above them look like says nothing.
const AS_WRITTEN: &str = "hive_partitioning = false";

/// What the columns of `dataset` say.
const DATASET_COLUMNS: [(&str, &str); 10] = [
    ("connection", "The connection that published it."),
    ("dataset", "Its name, also that of its view."),
    ("generation", "The current generation of the connection."),
    ("state", "published, or held if a check did not hold: then the rows are those of from_generation."),
    ("cause", "Why it is held; null if it is not."),
    ("from_generation", "The generation that its rows come from."),
    ("row_count", "How many rows it has."),
    ("files", "How many files they are in."),
    ("published_at", "When that generation was published, UTC; null in generations of older versions."),
    ("streams", "What feeds it: page, blogpost, attachment, space; null in generations of older versions."),
];

/// The statements that make the catalog.
pub(super) fn statements(lake: &Path, shown: &[Shown]) -> Result<Vec<String>> {
    let mut sql = vec![
        "create table main.dataset (connection varchar, dataset varchar, generation bigint, state varchar, cause varchar, \
         from_generation bigint, row_count bigint, files bigint, published_at timestamptz, streams varchar[]);
         comment on table main.dataset is 'One row per connection and dataset: what this catalog shows of it.';"
            .to_owned(),
        DATASET_COLUMNS.iter().map(|(column, told)| comment_on_column("main.dataset", column, told)).collect(),
    ];
    for shown in shown.iter().filter(|shown| shown.is_published()) {
        sql.push(format!("create schema {}", identifier(&shown.schema)));
        for (dataset, stated) in datasets(&shown.manifest) {
            sql.extend([of_dataset(lake, shown, dataset, stated), row_of_dataset(shown, dataset, stated)]);
        }
    }
    sql.extend(unions(shown));
    sql.extend(sync_views(shown)?);
    Ok(sql)
}

fn datasets(manifest: &Value) -> impl Iterator<Item = (&String, &Value)> {
    manifest["datasets"].as_object().into_iter().flatten()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// The view of a dataset, its comments, and the macro that finds the same files below another root.
fn of_dataset(lake: &Path, shown: &Shown, dataset: &str, stated: &Value) -> String {
    let name = format!("{}.{}", identifier(&shown.schema), identifier(dataset));
    let at = format!("{}.{}", identifier(&shown.schema), identifier(&format!("{dataset}_at")));
    let files = || stated["files"].as_array().into_iter().flatten().map(|file| shown.folder.join(text(file, "path")));
    let absolute: Vec<String> = files().map(|path| literal(&path.to_string_lossy())).collect();
    let below = files().map(|path| {
        let path = path.strip_prefix(lake).unwrap_or(&path).to_path_buf();
        format!("root || {}", literal(&format!("/{}", path.display())))
    });
    let columns = columns(stated).map(|(column, _)| identifier(column)).collect::<Vec<_>>().join(", ");
    format!(
        "create view {name} as select {columns} from read_parquet([{}], {AS_WRITTEN});
         comment on view {name} is {};
         {}
         create macro {at}(root) as table select {columns} from read_parquet([{}], {AS_WRITTEN});",
        absolute.join(", "),
        literal(&manifest::told(&shown.manifest, stated)),
        comments(&name, stated),
        below.collect::<Vec<_>>().join(", "),
    )
}

fn columns(stated: &Value) -> impl Iterator<Item = (&str, String)> {
    let columns = stated["columns"].as_array().into_iter().flatten();
    columns.map(|column| (text(column, "name"), format!("{}: {}", text(column, "class"), text(column, "comment"))))
}

fn comments(relation: &str, stated: &Value) -> String {
    columns(stated).map(|(name, comment)| comment_on_column(relation, name, &comment)).collect()
}

fn comment_on_column(relation: &str, column: &str, comment: &str) -> String {
    format!("comment on column {relation}.{} is {};\n", identifier(column), literal(comment))
}

fn row_of_dataset(shown: &Shown, dataset: &str, stated: &Value) -> String {
    let number = |value: &Value| value.as_i64().unwrap_or_default();
    let or_null = |value: &Value| value.as_str().map_or_else(|| "null".to_owned(), literal);
    let (cause, published_at) = (or_null(&stated["cause"]), or_null(&shown.manifest["published_at"]));
    let streams = stated["streams"].as_array().map_or_else(
        || "null".to_owned(),
        |streams| format!("[{}]", streams.iter().filter_map(Value::as_str).map(literal).collect::<Vec<_>>().join(", ")),
    );
    format!(
        "insert into main.dataset (connection, dataset, generation, state, cause, from_generation, row_count, files, \
            published_at, streams)
         values ({}, {}, {}, {}, {cause}, {}, {}, {}, {published_at}, {streams})",
        literal(&shown.name),
        literal(dataset),
        generation(&shown.manifest),
        literal(text(stated, "state")),
        number(&stated["from_generation"]),
        number(&stated["rows"]),
        stated["files"].as_array().map_or(0, Vec::len),
    )
}

/// One view per dataset over all connections that have it, with the connection in front.
fn unions(shown: &[Shown]) -> Vec<String> {
    let mut names: Vec<&String> =
        shown.iter().flat_map(|shown| datasets(&shown.manifest)).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let union = |name: &&String| {
        let having = || shown.iter().filter(|shown| shown.manifest["datasets"].get(name.as_str()).is_some());
        let parts = having().map(|shown| {
            let (connection, schema) = (literal(&shown.name), identifier(&shown.schema));
            format!("select {connection} as connection, * from {schema}.{}", identifier(name))
        });
        let view = format!("main.{}", identifier(name));
        let described: String =
            having().take(1).map(|shown| comments(&view, &shown.manifest["datasets"][name.as_str()])).collect();
        let connections: Vec<&str> = having().map(|shown| shown.name.as_str()).collect();
        let about = having().find_map(|shown| shown.manifest["datasets"][name.as_str()]["about"].as_str());
        let about = format!(
            "{}All connections, with a column `connection`: {}.",
            about.map(|about| format!("{about} ")).unwrap_or_default(),
            connections.join(", ")
        );
        format!(
            "create view {view} as {};
             comment on view {view} is {};
             {}{described}",
            parts.collect::<Vec<_>>().join(" union all by name "),
            literal(&about),
            of_connection(&view),
        )
    };
    names.iter().map(union).collect()
}

fn of_connection(view: &str) -> String {
    comment_on_column(view, "connection", "The connection that the row comes from.")
}

/// One view per sync table over all connections: every row in its newest state; and what is asked of them most.
fn sync_views(shown: &[Shown]) -> Result<Vec<String>> {
    let mut sql = vec!["create schema sync".to_owned()];
    let mut complete = true;
    for table in mirror::tables()? {
        let mut parts = Vec::new();
        for shown in shown {
            if synced(shown, table.name)? {
                let files = shown.synced.join(table.name).join("*.parquet");
                parts.push(format!(
                    "select {} as connection, * from read_parquet({}, union_by_name = true, {AS_WRITTEN})",
                    literal(&shown.name),
                    literal(&files.to_string_lossy())
                ));
            }
        }
        complete &= !parts.is_empty();
        if !parts.is_empty() {
            // A lake that an older program wrote last lacks the columns that came since.
            let columns: Vec<String> = table.columns().map(|name| format!("null as {}", identifier(name))).collect();
            parts.push(format!("select {} where false", columns.join(", ")));
            let key: Vec<String> = table.key.iter().map(|column| identifier(column)).collect();
            let view = format!("sync.{}", identifier(table.name));
            sql.push(format!(
                "create view {view} as
                 with appended as ({}),
                 placed as (
                     select *, row_number() over (partition by connection, {} order by exported_at desc) as place_in_time
                     from appended
                 )
                 select * exclude (place_in_time) from placed where place_in_time = 1;
                 comment on view {view} is {};
                 {}{}",
                parts.join(" union all by name "),
                key.join(", "),
                literal(&format!("{} The newest state of each is shown.", table.about())),
                of_connection(&view),
                comment_on_column(&view, "exported_at", "When the row was appended, by this machine's clock, UTC."),
            ));
        }
    }
    if complete {
        sql.extend(questions());
    }
    Ok(sql)
}

/// The views of `sql/catalog/`.
fn questions() -> impl Iterator<Item = String> {
    crate::sql::FILES.iter().filter_map(|(path, text)| {
        let name = path.strip_prefix("catalog/")?.strip_suffix(".sql")?;
        let view = format!("main.{}", identifier(name));
        Some(format!(
            "create view {view} as {text};
             comment on view {view} is {};
             {}",
            literal(&crate::sql::about(text)),
            of_connection(&view)
        ))
    })
}
