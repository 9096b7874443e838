//! The line of a table: the tables that it extends, and those that extend it, whose records are its records as well.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many tables one may extend, one through the other.
pub const DEEPEST: usize = 8;
/// Bytes of the names that one question for extensions has: each stands in it [`DEEPEST`] times.
const LONGEST_NAMES: usize = 150;

/// Where a table stands among others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Itself and what it extends, the root last; none where that is not known.
    pub above: Vec<String>,
    /// What extends it; nothing where that is not known.
    pub below: Option<Vec<String>>,
}

/// The name of the table that one extends through so many others.
pub fn above(depth: usize) -> String {
    format!("{}name", "super_class.".repeat(depth))
}

/// As many of these tables, from the first one on, as one question asks the extensions of.
pub fn asked_at_once<'n>(tables: &[&'n str]) -> Vec<&'n str> {
    let mut bytes = 0;
    let fits = |table: &&str| {
        bytes += table.len() + 3;
        bytes <= LONGEST_NAMES
    };
    let some: Vec<&str> = tables.iter().copied().take_while(fits).collect();
    if some.is_empty() { tables.iter().copied().take(1).collect() } else { some }
}

/// The condition of rows of `sys_db_object` that extend one of these tables.
pub fn extending(tables: &[&str]) -> String {
    let names = tables.join(",");
    (1..=DEEPEST).map(|depth| format!("{}IN{names}", above(depth))).collect::<Vec<_>>().join("^OR")
}

/// The tables that the condition [`extending`] names; nothing where a query is another one.
pub fn extended(query: &str) -> Option<Vec<String>> {
    let first = query.strip_prefix("super_class.nameIN")?.split('^').next()?;
    Some(first.split(',').map(str::to_owned).collect())
}

/// What extends a table, by tables with what each extends.
pub fn below(table: &str, extends: &BTreeMap<String, String>) -> Vec<String> {
    let (mut all, mut at): (Vec<String>, usize) = (vec![table.to_owned()], 0);
    while let Some(one) = all.get(at).cloned() {
        let next: Vec<String> = extends
            .iter()
            .filter(|(name, over)| **over == one && !all.contains(name))
            .map(|(name, _)| name.clone())
            .collect();
        all.extend(next);
        at += 1;
    }
    all.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extensions_of_tables_are_asked_for_at_once_and_told_apart() {
        let query = extending(&["task", "cmdb_ci"]);
        assert!(query.starts_with("super_class.nameINtask,cmdb_ci^ORsuper_class.super_class.nameINtask,cmdb_ci^OR"));
        assert_eq!(query.matches("^OR").count(), DEEPEST - 1);
        assert_eq!(extended(&query).unwrap(), ["task", "cmdb_ci"]);
        assert_eq!(extended("nameINtask"), None);
        let rows = [
            ("incident", "task"),
            ("cmdb_ci_server", "cmdb_ci"),
            ("cmdb_ci_linux_server", "cmdb_ci_server"),
            ("a", "a"),
        ];
        let extends = rows.map(|(name, over)| (name.to_owned(), over.to_owned())).into();
        assert_eq!(below("cmdb_ci", &extends), ["cmdb_ci_server", "cmdb_ci_linux_server"]);
        assert_eq!(below("task", &extends), ["incident"]);
        assert!(below("incident", &extends).is_empty() && below("a", &extends).is_empty());
    }

    #[test]
    fn a_question_has_as_many_names_as_fit_into_an_address() {
        let names: Vec<String> = (0..20).map(|number| format!("u_table_number_{number:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let some = asked_at_once(&names);
        assert_eq!(some.len(), 7);
        assert!(extending(&some).len() < 1_600);
        let long = "u_".repeat(100);
        assert_eq!(asked_at_once(&[&long, "task"]), [long.as_str()], "one is asked for however long");
    }
}
