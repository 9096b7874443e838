//! Responses that an earlier version sealed, bound to their places when their database is opened first.

use super::opened::Paths;
use super::rotate::BATCH;
use catchment_base::error::Result;
use catchment_base::{clock, disk, failpoint};
use catchment_io::key::Keys;
use catchment_lake::db::{Db, params};
use catchment_lake::land::{self, Sealer, Which};

/// Seals what is not bound to its place anew, and has it on record that from now on everything is. A kill leaves the rest to the
/// next opening.
pub fn bind(db: &Db, paths: &Paths, keys: &Keys, connection: &str) -> Result<()> {
    let sealer = Sealer::new(keys, connection)?;
    loop {
        let responses = land::open_former(db, (&sealer, &paths.sealed), Which::Unbound, 0, BATCH)?;
        if responses.is_empty() {
            break;
        }
        db.transaction(|db| land::reseal(db, &sealer, &paths.sealed, &responses))?;
        failpoint::pass("bind.after_commit");
        let files = responses.iter().filter_map(|response| response.file.as_ref());
        files.map(|file| paths.sealed.join(file)).try_for_each(|path| disk::remove_file(&path))?;
    }
    // A kill leaves files behind that are not bound.
    land::remove_unnamed(db, &paths.sealed)?;
    db.execute("update sync.identity set bound_at = ?", params![clock::now()])?;
    db.checkpoint()
}
