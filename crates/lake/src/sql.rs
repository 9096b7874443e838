//! The SQL of the project, compiled in: path below `sql/` and text of every file.

use catchment_base::error::{Error, Result};

/// Every file below `sql/`, sorted by path.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sql.rs"));

/// The text of one file, by its path below `sql/`; an error where there is no such file.
pub fn text(path: &str) -> Result<&'static str> {
    find(path).ok_or_else(|| Error::failed(format!("there is no sql/{path}")))
}

/// The text of a file that may be absent.
pub fn find(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// What a file says of its rows: the sentences that it begins with.
pub fn about(text: &str) -> String {
    text.lines().map_while(|line| line.strip_prefix("-- ")).collect::<Vec<_>>().join(" ")
}
