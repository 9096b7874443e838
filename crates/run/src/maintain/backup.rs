//! `backup`: a copy of what a connection holds, also while a sync is at work, which then makes it.

use crate::connection::copied::{self, BackedUp};
use crate::connection::opened::Paths;
use crate::inspect::asked::{self, Asked};
use catchment_base::disk;
use catchment_base::error::{Error, Result, printable};
use catchment_source::config::Config;
use std::path::Path;

/// Backs up a connection into a folder, by its holder where there is one. The folder has the form of a data directory.
pub fn backup(config: &Config, name: &str, to: &Path) -> Result<BackedUp> {
    let to = disk::absolute(to)?;
    if to.starts_with(&config.data_dir) || config.data_dir.starts_with(&to) {
        return Err(Error::usage("the backup would be inside the data directory").hint("choose a folder elsewhere"));
    }
    if disk::exists(&Paths::of(&to, name).database) {
        let what = format!("{} already contains a backup of {name}", printable(&to.display().to_string()));
        return Err(Error::usage(what).hint("use a new folder for each backup, such as one named by the date"));
    }
    let question = format!("backup {}", to.display());
    match asked::ask_patiently(config, name, &question)? {
        Asked::Holder(answer) => asked::read(&answer),
        Asked::Database(opened) => copied::copy(&opened.db, &opened.paths, name, &to),
    }
}
