//! Generations: reserve, write, verify, publish, retire.
//!
//! Order: the number is reserved in the database; each file is noted there, written to the lake and verified, unchanged
//! ones are noted and kept; the manifest's hash is committed; the manifest is written; readers are led to
//! it; the generation is published in the database. At the next start a reserved generation whose
//! manifest stands is completed, any other is removed with the files that were noted for it alone. An old generation is
//! withdrawn first, so that no catalog is made of it any more, and its files go when the catalogs are written. What these
//! steps are in a folder and in a bucket says [`super::lake`].

use super::follow::Followed;
use super::lake::{ADOPT, LOST, Lake, RESTORE, Seen, Target};
use super::manifest::{self, Altered, Facts};
use super::parquet::Place;
use super::plan::DataFile;
use super::retire::{abandon, withdraw, withdraw_missing};
use super::{Content, Dataset, State, follow, parquet, plan};
use crate::db::{Db, params};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::state::PublicationState;
use catchment_base::{clock, failpoint};
use catchment_io::key::sha256;
use serde_json::Value;

/// What the newest published generation holds of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Former {
    /// Its files; none if the dataset is new.
    pub files: Vec<DataFile>,
    /// Their columns, as the manifest states them.
    pub columns: Value,
    /// The generation it was built for, and why it was held there.
    pub built: Option<(i64, Option<String>)>,
    /// Whether the lake has lost some of its files, so that none is gone on from.
    pub is_lost: bool,
}

/// The outcome of publishing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The current generation; nothing if there is none yet.
    pub generation: Option<i64>,
    /// Whether it is new.
    pub new: bool,
    /// Files written for it.
    pub files_written: usize,
    /// Whether everything was written once more because the lake had the layout of an older program.
    pub laid_out_anew: bool,
    /// Whether files were written once more because the lake had lost them.
    pub repaired: bool,
}

/// Completes or removes what a crash left, and refuses a database that is older than its lake. Nothing is removed before
/// it is known that everything that the lake shows is known here.
pub fn recover(db: &Db, lake: &Lake, database_id: &str) -> Result<()> {
    let reserved = db.query(
        "select generation, manifest_sha256 from sync.export where state = 'reserved' order by 1",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    let mut newest = newest_of(db, lake, database_id)?;
    let mut fallen = Vec::new();
    for (number, noted) in reserved {
        let manifest = lake.manifest(number)?;
        if manifest.map(|bytes| sha256(&bytes)).is_some_and(|found| Some(found) == noted) {
            complete(db, lake, database_id, number)?;
            newest = newest_of(db, lake, database_id)?;
        } else {
            fallen.push(number);
        }
    }
    if let Some(newest) = newest {
        refuse_newer_lake(db, newest)?;
    }
    fallen.into_iter().try_for_each(|number| abandon(db, lake, number))?;
    newest.map_or_else(|| lead_again(db, lake, database_id), |newest| lead_to(db, lake, database_id, newest))
}

/// Refuses what [`recover`] refuses, and changes nothing.
pub fn refuse(db: &Db, lake: &Lake, database_id: &str) -> Result<()> {
    let Some(newest) = newest_of(db, lake, database_id)? else { return Ok(()) };
    let sql = "select manifest_sha256 from sync.export where generation = ? and state = 'reserved'";
    let reserved = db.query_first(sql, params![newest], |row| row.get::<_, Option<String>>(0))?.flatten();
    // It is completed by the next sync.
    if reserved.is_some() && lake.manifest(newest)?.map(|bytes| sha256(&bytes)) == reserved {
        return Ok(());
    }
    refuse_newer_lake(db, newest)
}

/// Refuses a lake that holds something already, for a connection without a database.
pub fn refuse_without_database(lake: &Lake) -> Result<()> {
    match lake.newest()? {
        Some((newest, _)) => Err(Error::new(
            Kind::Damaged,
            format!(
                "the lake {} is at generation {newest}, but the database that published it is missing",
                lake.root()
            ),
        )
        .hint(LOST)),
        None => Ok(()),
    }
}

/// Somebody took away what leads readers into a bucket: they are led again where the manifest stands.
fn lead_again(db: &Db, lake: &Lake, database_id: &str) -> Result<()> {
    let Some(known) = newest_known(db)? else { return Ok(()) };
    if lake.manifest(known)?.map(|bytes| sha256(&bytes)) == Some(manifest_hash(db, known)?) {
        lead_to(db, lake, database_id, known)?;
    }
    Ok(())
}

/// Points readers to this generation, even if the pointer was removed or changed from outside.
fn lead_to(db: &Db, lake: &Lake, database_id: &str, generation: i64) -> Result<()> {
    let ours = |generation: i64, sha256: &str| {
        db.query_value::<bool, _>(
            "select count(*) > 0 from sync.export where generation = $generation and manifest_sha256 = $sha256",
            params! { generation: generation, sha256: sha256 },
        )
    };
    lake.lead_to(&Target { generation, sha256: &manifest_hash(db, generation)?, database_id }, ours)
}

fn manifest_hash(db: &Db, generation: i64) -> Result<String> {
    let sql = "select coalesce(max(manifest_sha256), '') from sync.export where generation = ?";
    db.query_value(sql, params![generation])
}

/// The newest generation that was published, by the database.
pub fn newest_known(db: &Db) -> Result<Option<i64>> {
    db.query_value("select max(generation) from sync.export where state = 'published'", [])
}

/// The newest generation that readers can see; refused where another database made it, unless its lake was adopted.
pub(super) fn newest_of(db: &Db, lake: &Lake, database_id: &str) -> Result<Option<i64>> {
    let Some((number, maker)) = lake.newest()? else { return Ok(None) };
    if maker == database_id || adopted_from(db)?.as_ref() == Some(&maker) {
        return Ok(Some(number));
    }
    let what = format!("the lake {} was published from another database", lake.root());
    let hint = if newest_known(db)?.is_none() { LOST } else { RESTORE };
    Err(Error::new(Kind::Damaged, what).hint(hint))
}

/// The lost database whose lake was adopted.
fn adopted_from(db: &Db) -> Result<Option<String>> {
    db.query_value("select adopted_from from sync.identity", [])
}

fn refuse_newer_lake(db: &Db, newest: i64) -> Result<()> {
    let known = newest_known(db)?;
    if known.is_some_and(|known| known >= newest) {
        return Ok(());
    }
    let known = known.map_or("none".to_owned(), |known| format!("generation {known}"));
    Err(Error::new(
        Kind::Damaged,
        format!("the lake is at generation {newest}, the database only at {known}: it is older than the lake"),
    )
    .hint(ADOPT))
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
        "select file, key_from, key_to, row_count, bytes, sha256, digest
         from sync.export_file
         where dataset = $dataset and generation = $generation order by key_from nulls first",
        params! { dataset: dataset, generation: generation },
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
    Ok(Former { files, columns, built: Some((from, cause)), is_lost: false })
}

/// What of the newest generation still lies in this lake: with a file missing or damaged, the dataset is written anew.
/// One that is held cannot be: what an older program laid elsewhere is taken from there.
fn standing(lake: &Lake, seen: &Seen, newest: Option<i64>, held: bool, name: &str, former: Former) -> Result<Former> {
    let Some(newest) = newest else { return Ok(former) };
    let stands =
        lake.stands(seen, newest, name, &former.files)? || (held && lake.adopt(seen, newest, name, &former.files)?);
    Ok(if stands { former } else { Former { is_lost: true, ..Former::default() } })
}

/// Publishes the datasets as a new generation, unless nothing changed, neither rows nor how they were made. A dataset given with a cause is
/// held: its former files are carried, and a dataset that was never published stays away.
pub fn publish(
    db: &Db,
    run: i64,
    lake: &Lake,
    facts: &Facts<'_>,
    datasets: &[(Dataset, Option<String>)],
) -> Result<Published> {
    let parent = newest_known(db)?;
    let seen = lake.look(datasets.iter().map(|(dataset, _)| dataset.name.as_str()))?;
    let number: i64 = db.query_value("select coalesce(max(generation), 0) + 1 from sync.export", [])?;
    let (mut contents, mut altered) = (Vec::new(), Vec::new());
    // A policy or key that changes no row is stated all the same.
    let mut changed = is_made_otherwise(db, parent, facts)?;
    for (dataset, hold) in datasets {
        let former = former(db, &dataset.name)?;
        let before = former.built.is_some().then(|| former.columns.clone());
        let former = standing(lake, &seen, parent, hold.is_some(), &dataset.name, former)?;
        let read = |file: &DataFile| lake.file(&dataset.name, &file.file);
        let (content, differs) = content(db, dataset, hold.as_deref(), former, number, &read)?;
        changed |= differs;
        altered
            .extend(content.as_ref().zip(before.as_ref()).and_then(|(content, before)| Altered::of(content, before)));
        contents.extend(content);
    }
    if !changed {
        parent.map_or(Ok(()), |current| withdraw(db, lake, current))?;
        return Ok(Published { generation: parent, ..Published::default() });
    }
    let laid_out_anew = has_former_layout(lake, parent)?;
    let repaired = !laid_out_anew && contents.iter().any(|content| content.is_repair);
    let files_written = contents.iter().flat_map(|content| &content.files).filter(|file| !file.is_written()).count();
    reserve(db, run, number)?;
    if let Err(error) = build(db, lake, facts, number, parent, (&mut contents[..], &altered[..])) {
        // Should that fail as well, the next start does it; the first error is the one to tell.
        let _ = abandon(db, lake, number);
        return Err(error);
    }
    complete(db, lake, &facts.database_id, number)?;
    withdraw(db, lake, number)?;
    if repaired {
        withdraw_missing(db, lake)?;
    }
    Ok(Published { generation: Some(number), new: true, files_written, laid_out_anew, repaired })
}

/// Whether the files of a generation lie where an older program laid them.
fn has_former_layout(lake: &Lake, generation: Option<i64>) -> Result<bool> {
    let manifest = generation.map_or(Ok(None), |generation| lake.manifest(generation))?;
    Ok(manifest.is_some_and(|bytes| manifest::has_former_layout(&bytes)))
}

/// Whether the rows of a generation were made otherwise than it would state now.
fn is_made_otherwise(db: &Db, generation: Option<i64>, facts: &Facts<'_>) -> Result<bool> {
    let sql = "select count(*) > 0 from sync.export where generation = $generation and making <> $making";
    db.query_value(sql, params! { generation: generation, making: facts.making() })
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
            is_repair: false,
        };
        return Ok((Some(content), held.as_deref() != Some(cause)));
    }
    let columns = manifest::columns(&schema);
    let rewrite = former.columns != columns;
    let followed = if rewrite { Followed::Whole } else { follow::plan(db, &dataset, &former.files, read)? };
    let is_repair = former.is_lost || matches!(followed, Followed::Damaged);
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
    let content = Content { dataset, state, from_generation, columns, schema, files, rewrites, former, is_repair };
    Ok((Some(content), !same || was_held))
}

fn reserve(db: &Db, run: i64, number: i64) -> Result<()> {
    failpoint::pass("export.before_reserve");
    db.execute(
        "insert into sync.export (generation, run_id, state, reserved_at, policy_id)
         values ($generation, $run, 'reserved', $now, (select max(policy_id) from sync.policy))",
        params! { generation: number, run: run, now: clock::now() },
    )?;
    failpoint::pass("export.after_reserve");
    Ok(())
}

/// Writes a reserved generation up to its manifest.
fn build(
    db: &Db,
    lake: &Lake,
    facts: &Facts<'_>,
    number: i64,
    parent: Option<i64>,
    (contents, altered): (&mut [Content], &[Altered]),
) -> Result<()> {
    lake.begin(number)?;
    // The statement whose rows are written must not be disturbed on its own connection.
    let notes = db.another()?;
    for content in contents.iter_mut() {
        let Content { dataset, schema, files, rewrites, former, .. } = content;
        let note = |file: &DataFile| note(&notes, number, &dataset.name, file);
        let to = Place { shelf: lake.shelf(number, &dataset.name)?, note: &note };
        notes.transaction(|_| files.iter().filter(|file| file.is_written()).try_for_each(note))?;
        for kept in files.iter().filter(|file| file.is_written()) {
            to.shelf.keep(&kept.file)?;
        }
        match rewrites {
            Some(rewrites) => {
                let read = |file: &DataFile| lake.file(&dataset.name, &file.file);
                follow::write(db, dataset, schema, &to, (files, rewrites), (former, &read))?;
            }
            None => parquet::write(db, dataset, schema, &to, files)?,
        }
        to.shelf.close()?;
    }
    let manifest = manifest::render(facts, number, parent, contents, altered)?;
    failpoint::pass("export.before_files_commit");
    db.transaction(|db| write_contents(db, number, facts, &manifest, contents))?;
    failpoint::pass("export.before_manifest");
    lake.put_manifest(number, &manifest)?;
    failpoint::pass("export.after_manifest");
    Ok(())
}

fn write_contents(db: &Db, number: i64, facts: &Facts<'_>, manifest: &str, contents: &[Content]) -> Result<()> {
    db.execute(
        "update sync.export set manifest_sha256 = $sha256, making = $making where generation = $generation",
        params! { sha256: sha256(manifest.as_bytes()), making: facts.making(), generation: number },
    )?;
    for content in contents {
        let (state, cause) = match &content.state {
            State::Published => (PublicationState::Published, None),
            State::Held(cause) => (PublicationState::Held, Some(cause)),
        };
        db.execute(
            "insert into sync.export_dataset (generation, dataset, state, from_generation, columns, cause)
             values ($generation, $dataset, $state, $from_generation, $columns, $cause)",
            params! {
                generation: number,
                dataset: content.dataset.name,
                state: state.as_str(),
                from_generation: content.from_generation,
                columns: content.columns.to_string(),
                cause: cause,
            },
        )?;
    }
    Ok(())
}

/// Notes that a generation holds a file, before it is there: so it is known what a crash leaves.
fn note(db: &Db, number: i64, dataset: &str, file: &DataFile) -> Result<()> {
    db.execute(
        "insert into sync.export_file
            (generation, dataset, file, key_from, key_to, row_count, bytes, sha256, digest)
         values ($generation, $dataset, $file, $key_from, $key_to, $row_count, $bytes, $sha256, $digest)",
        params! {
            generation: number,
            dataset: dataset,
            file: file.file,
            key_from: file.key_from,
            key_to: file.key_to,
            row_count: file.rows as i64,
            bytes: file.bytes as i64,
            sha256: file.sha256,
            digest: file.digest,
        },
    )
    .map(drop)
}

/// The manifest stands: readers are led to the generation, then the database knows it as published.
fn complete(db: &Db, lake: &Lake, database_id: &str, number: i64) -> Result<()> {
    lead_to(db, lake, database_id, number)?;
    failpoint::pass("export.after_pointer");
    db.execute(
        "update sync.export set state = 'published', published_at = $now where generation = $generation",
        params! { now: clock::now(), generation: number },
    )?;
    failpoint::pass("export.after_published");
    Ok(())
}
