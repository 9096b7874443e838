//! Files of sealed responses that no row names: removed rows leave them, and so does a kill.

use crate::db::Db;
use catchment_base::disk;
use catchment_base::error::Result;
use std::collections::HashSet;
use std::path::Path;

/// Removes the files that no row names; gives the name and the bytes of each.
pub fn remove_unnamed(db: &Db, sealed_dir: &Path) -> Result<Vec<(String, u64)>> {
    let named = db.query("select sealed_file from land.response where sealed_file is not null", [], |row| {
        row.get::<_, String>(0)
    })?;
    let named: HashSet<String> = named.into_iter().collect();
    let mut removed = Vec::new();
    for path in disk::files_below(sealed_dir)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !named.contains(&name) {
            let bytes = disk::size(&path).unwrap_or(0);
            disk::remove_file(&path)?;
            removed.push((name, bytes));
        }
    }
    Ok(removed)
}
