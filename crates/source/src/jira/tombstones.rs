//! The feed of deleted worklogs, the only one of deletions that Jira has. Both deployments have it alike.

use super::site::Site;
use super::streams::WORKLOG;
use crate::flaw;
use crate::tombstones::{Feed, Page, Tombstone, Tombstones};
use catchment_base::error::Result;
use catchment_base::response::json_text;
use catchment_io::http::{Answer, Ask, argument, with_argument};
use chrono::{DateTime, NaiveDateTime, TimeDelta};
use serde::Deserialize;

/// The feed leaves out the last minute, and a deletion may be behind another one by some seconds.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
const LISTINGS: &[&str] = &["worklog/deleted"];
const SINCE: &str = "since";

/// A page (schema ChangedWorklogs).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    #[serde(default)]
    values: Vec<One>,
    until: Option<i64>,
    last_page: Option<bool>,
    /// What Data Center calls it, beside the other name.
    is_last_page: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    worklog_id: u64,
    updated_time: i64,
}

impl Tombstones for Site {
    fn feeds(&self) -> Vec<Feed> {
        let is_read = self.wanted.iter().any(|name| name == WORKLOG);
        let feed = Feed {
            name: "worklog",
            streams: vec![WORKLOG],
            listings: LISTINGS,
            overlap: OVERLAP,
            every: TimeDelta::zero(),
        };
        if is_read { vec![feed] } else { Vec::new() }
    }

    fn first(&self, _: &str, since: NaiveDateTime) -> Result<Ask> {
        let mut url = self.url(self.api.deleted_worklogs)?;
        url.query_pairs_mut().append_pair(SINCE, &since.and_utc().timestamp_millis().max(0).to_string());
        Ok(Ask::get(url))
    }

    fn read(&self, ask: &Ask, answer: &Answer) -> Result<Page, String> {
        let body = &answer.body;
        let page: Changed = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
        let since = argument(&ask.url, SINCE).and_then(|since| since.parse().ok()).unwrap_or_default();
        let newest = page.values.iter().map(|one| one.updated_time).max();
        let is_last =
            page.last_page.or(page.is_last_page).ok_or("the response does not say whether it is the last page")?;
        // More of one moment than a page has are passed over: their issues have changed with them, and are read again.
        let next = page.until.or(newest).unwrap_or(since).max(since + 1);
        Ok(Page {
            tombstones: page.values.iter().filter_map(tombstone).collect(),
            next: (!is_last).then(|| Ask::get(with_argument(&ask.url, SINCE, &next.to_string()))),
            ..Page::default()
        })
    }
}

fn tombstone(one: &One) -> Option<Tombstone> {
    Some(Tombstone {
        object: one.worklog_id.to_string(),
        at: DateTime::from_timestamp_millis(one.updated_time)?.naive_utc(),
        by: "the feed of deleted worklogs".to_owned(),
        is_back: false,
    })
}
