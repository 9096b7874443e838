//! What lies in pages and is gone, itself or with what it lies in, is in no dataset; what bears the same id elsewhere stays.

use super::staged::{Warehouse, answers};
use catchment_lake::sql::text;
use serde_json::Value;

/// The keys of the rows of a dataset, in order.
fn keys(warehouse: &Warehouse, dataset: &str) -> Vec<String> {
    let rows = warehouse.texts(&format!("select {} as key from mart.{dataset} order by 1", key_of(dataset)));
    rows.iter().map(|row| row["key"].as_str().unwrap().to_owned()).collect()
}

/// What tells the rows of a dataset apart.
fn key_of(dataset: &str) -> &'static str {
    match dataset {
        "comment" => "comment_id",
        "content_label" => "content_id || ' ' || label_id",
        "page_version" => "page_id || ' ' || version_number",
        "attachment_version" => "attachment_id || ' ' || version_number",
        "task" => "task_id",
        "hierarchy_node" => "node_id",
        "page_content" => "page_id || ' ' || representation",
        "deleted_content" => "object_id",
        "label" => "label_id",
        "space_icon" => "space_id",
        "space_property" => "space_id || ' ' || property_id",
        "content_property" => "page_id || ' ' || property_id",
        _ => "page_id",
    }
}

/// What is gone, a dataset, and the keys that leave it.
const GONE: &[(&str, &str, &str, &[&str])] = &[
    ("page", "131073", "comment", &["327681", "327691", "327701", "327702", "327711"]),
    ("page", "131073", "content_label", &["131073 983041", "att196609 983041"]),
    ("page", "131073", "attachment_version", &["att196609 1", "att196609 2"]),
    ("page", "131073", "content_like", &["131073", "131073"]),
    ("page", "131073", "content_property", &["131073 753665", "131073 753666"]),
    ("page", "131073", "page_content", &["131073 export_view", "131073 storage", "131073 view"]),
    ("page", "131073", "page_adf", &["131073"]),
    ("page", "131075", "page_version", &["131075 1", "131075 2"]),
    ("blogpost", "262145", "task", &["6"]),
    // Where its page was told by the comment alone, an answer goes with it.
    ("footer_comment", "327681", "comment", &["327681", "327701", "327702"]),
    ("inline_reply", "327711", "comment", &["327711"]),
    ("label", "983041", "label", &["983041"]),
    ("label", "983041", "content_label", &["131073 983041", "att196609 983041"]),
    ("page_label", "983041:131073", "content_label", &["131073 983041"]),
    ("attachment", "att196609", "content_label", &["att196609 983041"]),
    ("page_version", "131075:1", "page_version", &["131075 1"]),
    ("attachment_version", "att196609:1", "attachment_version", &["att196609 1"]),
    ("task", "5", "task", &["5"]),
    ("page_property", "131073:753665", "content_property", &["131073 753665"]),
    ("space_property", "65537:760001", "space_property", &["65537 760001"]),
    ("space_icon", "65538:65538", "space_icon", &["65538"]),
    ("folder_node", "229377", "hierarchy_node", &["229377"]),
    ("page_view_body", "131073:131073", "page_content", &["131073 view"]),
    ("page_adf_body", "131073:131073", "page_adf", &["131073"]),
    ("whiteboard", "229377", "hierarchy_node", &[]),
    ("page_adf_body", "131073:131073", "page_content", &[]),
    ("task", "131073", "space_content", &[]),
];

#[test]
fn what_is_gone_leaves_the_datasets_of_what_lies_in_pages() {
    let warehouse = Warehouse::new();
    warehouse.stage(&answers());
    for (stream, id, dataset, left) in GONE {
        let mut expected = keys(&warehouse, dataset);
        for key in *left {
            let at = expected.iter().position(|held| held == key);
            expected.remove(at.unwrap_or_else(|| panic!("{key} is not in {dataset}: {expected:?}")));
        }
        warehouse.db.execute_batch("begin").unwrap();
        let sql = format!(
            "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at)
             values (1, '{stream}', '{id}', 'purged', 'a test', timestamp '2026-01-01', 'deleted', timestamp '2026-01-01')"
        );
        warehouse.db.execute_batch(&sql).unwrap();
        let found = keys(&warehouse, dataset);
        let is_told = keys(&warehouse, "deleted_content").contains(&(*id).to_owned());
        warehouse.db.execute_batch("rollback").unwrap();
        assert_eq!(found, expected, "{dataset} without {id} of {stream}");
        assert_eq!(is_told, matches!(*stream, "page" | "blogpost" | "attachment"), "{id} of {stream}");
    }
}

/// Two runs: the first brings six spaces of which the settings name two, two pages of these, and attachments of the whole site;
/// the second narrows the settings, finds a page in the trash, comes upon another space, and reads one page again that lost
/// what the settings ask for.
const RUNS: &str = "insert into land.response (seq, run_id, walk_id, stream, scope, kind, answered_at, objects, bytes, key_id)
    select seq, run, 1, 'page', '', 'listing', timestamp '2026-01-01', 1, 1, 'k' from (values (1, 1), (2, 1), (3, 2)) as t (seq, run);
insert into sync.brought (run_id, stream, new_objects, changed_objects)
    values (1, 'space', 6, 0), (1, 'page', 3, 0), (1, 'attachment', 3, 0), (2, 'space', 1, 0), (2, 'page', 1, 2);
insert into sync.object (stream, object_id, scope_id, container_stream, container_id, answered_at, landed_seq, object_hash, changed_seq)
    select stream, id, scope, above, below, timestamp '2026-01-01', seq, ''::blob, seq
    from (values
        ('space', 's1', null, null, null, 1), ('space', 's2', null, null, null, 1), ('space', 's3', null, null, null, 1),
        ('space', 's4', null, null, null, 1), ('space', 's5', null, null, null, 1), ('space', 's6', null, null, null, 1),
        ('space', 's7', null, null, null, 3), ('page', 'p1', 's1', null, null, 2), ('page', 'p2', 's2', null, null, 2),
        ('page', 'p3', 's1', null, null, 3), ('page', 'p4', 's1', null, null, 3),
        ('attachment', 'a1', null, 'page', 'p1', 2), ('attachment', 'a2', null, 'page', 'x', 2), ('attachment', 'a3', null, 'page', 'y', 2)
    ) as t (stream, id, scope, above, below, seq);
insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at)
    select run, stream, id, reason, 'a test', timestamp '2026-01-01', 'deleted', timestamp '2026-01-01'
    from (values
        (1, 'space', 's3', 'out_of_scope'), (1, 'space', 's4', 'out_of_scope'), (1, 'space', 's5', 'out_of_scope'),
        (1, 'space', 's6', 'out_of_scope'), (2, 'space', 's2', 'out_of_scope'), (2, 'space', 's7', 'out_of_scope'),
        (2, 'page', 'p2', 'trashed'), (2, 'page', 'p3', 'out_of_scope')
    ) as t (run, stream, id, reason);
insert into sync.export (generation, run_id, state, reserved_at, published_at)
    values (1, 1, 'published', timestamp '2026-01-01', timestamp '2026-01-01')";

#[test]
fn what_the_settings_leave_out_of_what_a_run_brought_is_neither_new_nor_gone() {
    let warehouse = Warehouse::new();
    warehouse.db.execute_batch(RUNS).unwrap();
    let told = |file: &str, runs: &str| warehouse.texts(&text(file).unwrap().replace("$runs", runs));
    let cells = |rows: &[Value], names: &[&str]| {
        let cell = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        rows.iter()
            .map(|row| names.iter().map(|name| cell(row, name)).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let changes = |runs: &str| cells(&told("report/runs_changes.sql", runs), &["stream", "new", "changed"]);
    let gone = |runs: &str| cells(&told("report/runs_gone.sql", runs), &["stream", "back", "gone"]);
    assert_eq!(changes("1"), ["attachment 1 0", "page 3 0", "space 2 0"]);
    assert!(gone("1").is_empty());
    // A reader may have seen what goes after the first publication, whenever it was read last.
    assert_eq!(changes("2"), ["page 1 2", "space 1 0"]);
    assert_eq!(gone("2"), ["page 0 2", "space 0 2"]);
}
