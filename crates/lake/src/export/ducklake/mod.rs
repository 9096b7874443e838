//! `catalog.ducklake`: the lake as a DuckLake catalog, a DuckDB file with the tables of its specification, version 1.0.
//!
//! A snapshot is a publication: what one connection's generation holds, beside what the others hold at that time. The
//! former catalog is copied, the generations that it lacks are added to it, each as a snapshot, and snapshots leave that
//! show a generation which is kept no more. Where there is none, or one that cannot be continued, it begins with
//! nothing, and the report of the sync says so; any other error leaves the former one in its place. Which generation a
//! snapshot shows of a connection stands in a tag of the connection's schema. The statements stand below
//! `sql/ducklake/`; statistics and columns come from the footers of the data files ([`footer`], [`types`]).

mod bucket;
mod footer;
mod types;

pub use bucket::put;

use super::lake::Lake;
use super::manifest::{has_former_layout, told};
use crate::db::{Db, identifier, literal, params};
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Kind, Result};
use catchment_io::key::sha256;
use catchment_io::store::Store;
use chrono::NaiveDateTime;
use footer::Footer;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The version of the specification: readers of later ones take it as it is.
const VERSION: &str = "1.0";

/// A generation that is kept.
pub struct Publication {
    /// The connection's name, also its folder's.
    pub connection: String,
    /// The schema that shows it.
    pub schema: String,
    /// Its number.
    pub generation: i64,
    /// The mark that distinguishes it from another generation of the same number.
    pub mark: String,
    /// When it was published.
    pub at: NaiveDateTime,
    /// The connection's part of the lake.
    pub lake: Lake,
}

impl Publication {
    /// What the catalog calls it.
    fn key(&self) -> String {
        format!("{} {}", self.generation, self.mark)
    }
}

/// The generations of a connection that are kept in a folder, in their order.
pub fn kept(lake: &Path, connection: &str, schema: &str) -> Result<Vec<Publication>> {
    let mut manifests = Vec::new();
    for path in disk::entries(&lake.join(connection).join("generations"))? {
        let number = path.file_name().and_then(|name| name.to_str()?.parse::<i64>().ok());
        manifests.extend(number.zip(disk::meta(&path.join("manifest.json"))));
    }
    manifests.sort_by_key(|(number, _)| *number);
    let mut latest = NaiveDateTime::default();
    let publication = |(generation, manifest): (i64, disk::Meta)| {
        latest = latest.max(manifest.modified_at);
        Publication {
            connection: connection.to_owned(),
            schema: schema.to_owned(),
            generation,
            mark: manifest.modified_at.and_utc().timestamp_micros().to_string(),
            at: latest,
            lake: Lake::new(Store::folder(lake), connection),
        }
    };
    Ok(manifests.into_iter().map(publication).collect())
}

/// What a catalog is made of.
pub struct Content<'a> {
    /// The address that the paths of files begin with, absolute.
    pub data_path: &'a str,
    /// The generations that are kept, of every connection that is told of.
    pub kept: &'a [Publication],
    /// Whether these are all connections; else what the former catalog shows of others stays.
    pub is_whole: bool,
}

/// Why a catalog did not go on from the former one.
pub type Unfit = String;

/// Writes a catalog into a new file, from the former one where that fits; tells why where it does not. `folder` is where it
/// lies.
pub fn write(path: &Path, folder: &Path, former: Option<&Path>, content: &Content<'_>) -> Result<Option<Unfit>> {
    let mut unfit = None;
    if let Some(former) = former {
        disk::copy_new(former, path, Access::Private)?;
        unfit = go_on(path, folder, content)?;
        if unfit.is_none() {
            return Ok(None);
        }
        disk::remove_file(&disk::with_ending(path, ".wal"))?;
        disk::remove_file(path)?;
    }
    let db = open(path, folder)?;
    db.transaction(|db| make(db, content.data_path))?;
    match follow(&db, content)? {
        true => Ok(unfit),
        false => Err(Error::failed("the DuckLake catalog does not show what is published")),
    }
}

/// Goes on from a copy of the former catalog; tells why where that cannot be. What fails for another reason than the copy,
/// as reading the lake, fails.
fn go_on(path: &Path, folder: &Path, content: &Content<'_>) -> Result<Option<Unfit>> {
    let gone_on = || -> Result<Option<Unfit>> {
        let db = open(path, folder)?;
        if let Some(unfit) = unfit(&db, content.data_path)? {
            return Ok(Some(unfit));
        }
        Ok((!follow(&db, content)?).then(|| "the old one does not show the current generations".to_owned()))
    };
    match gone_on() {
        Err(error) if error.kind() == Kind::Damaged => {
            Ok(Some("the old one is damaged, or not a database that this program can read".to_owned()))
        }
        gone_on => gone_on,
    }
}

/// Why a database is no catalog of this version and of this place.
fn unfit(db: &Db, data_path: &str) -> Result<Option<Unfit>> {
    let is_catalog = "select count(*) > 0 from duckdb_tables() where table_name = 'ducklake_metadata'";
    if !db.query_value::<bool, _>(is_catalog, [])? {
        return Ok(Some("the old one is not a DuckLake catalog".to_owned()));
    }
    let stated = |key: &str| {
        let sql = "select coalesce(any_value(value), 'none') from ducklake_metadata where key = ?";
        db.query_value::<String, _>(sql, params![key])
    };
    let (version, place) = (stated("version")?, stated("data_path")?);
    Ok(match (version == VERSION, place == data_path) {
        (false, _) => Some(format!("the old one has DuckLake version {version}, not {VERSION}")),
        (true, false) => Some(format!("the old one is for another place, {place}")),
        (true, true) => None,
    })
}

fn open(path: &Path, folder: &Path) -> Result<Db> {
    Db::publishable(path, folder, OLDEST_READER)
}

/// The oldest version of DuckDB whose `ducklake` extension reads version 1.0.
const OLDEST_READER: &str = "v1.2.0";

/// A catalog that shows nothing.
fn make(db: &Db, data_path: &str) -> Result<()> {
    db.execute_batch(sql("schema")?)?;
    db.execute_batch(&format!(
        "insert into ducklake_metadata (key, value, scope, scope_id) values
             ('version', '{VERSION}', null, null), ('created_by', {}, null, null), ('data_path', {}, null, null),
             ('encrypted', 'false', null, null);
         insert into ducklake_schema
             (schema_id, schema_uuid, begin_snapshot, end_snapshot, schema_name, path, path_is_relative)
         values (0, uuid(), 0, null, 'main', 'main/', true)",
        literal(&creator()),
        literal(data_path)
    ))
}

fn creator() -> String {
    format!("catchment {}", env!("CARGO_PKG_VERSION"))
}

/// Adds what the catalog lacks and removes what is kept no more; tells whether it shows the newest of everything then.
fn follow(db: &Db, content: &Content<'_>) -> Result<bool> {
    db.execute("update ducklake_metadata set value = ? where key = 'created_by'", params![creator()])?;
    db.execute_batch(sql("given")?)?;
    let is_right = db.transaction(|db| {
        let held = shown(db, false)?;
        let is_new = |publication: &&Publication| !held.contains(&(publication.schema.clone(), publication.key()));
        for publication in content.kept.iter().filter(is_new) {
            add(db, publication)?;
        }
        expire(db, content)?;
        shows(db, content)
    })?;
    db.checkpoint()?;
    Ok(is_right)
}

/// Which generations the catalog knows, or shows now: schemas and what each is called.
fn shown(db: &Db, now: bool) -> Result<BTreeSet<(String, String)>> {
    let sql = "select schema.schema_name, tag.value
        from ducklake_tag as tag
        inner join ducklake_schema as schema on schema.schema_id = tag.object_id
        where tag.key = 'generation' and (tag.end_snapshot is null or not ?)";
    Ok(db.query(sql, params![now], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Whether the newest generation of every connection is shown, and of no other connection one where these are all.
fn shows(db: &Db, content: &Content<'_>) -> Result<bool> {
    let newest: BTreeMap<&str, &Publication> =
        content.kept.iter().map(|publication| (publication.schema.as_str(), publication)).collect();
    let wanted: BTreeSet<_> = newest.values().map(|newest| (newest.schema.clone(), newest.key())).collect();
    let shown = shown(db, true)?;
    Ok(if content.is_whole { shown == wanted } else { wanted.is_subset(&shown) })
}

fn expire(db: &Db, content: &Content<'_>) -> Result<()> {
    let rows = content.kept.iter().map(|kept| json!({"schema_name": kept.schema, "generation": kept.key()}));
    give(db, "kept", r#"{"schema_name": "varchar", "generation": "varchar"}"#, rows.collect())?;
    if !content.is_whole {
        db.execute_batch(
            "insert into kept (schema_name, generation)
             select schema.schema_name, tag.value
             from ducklake_tag as tag
             inner join ducklake_schema as schema on schema.schema_id = tag.object_id
             where tag.key = 'generation' and schema.schema_name not in (select schema_name from kept)",
        )?;
    }
    db.execute_batch(sql("expire")?)
}

/// Adds a snapshot for a generation. Tables, columns and views are looked at only where the generation has others.
fn add(db: &Db, publication: &Publication) -> Result<()> {
    // Withdrawn since it was looked up; the newest never is. One of a former layout has its files elsewhere.
    let Some(manifest) = publication.lake.manifest(publication.generation)? else { return Ok(()) };
    if has_former_layout(&manifest) {
        return Ok(());
    }
    let manifest: Value =
        serde_json::from_slice(&manifest).map_err(|cause| Error::failed("a manifest cannot be read").because(cause))?;
    let views = views(db, publication, &manifest)?;
    let structure = structure(&manifest, &views);
    let is_known = is_known(db, publication, &structure)?;
    db.execute_batch(BEGIN)?;
    give_publication(db, publication, &structure)?;
    give_datasets(db, &manifest)?;
    give_footers(db, &publication.lake, &manifest, !is_known)?;
    if !is_known {
        give(db, "given_view", r#"{"name": "varchar", "sql": "varchar", "comment": "varchar"}"#, views)?;
        db.execute_batch(sql("structure")?)?;
    }
    ["files", "snapshot"].into_iter().try_for_each(|name| db.execute_batch(sql(name)?))
}

/// What begins a snapshot.
const BEGIN: &str = "create or replace temporary table now as select * from step;
    truncate given_view; truncate made; truncate gone; truncate columns_ended; truncate views_ended";

/// A digest of the tables, columns and views that a generation has.
fn structure(manifest: &Value, views: &[Value]) -> String {
    let tables: Vec<(&String, &Value)> =
        datasets(manifest).map(|(dataset, stated)| (dataset, &stated["columns"])).collect();
    sha256(json!([tables, views]).to_string().as_bytes())
}

fn is_known(db: &Db, publication: &Publication, structure: &str) -> Result<bool> {
    let sql = "select count(*) > 0
        from ducklake_tag as tag
        inner join ducklake_schema as schema on schema.schema_id = tag.object_id
        where tag.key = 'structure' and tag.end_snapshot is null and tag.value = $structure
            and schema.schema_name = $schema";
    db.query_value(sql, params! { structure: structure, schema: publication.schema })
}

fn give_publication(db: &Db, publication: &Publication, structure: &str) -> Result<()> {
    let said = format!("{}: generation {}", publication.connection, publication.generation);
    let row = json!({
        "connection": publication.connection, "schema_name": publication.schema, "generation": publication.key(),
        "structure": structure, "said": said,
        "published_at": format!("{}Z", publication.at.format("%Y-%m-%dT%H:%M:%S%.6f")),
    });
    let form = r#"{"connection": "varchar", "schema_name": "varchar", "generation": "varchar", "structure": "varchar", "said": "varchar", "published_at": "varchar"}"#;
    give(db, "given", form, vec![row])
}

fn datasets(manifest: &Value) -> impl Iterator<Item = (&String, &Value)> {
    manifest["datasets"].as_object().into_iter().flatten()
}

fn give_datasets(db: &Db, manifest: &Value) -> Result<()> {
    let (mut tables, mut files) = (Vec::new(), Vec::new());
    for (dataset, stated) in datasets(manifest) {
        tables.push(json!({"dataset": dataset, "comment": told(manifest, stated)}));
        for file in stated["files"].as_array().into_iter().flatten() {
            let path = file["path"].as_str().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            files.push(json!({"dataset": dataset, "file": name, "row_count": file["rows"], "bytes": file["bytes"]}));
        }
    }
    give(db, "given_table", r#"{"dataset": "varchar", "comment": "varchar"}"#, tables)?;
    let form = r#"{"dataset": "varchar", "file": "varchar", "row_count": "bigint", "bytes": "bigint"}"#;
    give(db, "given_file", form, files)
}

/// What the footers of the files say that the catalog does not know yet; of the columns, where these are `wanted`.
fn give_footers(db: &Db, lake: &Lake, manifest: &Value, wanted: bool) -> Result<()> {
    let unknown = db.query(
        "select distinct dataset, file from given_file anti join live_file using (dataset, file) order by all",
        [],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    let (mut footers, mut columns, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut described = BTreeSet::new();
    for (dataset, file) in unknown {
        let missing =
            || Error::failed(format!("the file {file} of {dataset} is missing in the lake")).hint("catchment sync");
        let footer = Footer::of(&dataset, lake.file(&dataset, &file)?.ok_or_else(missing)?)?;
        footers.push(json!({"dataset": dataset, "file": file, "footer_bytes": footer.bytes}));
        values.extend(footer.values.iter().map(|value| value.row(&dataset, &file)));
        if wanted && described.insert(dataset.clone()) {
            let said = |name: &str| said_of(&manifest["datasets"][&dataset], name);
            columns
                .extend(types::columns(&footer.schema)?.iter().map(|column| column.row(&dataset, said(&column.name))));
        }
    }
    give(db, "given_footer", r#"{"dataset": "varchar", "file": "varchar", "footer_bytes": "bigint"}"#, footers)?;
    give(db, "given_column", types::FORM, columns)?;
    give(db, "given_value", footer::FORM, values)
}

/// The statement of a manifest about a column.
fn said_of(stated: &Value, column: &str) -> Option<String> {
    let columns = stated["columns"].as_array()?;
    let found = columns.iter().find(|found| found["name"] == column)?;
    Some(format!("{}: {}", found["class"].as_str()?, found["comment"].as_str()?))
}

/// One view per dataset over all connections that have it, as they are when this generation is there.
fn views(db: &Db, publication: &Publication, manifest: &Value) -> Result<Vec<Value>> {
    let others = db.query(
        "select schema.schema_name, schema.path, found.table_name
         from ducklake_table as found
         inner join ducklake_schema as schema on schema.schema_id = found.schema_id
         where found.end_snapshot is null and schema.schema_name <> ?",
        params![publication.schema],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    let others =
        others.into_iter().map(|(schema, path, dataset)| (dataset, schema, path.trim_end_matches('/').to_owned()));
    let own = datasets(manifest)
        .map(|(dataset, _)| (dataset.clone(), publication.schema.clone(), publication.connection.clone()));
    let mut parts: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (dataset, schema, connection) in others.chain(own) {
        parts.entry(dataset).or_default().push((schema, connection));
    }
    let view = |(dataset, mut parts): (String, Vec<(String, String)>)| {
        parts.sort();
        let part = |(schema, connection): &(String, String)| {
            format!(
                "select {} as connection, * from {{DUCKLAKE_CATALOG}}.{}.{}",
                literal(connection),
                identifier(schema),
                identifier(&dataset)
            )
        };
        let sql: Vec<String> = parts.iter().map(part).collect();
        json!({"name": dataset, "sql": sql.join(" union all by name "), "comment": "The rows of all connections."})
    };
    Ok(parts.into_iter().map(view).collect())
}

/// Puts rows into a temporary table in place of those that were in it. They travel as one JSON text.
fn give(db: &Db, table: &str, form: &str, rows: Vec<Value>) -> Result<()> {
    db.execute_batch(&format!("delete from {table}"))?;
    let sql = format!("insert into {table} by name select unnest(from_json(?, '[{form}]'), recursive := true)");
    db.execute(&sql, params![Value::Array(rows).to_string()]).map(drop)
}

fn sql(name: &str) -> Result<&'static str> {
    let path = format!("ducklake/{name}.sql");
    crate::sql::text(&path)
}
