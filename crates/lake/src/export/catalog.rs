//! The catalogs of a lake on a local disk: one DuckDB file with views on what is current in every connection, and one that
//! is a DuckLake catalog of all generations that are kept ([`ducklake`]).
//!
//! `catalog.duckdb` and `catalog.ducklake` are links to files of `catalogs/`. Whoever publishes writes new files under the
//! lake's own lock, from the manifests of each connection, and moves the links: readers that have a former file open
//! go on with it. A file is named by a number and by a digest of what it was made from, so that nothing is written
//! where nothing changed. The views name the manifest's files by their absolute paths, because DuckDB resolves
//! relative ones against the reader's folder; after a move of the lake it is written again.

mod reports;
mod views;

use super::ducklake::{self, Publication};
use super::{manifest, mirror};
use crate::db::Db;
use catchment_base::clock;
use catchment_base::disk::{self, Access, Lock};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::failpoint;
use catchment_io::key::sha256;
use catchment_io::store;
use chrono::TimeDelta;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The link that readers open, in the lake's folder.
pub const LINK: &str = "catalog.duckdb";
/// The link to the DuckLake catalog.
pub const DUCKLAKE: &str = "catalog.ducklake";
/// The version of DuckDB that can still open the file of views.
const OLDEST_READER: &str = "v1.4.0";
const FOLDER: &str = "catalogs";
const LOCK: &str = ".catalog.lock";
/// Former catalogs that stay in any case, and how long every one stays after it was written.
const KEPT: usize = 2;
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);
/// Schemas that are not a connection's: of the catalog itself and of DuckDB.
const TAKEN: [&str; 7] = ["main", "sync", "catalog", "temp", "system", "information_schema", "pg_catalog"];

/// What the catalog shows.
#[derive(Debug)]
pub struct Catalog {
    /// The link to it.
    pub link: PathBuf,
    /// The connections in it, each with its generation.
    pub connections: Vec<(String, i64)>,
    /// Why the DuckLake catalog did not go on from the former one, where it could not.
    pub unfit: Option<String>,
}

/// A connection as its newest manifest states it; of one that has not published anything only its syncs are told.
struct Shown {
    name: String,
    schema: String,
    /// The folder that the paths of its files begin in.
    folder: PathBuf,
    /// Whether the program that published it laid its files below generations.
    has_former_layout: bool,
    /// Its folder of sync tables.
    synced: PathBuf,
    manifest: Value,
    digest: String,
}

/// When a catalog is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Unless the one that stands was made from the same; it goes on from that one.
    Changed,
    /// In any case, and anew.
    Always,
}

/// Writes the catalog of a lake.
pub fn write(lake: &Path, when: When) -> Result<Catalog> {
    let lake = disk::real(lake)?;
    refuse_pattern(&lake)?;
    let _lock = store::wait(Lock::wait(&lake.join(LOCK), "writing the catalog"))?.map_err(|_| busy())?;
    let link = lake.join(LINK);
    let shown = shown(&lake)?;
    let published = shown.iter().filter(|shown| shown.is_published());
    let connections = published.map(|shown| (shown.name.clone(), generation(&shown.manifest))).collect();
    let kept = kept(&lake, &shown)?;
    let made_from = made_from(&lake, &shown, &kept)?;
    let is_unchanged = || Ok(stands(&lake, LINK, &made_from)? && stands(&lake, DUCKLAKE, &made_from)?);
    if shown.is_empty() || (when == When::Changed && is_unchanged()?) {
        return Ok(Catalog { link, connections, unfit: None });
    }
    let number = next_number(&lake)?;
    let name = |ending: &str| Path::new(FOLDER).join(format!("{number}-{made_from}.{ending}"));
    let (views, snapshots) = (name("duckdb"), name("ducklake"));
    disk::make_dir(&lake.join(FOLDER), Access::Published)?;
    write_views(&lake, &lake.join(&views), &shown)?;
    let former = disk::read_link(&lake.join(DUCKLAKE))?.map(|target| lake.join(target));
    let former = former.filter(|former| when == When::Changed && disk::exists(former));
    let content = ducklake::Content { data_path: &format!("{}/", lake.display()), kept: &kept, is_whole: true };
    let unfit = ducklake::write(&lake.join(&snapshots), &lake, former.as_deref(), &content)?;
    disk::seal_published(&lake.join(&views))?;
    disk::seal_published(&lake.join(&snapshots))?;
    failpoint::pass("catalog.before_link");
    disk::point_link(&lake.join(DUCKLAKE), &snapshots)?;
    failpoint::pass("catalog.between_links");
    disk::point_link(&link, &views)?;
    failpoint::pass("catalog.after_link");
    retire(&lake, number)?;
    Ok(Catalog { link, connections, unfit })
}

fn write_views(lake: &Path, path: &Path, shown: &[Shown]) -> Result<()> {
    let db = Db::publishable(path, lake, OLDEST_READER)?;
    db.transaction(|db| views::statements(lake, shown)?.iter().try_for_each(|sql| db.execute_batch(sql)))?;
    // A report that cannot be bound, as that of another source, would end the transaction and all that it has made.
    reports::views(&db, shown)?;
    db.checkpoint()
}

/// The schema that a connection has in the catalog of a lake; nothing where it has published nothing.
pub fn schema(lake: &Path, connection: &str) -> Result<Option<String>> {
    let published = shown(lake)?.into_iter().find(|shown| shown.name == connection && shown.is_published());
    Ok(published.map(|shown| shown.schema))
}

/// The generations that are kept of every connection, in the order of their times. Of a connection that was not
/// published since data files have a place of their own there is none.
fn kept(lake: &Path, shown: &[Shown]) -> Result<Vec<Publication>> {
    let mut kept = Vec::new();
    for shown in shown.iter().filter(|shown| shown.is_published() && !shown.has_former_layout) {
        kept.extend(ducklake::kept(lake, &shown.name, &shown.schema)?);
    }
    kept.sort_by_key(|publication| publication.at);
    Ok(kept)
}

/// DuckDB takes a path with one of these characters for a pattern.
fn refuse_pattern(lake: &Path) -> Result<()> {
    if !lake.to_string_lossy().contains(['*', '?', '[', ']']) {
        return Ok(());
    }
    let lake = printable(&lake.display().to_string());
    Err(Error::usage(format!("there can be no catalog in {lake}: its path contains one of * ? [ ]")).hint(
        "choose another folder for the lake, or another data_dir if it is in a bucket; the datasets can still be read",
    ))
}

/// Whether a catalog can be written for a lake in this folder.
pub fn is_possible(lake: &Path) -> bool {
    disk::real(lake).is_ok_and(|lake| refuse_pattern(&lake).is_ok())
}

fn busy() -> Error {
    Error::new(Kind::Busy, "another process has been writing the catalog of this lake for a minute")
        .hint("find it with 'fuser' on .catalog.lock in the lake, then run 'catchment catalog'")
}

impl Shown {
    fn is_published(&self) -> bool {
        !self.manifest.is_null()
    }

    /// A connection whose first publication is still to come.
    fn unpublished(name: String, schema: String, folder: PathBuf, synced: PathBuf) -> Self {
        let (manifest, digest) = (Value::Null, String::new());
        Self { name, schema, folder, has_former_layout: false, synced, manifest, digest }
    }
}

/// The connections of the lake that have published something or were synced in vain, by name.
fn shown(lake: &Path) -> Result<Vec<Shown>> {
    let mut found: Vec<Shown> = Vec::new();
    for folder in disk::entries(lake)? {
        let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { continue };
        let (name, synced) = (name.to_owned(), folder.join(mirror::PLACE));
        let schema = schema_of(&name, |schema| found.iter().any(|other| other.schema == schema));
        let Some(target) = disk::read_link(&folder.join("current")).ok().flatten() else {
            if disk::exists(&synced) {
                found.push(Shown::unpublished(name, schema, folder, synced));
            }
            continue;
        };
        let generation = folder.join(target);
        let Some(bytes) = disk::read_if_there(&generation.join("manifest.json"))? else { continue };
        let stated = serde_json::from_slice(&bytes).map_err(|cause| {
            let path = generation.join("manifest.json");
            Error::new(Kind::Damaged, format!("the manifest of {name}, {}, cannot be read", printable(&path.display().to_string())))
                .hint("restore it from a backup, or move the folder of this connection out of the lake; the others are still published")
                .because(cause)
        })?;
        let has_former_layout = manifest::has_former_layout(&bytes);
        found.push(Shown {
            name,
            schema,
            synced,
            folder: if has_former_layout { generation } else { folder },
            has_former_layout,
            manifest: stated,
            digest: sha256(&bytes),
        });
    }
    Ok(found)
}

/// The schema of a connection: its name, unless that is taken.
pub(super) fn schema_of(connection: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut schema = connection.to_owned();
    while TAKEN.contains(&schema.as_str()) || is_taken(&schema) {
        schema.push('_');
    }
    schema
}

fn generation(manifest: &Value) -> i64 {
    manifest["generation"].as_i64().unwrap_or_default()
}

/// The sync tables that a connection has published.
fn synced(shown: &Shown, table: &str) -> Result<bool> {
    Ok(!disk::entries(&shown.synced.join(table))?.is_empty())
}

/// A digest of everything that the catalog says.
fn made_from(lake: &Path, shown: &[Shown], kept: &[Publication]) -> Result<String> {
    let mut text = format!("{}\n{}\n", env!("CARGO_PKG_VERSION"), lake.display());
    for shown in shown {
        text.push_str(&format!("{} {}\n", shown.name, shown.digest));
        for table in mirror::tables()? {
            text.push_str(&format!("{} {}\n", table.name, synced(shown, table.name)?));
        }
    }
    for publication in kept {
        text.push_str(&format!("{} {} {}\n", publication.connection, publication.generation, publication.mark));
    }
    Ok(sha256(text.as_bytes()).chars().take(16).collect())
}

fn stands(lake: &Path, link: &str, made_from: &str) -> Result<bool> {
    let Some(target) = disk::read_link(&lake.join(link))? else { return Ok(false) };
    let named = target.file_stem().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(made_from));
    Ok(named && disk::exists(&lake.join(target)))
}

fn catalogs(lake: &Path) -> Result<Vec<(i64, PathBuf)>> {
    let number = |path: &Path| path.file_name()?.to_str()?.split_once('-')?.0.parse().ok();
    let files = disk::entries(&lake.join(FOLDER))?;
    let mut numbered: Vec<(i64, PathBuf)> = files.into_iter().filter_map(|path| Some((number(&path)?, path))).collect();
    numbered.sort();
    Ok(numbered)
}

fn next_number(lake: &Path) -> Result<i64> {
    Ok(catalogs(lake)?.last().map_or(1, |(number, _)| number + 1))
}

/// Removes every catalog but those that are linked.
pub fn forget_former(lake: &Path) -> Result<()> {
    let links = [LINK, DUCKLAKE].map(|link| disk::read_link(&lake.join(link)));
    let linked = links.into_iter().filter_map(Result::transpose).collect::<Result<Vec<PathBuf>>>()?;
    let is_linked = |path: &Path| linked.iter().any(|target| path.ends_with(target));
    let former = catalogs(lake)?.into_iter().map(|(_, path)| path).filter(|path| !is_linked(path));
    former.into_iter().try_for_each(|path| disk::remove_file(&path))
}

/// Removes catalogs that are neither linked nor young, and what a crash left of one.
fn retire(lake: &Path, linked: i64) -> Result<()> {
    let catalogs = catalogs(lake)?;
    let former: BTreeSet<i64> = catalogs.iter().map(|(number, _)| *number).filter(|number| *number != linked).collect();
    let oldest_kept = former.iter().rev().take(KEPT).min().copied().unwrap_or(linked);
    for (number, path) in catalogs {
        let is_log = path.extension().is_some_and(|ending| ending == "wal");
        let is_former = number != linked && number < oldest_kept;
        let is_old = || disk::written_at(&path).map(|at| at.is_some_and(|at| clock::now() - at > KEPT_FOR));
        if is_log || (is_former && is_old()?) {
            disk::remove_file(&path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Limits;
    use serde_json::json;

    #[test]
    fn a_report_of_another_source_takes_nothing_out_of_the_catalog() {
        let lake = std::env::temp_dir().join(format!("catchment-catalog-{}", std::process::id()));
        let (folder, catalog) = (lake.join("tickets"), lake.join("views.duckdb"));
        std::fs::create_dir_all(folder.join("audit_event")).unwrap();
        let lake = disk::real(&lake).unwrap();
        let limits = Limits { memory: 64 << 20, threads: 1 };
        let writer = Db::open(&lake.join("writer.duckdb"), &lake, &lake, limits).unwrap();
        let file = folder.join("audit_event/1.parquet");
        let copy = format!("copy (select '1' as event_id) to '{}' (format parquet)", file.display());
        writer.execute_batch(&copy).unwrap();
        // A report on audit logs reads more columns than this dataset has.
        let manifest = json!({"generation": 1, "datasets": {"audit_event":
            {"state": "published", "columns": [{"name": "event_id"}], "files": [{"path": "audit_event/1.parquet"}]}}});
        let (name, schema, synced) = ("tickets".to_owned(), "tickets".to_owned(), folder.join(mirror::PLACE));
        let shown = Shown { name, schema, folder, has_former_layout: false, synced, manifest, digest: String::new() };
        write_views(&lake, &catalog, &[shown]).unwrap();
        let reader = Db::publishable(&catalog, &lake, OLDEST_READER).unwrap();
        let rows: i64 = reader.query_value("select count(*) from tickets.audit_event", []).unwrap();
        assert_eq!(rows, 1);
        std::fs::remove_dir_all(lake).unwrap();
    }
}
