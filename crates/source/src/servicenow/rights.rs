//! What is told of a table of which an instance shows nothing: it refuses it (403), counts rows before access rules and shows none,
//! or counts none.

use super::query::{ID, Range};
use super::tables::Table;
use crate::config::Own;
use catchment_base::error::Error;

/// A table that the account may not read, or of which it may not read a field that every request names: an instance says the same
/// of both.
pub fn forbidden(own: &Own, table: &Table, cause: Error) -> Error {
    let Table { name, cursor, setting, .. } = table;
    let from = setting.split('.').next().unwrap_or(setting);
    let kind = cause.kind();
    let what = format!("the account may not read the table {name}, or its fields {ID} and {cursor}");
    let hint = format!(
        "give it a role that the read rules (ACL) of {name} name for the table, its rows and its fields (for tasks such as \
         incidents usually itil): the API keeps to these rules whatever the web interface shows; or remove the table from {from}, \
         else its dataset stays empty and every sync is incomplete"
    );
    own.refuse(setting, what, hint).because(cause).of_kind(kind)
}

/// A table whose rows are counted, and none of the first is shown.
pub fn unlisted(own: &Own, table: &Table, counted: u64) -> Error {
    let what =
        format!("the instance counts {counted} records of {} and shows none of the first to this account", table.name);
    let hint = "the account lacks the right to read the table by the API, whatever it sees in the web interface: give it a role \
                with a read rule (ACL) for the table and its rows";
    own.refuse(&table.setting, what, hint)
}

/// What it may mean that a listing of a range has no records, of which so many are counted before access rules.
pub fn blank(table: &Table, range: &Range, counted: u64) -> String {
    let tried = match range.created {
        (None, None) => "",
        _ => "of the time that start_date and end_date ask for the latest and the first part were tried; of the first ",
    };
    let what = match (table.dataset, table.query.is_empty()) {
        (_, true) => "the table is empty, or hidden from the account",
        (None, false) => "nothing fulfils its `query`",
        (Some(_), false) => "no row belongs to the tables of the settings",
    };
    match counted {
        0 => format!("{tried}the instance counts none, before access rules too: {what}"),
        _ => format!(
            "{tried}the instance counts {counted} before access rules, and shows none: the account may not see them; give it a role \
             with a read rule (ACL) for the rows of {}",
            table.name
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::read_time;
    use super::super::tables::DATASETS;
    use super::*;
    use crate::registry::configured;
    use catchment_base::error::Kind;

    #[test]
    fn a_table_that_is_refused_is_told_by_its_name_and_its_line() {
        let table = Table::new("knowledge_article", "kb_knowledge", "tables.3");
        let cause = Error::failed("the site answered 403: Insufficient rights to query records");
        let config = configured("servicenow/itsm.toml");
        let error = forbidden(&config.connection("itsm").unwrap().own, &table, cause);
        let told = error.one_line();
        assert!(told.contains("the table kb_knowledge, or its fields sys_id and sys_updated_on"), "{told}");
        assert!(told.contains("Insufficient rights"), "{told}");
        let hint = error.hint_text().unwrap();
        assert!(
            hint.contains("(ACL) of kb_knowledge") && hint.contains("remove the table from tables, else"),
            "{hint}"
        );
        assert_eq!(error.kind(), Kind::Failed);
    }

    #[test]
    fn no_records_are_told_with_what_that_may_mean() {
        let all = Table::new("incident", "incident", "tables.0");
        let some = Table { query: "active=true".to_owned(), ..all.clone() };
        let entries = Table::of(&DATASETS[0], &["incident"]);
        let dated = Range { created: (read_time("2026-03-01 00:00:00"), None), ..Range::default() };
        for (table, range, counted, words) in [
            (&all, &Range::default(), 0, "counts none, before access rules too: the table is empty, or hidden"),
            (&some, &Range::default(), 0, "counts none, before access rules too: nothing fulfils its `query`"),
            (&entries, &Range::default(), 0, "no row belongs to the tables of the settings"),
            (&some, &Range::default(), 7, "counts 7 before access rules, and shows none: the account may not see them"),
            (&all, &dated, 0, "the latest and the first part were tried; of the first the instance counts none"),
        ] {
            let told = blank(table, range, counted);
            assert!(told.contains(words), "{told}");
            assert_eq!(told.contains("start_date"), range == &dated, "{told}");
        }
    }
}
