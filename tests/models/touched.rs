//! What staging records for the marts that follow changes: the watched values of new and changed rows, as they
//! were and as they are, and nothing for what came again.

use super::staged::{Answer, Warehouse};
use catchment_lake::transform::touch;
use serde_json::json;

fn page(id: &str, space: &str, day: u8, seq: i64) -> Answer {
    let version = json!({"number": day, "message": null, "createdAt": format!("2026-05-{day:02}T00:00:00Z")});
    let object = json!({
        "id": id, "status": "current", "title": "A page", "spaceId": space,
        "createdAt": "2026-05-01T00:00:00Z", "version": version, "body": {"storage": {"value": "<p>text</p>"}},
    });
    Answer::of_site("page", seq, seq, json!({"results": [object]}).to_string())
}

/// What is recorded since the last look.
fn recorded(warehouse: &Warehouse) -> Vec<(String, String)> {
    let sql = "select column_name, value from sync.touched where relation = 'confluence.page' order by all";
    let rows = warehouse.db.query(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    warehouse.db.execute("delete from sync.touched", []).unwrap();
    rows
}

fn pairs(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn what_is_new_or_changed_is_recorded_before_and_after() {
    let mut warehouse = Warehouse::new();
    warehouse.watch("confluence.page", &["page_id", "space_id"]);
    warehouse.stage(&[page("1", "10", 3, 1), page("2", "10", 3, 2)]);
    assert_eq!(recorded(&warehouse), pairs(&[("page_id", "1"), ("page_id", "2"), ("space_id", "10")]));
    warehouse.stage(&[page("1", "20", 4, 3), page("2", "10", 3, 4)]);
    assert_eq!(recorded(&warehouse), pairs(&[("page_id", "1"), ("space_id", "10"), ("space_id", "20")]));
    // An older version, and the same again.
    warehouse.stage(&[page("1", "30", 2, 5), page("2", "10", 3, 6)]);
    assert_eq!(recorded(&warehouse), pairs(&[]));
    let spaces = warehouse.texts("select space_id from confluence.page order by page_id");
    assert_eq!(spaces, [json!({"space_id": "20"}), json!({"space_id": "10"})]);
}

#[test]
fn a_relation_that_is_touched_as_a_whole_records_no_single_values() {
    let mut warehouse = Warehouse::new();
    warehouse.watch("confluence.page", &["page_id"]);
    touch::touch_whole(&warehouse.db, "confluence.page").unwrap();
    warehouse.stage(&[page("1", "10", 3, 1)]);
    assert_eq!(recorded(&warehouse), pairs(&[("*", "*")]));
    warehouse.stage(&[page("1", "10", 4, 2)]);
    assert_eq!(recorded(&warehouse), pairs(&[("page_id", "1")]));
}

#[test]
fn what_came_again_is_known_to_have_come_again() {
    let warehouse = Warehouse::new();
    warehouse.stage(&[page("1", "10", 3, 1), page("2", "10", 3, 2)]);
    warehouse.stage(&[page("1", "10", 3, 7)]);
    let seen = warehouse.texts("select page_id, landed_seq from confluence.page order by page_id");
    assert_eq!(seen, [json!({"page_id": "1", "landed_seq": "7"}), json!({"page_id": "2", "landed_seq": "2"})]);
}

#[test]
fn the_marts_say_which_columns_are_watched() {
    let warehouse = Warehouse::new();
    let watched = |relation: &str| {
        let staged = warehouse.models.iter().find(|model| model.relation() == relation).unwrap();
        touch::watched(&warehouse.models, staged)
    };
    assert_eq!(watched("confluence.page"), ["page_id"]);
    assert_eq!(watched("confluence.space"), ["space_id"]);
}
