//! Requests of customers, which are issues of a service desk as its own interface writes them.

use super::catalog::{OPTIONS, Trade};
use super::desk::{Answer, Desk, json_of};
use super::fields::PROMISES;
use super::helpdesk::{DESK, REQUEST_TYPES, refused};
use super::issue::{Comment, Held, Issue};
use super::promise::{self, moment};
use super::site::Status;
use super::text::{self, Markup};
use super::view::{View, object};
use crate::reply::Reply;
use serde_json::{Value, json};

/// What can be added to a request.
const EXPANSIONS: [&str; 8] =
    ["participant", "status", "sla", "requestType", "serviceDesk", "attachment", "action", "comment"];
/// Whose requests can be asked for. The account sees the same ones as a customer, whatever it asks for.
const OWNERSHIPS: [&str; 4] = ["OWNED_REQUESTS", "PARTICIPATED_REQUESTS", "ORGANIZATION", "ALL_REQUESTS"];
/// Every so many-th request is shared with the account.
const SHARED: u64 = 3;
/// The field with choices that a request shows.
const CHANNEL: u64 = 10033;

/// The type of a request; none for an issue of another type, which is no request.
fn type_of(issue: &Issue) -> Option<&'static (&'static str, &'static str, u64, &'static str)> {
    REQUEST_TYPES.iter().find(|(_, _, kind, _)| *kind == issue.kind)
}

/// Who takes part in a request besides its reporter: those who watch, and the account where it is shared with it.
fn participants(issue: &Issue) -> Vec<usize> {
    let own = issue.id.is_multiple_of(SHARED).then_some(0);
    own.into_iter().chain(issue.watchers.iter().copied().filter(|ordinal| *ordinal != 0)).collect()
}

impl View<'_> {
    fn request(&self, issue: &Issue, expand: &[String]) -> Value {
        let has = |name: &str| expand.iter().any(|asked| asked == name);
        let (key, kind) = (self.site.key(issue), type_of(issue));
        let list = |values: Vec<Value>| {
            json!({"_expands": [], "size": values.len(), "start": 0, "limit": 50, "isLastPage": true,
                "_links": {"base": self.url, "context": ""}, "values": values})
        };
        let desk = || self.site.project(issue.project).map(|project| self.service_desk(project));
        let comments = || issue.comments.iter().map(|comment| self.request_comment(issue, comment)).collect();
        object([
            ("_expands", Some(json!(EXPANSIONS))),
            ("issueId", Some(json!(issue.id.to_string()))),
            ("issueKey", Some(json!(key))),
            ("summary", self.is_cloud.then(|| json!(issue.summary))),
            ("requestTypeId", kind.map(|(id, ..)| json!(id))),
            ("serviceDeskId", Some(json!(DESK))),
            ("createdDate", Some(moment(self, issue.created))),
            ("reporter", issue.reporter.map(|ordinal| self.customer(ordinal))),
            ("requestFieldValues", Some(self.field_values(issue))),
            ("currentStatus", Some(self.current_status(issue))),
            (
                "participants",
                has("participant")
                    .then(|| list(participants(issue).into_iter().map(|one| self.customer(one)).collect())),
            ),
            ("status", has("status").then(|| list(self.statuses_of(issue)))),
            ("sla", has("sla").then(|| list(self.promises(issue)))),
            ("requestType", kind.filter(|_| has("requestType")).map(|kind| self.request_type(kind))),
            ("serviceDesk", has("serviceDesk").then(desk).flatten()),
            ("attachments", has("attachment").then(|| list(self.request_attachments(issue)))),
            ("actions", has("action").then(|| json!({"addComment": {"allowed": true}}))),
            ("comments", has("comment").then(|| list(comments()))),
            ("_links", Some(self.request_links(issue, &key))),
        ])
    }

    fn request_links(&self, issue: &Issue, key: &str) -> Value {
        json!({"jiraRest": self.at(&format!("issue/{}", issue.id)), "agent": format!("{}/browse/{key}", self.url),
            "self": self.of_desk(&format!("request/{}", issue.id)),
            "web": format!("{}/servicedesk/customer/portal/1/{key}", self.url)})
    }

    /// What the customer has filled in.
    fn field_values(&self, issue: &Issue) -> Value {
        let wiki = text::rich(&issue.description, Markup::Wiki);
        let rendered =
            json!({"html": issue.description.lines().map(|line| format!("<p>{line}</p>")).collect::<String>()});
        let summary = json!({"fieldId": "summary", "label": "What is the summary?", "value": issue.summary});
        let description = json!({"fieldId": "description", "label": "What is the description?", "value": wiki,
            "renderedValue": rendered});
        let channel = issue.custom.get(&CHANNEL).and_then(|held| match held {
            Held::Option(option) => OPTIONS.iter().find(|(id, ..)| id == option).map(|(id, value, ..)| {
                json!({"fieldId": format!("customfield_{CHANNEL}"), "label": "Channel",
                    "value": {"self": self.at(&format!("customFieldOption/{id}")), "id": id.to_string(), "value": value}})
            }),
            _ => None,
        });
        [summary]
            .into_iter()
            .chain(Some(description).filter(|_| !issue.description.is_empty()))
            .chain(channel)
            .collect()
    }

    fn status_at(&self, status: &Status, time: i64) -> Value {
        let word = match status.category {
            2 => "NEW",
            3 => "DONE",
            _ => "INDETERMINATE",
        };
        object([
            ("status", Some(json!(status.name))),
            ("statusCategory", self.is_cloud.then(|| json!(word))),
            ("statusDate", Some(moment(self, time))),
        ])
    }

    fn current_status(&self, issue: &Issue) -> Value {
        self.statuses_of(issue).into_iter().next().unwrap_or_default()
    }

    /// The statuses that a request went through, the newest first.
    fn statuses_of(&self, issue: &Issue) -> Vec<Value> {
        let status = |id: u64| self.site.statuses.iter().find(|status| status.id == id);
        let steps = issue.history.iter().flat_map(|entry| entry.items.iter().map(|item| (entry.created, item)));
        let steps: Vec<_> = steps.filter(|(_, item)| item.field_id == "status").collect();
        let id = |text: &Option<String>| text.as_ref().and_then(|id| id.parse().ok());
        let first = steps.first().map_or(Some(issue.status), |(_, item)| id(&item.from));
        let all = first.map(|id| (issue.created, id)).into_iter();
        let all = all.chain(steps.iter().filter_map(|(time, item)| Some((*time, id(&item.to)?))));
        let mut told: Vec<Value> = all.filter_map(|(time, id)| Some(self.status_at(status(id)?, time))).collect();
        told.reverse();
        told
    }

    /// Whether an issue is a request of customers.
    fn is_request(&self, issue: &Issue) -> bool {
        let project = self.site.project(issue.project);
        type_of(issue).is_some() && project.is_some_and(|project| project.trade == Trade::ServiceDesk)
    }

    /// An issue as a request, with all that is kept of it; nothing where it is none.
    pub(super) fn request_held(&self, issue: &Issue) -> Option<Value> {
        self.is_request(issue).then(|| self.request(issue, &["participant", "sla"].map(str::to_owned)))
    }

    /// The promises of a request; nothing where the issue is none.
    pub(super) fn promises_held(&self, issue: &Issue) -> Vec<Value> {
        if self.is_request(issue) { self.promises(issue) } else { Vec::new() }
    }

    /// The approvals of a request; nothing where the issue is none.
    pub(super) fn approvals_held(&self, issue: &Issue) -> Vec<Value> {
        if self.is_request(issue) { self.approvals(issue) } else { Vec::new() }
    }

    fn promises(&self, issue: &Issue) -> Vec<Value> {
        PROMISES.iter().map(|each| promise::of(self, issue, each)).collect()
    }

    fn request_comment(&self, issue: &Issue, comment: &Comment) -> Value {
        let address = self.of_desk(&format!("request/{}/comment/{}", issue.id, comment.id));
        json!({"_expands": ["attachment", "renderedBody"], "id": comment.id.to_string(),
            "body": text::rich(&comment.body, Markup::Wiki), "public": comment.is_public,
            "author": self.customer(comment.author), "created": moment(self, comment.created),
            "_links": {"self": address}})
    }

    fn request_attachments(&self, issue: &Issue) -> Vec<Value> {
        let file = |file: &super::issue::Attachment| {
            let whole = self.attachment(file);
            json!({"filename": file.name, "author": self.customer(file.author), "created": moment(self, file.created),
                "size": file.size, "mimeType": file.media,
                "_links": {"jiraRest": whole["self"], "content": whole["content"], "self": whole["self"]}})
        };
        issue.attachments.iter().map(file).collect()
    }

    /// The approvals of a request: one, for every other request for help.
    fn approvals(&self, issue: &Issue) -> Vec<Value> {
        let decision = if issue.resolved.is_some() { "approved" } else { "pending" };
        let id = issue.id.to_string();
        let approval = object([
            ("id", Some(json!(id))),
            ("name", Some(json!("Waiting for approval"))),
            ("finalDecision", Some(json!(decision))),
            ("canAnswerApproval", Some(json!(false))),
            ("approvers", Some(json!([{"approver": self.customer(4), "approverDecision": decision}]))),
            ("createdDate", Some(moment(self, issue.created))),
            ("completedDate", issue.resolved.map(|time| moment(self, time))),
            ("_links", Some(json!({"self": self.of_desk(&format!("request/{id}/approval/{id}"))}))),
        ]);
        let has_one = issue.kind == REQUEST_TYPES[0].2 && issue.id.is_multiple_of(2);
        Some(approval).filter(|_| has_one).into_iter().collect()
    }
}

impl Desk<'_> {
    /// Whether an issue is a request that the account sees as an agent.
    fn is_request(&self, issue: &Issue) -> bool {
        self.help_project().is_some() && self.view.is_request(issue) && self.site.sees(issue, self.is_known())
    }

    /// The request in the path.
    fn request_of_path(&self) -> Result<&Issue, Reply> {
        let issue = self.site.named(self.part(0)).filter(|issue| self.is_request(issue));
        issue.ok_or_else(|| {
            refused(404, "The request you are trying to view does not exist.", "sd.customerview.error.issueNotFound")
        })
    }

    /// The requests that the account sees as a customer, those with the latest activity first.
    pub(super) fn requests(&self) -> Answer {
        let expand = self.ask.expand(&EXPANSIONS)?;
        if let Some(unknown) = self.ask.text("requestOwnership").filter(|asked| !OWNERSHIPS.contains(asked)) {
            return Err(refused(400, &format!("There is no ownership {unknown}."), "sd.error.ownership"));
        }
        let is_asked = |issue: &&Issue| {
            let by_status = match self.ask.text("requestStatus") {
                Some("OPEN_REQUESTS") => issue.resolved.is_none(),
                Some("CLOSED_REQUESTS") => issue.resolved.is_some(),
                _ => true,
            };
            by_status && self.ask.number("serviceDeskId").is_none_or(|id| id.to_string() == DESK)
        };
        let shared = self.site.issues().filter(|issue| self.is_request(issue) && participants(issue).contains(&0));
        let mut requests: Vec<&Issue> = shared.filter(is_asked).collect();
        requests.sort_by_key(|issue| std::cmp::Reverse((issue.updated, issue.id)));
        self.envelope(&requests, |issue| self.view.request(issue, &expand))
    }

    pub(super) fn request(&self) -> Answer {
        Ok(json_of(&self.view.request(self.request_of_path()?, &self.ask.expand(&EXPANSIONS)?)))
    }

    pub(super) fn request_promises(&self) -> Answer {
        self.envelope(&self.view.promises(self.request_of_path()?), Value::clone)
    }

    pub(super) fn request_statuses(&self) -> Answer {
        self.envelope(&self.view.statuses_of(self.request_of_path()?), Value::clone)
    }

    /// The comments of a request; those that are kept from customers too, unless only the others are asked for.
    pub(super) fn request_comments(&self) -> Answer {
        let issue = self.request_of_path()?;
        let is_wanted = |comment: &&Comment| {
            let asked = self.ask.flag(if comment.is_public { "public" } else { "internal" });
            asked != Some(false)
        };
        let comments: Vec<&Comment> = issue.comments.iter().filter(is_wanted).collect();
        self.envelope(&comments, |comment| self.view.request_comment(issue, comment))
    }

    pub(super) fn request_participants(&self) -> Answer {
        let people = participants(self.request_of_path()?);
        self.envelope(&people, |ordinal| self.view.customer(*ordinal))
    }

    pub(super) fn request_approvals(&self) -> Answer {
        self.envelope(&self.view.approvals(self.request_of_path()?), Value::clone)
    }

    pub(super) fn request_attachments(&self) -> Answer {
        self.envelope(&self.view.request_attachments(self.request_of_path()?), Value::clone)
    }
}
