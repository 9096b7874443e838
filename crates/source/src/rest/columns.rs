//! What the settings say of columns: the classes of members.

use super::wrong::{About, Wrong};
use catchment_base::response::path;
use std::collections::BTreeMap;

/// What is said of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The path of its member, in its one spelling.
    pub path: String,
    /// The same as the settings write it.
    pub said: String,
    /// The word for what it holds.
    pub class: String,
}

/// The words for what a column holds that the settings may use.
pub const CLASSES: [&str; 11] =
    ["text", "json", "person", "time", "epoch_s", "epoch_ms", "plain", "number", "flag", "key", "secret"];
/// Those that a member of the key may have: what tells records apart stands in the ledger as it came.
const CLASSES_OF_KEYS: [&str; 2] = ["key", "plain"];

/// A path in its one spelling.
pub fn spelled(path: &str) -> String {
    path::spelled(&path::names(path))
}

/// Reads what is said of columns; `key` are the paths of the members of the key.
pub fn read(said: &BTreeMap<String, String>, key: &[String], about: &About<'_>) -> Result<Vec<Column>, Wrong> {
    let column =
        |(said, class): (&String, &String)| Column { path: spelled(said), said: said.clone(), class: class.clone() };
    let columns: Vec<Column> = said.iter().map(column).collect();
    for (at, column) in columns.iter().enumerate() {
        check(column, key, about)?;
        let Column { said, class, path } = column;
        let wrong = |what: String, hint: String| Err(about.wrong(&format!("columns.{said}"), what, hint));
        if let Some(twin) = columns[..at].iter().find(|other| other.path == *path) {
            return wrong(format!("`{said}` and `{}` are the same member", twin.said), "keep one of them".to_owned());
        }
        let inside = columns.iter().find(|other| path::inside(path, &other.path).is_some());
        if let Some(inside) = inside.filter(|_| class != "json") {
            let what = format!("`{said}` is {class}, but `{}` is inside it", inside.said);
            return wrong(what, format!("make `{said}` json, or remove it"));
        }
    }
    Ok(columns)
}

/// The member that a cursor or a window goes by is read as the time that they say.
pub fn check_time(columns: &[Column], field: &str, form: &str, about: &About<'_>) -> Result<(), Wrong> {
    match columns.iter().find(|column| column.path == field && column.class != form) {
        None => Ok(()),
        Some(Column { said, class, .. }) => {
            let what = format!("`{said}` cannot be {class}: a cursor or a window uses it, as {form}");
            Err(about.wrong(&format!("columns.{said}"), what, "remove it from `columns`, or change its `as`"))
        }
    }
}

fn check(Column { path, said, class }: &Column, key: &[String], about: &About<'_>) -> Result<(), Wrong> {
    let wrong = |what: String, hint: String| Err(about.wrong(&format!("columns.{said}"), what, hint));
    if !CLASSES.contains(&class.as_str()) {
        let what = format!("`{}` is not a column class", catchment_base::error::printable(class));
        return wrong(what, format!("known: {}", CLASSES.join(", ")));
    }
    if key.contains(path) && !CLASSES_OF_KEYS.contains(&class.as_str()) {
        let what = format!("`{said}` is a member of the key and cannot be {class}: keys are stored as they are");
        let hint = "choose a key that identifies nobody, of several members if necessary; without one this stream cannot be read";
        return wrong(what, hint.to_owned());
    }
    Ok(())
}
