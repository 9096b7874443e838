//! Objects of every kind are read whole, as describe types them, and what happens to them follows.

use super::{CASE, configure, is_whole, lab};
use crate::support::lab::CONNECTION;
use crate::support::org::Org;
use catchment_practice::salesforce::Change;
use serde_json::Value;
use std::collections::BTreeMap;

const ALL: &str = "objects = [\"Account\", \"Contact\", \"Case\", \"Opportunity\", \"Lead\", \"Task\", \"User\", \"Group\", \
    \"CaseHistory\", \"LoginHistory\", { name = \"Invoice__c\", fields = [\"*\"] }, \"Attachment\", \"ContentVersion\", \
    \"Legacy__c\", { name = \"Region__x\", cursor_field = \"none\" }]";

#[test]
fn every_kind_of_object_is_read_and_a_quiet_poll_asks_once_an_object() {
    let org = Org::with(40, "");
    let lab = lab(&org, &format!("{ALL}\ncensus_every = \"24h\""));
    lab.sync_first(&org);
    let all = [
        CASE,
        ("account", "Account", &["id", "name", "billing_city"], &["Name", "BillingCity"]),
        ("opportunity", "Opportunity", &["id", "close_date", "stage_name"], &["CloseDate", "StageName"]),
        ("case_history", "CaseHistory", &["id", "case_id", "created_date"], &["CaseId", "CreatedDate"]),
        ("login_history", "LoginHistory", &["id", "login_time"], &["LoginTime"]),
        (
            "invoice_c",
            "Invoice__c",
            &["id", "due_c", "paid_c", "tags_c", "sent_c"],
            &["Due__c", "Paid__c", "Tags__c", "Sent__c"],
        ),
        ("attachment", "Attachment", &["id", "parent_id", "body_length"], &["ParentId", "BodyLength"]),
        ("content_version", "ContentVersion", &["id", "content_document_id"], &["ContentDocumentId"]),
        ("legacy_c", "Legacy__c", &["id", "last_modified_date"], &["LastModifiedDate"]),
        ("region_x", "Region__x", &["id"], &[]),
    ];
    all.into_iter().for_each(|compared| is_whole(&lab, &org, compared, "at first"));
    for object in ["User", "Group"] {
        let dataset = if object == "User" { "user_account" } else { "user_group" };
        assert_eq!(lab.rows_of(dataset).num_rows(), org.practice().truth(object).len(), "{object}");
    }
    let stored = "select count(*) from sync.upload where state = 'stored'";
    let files = ["Attachment", "ContentVersion"].map(|object| org.practice().truth(object).len() as i64);
    assert_eq!(lab.open().query_value::<i64, _>(stored, []).unwrap(), files.iter().sum::<i64>());

    let before = org.practice().requests();
    lab.sync().expect(0);
    // One for each object with a time of change, one for the limits and one for a token.
    assert_eq!(org.practice().requests() - before, 14 + 2);
    assert_eq!(lab.generations().len(), 1, "a poll without news published");
}

#[test]
fn columns_are_of_their_types_and_people_are_pseudonyms_that_join() {
    let org = Org::with(30, "");
    let lab = lab(&org, ALL);
    lab.sync_first(&org);
    let ask = |sql: &str| {
        let told = lab.run(&["query", sql, "--format", "jsonl"]).expect(0).stdout;
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>()
    };
    let of_columns = format!(
        "select table_name || '.' || column_name || ' ' || data_type as told from duckdb_columns() where schema_name = '{CONNECTION}'"
    );
    let columns: Vec<String> = ask(&of_columns).iter().map(|row| row["told"].as_str().unwrap().to_owned()).collect();
    for column in [
        "case.is_closed BOOLEAN",
        "case.closed_date TIMESTAMP",
        "opportunity.amount DECIMAL(38,10)",
        "opportunity.close_date DATE",
        "case.currency_iso_code VARCHAR",
        "invoice_c.count_c BIGINT",
        "attachment.body_length BIGINT",
    ] {
        assert!(columns.iter().any(|told| told.starts_with(column)), "{column}: {columns:?}");
    }
    for never in ["attributes", "billing_address", "account.body"] {
        assert!(columns.iter().all(|told| !told.contains(never)), "{never}: {columns:?}");
    }
    let owned =
        "select count(*) as joined from \"case\" inner join user_account on user_account.id = \"case\".owner_id";
    let queued = "select count(*) as joined from \"case\" inner join user_group on user_group.id = \"case\".owner_id";
    let joined = |sql: &str| ask(sql)[0]["joined"].as_i64().unwrap();
    assert_eq!(joined(owned) + joined(queued), 30);
    let leads = ask("select name, email from lead");
    assert!(leads.iter().all(|row| row["name"].as_str().unwrap().starts_with("[PERSON_NAME_")), "{leads:?}");
}

#[test]
fn a_field_that_is_hidden_keeps_its_column_and_one_that_is_new_becomes_one() {
    let mut org = Org::with(12, "");
    let lab = lab(&org, "census_every = \"24h\"");
    lab.sync_first(&org);
    let (object, field) = ("Case".to_owned(), "Priority".to_owned());
    org.change(Change::HideField { object: object.clone(), field: field.clone() });
    let id = org.practice().truth("Case")[0].id.clone();
    org.change(Change::Update { object: object.clone(), id, field: "Subject".to_owned(), value: "Seen.".to_owned() });
    // The query that names it is refused, the object described again, and asked for without it.
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "without a field");
    assert!(lab.rows_of("case").schema().field_with_name("priority").is_ok(), "its column stays");
    org.change(Change::ShowField { object: object.clone(), field });
    org.change(Change::AddField { object, field: "Channel__c".to_owned(), kind: "picklist".to_owned() });
    configure(&lab, &org, "objects = [{ name = \"Case\", fields = [\"*\"] }]");
    lab.sync().expect(0);
    assert!(lab.rows_of("case").schema().field_with_name("channel_c").is_ok());
    is_whole(&lab, &org, CASE, "with all fields");
}

#[test]
fn what_changes_without_a_time_of_change_is_read_again_where_settings_say_so() {
    let mut org = Org::with(30, "");
    let lab = lab(&org, "objects = [{ name = \"Opportunity\", reread_every = \"24h\" }]\ncensus_every = \"24h\"");
    lab.sync_first(&org);
    let published = || {
        let rows = lab.told("opportunity", &["id", "expected_revenue"]).into_iter();
        rows.map(|(id, revenue)| (id, revenue[0].parse::<f64>().unwrap_or_default())).collect::<BTreeMap<_, _>>()
    };
    let there = |org: &Org| {
        let facts = org.practice().truth("Opportunity").into_iter();
        facts
            .map(|fact| (fact.id, fact.values["ExpectedRevenue"].as_f64().unwrap_or_default()))
            .collect::<BTreeMap<_, _>>()
    };
    assert_eq!(published(), there(&org));
    let (object, field) = ("Opportunity".to_owned(), "ExpectedRevenue".to_owned());
    org.change(Change::RecalculateFormula { object, field });
    lab.sync().expect(0);
    // No time of change has moved: what had changed just before is read again, and nothing else.
    assert_ne!(published(), there(&org));
    lab.execute("update sync.walk set started_at = started_at - interval 25 hour where kind = 'census'");
    lab.sync().expect(0);
    assert_eq!(published(), there(&org));
}

#[test]
fn fields_that_do_not_fit_into_an_address_are_read_in_groups() {
    let mut org = Org::with(25, "");
    for number in 0..300 {
        let field = format!("An_Additional_Field_Of_Many_{number:03}__c");
        org.change(Change::AddField { object: "Case".to_owned(), field, kind: "string".to_owned() });
    }
    let lab = lab(&org, "objects = [{ name = \"Case\", fields = [\"*\"] }]\ncensus_every = \"24h\"");
    lab.sync_first(&org);
    is_whole(&lab, &org, CASE, "at first");
    assert!(lab.rows_of("case").num_columns() > 300);
    let asked = org.practice().received();
    assert!(asked.iter().all(|request| request.target.len() < 16_384), "an address is too long");
    let id = org.practice().truth("Case")[3].id.clone();
    let (field, value) = ("Status".to_owned(), "Closed".to_owned());
    org.change(Change::Update { object: "Case".to_owned(), id, field, value });
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "after a change");
}

#[test]
fn the_values_of_picklists_and_record_types_are_datasets() {
    let mut org = Org::with(20, "");
    let lab = lab(&org, "objects = [\"Case\", \"Account\"]\ncensus_every = \"24h\"\nmax_deleted_share = 1");
    lab.sync_first(&org);
    let ask = |sql: &str| {
        let told = lab.run(&["query", sql, "--format", "jsonl"]).expect(0).stdout;
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>()
    };
    let unlisted = "select count(*) as n from \"case\" where status not in
        (select value from picklist_value where object_name = 'Case' and field_name = 'Status' and is_active)";
    assert_eq!(ask(unlisted)[0]["n"], 0);
    let values = "select count(*) as n, count(distinct object_name) as objects from picklist_value";
    assert!(ask(values)[0]["n"].as_u64().unwrap() > 4, "{:?}", ask(values));
    let joined = "select count(*) = count(record_type.id) as is_whole, count(distinct record_type.name) as names
        from \"case\" left join record_type on record_type.id = \"case\".record_type_id and record_type.object_name = 'Case'
        where \"case\".record_type_id is not null";
    let joined = ask(joined);
    assert!(joined[0]["is_whole"] == true && joined[0]["names"].as_u64() > Some(0), "{joined:?}");
    // Of an object that is hidden the values are not known, and none of them is deleted.
    let count = |lab: &super::Lab| lab.rows_of("picklist_value").num_rows();
    let before = count(&lab);
    org.change(Change::HideObject { object: "Account".to_owned() });
    lab.execute("update sync.walk set started_at = started_at - interval 25 hour");
    lab.sync().expect(3);
    assert_eq!(count(&lab), before);
    configure(&lab, &org, "objects = [\"Case\", \"RecordType\"]");
    org.change(Change::ShowObject { object: "Account".to_owned() });
    lab.sync().expect(0);
    assert_eq!(lab.rows_of("record_type").num_rows(), org.practice().truth("RecordType").len());
}

#[test]
fn people_are_read_whenever_they_were_made() {
    let org = Org::with(20, "");
    let lab = lab(&org, "objects = [\"User\", \"Group\", \"Case\"]\nstart_date = \"2026-01-01\"");
    lab.sync_first(&org);
    for (object, dataset) in [("User", "user_account"), ("Group", "user_group")] {
        assert_eq!(lab.rows_of(dataset).num_rows(), org.practice().truth(object).len(), "{object}");
    }
    assert_eq!(lab.rows_of("case").num_rows(), 0);
}
