//! What a demo shows of Jira: issues with their changelog and comments.

use super::show::{Question, Show};
use catchment_base::error::Result;
use catchment_practice::jira::{self, Change, Options, Practice};
use std::path::Path;

/// A site with some hundred issues.
pub struct Tracker {
    site: Practice,
    username: String,
    token: String,
    /// Issues by their numbers, those of software projects.
    issues: Vec<String>,
}

/// How many issues there are at first.
const ISSUES: usize = 300;
/// A comment with what redaction is for.
const COMMENT: &str =
    "Called Dana Whitfield back on +1 202-555-0143, card 4111 1111 1111 1111; write to dana@example.com.";
/// The status of what is done.
const DONE: u64 = 6;

impl Show for Tracker {
    const CONNECTION: &'static str = "tickets";
    const CHANGE: &'static str =
        "an issue was done and commented on, one was created, one was deleted, and a field was renamed";
    const DATASETS: &'static [&'static str] =
        &["issue", "issue_custom_field", "comment", "changelog", "issue_history", "deleted_object"];
    const QUESTIONS: &'static [Question] = &[
        (
            "How many issues does each project have, and how many are done?",
            "select project_key, count(*) as issues, count(*) filter (status_category = 'done') as done\nfrom $now.issue\ngroup by all order by issues desc, project_key;",
        ),
        (
            "What did redaction leave of comments?",
            "select issue.issue_key, comment.body_text\nfrom $now.comment as comment\ninner join $now.issue as issue on issue.issue_id = comment.issue_id\nwhere contains(comment.body_text, '[')\norder by comment.created_at desc, comment.comment_id limit 5;",
        ),
        (
            "How long is work in progress, by type?",
            "select issue_type, count(cycle_seconds) as finished, round(median(cycle_seconds) / 86400, 1) as median_days\nfrom $now.issue\ngroup by all having count(cycle_seconds) > 0 order by issue_type;",
        ),
        (
            "How are story points spread over the projects?",
            "select issue.project_key, sum(custom.cf_10016_story_points) as points\nfrom $now.issue_custom_field as custom\ninner join $now.issue as issue on issue.issue_id = custom.issue_id\ngroup by all having points is not null order by points desc;",
        ),
    ];
    const CHANGES: &'static [Question] = &[
        (
            "What did the second sync change?",
            "select\n    coalesce(now.issue_key, was.issue_key) as issue,\n    was.status as old_status,\n    now.status as new_status\nfrom $now.issue as now\nfull join $was.issue as was on was.issue_id = now.issue_id\nwhere (was.issue_id, was.updated_at) is distinct from (now.issue_id, now.updated_at)\norder by issue;",
        ),
        (
            "What is gone, and on what evidence?",
            "select stream, object_id, reason, evidence\nfrom $now.deleted_object\norder by stream, reason, object_id;",
        ),
    ];

    async fn start(_: Option<&Path>, is_changed: bool) -> Result<Self> {
        let options = Options { issues: ISSUES, own_clock: true, ..Options::default() };
        let (username, token) = (options.username.clone(), options.api_token.clone());
        let site = jira::start(options).await?;
        let facts = site.truth("issue").into_iter().filter(|fact| fact.is_visible);
        let of_software = |fact: &jira::Fact| fact.value["fields"]["project"]["projectTypeKey"] == "software";
        let issues = facts.filter(of_software).map(|fact| fact.id).collect();
        let tracker = Self { site, username, token, issues };
        if is_changed {
            tracker.change()?;
        }
        Ok(tracker)
    }

    fn settings(&self, secret_file: &str) -> String {
        format!(
            "source = \"jira\"\nurl = \"{}\"\nusername = \"{}\"\napi_token = \"file:{secret_file}\"\n",
            self.site.url(),
            self.username
        )
    }

    fn secret(&self) -> &str {
        &self.token
    }

    fn change(&self) -> Result<bool> {
        script(&self.issues).into_iter().try_for_each(|change| self.site.change(change).map(drop))?;
        Ok(true)
    }

    fn next(&self) -> Vec<String> {
        let example = self.issues.first().map(|id| format!("explain issue {id}"));
        [
            Some("report cycle_time".to_owned()),
            Some("query \"select issue_key, summary, status from issue limit 10\"".to_owned()),
            example,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What happens between the two syncs to these issues.
fn script(issues: &[String]) -> Vec<Change> {
    let [changed, deleted, ..] = issues else { return Vec::new() };
    vec![
        Change::Transition(changed.clone(), DONE),
        Change::Comment(changed.clone(), COMMENT.to_owned(), true),
        Change::Create("OPS".to_owned()),
        Change::Delete(deleted.clone()),
        Change::RenameField(10_016, "Points".to_owned()),
    ]
}
