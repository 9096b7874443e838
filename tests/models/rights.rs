//! What the records of rights mean: whose restrictions a reader has to pass, where that is known, and which event is which.

use super::deployments::{CLOUD, DATA_CENTER};
use super::staged::{Warehouse, answers, answers_of};
use serde_json::{Value, json};

/// When restrictions were listed, and later.
const READ: [&str; 2] = ["2026-07-01 13:00:00", "2026-07-01 14:00:00"];
/// More than any landing sequence.
const LATER: i64 = 1000;

/// The restrictions of these pages as listed, each a little later than the one before.
fn warehouse(listed: &[&str]) -> Warehouse {
    let warehouse = Warehouse::new();
    assert_eq!(warehouse.stage(&answers()), Vec::<usize>::new());
    for (page, at) in listed.iter().zip(READ) {
        warehouse
            .db
            .execute(
                &format!(
                    "insert into sync.children (stream, parent_id, walk_id, followed_seq, complete_to, objects, is_settled)
                     values ('page_restriction', '{page}', 1, {LATER}, timestamp '{at}', 0, true)"
                ),
                [],
            )
            .unwrap();
    }
    warehouse
}

/// Whether the restrictions of a page below another one are known, and as of when.
fn known(warehouse: &Warehouse) -> Value {
    let sql = "select is_known, read_at from mart.effective_restriction where page_id = '131074'";
    let row = warehouse.texts(sql).remove(0);
    json!([row["is_known"], row["read_at"]])
}

#[test]
fn restrictions_are_known_where_everything_above_was_read() {
    assert_eq!(known(&warehouse(&["131073", "131074"])), json!(["true", READ[0]]));
    assert_eq!(known(&warehouse(&["131074"])), json!(["false", null]));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_changed_since_or_could_not_be_read_is_not_known() {
    let quarantined = |kind: &str, page: &str, state: &str| {
        format!(
            "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
             values (1, 'page_restriction', '{page}', '{kind}', 'x', 'a test', 1, '{state}', timestamp '{0}', timestamp '{0}')",
            READ[1]
        )
    };
    let changed = |page: &str| format!("update sync.object set changed_seq = {} where object_id = '{page}'", LATER + 1);
    for (what, is_known) in [
        (changed("131073"), false),
        (changed("131074"), false),
        (changed("131075"), true),
        (quarantined("listing", "131073", "open"), false),
        (quarantined("listing", "131073", "acknowledged"), false),
        (quarantined("object", "131074", "open"), false),
        (quarantined("listing", "131073", "resolved"), true),
        (quarantined("listing", "131075", "open"), true),
    ] {
        let warehouse = warehouse(&["131073", "131074"]);
        warehouse.db.execute(&what, []).unwrap();
        assert_eq!(known(&warehouse)[0], json!(is_known.to_string()), "{what}");
    }
}

#[test]
fn rights_are_known_where_each_of_their_listings_was_read_without_a_gap() {
    let warehouse = Warehouse::new();
    let known = || {
        let rows = warehouse.texts("select object_id || ' ' || kind as known from mart.known_rights order by 1");
        rows.iter().map(|row| row["known"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let read = |stream: &str, parent: &str| {
        let sql = format!(
            "insert into sync.children (stream, parent_id, walk_id, followed_seq, complete_to, objects, is_settled)
             values ('{stream}', '{parent}', 1, 1, timestamp '2026-07-01', 0, true)"
        );
        warehouse.db.execute(&sql, []).unwrap();
    };
    let gap = |stream: &str, scope: &str, state: &str| {
        let sql = format!(
            "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
             values (1, '{stream}', '{scope}', 'listing', 'x', 'a test', 1, '{state}', timestamp '2026-07-01', timestamp '2026-07-01')"
        );
        warehouse.db.execute(&sql, []).unwrap();
    };
    for (stream, parent) in
        [("space_permission", "1"), ("space_permission", "2"), ("group_member", "g"), ("group_member", "h")]
    {
        read(stream, parent);
    }
    assert_eq!(known(), ["1 space", "2 space", "g group", "h group"]);
    // The site has roles as well.
    gap("space_role", "2", "acknowledged");
    assert_eq!(known(), ["g group", "h group"]);
    read("space_role", "1");
    gap("group_member", "g", "open");
    gap("group_member", "h", "resolved");
    gap("page_restriction", "h", "open");
    assert_eq!(known(), ["1 space", "h group"]);
    gap("group_member", "", "open");
    assert_eq!(known(), ["1 space"]);
}

#[test]
fn an_event_and_a_right_are_the_same_whatever_people_are_called() {
    for (deployment, listed) in [(&*CLOUD, (3, 4)), (&*DATA_CENTER, (2, 2))] {
        let warehouse = Warehouse::new();
        let mut answers = answers_of(deployment);
        let count = |warehouse: &Warehouse, relation: &str, of: &str| {
            let sql = format!("select count(*) as rows from confluence.{relation} where {of}");
            warehouse.texts(&sql).remove(0)["rows"].as_str().unwrap().parse::<u32>().unwrap()
        };
        let counts = |warehouse: &Warehouse| {
            let restrictions =
                count(warehouse, "content_restriction", "listing = 'page_restriction' and content_id <> '131076'");
            (count(warehouse, "audit_event", "true"), restrictions)
        };
        warehouse.stage(&answers);
        assert_eq!(counts(&warehouse), listed, "{deployment:?}");
        for answer in answers.iter_mut().filter(|answer| ["audit_event", "page_restriction"].contains(&answer.stream)) {
            answer.seq += LATER;
            let renamed = answer.body.replace("\"displayName\": \"", "\"more\": true, \"displayName\": \"Dr ");
            answer.body = renamed.replace("\"author\": {", "\"author\": {\"isGuest\": false, ");
        }
        warehouse.stage(&answers);
        assert_eq!(counts(&warehouse), listed, "{deployment:?}: some are called otherwise");
    }
}
