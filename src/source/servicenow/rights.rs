//! What is told of a table of which an instance shows nothing: it refuses it (403), counts rows before access rules and shows none,
//! or counts none.

use super::query::ID;
use super::tables::Table;
use crate::config::Own;
use crate::error::Error;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Kind;
    use crate::source::DIALECTS;
    use std::path::Path;

    #[test]
    fn a_table_that_is_refused_is_told_by_its_name_and_its_line() {
        let table = Table::new("knowledge_article", "kb_knowledge", "tables.3");
        let cause = Error::failed("the site answered 403: Insufficient rights to query records");
        let config = Config::load(Path::new("fixtures/servicenow/itsm.toml"), &DIALECTS).unwrap();
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
}
