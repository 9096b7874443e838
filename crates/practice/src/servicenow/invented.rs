//! The rows that an instance begins with: which tables have how many, and what each row holds.

use super::beside::{self, ATTACHED, RECORDED};
use super::items::{self, BASES};
use super::maker::{GROUPS, Maker};
use super::people;
use super::row::Row;
use super::work;

/// A table's rows: how many there are at first, and what the one of an ordinal holds beside the fields of the system.
struct Kind {
    table: &'static str,
    count: fn(&Maker) -> usize,
    row: fn(&Maker, usize) -> Row,
}

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    Kind { table: "sys_user", count: Maker::users, row: people::user },
    Kind { table: "sys_user_group", count: |_| GROUPS, row: people::group },
    Kind { table: "sys_user_grmember", count: Maker::users, row: people::member },
    Kind { table: "incident", count: |maker| maker.records, row: work::incident },
    Kind { table: "change_request", count: |maker| 1 + maker.records / 4, row: work::change },
    Kind { table: "problem", count: |maker| work::problems(maker.records), row: work::problem },
    Kind { table: "task_sla", count: |maker| maker.records / 2, row: work::promise },
    Kind { table: "kb_knowledge_base", count: |_| BASES, row: items::base },
    Kind { table: "kb_knowledge", count: |maker| 1 + maker.records / 5, row: items::article },
    Kind { table: "cmdb_ci", count: |_| 2, row: items::item },
    Kind { table: "cmdb_ci_server", count: Maker::machines, row: items::server },
    Kind { table: "cmdb_ci_computer", count: Maker::machines, row: items::computer },
    Kind { table: "cmdb_rel_ci", count: |maker| maker.machines() - 1, row: items::relation },
    Kind { table: "u_asset_loan", count: |maker| 3 + maker.records / 5, row: items::loan },
    Kind { table: "sys_journal_field", count: |maker| maker.records, row: beside::entry },
    Kind { table: "sys_attachment", count: |maker| maker.records / ATTACHED, row: beside::attachment },
    Kind { table: "sys_audit", count: |maker| maker.records / RECORDED, row: beside::record },
    Kind { table: "sys_audit_delete", count: |_| 2, row: beside::deletion },
];

/// The invented row of an ordinal, fields of the system among them; nothing where rows of the table are not invented.
pub(super) fn row(maker: &Maker, table: &str, ordinal: usize) -> Option<Row> {
    let kind = KINDS.iter().find(|kind| kind.table == table)?;
    Some(maker.system(table, ordinal).with((kind.row)(maker, ordinal)))
}

/// How many rows of a table there are at first.
pub(super) fn count(maker: &Maker, table: &str) -> usize {
    KINDS.iter().find(|kind| kind.table == table).map_or(0, |kind| (kind.count)(maker))
}
