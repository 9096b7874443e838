//! What the reports of Jira say of the answers in its fixtures, over the marts themselves. Reports of others need a site.

use super::deployments::JIRA_CLOUD;
use super::staged::{Warehouse, answers_of};
use super::{assert_rows, expected};
use catchment_lake::export::reports::{Basis, Columns, reports};
use serde_json::json;

/// When the datasets were published: ages count to then.
const PUBLISHED: &str = "2026-03-20T12:00:00Z";

#[test]
fn the_reports_say_what_is_expected_of_the_answers() {
    let warehouse = Warehouse::of("jira");
    warehouse.stage(&answers_of(&JIRA_CLOUD));
    let marts = warehouse.models.iter().filter(|model| model.schema == "mart");
    let columns = marts.map(|model| (model.name.clone(), model.columns.iter().map(|of| of.name.clone()).collect()));
    let published: Columns = columns.collect();
    let mut told = 0;
    for report in reports().filter(|report| report.source == "jira") {
        let basis = Basis {
            relation: &|dataset| format!("mart.{dataset}"),
            published: &published,
            published_at: Some(PUBLISHED),
            settings: &json!({}),
        };
        let rows = warehouse.texts(&report.statement(&basis).unwrap());
        assert!(!rows.is_empty(), "{} says nothing of the answers", report.name);
        let name = format!("report.{}", report.name);
        assert_rows(&rows, &expected(&JIRA_CLOUD, &name, &rows), &name);
        told += 1;
    }
    assert_eq!(told, 7);
}
