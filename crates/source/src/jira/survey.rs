//! What is known of a site beforehand: what reading its streams takes, and how many issues a search has.

use super::settings;
use super::site::Site;
use super::streams::{
    APPROVAL, AUDIT_EVENT, BOARD, CUSTOMER, ISSUES, ORGANIZATION, PERMISSION, QUEUE, REQUEST, REQUEST_TYPE, ROLE,
    SECURITY, SERVICE_DESK, SPRINT, USER, VOTE, WATCHER,
};
use super::{answer, jql, scopes};
use crate::Stream;
use crate::config::Own;
use crate::survey::{Demand, Survey};
use catchment_base::error::Result;
use catchment_io::http::Ask;
use serde_json::json;

/// What datasets take beside the right to browse the projects.
const RIGHTS: [(&str, &str); 16] = [
    (AUDIT_EVENT, "the right to administer Jira, and on Cloud a paid plan of the site"),
    (VOTE, VOTERS),
    (WATCHER, VOTERS),
    (USER, "the right to browse users and groups"),
    (ROLE, "the right to administer the projects"),
    (PERMISSION, "the right to administer the projects"),
    (SECURITY, "the right to administer Jira"),
    (BOARD, BOARDS),
    (SPRINT, BOARDS),
    (SERVICE_DESK, "Service Management on the site, and the right to see its service desks"),
    (REQUEST_TYPE, AGENT),
    (ORGANIZATION, AGENT),
    (QUEUE, AGENT),
    (CUSTOMER, AGENT),
    (REQUEST, AGENT),
    (APPROVAL, AGENT),
];
const AGENT: &str = "Service Management on the site, and an account that is an agent of the service desk";
const BOARDS: &str = "Jira Software on the site, and the right to view the boards and their projects";
const VOTERS: &str = "the right to view voters and watchers";
const BROWSE: &str = "the right to browse the projects";

impl Survey for Site {
    fn demand(&self, _: &Own, stream: &Stream) -> Option<Demand> {
        let row = self.row(stream.name).ok().filter(|row| !row.dataset.is_empty())?;
        let right = RIGHTS.iter().find(|(dataset, _)| *dataset == row.dataset).map_or(BROWSE, |(_, right)| right);
        Some(Demand { setting: settings::DATASETS, word: row.dataset, right, scopes: scopes::of(row) })
    }

    fn count(&self, stream: &Stream) -> Result<Vec<Ask>> {
        if stream.name != ISSUES {
            return Ok(Vec::new());
        }
        let projects = if self.keys.is_empty() { jql::of_projects(&[]) } else { jql::of_projects(&self.keys) };
        let conditions: Vec<String> = std::iter::once(projects).chain(self.filter.clone()).collect();
        let jql = jql::text(&conditions, None);
        let body = if self.api.count.is_some() { json!({"jql": jql}) } else { json!({"jql": jql, "maxResults": 0}) };
        let url = self.url(self.api.count.unwrap_or(self.api.search))?;
        Ok(vec![Ask::post(url, body.to_string().into_bytes())])
    }

    fn counted(&self, stream: &Stream) -> Option<&'static str> {
        (stream.name == ISSUES).then_some("issue")
    }

    fn read_count(&self, body: &[u8]) -> Result<u64, String> {
        answer::read_count(body)
    }

    fn unseen(&self, names: &[String]) -> Vec<String> {
        let seen = self.seen_keys();
        names.iter().filter(|name| !seen.contains(*name)).cloned().collect()
    }

    fn unmatched(&self) -> Vec<String> {
        Vec::new()
    }

    fn members(&self) -> Vec<String> {
        Vec::new()
    }

    fn handle(&self, scope: &str) -> Option<String> {
        self.key_of(scope)
    }
}
