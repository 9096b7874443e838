//! Generations: reserve, write, verify, publish, retire.
//!
//! On a local disk a generation is the folder `generations/<N>` below the connection's folder in the
//! lake; `current` is a symbolic link to the newest. Order: the number is reserved in the database; files
//! are written and verified, unchanged ones linked; files and the manifest's hash are committed; the
//! manifest is written; the link moves; the generation is published in the database. At the next start a
//! reserved generation whose manifest stands is completed, any other is removed.

use super::follow::Followed;
use super::manifest::{self, Facts};
use super::plan::DataFile;
use super::{Content, Dataset, State, follow, parquet, plan};
use crate::edge::db::{Db, params};
use crate::edge::disk::{self, Access};
use crate::edge::{clock, failpoint};
use crate::error::{Error, Kind, Result};
use crate::key::hex;
use aws_lc_rs::digest;
use chrono::TimeDelta;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Generations that stay beside the current one.
const KEPT: i64 = 3;
/// How long every generation stays after it was replaced.
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// A connection's part of the lake.
#[derive(Clone, Debug)]
pub struct Lake {
    root: PathBuf,
}

/// What the newest published generation holds of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Former {
    /// Its files; none if the dataset is new.
    pub files: Vec<DataFile>,
    /// Their columns, as the manifest states them.
    pub columns: Value,
    /// The generation it was built for, and why it was held there.
    pub built: Option<(i64, Option<String>)>,
}

/// What publishing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The current generation; nothing if there is none yet.
    pub generation: Option<i64>,
    /// Whether it is new.
    pub new: bool,
    /// Files written for it.
    pub files_written: usize,
}

impl Lake {
    /// The part of a connection.
    pub fn new(lake: &Path, connection: &str) -> Self {
        Self { root: lake.join(connection) }
    }

    /// The link to the current generation.
    pub fn current(&self) -> PathBuf {
        self.root.join("current")
    }

    fn generation(&self, number: i64) -> PathBuf {
        self.root.join("generations").join(number.to_string())
    }

    fn manifest(&self, number: i64) -> PathBuf {
        self.generation(number).join("manifest.json")
    }

    /// The content of a data file of the newest generation; nothing where it is missing.
    fn former_file(&self, newest: Option<i64>, dataset: &str, file: &DataFile) -> Result<Option<Vec<u8>>> {
        let Some(newest) = newest else { return Ok(None) };
        disk::read_if_there(&self.generation(newest).join(dataset).join(&file.file))
    }

    /// Proves that the lake can be written to, without leaving anything.
    pub fn probe(&self) -> Result<()> {
        disk::make_dir(&self.root, Access::Published)?;
        let path = self.root.join(".probe");
        disk::remove_file(&path)?;
        disk::write_new(&path, b"", Access::Published)?;
        disk::remove_file(&path)
    }

    /// The number of the newest generation that readers can see, with the id of the database that made it.
    fn newest(&self) -> Result<Option<(i64, String)>> {
        let numbers = disk::entries(&self.root.join("generations"))?;
        let numbers = numbers.iter().filter_map(|path| path.file_name()?.to_str()?.parse::<i64>().ok());
        let Some(number) = numbers.filter(|number| disk::exists(&self.manifest(*number))).max() else {
            return Ok(None);
        };
        let manifest: Value = serde_json::from_slice(&disk::read(&self.manifest(number))?).map_err(|cause| {
            Error::new(Kind::Damaged, format!("the manifest of generation {number} cannot be read")).because(cause)
        })?;
        Ok(Some((number, manifest["database_id"].as_str().unwrap_or_default().to_owned())))
    }
}

/// Completes or removes what a crash left, and refuses a database that is older than its lake.
pub fn recover(db: &Db, lake: &Lake, database_id: &str) -> Result<()> {
    let reserved = db.query(
        "select generation, manifest_sha256 from sync.export where state = 'reserved' order by 1",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    for (number, sha256) in reserved {
        let manifest = disk::read_if_there(&lake.manifest(number))?;
        let stands = manifest.map(|bytes| sha256_of(&bytes)).is_some_and(|found| Some(found) == sha256);
        if stands { complete(db, lake, number)? } else { abandon(db, lake, number)? }
    }
    let Some((newest, maker)) = lake.newest()? else { return Ok(()) };
    refuse_newer_lake(db, lake, newest, maker == database_id)?;
    lead_to(lake, newest)
}

/// The link that readers follow leads to this generation, also where somebody removed or turned it.
fn lead_to(lake: &Lake, generation: i64) -> Result<()> {
    let target = Path::new("generations").join(generation.to_string());
    if disk::read_link(&lake.current()).ok().flatten().as_deref() == Some(&target) {
        return Ok(());
    }
    disk::point_link(&lake.current(), &target)
}

fn refuse_newer_lake(db: &Db, lake: &Lake, newest: i64, is_ours: bool) -> Result<()> {
    let known: Option<i64> = db.query_value("select max(generation) from sync.export where state = 'published'", [])?;
    let hint =
        "restore the newest database from your backup, or choose another lake folder and sync from the beginning";
    if !is_ours {
        return Err(Error::new(
            Kind::Damaged,
            format!("the lake {} was published from another database", lake.root.display()),
        )
        .hint(hint));
    }
    if known.is_none_or(|known| known < newest) {
        let known = known.map_or("none".to_owned(), |known| format!("generation {known}"));
        return Err(Error::new(
            Kind::Damaged,
            format!("the lake is at generation {newest}, the database knows {known}: it is older than the lake"),
        )
        .hint(hint));
    }
    Ok(())
}

/// The datasets of the newest published generation.
pub fn former(db: &Db, dataset: &str) -> Result<Former> {
    let built = db.query_first(
        "select generation, from_generation, columns, cause from sync.export_dataset
         where dataset = ? and generation = (select max(generation) from sync.export where state = 'published')",
        params![dataset],
        |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        },
    )?;
    let Some((generation, from, columns, cause)) = built else { return Ok(Former::default()) };
    let columns = serde_json::from_str(&columns)
        .map_err(|cause| Error::new(Kind::Damaged, "the columns of a generation cannot be read").because(cause))?;
    let files = db.query(
        "select file, key_from, key_to, row_count, bytes, sha256, digest from sync.export_file
         where dataset = ? and generation = ? order by key_from nulls first",
        params![dataset, generation],
        |row| {
            Ok(DataFile {
                file: row.get(0)?,
                key_from: row.get(1)?,
                key_to: row.get(2)?,
                rows: row.get(3)?,
                bytes: row.get(4)?,
                sha256: row.get(5)?,
                digest: row.get(6)?,
            })
        },
    )?;
    Ok(Former { files, columns, built: Some((from, cause)) })
}

/// What of the newest generation still lies in this lake: with a file missing, the dataset is written anew.
fn standing(lake: &Lake, newest: Option<i64>, dataset: &str, former: Former) -> Former {
    let Some(newest) = newest else { return former };
    let dir = lake.generation(newest).join(dataset);
    let lies_there = |file: &DataFile| disk::size(&dir.join(&file.file)) == Some(file.bytes);
    let stands = disk::exists(&lake.manifest(newest)) && former.files.iter().all(lies_there);
    if stands { former } else { Former::default() }
}

/// Publishes the datasets as a new generation, unless nothing changed. A dataset given with a cause is
/// held: its former files are carried, and a dataset that was never published stays away.
pub fn publish(
    db: &Db,
    run: i64,
    lake: &Lake,
    facts: &Facts,
    datasets: &[(Dataset, Option<String>)],
) -> Result<Published> {
    let parent: Option<i64> =
        db.query_value("select max(generation) from sync.export where state = 'published'", [])?;
    let number: i64 = db.query_value("select coalesce(max(generation), 0) + 1 from sync.export", [])?;
    let mut contents = Vec::new();
    let mut changed = false;
    for (dataset, hold) in datasets {
        let former = standing(lake, parent, &dataset.name, former(db, &dataset.name)?);
        let read = |file: &DataFile| lake.former_file(parent, &dataset.name, file);
        let (content, differs) = content(db, dataset, hold.as_deref(), former, number, &read)?;
        changed |= differs;
        contents.extend(content);
    }
    if !changed {
        return Ok(Published { generation: parent, new: false, files_written: 0 });
    }
    let files_written = contents.iter().flat_map(|content| &content.files).filter(|file| !file.is_written()).count();
    reserve(db, run, number)?;
    if let Err(error) = build(db, lake, facts, number, parent, &mut contents) {
        // Should that fail as well, the next start does it; the first error is the one to tell.
        let _ = abandon(db, lake, number);
        return Err(error);
    }
    complete(db, lake, number)?;
    retire(db, lake, number)?;
    Ok(Published { generation: Some(number), new: true, files_written })
}

/// What a new generation holds of a dataset, and whether that differs from the former one.
fn content(
    db: &Db,
    dataset: &Dataset,
    hold: Option<&str>,
    former: Former,
    number: i64,
    read: follow::Read<'_>,
) -> Result<(Option<Content>, bool)> {
    let schema = parquet::schema(db, dataset)?;
    let dataset = dataset.clone();
    if let Some(cause) = hold {
        let Some((from_generation, held)) = former.built else { return Ok((None, false)) };
        let state = State::Held(cause.to_owned());
        let (columns, files) = (former.columns, former.files);
        let content = Content {
            dataset,
            state,
            from_generation,
            columns,
            schema,
            files: files.clone(),
            rewrites: None,
            former: files,
        };
        return Ok((Some(content), held.as_deref() != Some(cause)));
    }
    let columns = manifest::columns(&schema);
    let rewrite = former.columns != columns;
    let followed = if rewrite { Followed::Whole } else { follow::plan(db, &dataset, &former.files, read)? };
    let (files, rewrites) = match followed {
        Followed::Files(files, rewrites) => (files, Some(rewrites)),
        Followed::Whole => (plan(db, &dataset, &former.files, rewrite)?, None),
        Followed::Damaged => (plan(db, &dataset, &former.files, true)?, None),
    };
    let same = files == former.files;
    let was_held = former.built.as_ref().is_none_or(|(_, held)| held.is_some());
    let from_generation = former.built.filter(|_| same).map_or(number, |(from, _)| from);
    let state = State::Published;
    let former = former.files;
    let content = Content { dataset, state, from_generation, columns, schema, files, rewrites, former };
    Ok((Some(content), !same || was_held))
}

fn reserve(db: &Db, run: i64, number: i64) -> Result<()> {
    failpoint::pass("export.before_reserve");
    db.execute(
        "insert into sync.export (generation, run_id, state, reserved_at) values (?, ?, 'reserved', ?)",
        params![number, run, clock::now()],
    )?;
    failpoint::pass("export.after_reserve");
    Ok(())
}

/// Writes a reserved generation up to its manifest.
fn build(
    db: &Db,
    lake: &Lake,
    facts: &Facts,
    number: i64,
    parent: Option<i64>,
    contents: &mut [Content],
) -> Result<()> {
    let root = lake.generation(number);
    disk::remove_tree(&root)?;
    for content in contents.iter_mut() {
        let dir = root.join(&content.dataset.name);
        disk::make_dir(&dir, Access::Published)?;
        for kept in content.files.iter().filter(|file| file.is_written()) {
            let from = parent.map(|parent| lake.generation(parent).join(&content.dataset.name).join(&kept.file));
            let from = from.ok_or_else(|| Error::failed("a file to keep belongs to no generation"))?;
            disk::hard_link(&from, &dir.join(&kept.file))?;
        }
        let Content { dataset, schema, files, rewrites, former, .. } = content;
        match rewrites {
            Some(rewrites) => {
                let read = |file: &DataFile| lake.former_file(parent, &dataset.name, file);
                follow::write(db, dataset, schema, &dir, (files, rewrites), (former, &read))?;
            }
            None => parquet::write(db, dataset, schema, &dir, files)?,
        }
        disk::sync_dir(&dir)?;
    }
    disk::sync_dir(&root)?;
    let manifest = manifest::render(facts, number, parent, contents)?;
    failpoint::pass("export.before_files_commit");
    db.transaction(|db| write_contents(db, number, &manifest, contents))?;
    failpoint::pass("export.before_manifest");
    disk::write_new(&lake.manifest(number), manifest.as_bytes(), Access::Published)?;
    disk::sync_dir(&lake.root.join("generations"))?;
    failpoint::pass("export.after_manifest");
    Ok(())
}

fn write_contents(db: &Db, number: i64, manifest: &str, contents: &[Content]) -> Result<()> {
    db.execute(
        "update sync.export set manifest_sha256 = ? where generation = ?",
        params![sha256_of(manifest.as_bytes()), number],
    )?;
    for content in contents {
        let (state, cause) = match &content.state {
            State::Published => ("published", None),
            State::Held(cause) => ("held", Some(cause)),
        };
        db.execute(
            "insert into sync.export_dataset values (?, ?, ?, ?, ?, ?)",
            params![number, content.dataset.name, state, content.from_generation, content.columns.to_string(), cause],
        )?;
        for file in &content.files {
            db.execute(
                "insert into sync.export_file values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    number,
                    content.dataset.name,
                    file.file,
                    file.key_from,
                    file.key_to,
                    file.rows as i64,
                    file.bytes as i64,
                    file.sha256,
                    file.digest
                ],
            )?;
        }
    }
    Ok(())
}

/// The manifest stands: readers are led to the generation, then the database knows it as published.
fn complete(db: &Db, lake: &Lake, number: i64) -> Result<()> {
    lead_to(lake, number)?;
    failpoint::pass("export.after_pointer");
    db.execute(
        "update sync.export set state = 'published', published_at = ? where generation = ?",
        params![clock::now(), number],
    )?;
    failpoint::pass("export.after_published");
    Ok(())
}

fn abandon(db: &Db, lake: &Lake, number: i64) -> Result<()> {
    disk::remove_tree(&lake.generation(number))?;
    db.transaction(|db| {
        for table in ["export_dataset", "export_file"] {
            db.execute(&format!("delete from sync.{table} where generation = ?"), params![number])?;
        }
        db.execute("update sync.export set state = 'abandoned' where generation = ?", params![number])?;
        Ok(())
    })
}

/// Removes generations that are neither among the newest nor young.
fn retire(db: &Db, lake: &Lake, current: i64) -> Result<()> {
    let old = db.query(
        "select generation from sync.export as old where state = 'published' and generation < ?
         and (select min(published_at) from sync.export as next where next.state = 'published' and next.generation > old.generation) < ?
         and (select count(*) from sync.export as newer where newer.state = 'published' and newer.generation > old.generation) > ?",
        params![current, clock::now() - KEPT_FOR, KEPT],
        |row| row.get::<_, i64>(0),
    )?;
    for number in old {
        disk::remove_tree(&lake.generation(number))?;
        db.execute("update sync.export set state = 'retired' where generation = ?", params![number])?;
    }
    Ok(())
}

fn sha256_of(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}
