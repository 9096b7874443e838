//! Following changed keys: the files of a dataset are made anew from what they were and the rows that may differ.
//!
//! A former file is read back and compared with its hash; the rows of the touched keys are taken out of it and
//! their present rows put in. So neither the dataset nor a range of it is computed, and the files come out as if
//! it had been: the same rows, cut and joined by the same rules, with the same digests.

use super::parquet::Place;
use super::plan::{DataFile, Rewrite, places_of, plan_touched};
use super::{Dataset, Touched, parquet};
use crate::db::{Db, identifier, literal};
use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use catchment_base::error::{Error, Result};
use catchment_io::key::sha256;

/// Of so many rows at most one may be touched; where more are, reading everything is cheaper.
const ROWS_PER_KEY: u64 = 10;
/// The temporary relation with the rows of the files that are made anew.
const LEAF: &str = "leaf";

/// Reads a data file of the former generation; nothing where it is missing.
pub type Read<'a> = &'a dyn Fn(&DataFile) -> Result<Option<Bytes>>;

/// The outcome of following the changed keys of a dataset.
pub enum Followed {
    /// Its files, and what the new ones are made from.
    Files(Vec<DataFile>, Vec<Rewrite>),
    /// Nobody knows which keys are touched, or so many are that reading everything is cheaper.
    Whole,
    /// A former file is not what it was: all of them have to be written anew.
    Damaged,
}

/// The files of a dataset of which only some keys are touched.
pub fn plan(db: &Db, dataset: &Dataset, former: &[DataFile], read: Read<'_>) -> Result<Followed> {
    let Some(touched) = dataset.touched.as_ref().filter(|_| !former.is_empty()) else { return Ok(Followed::Whole) };
    let keys =
        db.query(&format!("select value from {} order by value", touched.keys), [], |row| row.get::<_, String>(0))?;
    if keys.is_empty() {
        return Ok(Followed::Files(former.to_vec(), Vec::new()));
    }
    if former.iter().map(|file| file.rows).sum::<u64>() < keys.len() as u64 * ROWS_PER_KEY {
        return Ok(Followed::Whole);
    }
    let columns = parquet::columns(dataset);
    let fresh = fresh(dataset);
    db.execute_batch(&format!(
        "create or replace temporary table {fresh} as select {columns} from ({})",
        touched.rows
    ))?;
    let leaf = |files: &[DataFile]| leaf(db, dataset, touched, files, read);
    let planned = plan_touched(db, former, &places_of(former, &keys), &leaf)?;
    Ok(planned.map_or(Followed::Damaged, |(files, rewrites)| Followed::Files(files, rewrites)))
}

/// Writes the files of a plan made by [`plan`] into their place and completes their entries.
pub fn write(
    db: &Db,
    dataset: &Dataset,
    schema: &SchemaRef,
    to: &Place<'_>,
    (files, rewrites): (&mut [DataFile], &[Rewrite]),
    (former, read): (&[DataFile], Read<'_>),
) -> Result<()> {
    let Some(touched) = &dataset.touched else { return Ok(()) };
    for rewrite in rewrites {
        let leaf = leaf(db, dataset, touched, &former[rewrite.from.clone()], read)?.ok_or_else(|| {
            Error::failed(format!("an earlier file of {} has changed", dataset.name))
                .hint("nothing was published; run the command again, which rewrites the whole dataset")
        })?;
        parquet::write(db, &leaf, schema, to, &mut files[rewrite.to.clone()])?;
    }
    Ok(())
}

/// Leaves the present rows of neighbouring former files in [`LEAF`] and gives it as a dataset.
fn leaf(db: &Db, dataset: &Dataset, touched: &Touched, files: &[DataFile], read: Read<'_>) -> Result<Option<Dataset>> {
    let (columns, key) = (parquet::columns(dataset), identifier(&dataset.key));
    db.execute_batch(&format!(
        "create or replace temporary table {LEAF} as select {columns} from {} limit 0",
        dataset.relation
    ))?;
    for file in files {
        let Some(bytes) = read(file)?.filter(|bytes| is_same(file, bytes)) else { return Ok(None) };
        parquet::rows(&dataset.name, bytes, &mut |batch| db.append(LEAF, batch))?;
    }
    db.execute(&format!("delete from {LEAF} where {key} in (select value from {})", touched.keys), [])?;
    let bound = |at: Option<&DataFile>, of: fn(&DataFile) -> &Option<String>, compared: &str| {
        let bound = at.and_then(|file| of(file).as_ref());
        bound.map_or("true".to_owned(), |bound| format!("{key} {compared} {}", literal(bound)))
    };
    let (from, to) = (bound(files.first(), |file| &file.key_from, ">="), bound(files.last(), |file| &file.key_to, "<"));
    let fresh = fresh(dataset);
    db.execute(&format!("insert into {LEAF} by name select * from {fresh} where {from} and {to}"), [])?;
    Ok(Some(Dataset { relation: LEAF.to_owned(), ..dataset.clone() }))
}

/// The temporary relation with the present rows of the touched keys; all datasets are planned before one is written.
fn fresh(dataset: &Dataset) -> String {
    identifier(&format!("fresh_{}", dataset.name))
}

fn is_same(file: &DataFile, bytes: &[u8]) -> bool {
    sha256(bytes) == file.sha256
}
