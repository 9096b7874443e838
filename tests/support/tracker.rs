//! A practice site of Jira in this process, on a port that it keeps when it is started again.

use super::kept::kept;
use super::lab::{Lab, Told, faulty};
use super::site::{files_below, rows_of};
use catchment_practice::jira::{self, Deployment, Fact, Options, Practice};
use chrono::DateTime;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is compared of a dataset, whose rows are objects of a kind.
pub struct Compared {
    /// The dataset.
    pub dataset: &'static str,
    /// What the truth of the site calls its objects.
    pub kind: &'static str,
    /// Its columns, the key first.
    pub columns: &'static [&'static str],
    /// The members of an object that hold what the columns behind the key hold; [`OWNER`] is what it belongs to.
    pub members: &'static [&'static str],
}

/// Stands among members for the id of the issue that an object belongs to.
pub const OWNER: &str = "..";

/// What issues are and carry. What changes on a site without a mark on the issue, as a name or a link that goes with its other
/// end, is not compared.
pub const COMPARED: [Compared; 6] = [
    Compared {
        dataset: "issue",
        kind: "issue",
        columns: &[
            "issue_id",
            "issue_key",
            "project_id",
            "status_id",
            "priority_id",
            "due_on",
            "created_at",
            "updated_at",
        ],
        members: &[
            "key",
            "fields.project.id",
            "fields.status.id",
            "fields.priority.id",
            "fields.duedate",
            "fields.created",
            "fields.updated",
        ],
    },
    Compared {
        dataset: "issue_custom_field",
        kind: "issue",
        columns: &[
            "issue_id",
            "cf_10016_story_points",
            "cf_10039_target_date",
            "cf_10040_last_contact",
            "cf_10060_story_points",
        ],
        members: &[
            "fields.customfield_10016",
            "fields.customfield_10039",
            "fields.customfield_10040",
            "fields.customfield_10060",
        ],
    },
    Compared {
        dataset: "changelog",
        kind: "changelog",
        columns: &["history_id", "issue_id", "changed_at"],
        members: &[OWNER, "created"],
    },
    Compared {
        dataset: "comment",
        kind: "comment",
        columns: &["comment_id", "issue_id", "is_public", "created_at", "updated_at"],
        members: &[OWNER, "jsdPublic", "created", "updated"],
    },
    Compared {
        dataset: "worklog",
        kind: "worklog",
        columns: &["worklog_id", "issue_id", "time_spent_seconds", "started_at", "updated_at"],
        members: &[OWNER, "timeSpentSeconds", "started", "updated"],
    },
    Compared {
        dataset: "attachment",
        kind: "attachment",
        columns: &["attachment_id", "issue_id", "size_bytes", "created_at"],
        members: &[OWNER, "size", "created"],
    },
];

/// What service desks add. How a cycle stands that is under way is another thing at every moment, and is not compared.
pub const OF_DESKS: [Compared; 3] = [
    Compared {
        dataset: "request",
        kind: "request",
        columns: &[
            "issue_id",
            "service_desk_id",
            "request_type_id",
            "status_at",
            "created_at",
            "participant_count",
            "sla_count",
        ],
        members: &[
            "serviceDeskId",
            "requestTypeId",
            "currentStatus.statusDate.epochMillis",
            "createdDate.epochMillis",
            "participants.values.#",
            "sla.values.#",
        ],
    },
    Compared {
        dataset: "sla",
        kind: "sla",
        columns: &[
            "object_id",
            "issue_id",
            "metric_id",
            "completed_cycles",
            "last_stopped_at",
            "started_at",
            "breaches_at",
        ],
        members: &[
            OWNER,
            "id",
            "completedCycles.#",
            "completedCycles.0.stopTime.epochMillis",
            "ongoingCycle.startTime.epochMillis",
            "ongoingCycle.breachTime.epochMillis",
        ],
    },
    Compared {
        dataset: "approval",
        kind: "approval",
        columns: &["object_id", "issue_id", "approval_id", "decision", "approver_count", "created_at", "completed_at"],
        members: &[OWNER, "id", "finalDecision", "approvers.#", "createdDate.epochMillis", "completedDate.epochMillis"],
    },
];

/// The datasets that [`COMPARED`] needs.
pub const READ: &str =
    "datasets = [\"issue\", \"custom_field\", \"changelog\", \"comment\", \"worklog\", \"attachment\"]";

/// The datasets that [`COMPARED`] and [`OF_DESKS`] need.
pub const READ_WITH_DESKS: &str = "datasets = [\"issue\", \"custom_field\", \"changelog\", \"comment\", \"worklog\", \
    \"attachment\", \"request\", \"approval\"]";

kept! {
    /// A running site.
    Tracker, jira, []
}

impl Tracker {
    /// A site with so many issues, and these faults.
    pub fn with(issues: usize, faults: &str) -> Self {
        Self::start(Options { issues, faults: faulty(faults), ..Options::default() })
    }

    /// The lines of a connection to it; the token is in the file `token`.
    pub fn settings(&self) -> String {
        let (url, username) = (self.practice().url(), &self.options.username);
        let door = match self.options.deployment {
            Deployment::Cloud => format!("username = \"{username}\"\napi_token = \"file:token\""),
            Deployment::DataCenter => "deployment = \"data_center\"\npersonal_access_token = \"file:token\"".to_owned(),
        };
        format!("source = \"jira\"\nurl = \"{url}\"\n{door}")
    }

    /// The ids of the issues of a project that the account sees.
    pub fn issues_of(&self, project: &str) -> Vec<String> {
        let of = |fact: &Fact| fact.is_visible && fact.value["fields"]["project"]["key"] == project;
        self.practice().truth("issue").into_iter().filter(of).map(|fact| fact.id).collect()
    }
}

/// The objects of a kind that the account sees, each with these members as a dataset has them.
pub fn visible(practice: &Practice, kind: &str, members: &[&str]) -> Told {
    let facts = practice.truth(kind).into_iter().filter(|fact| fact.is_visible);
    facts.map(|fact| (fact.id.clone(), members.iter().map(|member| told(&fact, member)).collect())).collect()
}

/// The member at a path, as a dataset has it: nothing is empty, and a time is one of UTC.
fn told(fact: &Fact, member: &str) -> String {
    if member == OWNER {
        return fact.parent.clone();
    }
    let value = member.split('.').try_fold(fact.value.clone(), |value, name| inner(&value, name));
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f%z")
            .map_or(text, |time| format!("{:?}", time.naive_utc())),
        Some(Value::Number(millis)) if member.ends_with(MILLIS) => {
            let time = millis.as_i64().and_then(DateTime::from_timestamp_millis);
            time.map_or_else(String::new, |time| format!("{:?}", time.naive_utc()))
        }
        Some(other) => other.to_string(),
    }
}

/// A time since the first of January 1970, UTC.
const MILLIS: &str = "epochMillis";

/// A member of an object, one of a list by its place, or of `#` how many there are.
fn inner(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Array(all) if name == "#" => Some(all.len().into()),
        Value::Array(all) => all.get(name.parse::<usize>().ok()?).cloned(),
        other => other.get(name).cloned(),
    }
}

/// The rows of [`COMPARED`] as they have to be.
pub fn truth(practice: &Practice) -> BTreeMap<&'static str, Told> {
    COMPARED.iter().map(|of| (of.dataset, visible(practice, of.kind, of.members))).collect()
}

/// The rows of a dataset as they are. Of an entry of the changelog, which has a row for each of its changes, the first counts.
pub fn published(lab: &Lab, of: &Compared) -> Told {
    let mut told = Told::new();
    for row in files_below(&lab.current().join(of.dataset)).iter().flat_map(|file| rows_of(file)) {
        if row.get("place").is_some_and(|place| place.as_deref() != Some("1")) {
            continue;
        }
        let mut values = of.columns.iter().map(|column| row[*column].clone().unwrap_or_default());
        let key = values.next().unwrap();
        assert!(told.insert(key, values.collect()).is_none(), "{} holds a key twice", of.dataset);
    }
    told
}
