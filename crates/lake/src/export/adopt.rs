//! Going on with a database that is older than its lake, as one from a backup is, or with a new one where the database or its key is
//! lost: the generations that it does not know are read from their manifests.
//!
//! Of their files nobody knows which rows they hold, so that the next publication writes every file anew, as the generation
//! after the newest one.

use super::generation::{newest_known, newest_of};
use super::lake::Lake;
use super::retire;
use crate::db::{Db, params};
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_io::key::sha256;
use chrono::{DateTime, NaiveDateTime};
use serde_json::Value;

/// The run of a generation that the lost database published: this one knows nothing of it.
const LOST_RUN: i64 = 0;

/// Notes that a database that has published nothing goes on with the lake of another one, which is lost.
pub fn adopt_maker(db: &Db, lake: &Lake, database_id: &str) -> Result<()> {
    match lake.newest()? {
        Some((_, maker)) if maker != database_id && newest_known(db)?.is_none() => {
            db.execute("update sync.identity set adopted_from = ?", params![maker]).map(drop)
        }
        _ => Ok(()),
    }
}

/// Whether the lake has generations that the database does not know. A lake that another database made is refused.
pub fn is_newer(db: &Db, lake: &Lake, database_id: &str) -> Result<bool> {
    Ok(newest_of(db, lake, database_id)? > newest_known(db)?)
}

/// Whether the lake lacks the newest generation that the database knows.
pub fn is_older(db: &Db, lake: &Lake, database_id: &str) -> Result<bool> {
    Ok(newest_of(db, lake, database_id)? < newest_known(db)?)
}

/// Notes the generations of the lake that the database does not know, all in one transaction.
pub fn adopt(db: &Db, lake: &Lake, database_id: &str) -> Result<()> {
    let (newest, known) = (newest_of(db, lake, database_id)?.unwrap_or(0), newest_known(db)?.unwrap_or(0));
    db.transaction(|db| {
        for generation in known + 1..=newest {
            // One that was retired has no manifest any more.
            let Some(bytes) = lake.manifest(generation)? else { continue };
            let manifest: Value = serde_json::from_slice(&bytes).map_err(|cause| {
                Error::new(Kind::Damaged, format!("the manifest of generation {generation} cannot be read"))
                    .because(cause)
                    .hint("restore it from a copy of the lake, or sync into another lake from scratch")
            })?;
            note(db, generation, &sha256(&bytes), &manifest)?;
        }
        // What the lost database withdrew.
        retire::withdraw_missing(db, lake)
    })
}

fn note(db: &Db, generation: i64, sha256: &str, manifest: &Value) -> Result<()> {
    // Whatever the database had begun under this number when it was copied.
    for table in ["export", "export_dataset", "export_file"] {
        db.execute(&format!("delete from sync.{table} where generation = ?"), params![generation])?;
    }
    db.execute(
        "insert into sync.export (generation, run_id, state, reserved_at, published_at, manifest_sha256)
         values ($generation, $run, 'published', $at, $at, $sha256)",
        params! { generation: generation, run: LOST_RUN, at: published_at(manifest), sha256: sha256 },
    )?;
    for (name, dataset) in manifest["datasets"].as_object().into_iter().flatten() {
        db.execute(
            "insert into sync.export_dataset (generation, dataset, state, from_generation, columns, cause)
             values ($generation, $dataset, $state, $from_generation, $columns, $cause)",
            params! {
                generation: generation,
                dataset: name,
                state: dataset["state"].as_str().unwrap_or("published"),
                from_generation: dataset["from_generation"].as_i64().unwrap_or(generation),
                columns: dataset["columns"].to_string(),
                cause: dataset["cause"].as_str(),
            },
        )?;
        for file in dataset["files"].as_array().into_iter().flatten() {
            note_file(db, generation, name, file)?;
        }
    }
    Ok(())
}

/// When a generation was published, by its manifest; now where an older program wrote that.
fn published_at(manifest: &Value) -> NaiveDateTime {
    let stated = manifest["published_at"].as_str().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    stated.map_or_else(clock::now, |at| at.naive_utc())
}

fn note_file(db: &Db, generation: i64, dataset: &str, file: &Value) -> Result<()> {
    let path = file["path"].as_str().unwrap_or_default();
    db.execute(
        "insert into sync.export_file
            (generation, dataset, file, key_from, key_to, row_count, bytes, sha256, digest)
         values ($generation, $dataset, $file, $key_from, $key_to, $row_count, $bytes, $sha256, '')",
        params! {
            generation: generation,
            dataset: dataset,
            file: path.rsplit('/').next(),
            key_from: file["key_from"].as_str(),
            key_to: file["key_to"].as_str(),
            row_count: file["rows"].as_i64().unwrap_or_default(),
            bytes: file["bytes"].as_i64().unwrap_or_default(),
            sha256: file["sha256"].as_str().unwrap_or_default(),
        },
    )
    .map(drop)
}
