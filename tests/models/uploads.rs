//! What the record of uploads means: which references the marts give, and what is due.

use super::staged::{Warehouse, answers};
use catchment_lake::transform::ledger;
use serde_json::{Value, json};

const HOUR: &str = "timestamp '2026-07-01 12:00:00'";

fn warehouse() -> Warehouse {
    let warehouse = Warehouse::new();
    assert_eq!(warehouse.stage(&answers()), Vec::<usize>::new());
    warehouse
}

/// A row of the record: attachment, version, state, and further columns as `name = value` in SQL.
fn upload(warehouse: &Warehouse, attachment: &str, version: u32, state: &str, further: &[(&str, &str)]) {
    let names: String = further.iter().map(|(name, _)| format!(", {name}")).collect();
    let values: String = further.iter().map(|(_, value)| format!(", {value}")).collect();
    let sql = format!(
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, started_at{names})
         select 1, 'attachment', '{attachment}', {version}, max(version_created_at), 1, '{state}', {HOUR}{values}
         from confluence.attachment where attachment_id = '{attachment}' and version_number = {version}"
    );
    warehouse.db.execute(&sql, []).unwrap();
}

fn stored(warehouse: &Warehouse, attachment: &str, version: u32, key: &str) {
    let (key, uri) = (format!("'{key}'"), format!("'s3://files/{key}'"));
    upload(warehouse, attachment, version, "stored", &[("object_key", &key), ("uri", &uri), ("bucket", "'files'")]);
}

fn deleted(warehouse: &Warehouse, stream: &str, id: &str, state: &str) {
    let sql = format!(
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at)
         values (1, '{stream}', '{id}', 'purged', 'a test', {HOUR}, '{state}', {HOUR})"
    );
    warehouse.db.execute(&sql, []).unwrap();
}

/// Attachment, state and address of every row of `page_attachments`.
fn references(warehouse: &Warehouse) -> Vec<Value> {
    let rows = warehouse.texts("select attachment_id, upload_state, s3_uri from mart.page_attachments order by 1");
    rows.iter().map(|row| json!([row["attachment_id"], row["upload_state"], row["s3_uri"]])).collect()
}

/// Count and addresses of one page or blog post.
fn counted(warehouse: &Warehouse, page: &str) -> (String, String) {
    let sql = format!(
        "select attachment_count, array_to_string(attachment_s3_uris, ' ') as attachment_s3_uris from mart.space_content where page_id = '{page}'"
    );
    let row = warehouse.texts(&sql).remove(0);
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    (text("attachment_count"), text("attachment_s3_uris"))
}

/// Writes the ledger anew, from the relations as they are now, and makes the views that tell which files are due.
fn see_files(warehouse: &Warehouse) {
    const FACETS: &str = "create or replace temporary table facet as
        select *, cast([] as varchar[]) as files_within, ['current', 'archived'] as here, ['trashed', 'deleted'] as binned, ['draft', 'historical'] as unasked
        from (values
            ('space', cast([] as varchar[]), false), ('page', [], false), ('blogpost', [], false),
            ('attachment', ['page', 'blogpost'], true)
        ) as stream (stream, containers, has_files);
        delete from sync.object";
    warehouse.db.execute_batch(FACETS).unwrap();
    for model in warehouse.models.iter().filter(|model| model.schema == "confluence") {
        let rows = ledger::rows(model, &model.relation());
        warehouse.db.execute(&format!("insert into sync.object by name {rows}"), []).unwrap();
    }
    for (name, file) in [
        ("gone", "due/gone.sql"),
        ("held", "due/held.sql"),
        ("file", "confluence/due/file.sql"),
        ("present", "due/present.sql"),
        ("tried", "due/tried.sql"),
    ] {
        let text = catchment_lake::sql::text(file).unwrap();
        warehouse.db.execute_batch(&format!("create or replace temporary view {name} as {text}")).unwrap();
    }
}

/// What is due: attachment, attempt, minutes of the next pause, and whether it is too large.
fn due(warehouse: &Warehouse, limit: i64, minutes: u32) -> Vec<(String, i64, i64, bool)> {
    see_files(warehouse);
    let due = due_of_seen(warehouse, limit, minutes).into_iter();
    due.map(|(id, attempt, pause, is_too_large, _)| (id, attempt, pause, is_too_large)).collect()
}

/// The same by the views that there are, and whether the file is skipped.
fn due_of_seen(warehouse: &Warehouse, limit: i64, minutes: u32) -> Vec<(String, i64, i64, bool, bool)> {
    let sql = catchment_lake::sql::text("due/upload.sql").unwrap();
    let (limit, now) = (limit.to_string(), format!("{HOUR} + interval {minutes} minute"));
    let sql = sql.replace("$limit", &limit).replace("$now", &now).replace("$after", "''").replace("$most", "100");
    let sql = sql.replace("$is_again", "null::boolean").replace("$run", "9");
    let sql = sql.replace("$skipped", "'application/zip'").replace("$stored", "'attachment'");
    let read =
        |row: &catchment_lake::db::Row<'_>| Ok((row.get(1)?, row.get(9)?, row.get(10)?, row.get(7)?, row.get(8)?));
    warehouse.db.query(&sql, [], read).unwrap()
}

fn ids(due: &[(String, i64, i64, bool)]) -> Vec<&str> {
    due.iter().map(|(id, ..)| id.as_str()).collect()
}

const CSV: &str = "att196609";
const PNG: &str = "att196610";

#[test]
fn attachments_of_pages_that_exist_are_rows_and_have_references_when_their_version_is_stored() {
    let warehouse = warehouse();
    assert_eq!(references(&warehouse), [json!([CSV, "due", null]), json!([PNG, "due", null])]);
    stored(&warehouse, CSV, 1, "former");
    assert_eq!(references(&warehouse)[0], json!([CSV, "due", null]), "another version");
    assert_eq!(counted(&warehouse, "131073"), ("0".into(), "".into()));
    upload(&warehouse, CSV, 2, "begun", &[]);
    assert_eq!(references(&warehouse)[0], json!([CSV, "due", null]));
    upload(&warehouse, CSV, 2, "failed", &[]);
    assert_eq!(references(&warehouse)[0], json!([CSV, "failed", null]));
    stored(&warehouse, CSV, 2, "a");
    upload(&warehouse, CSV, 2, "too_large", &[]);
    assert_eq!(references(&warehouse)[0], json!([CSV, "stored", "s3://files/a"]));
}

#[test]
fn a_version_that_was_stored_twice_is_one_reference_and_the_later_one_counts() {
    let warehouse = warehouse();
    stored(&warehouse, CSV, 2, "a");
    stored(&warehouse, CSV, 2, "b");
    stored(&warehouse, PNG, 1, "c");
    assert_eq!(counted(&warehouse, "131073"), ("1".into(), "s3://files/b".into()));
    assert_eq!(counted(&warehouse, "262145"), ("1".into(), "s3://files/c".into()));
    assert_eq!(references(&warehouse)[0], json!([CSV, "stored", "s3://files/b"]));
}

#[test]
fn another_version_under_the_same_number_is_not_stored_yet() {
    let warehouse = warehouse();
    stored(&warehouse, CSV, 2, "a");
    stored(&warehouse, PNG, 1, "b");
    let later = "update confluence.attachment set version_created_at = version_created_at + interval 1 second";
    warehouse.db.execute(&format!("{later} where attachment_id = ?"), [CSV]).unwrap();
    assert_eq!(references(&warehouse)[0], json!([CSV, "due", null]));
    assert_eq!(counted(&warehouse, "131073"), ("0".into(), "".into()));
    assert_eq!(due(&warehouse, 9999, 0), [(CSV.into(), 1, 0, false)]);
}

#[test]
fn addresses_are_sorted_whatever_was_stored_first() {
    let warehouse = warehouse();
    warehouse.db.execute("update confluence.attachment set page_id = '131073' where attachment_id = ?", [PNG]).unwrap();
    stored(&warehouse, CSV, 2, "b");
    stored(&warehouse, PNG, 1, "a");
    assert_eq!(counted(&warehouse, "131073"), ("2".into(), "s3://files/a s3://files/b".into()));
    assert_eq!(counted(&warehouse, "262145"), ("0".into(), "".into()));
}

#[test]
fn what_is_gone_has_no_reference_and_is_not_due() {
    let warehouse = warehouse();
    stored(&warehouse, CSV, 2, "a");
    deleted(&warehouse, "attachment", CSV, "restored");
    deleted(&warehouse, "page", CSV, "deleted");
    assert_eq!(counted(&warehouse, "131073").0, "1");
    deleted(&warehouse, "attachment", CSV, "deleted");
    deleted(&warehouse, "blogpost", "262145", "deleted");
    assert_eq!(counted(&warehouse, "131073"), ("0".into(), "".into()));
    assert_eq!((references(&warehouse), due(&warehouse, 9999, 0).len()), (vec![], 0));
    let left = warehouse.texts("select page_id from mart.space_content where page_id = '262145'");
    assert_eq!(left, Vec::<Value>::new());
}

#[test]
fn a_file_is_skipped_where_what_it_is_attached_to_is_not_held() {
    let warehouse = warehouse();
    // Attached to pages alone, in which it does not lie.
    let skipped = || {
        see_files(&warehouse);
        let within = "update facet set containers = [], files_within = ['page'] where stream = 'attachment'";
        warehouse.db.execute(within, []).unwrap();
        let due = due_of_seen(&warehouse, 9999, 0).into_iter().filter(|(id, ..)| [CSV, PNG].contains(&id.as_str()));
        due.map(|(id, .., is_skipped)| (id, is_skipped)).collect::<Vec<_>>()
    };
    assert_eq!(skipped(), [(CSV.into(), false), (PNG.into(), true)], "that of a blog post");
    upload(&warehouse, PNG, 1, "skipped", &[("bytes", "max(size_bytes)")]);
    assert_eq!(skipped(), [(CSV.into(), false)], "it is on record as that");
    deleted(&warehouse, "page", "131073", "deleted");
    assert_eq!(skipped(), [(CSV.into(), true)]);
    warehouse.db.execute("update confluence.attachment set page_id = '131074' where attachment_id = ?", [PNG]).unwrap();
    assert_eq!(skipped(), [(CSV.into(), true), (PNG.into(), false)], "it is stored once its record is held");
}

#[test]
fn a_failure_is_due_again_later_and_its_pause_doubles_to_a_day() {
    let warehouse = warehouse();
    assert_eq!(due(&warehouse, 9999, 0), [(CSV.into(), 1, 0, false), (PNG.into(), 1, 0, false)]);
    stored(&warehouse, PNG, 1, "a");
    let later = format!("{HOUR} + interval 1 minute");
    upload(&warehouse, CSV, 2, "failed", &[("due_at", &later)]);
    assert_eq!((due(&warehouse, 9999, 0), due(&warehouse, 9999, 1)), (vec![], vec![(CSV.into(), 2, 1, false)]));
    // One that was stopped is due at once, and is no failure.
    upload(&warehouse, CSV, 2, "failed", &[]);
    assert_eq!(due(&warehouse, 9999, 1), [(CSV.into(), 3, 1, false)]);
    for _ in 0..40 {
        upload(&warehouse, CSV, 2, "failed", &[("due_at", HOUR)]);
    }
    assert_eq!(due(&warehouse, 9999, 1), [(CSV.into(), 43, 1440, false)]);
    // Another version has not failed yet.
    warehouse.db.execute("update confluence.attachment set version_number = 3 where attachment_id = ?", [CSV]).unwrap();
    assert_eq!(due(&warehouse, 9999, 0), [(CSV.into(), 1, 0, false)]);
}

#[test]
fn what_is_too_large_is_noted_once_and_due_when_the_limit_rises_or_another_size_is_announced() {
    let warehouse = warehouse();
    assert_eq!(due(&warehouse, 1199, 0)[0], (CSV.into(), 1, 0, true));
    upload(&warehouse, CSV, 2, "too_large", &[("size_limit", "1199"), ("bytes", "1200")]);
    assert_eq!(ids(&due(&warehouse, 1199, 0)), [PNG]);
    assert_eq!(ids(&due(&warehouse, 1000, 0)), [PNG]);
    assert_eq!(due(&warehouse, 1200, 0)[0], (CSV.into(), 2, 0, false));
    warehouse.db.execute("update confluence.attachment set size_bytes = 1000 where attachment_id = ?", [CSV]).unwrap();
    assert_eq!(due(&warehouse, 1199, 0)[0], (CSV.into(), 2, 0, false));
}
