//! What the generations of a connection hold that are kept in a folder.

use super::manifest;
use super::reports::Columns;
use crate::db::literal;
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A generation that is kept.
pub struct Generation {
    manifest: Value,
    /// The folder that the paths of its files begin in.
    folder: PathBuf,
}

/// The generations of a connection that a lake keeps, newest first.
pub fn generations(lake: &Path, connection: &str) -> Result<Vec<Generation>> {
    let part = lake.join(connection);
    let folders = disk::entries(&part.join("generations"))?.into_iter();
    let numbered = folders.filter_map(|path| Some((path.file_name()?.to_str()?.parse::<i64>().ok()?, path)));
    let mut numbered: Vec<(i64, PathBuf)> = numbered.collect();
    numbered.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let mut found = Vec::new();
    for (number, path) in numbered {
        let Some(bytes) = disk::read_if_there(&path.join("manifest.json"))? else { continue };
        let manifest = serde_json::from_slice(&bytes).map_err(|cause| {
            Error::new(Kind::Damaged, format!("the manifest of generation {number} of {connection} cannot be read"))
                .hint("restore it from a backup")
                .because(cause)
        })?;
        let folder = if manifest::has_former_layout(&bytes) { path } else { part.clone() };
        found.push(Generation { manifest, folder });
    }
    Ok(found)
}

impl Generation {
    /// Its datasets with their columns.
    pub fn columns(&self) -> Columns {
        super::reports::columns_of(&self.manifest)
    }

    /// What reads the files of a dataset that may have this key; nothing where none does.
    pub fn relation(&self, dataset: &str, key: &str) -> Option<String> {
        let bound = |file: &Value, name: &str| file[name].as_str().map(str::to_owned);
        let may_have = |file: &&Value| {
            bound(file, "key_from").is_none_or(|from| *from <= *key)
                && bound(file, "key_to").is_none_or(|to| *key < *to)
        };
        let files = self.manifest["datasets"][dataset]["files"].as_array().into_iter().flatten().filter(may_have);
        let paths = files.filter_map(|file| Some(self.folder.join(file["path"].as_str()?)));
        let paths: Vec<String> = paths.map(|path| literal(&path.to_string_lossy())).collect();
        (!paths.is_empty()).then(|| format!("read_parquet([{}], hive_partitioning = false)", paths.join(", ")))
    }
}
