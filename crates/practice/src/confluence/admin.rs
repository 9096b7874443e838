//! What administrators ask for: the audit log, how often content was viewed, and what site this is.

use super::annex::Event;
use super::attachment;
use super::crowd;
use super::door::CLOUD_ID;
use super::query::Query;
use super::reply::Reply;
use super::routes::Desk;
use crate::random::Random;
use serde_json::{Value, json};

/// Records on a page when nothing is asked for, and at most.
const MOST_RECORDS: i64 = 1000;
const DAY: i64 = 86_400_000;

impl Desk<'_> {
    fn must_be_admin(&self) -> Result<(), Reply> {
        if self.options.faults.no_admin { Err(Reply::not_admin()) } else { Ok(()) }
    }

    /// The audit log, newest first.
    pub(super) fn audit(&self, query: &Query) -> Result<Reply, Reply> {
        let bound = |name: &str| match query.text(name).map(str::parse::<i64>) {
            Some(Err(_)) => Err(Reply::bad_v1_request(&format!("{name} is no time in milliseconds"))),
            Some(Ok(at)) => Ok(Some(at)),
            None => Ok(None),
        };
        let (from, until) = (bound("startDate")?, bound("endDate")?);
        self.records(query, |event| {
            from.is_none_or(|from| event.at >= from) && until.is_none_or(|until| event.at <= until)
        })
    }

    /// The audit log of the last so many units of time.
    pub(super) fn audit_since(&self, query: &Query) -> Result<Reply, Reply> {
        let number = query.number("number").unwrap_or(3) as i64;
        let unit = match query.text("units").unwrap_or("MONTHS") {
            "NANOS" | "MICROS" => 0,
            "MILLIS" => 1,
            "SECONDS" => 1000,
            "MINUTES" => 60_000,
            "HOURS" => 3_600_000,
            "HALF_DAYS" => DAY / 2,
            "DAYS" => DAY,
            "WEEKS" => 7 * DAY,
            "MONTHS" => 30 * DAY,
            "YEARS" => 365 * DAY,
            "DECADES" => 3650 * DAY,
            _ => 36_500 * DAY,
        };
        let from = self.shelf.now().saturating_sub(number.saturating_mul(unit));
        self.records(query, |event| event.at >= from)
    }

    fn records(&self, query: &Query, lets: impl Fn(&Event) -> bool) -> Result<Reply, Reply> {
        self.must_be_admin()?;
        let text = query.text("searchString");
        let found = |event: &&Event| text.is_none_or(|text| event.summary.contains(text) || event.about.contains(text));
        let events = self.shelf.annex.events.iter().rev().filter(|event| lets(event)).filter(found);
        let rows = events.map(|event| self.record(event)).collect();
        let page = self.offset_page(query, (MOST_RECORDS, MOST_RECORDS), rows)?;
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// A record; like the real ones it has no id, and no ids of what it is about.
    fn record(&self, event: &Event) -> Value {
        let name = self.shelf.people.get(event.author).map(|person| person.name.clone()).unwrap_or_default();
        json!({
            "author": {"type": "user", "displayName": name, "publicName": name, "accountType": "atlassian",
                "isExternalCollaborator": false, "externalCollaborator": false, "username": "", "userKey": "",
                "accountId": self.account(event.author), "operations": null},
            "remoteAddress": format!("198.51.100.{}", event.author + 1), "creationDate": event.at,
            "summary": event.summary, "description": "", "category": event.category, "sysAdmin": false,
            "superAdmin": false, "affectedObject": {"name": event.about, "objectType": "Page"},
            "changedValues": [{"name": "State", "oldValue": "", "newValue": event.about}],
            "associatedObjects": [{"name": "ENG", "objectType": "Space"}],
        })
    }

    /// How long the audit log is kept.
    pub(super) fn audit_retention(&self) -> Result<Reply, Reply> {
        self.must_be_admin()?;
        Ok(Reply::json(200, json!({"number": 1, "units": "YEARS"}).to_string()))
    }

    /// How often, or by how many people, content was viewed.
    pub(super) fn views(&self, viewers: bool) -> Result<Reply, Reply> {
        if self.options.faults.no_analytics {
            return Err(Reply::no_analytics());
        }
        let text = self.path.split('/').nth_back(1).unwrap_or_default();
        let id = attachment::number_of(text).filter(|id| self.sees_any(*id));
        let id = id.ok_or_else(|| Reply::no_such_content(text))?;
        let views = Random::of(&[self.options.seed, 15, id]).below(500);
        let count = if viewers { views.min(crowd::CROWD) } else { views };
        Ok(Reply::json(200, json!({"id": id, "count": count}).to_string()))
    }

    /// What site this is, for administrators and others alike.
    pub(super) fn system_info(&self) -> Result<Reply, Reply> {
        let info = json!({"cloudId": CLOUD_ID, "commitHash": "0f1e2d3c", "baseUrl": self.base,
            "edition": "STANDARD", "siteTitle": "Practice", "defaultLocale": "en_GB",
            "defaultTimeZone": self.zone.name(), "microsPerimeter": "commercial"});
        Ok(Reply::json(200, info.to_string()))
    }
}
