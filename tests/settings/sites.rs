//! The practice sites of the matrix, and what settings ask for of each.

use super::played::{Event, Further, Object, Played, texts};
use super::trial::Chosen;
use crate::support::api::Api;
use crate::support::chance::Chance;
use crate::support::instance::{self, Instance};
use crate::support::lab::{Site, Told};
use crate::support::org::{self, Org};
use crate::support::tracker::{self, Tracker};
use catchment_practice::confluence::{self, Standing};
use catchment_practice::rest::{self, Paging};
use catchment_practice::{jira, salesforce, servicenow};
use chrono::DateTime;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The pages that the settings to try name.
const NAMED: [&str; 3] = ["98305", "98337", "98369"];

/// Confluence: Cloud, or Data Center.
pub struct Wiki<const IS_CLOUD: bool>(Site);

impl<const IS_CLOUD: bool> Played for Wiki<IS_CLOUD> {
    const DIALECT: &'static str = "confluence";
    const DATASET: [&'static str; 3] = ["space_content", "page_id", "version_number"];
    const STREAM: &'static str = "page";
    const GONE: &'static str = "deleted_content";
    const SEARCHED: &'static [&'static str] = &["pages", "ancestors", "labels", "creators", "cql"];

    fn start(objects: usize) -> Self {
        let extras = confluence::Extras { labels: 2, comments: 1, ..confluence::Extras::default() };
        let (deployment, door) = match IS_CLOUD {
            true => (confluence::Deployment::Cloud, confluence::Door::Token),
            false => (confluence::Deployment::DataCenter { version: "9.2.0".to_owned() }, confluence::Door::DataCenter),
        };
        let options = confluence::Options {
            deployment,
            door,
            pages: objects * 4 / 5,
            blogposts: objects / 5,
            spaces: 4,
            body: 300,
            site_clock: true,
            extras,
            ..confluence::Options::default()
        };
        Self(Site::start(options))
    }

    fn base(&self) -> Value {
        let own = json!({"source": "confluence", "url": self.0.url(), "datasets": [], "every": {}});
        through_door(own, IS_CLOUD)
    }

    fn objects(&self) -> Vec<Object> {
        let truth = self.0.practice().truth();
        let is_there = |standing| matches!(standing, Standing::Current | Standing::Archived);
        let there = truth.content.iter().filter(|item| is_there(item.standing));
        let object = |item: &confluence::TrueContent| {
            let space = truth.spaces.iter().find(|space| space.id == item.space_id).unwrap();
            let labels: Vec<&String> =
                truth.labels.iter().filter(|(id, _)| *id == item.id).map(|(_, name)| name).collect();
            let mut above = vec![item.id.clone()];
            let parent = |id: &String| {
                truth.content.iter().find(|other| other.id == *id).and_then(|other| other.parent_id.clone())
            };
            while let Some(next) = above.last().and_then(parent) {
                above.push(next);
            }
            Object {
                id: item.id.clone(),
                edition: item.version.to_string(),
                day: DateTime::from_timestamp_millis(item.version_millis).unwrap().date_naive().to_string(),
                facts: json!({
                    "type": item.kind, "space": space.key, "labels": labels, "creator": item.creator, "above": above,
                }),
            }
        };
        there.map(object).collect()
    }

    fn is_asked(&self, path: &str, value: &Value, object: &Object) -> bool {
        let (facts, values) = (&object.facts, texts(value));
        let has = |name: &str| texts(&facts[name]).iter().any(|fact| values.contains(fact));
        let is = |name: &str| facts[name].as_str().is_some_and(|fact| values.contains(&fact));
        match path {
            "datasets" => true,
            "content_types" => is("type"),
            "space_keys" => {
                let space = facts["space"].as_str().unwrap();
                (values.contains(&"*") || values.contains(&space)) && !values.contains(&format!("!{space}").as_str())
            }
            "pages" => values.contains(&object.id.as_str()),
            "ancestors" => facts["type"] == "page" && has("above"),
            "labels" => has("labels"),
            "creators" => match IS_CLOUD {
                true => is("creator"),
                false => values.iter().any(|account| facts["creator"] == confluence::key_of(account)),
            },
            "cql" => Some(facts["type"].as_str().unwrap()) == value.as_str().unwrap().strip_prefix("type = "),
            other => panic!("nobody has said what {other} selects"),
        }
    }

    fn further(&self, path: &str, value: &Value) -> Vec<Further> {
        let is_there = |standing| matches!(standing, Standing::Current | Standing::Archived);
        let comments = |_: &str, _: &str| {
            let all = self.0.practice().truth().comments.into_iter();
            all.filter(|comment| is_there(comment.standing)).map(|comment| comment.id).collect()
        };
        named(path == "datasets", value, &[("comment", "comment", "comment_id")], comments)
    }

    fn happens(&mut self, event: Event, chance: &mut Chance) -> Option<String> {
        let objects = self.objects();
        // What settings name by its id stays: else it would be a gap.
        let may_go = |object: &&Object| event != Event::Remove || !NAMED.contains(&object.id.as_str());
        let free: Vec<&Object> = objects.iter().filter(may_go).collect();
        let id = chance.pick(&free)?.id.clone();
        let truth = self.0.practice().truth();
        let here = truth.content.iter().find(|item| item.id == id).map(|item| item.space_id.clone());
        let spaces = truth.spaces.iter().filter(|space| space.visible).map(|space| space.id.clone());
        let spaces: Vec<String> = spaces.filter(|space| here.as_ref() != Some(space)).collect();
        let space = chance.pick(&spaces)?;
        let change = match event {
            Event::Create => confluence::Change::CreatePage {
                space,
                title: format!("Made {}", objects.len()),
                body: "<p>Made.</p>".to_owned(),
            },
            Event::Edit => confluence::Change::Edit { id: id.clone() },
            Event::Move => confluence::Change::MovePage { id: id.clone(), space },
            Event::Remove => confluence::Change::Purge { id: id.clone() },
        };
        self.0.change(|options| options.changes.push(change));
        // A page that moves keeps its version.
        changed(event, id, &objects, &self.objects()).filter(|_| event != Event::Move)
    }
}

/// Jira: Cloud, or Data Center.
pub struct Board<const IS_CLOUD: bool>(Tracker);

impl<const IS_CLOUD: bool> Played for Board<IS_CLOUD> {
    const DIALECT: &'static str = "jira";
    const DATASET: [&'static str; 3] = ["issue", "issue_id", "updated_at"];
    const SEARCHED: &'static [&'static str] = &["jql"];

    fn start(objects: usize) -> Self {
        let deployment = if IS_CLOUD { jira::Deployment::Cloud } else { jira::Deployment::DataCenter };
        Self(Tracker::start(jira::Options { issues: objects, deployment, own_clock: true, ..jira::Options::default() }))
    }

    fn base(&self) -> Value {
        let own = json!({"source": "jira", "url": self.0.practice().url(), "datasets": ["issue"], "every": {}});
        through_door(own, IS_CLOUD)
    }

    fn objects(&self) -> Vec<Object> {
        let members = ["fields.updated", "fields.project.key", "fields.issuetype.name"];
        objects(tracker::visible(self.0.practice(), "issue", &members), 0)
    }

    fn is_asked(&self, path: &str, value: &Value, object: &Object) -> bool {
        let (project, kind) = (object.facts[1].as_str().unwrap(), object.facts[2].as_str().unwrap());
        match (path, value.as_str()) {
            ("datasets", _) => true,
            ("project_keys", _) => texts(value).contains(&project),
            ("jql", Some("issuetype = Bug")) => kind == "Bug",
            ("jql", Some("issuetype != Epic")) => kind != "Epic",
            (other, _) => panic!("nobody has said what {other} selects"),
        }
    }

    fn further(&self, path: &str, value: &Value) -> Vec<Further> {
        let seen = |kind: &str, _: &str| tracker::visible(self.0.practice(), kind, &[]).into_keys().collect();
        let all = [("comment", "comment", "comment_id"), ("component", "component", "component_id")];
        named(path == "datasets", value, &all, seen)
    }

    fn happens(&mut self, event: Event, chance: &mut Chance) -> Option<String> {
        let id = chance.pick(&self.objects())?.id;
        let project = chance.pick(&["ENG", "OPS"])?.to_owned();
        let change = match event {
            Event::Create => jira::Change::Create(project),
            Event::Edit => {
                jira::Change::Edit { issue: id.clone(), field: "summary".to_owned(), value: "Edited.".to_owned() }
            }
            Event::Move => jira::Change::Move(id.clone(), project),
            Event::Remove => jira::Change::Delete(id.clone()),
        };
        // What lies in another issue does not move by itself.
        let before = self.objects();
        self.0.try_change(&change).ok()?;
        changed(event, id, &before, &self.objects())
    }
}

/// ServiceNow.
pub struct Desk(Instance);

impl Played for Desk {
    const DIALECT: &'static str = "servicenow";
    const DATASET: [&'static str; 3] = ["incident", "sys_id", "sys_mod_count"];
    const BESIDE: &'static [&'static str] = &["datasets", "tables"];
    const FIXED: &'static [&'static str] = &["display_values"];

    fn start(objects: usize) -> Self {
        let password = "practice-token".to_owned();
        Self(Instance::start(servicenow::Options {
            records: objects,
            password,
            own_clock: true,
            ..servicenow::Options::default()
        }))
    }

    fn base(&self) -> Value {
        json!({
            "source": "servicenow", "url": self.0.practice().url(), "username": "practice", "password": "file:token",
            "tables": ["incident"],
        })
    }

    fn objects(&self) -> Vec<Object> {
        objects(instance::visible(self.0.practice(), "incident", &["sys_mod_count", "sys_created_on", "active"]), 1)
    }

    fn is_asked(&self, path: &str, value: &Value, object: &Object) -> bool {
        match path {
            "tables" | "datasets" => true,
            "tables/0/query" => object.facts[2].as_str() == value.as_str().unwrap().strip_prefix("active="),
            other => panic!("nobody has said what {other} selects"),
        }
    }

    fn further(&self, path: &str, value: &Value) -> Vec<Further> {
        let all = [("problem", "problem", "sys_id"), ("change", "change_request", "sys_id")];
        let seen = |_: &str, table: &str| instance::visible(self.0.practice(), table, &[]).into_keys().collect();
        named(path == "tables", value, &all, seen)
    }

    fn happens(&mut self, event: Event, chance: &mut Chance) -> Option<String> {
        let object = chance.pick(&self.objects())?;
        let (table, sys_id) = ("incident".to_owned(), object.id.clone());
        let update = |field: &str, value: &str| servicenow::Change::Update {
            table: table.clone(),
            sys_id: sys_id.clone(),
            field: field.to_owned(),
            value: value.to_owned(),
        };
        let before = self.objects();
        self.0.change(match event {
            Event::Create => servicenow::Change::Insert { table: table.clone(), rows: 1 },
            Event::Edit => update("short_description", "Edited."),
            Event::Move => update("active", if object.facts[2] == "true" { "false" } else { "true" }),
            Event::Remove => servicenow::Change::Delete { table: table.clone(), sys_id: sys_id.clone() },
        });
        changed(event, sys_id, &before, &self.objects())
    }
}

/// Salesforce.
pub struct Crm(Org);

impl Played for Crm {
    const DIALECT: &'static str = "salesforce";
    const DATASET: [&'static str; 3] = ["case", "id", "system_modstamp"];
    const BESIDE: &'static [&'static str] = &["objects"];

    fn start(objects: usize) -> Self {
        Self(Org::with(objects, "any-batch-size"))
    }

    fn base(&self) -> Value {
        json!({
            "source": "salesforce", "url": self.0.practice().url(), "client_id": "file:token",
            "client_secret": "file:token", "queries_per_run": 1_000_000, "objects": ["Case"],
        })
    }

    fn objects(&self) -> Vec<Object> {
        objects(org::visible(self.0.practice(), "Case", &["SystemModstamp", "CreatedDate", "IsClosed"]), 1)
    }

    fn is_asked(&self, path: &str, value: &Value, object: &Object) -> bool {
        match path {
            "objects" => true,
            "objects/0/filter" => object.facts[2].as_str() == value.as_str().unwrap().strip_prefix("IsClosed = "),
            other => panic!("nobody has said what {other} selects"),
        }
    }

    fn further(&self, path: &str, value: &Value) -> Vec<Further> {
        let all = [("Contact", "contact", "id"), ("Account", "account", "id"), ("Lead", "lead", "id")];
        let seen = |object: &str, _: &str| org::visible(self.0.practice(), object, &[]).into_keys().collect();
        named(path == "objects", value, &all, seen)
    }

    fn happens(&mut self, event: Event, chance: &mut Chance) -> Option<String> {
        let picked = chance.pick(&self.objects())?;
        let (object, id) = ("Case".to_owned(), picked.id.clone());
        let update = |field: &str, value: &str| salesforce::Change::Update {
            object: object.clone(),
            id: id.clone(),
            field: field.to_owned(),
            value: value.to_owned(),
        };
        let before = self.objects();
        self.0.change(match event {
            Event::Create => salesforce::Change::Insert { object: object.clone(), rows: 1 },
            Event::Edit => update("Subject", "Edited."),
            Event::Move => update("Status", if picked.facts[2] == "true" { "New" } else { "Closed" }),
            Event::Remove => salesforce::Change::Delete { object: object.clone(), id: id.clone() },
        });
        if event == Event::Remove {
            self.0.change(salesforce::Change::Purge { id: id.clone() });
        }
        changed(event, id, &before, &self.objects())
    }

    /// An object without a cursor field is listed as a whole.
    fn is_followed(chosen: &Chosen) -> bool {
        chosen.get("objects/0/cursor_field").is_none_or(|field| field != "none")
    }

    /// Beside the fields that settings name, the cursor field alone is read.
    fn tells_edition(chosen: &Chosen) -> bool {
        Self::is_followed(chosen) || !chosen.contains_key("objects/0/fields")
    }

    /// It has no bounds, and is refused with them.
    fn may_meet(chosen: &Chosen) -> bool {
        let is = |name: &str, value: &str| chosen.get(name).is_some_and(|held| held == value);
        let is_bound = ["start_date", "end_date"].iter().any(|name| chosen.contains_key(*name));
        Self::is_followed(chosen) || !(is_bound || is("mode", "incremental"))
    }
}

/// Any REST API.
pub struct Shop(Api);

impl Played for Shop {
    const DIALECT: &'static str = "rest";
    const DATASET: [&'static str; 3] = ["customer", "id", "updated_at"];
    const BOUNDS: &'static str = "streams/customer/";

    fn start(objects: usize) -> Self {
        Self(Api::of(
            rest::Options { paging: Paging::Cursor, records: objects, own_clock: true, ..rest::Options::default() },
            "",
        ))
    }

    fn base(&self) -> Value {
        let paged = json!({"kind": "cursor", "from": "body:meta.next_cursor", "to": "cursor", "size": "limit"});
        json!({
            "source": "rest", "url": self.0.practice().url(),
            "streams": {
                "customer": {
                    "path": "/v1/customers", "records": "data.items", "key": ["id"], "paginate": paged,
                    "cursor": {"field": "updated_at", "since": "param:updated_since"},
                    "by_id": {"path": "/v1/customers/{id}"},
                },
            },
        })
    }

    fn objects(&self) -> Vec<Object> {
        let told = |customer: Value| {
            let text = |name: &str| customer[name].as_str().unwrap().trim_end_matches('Z').to_owned();
            (customer["id"].to_string(), vec![text("updated_at")])
        };
        objects(self.0.practice().truth().customers.into_iter().map(told).collect(), 0)
    }

    fn is_asked(&self, path: &str, _: &Value, _: &Object) -> bool {
        panic!("nobody has said what {path} selects")
    }

    fn happens(&mut self, event: Event, chance: &mut Chance) -> Option<String> {
        let before = self.objects();
        let picked = chance.pick(&before)?.id;
        let id = picked.parse().unwrap();
        self.0.change(match event {
            Event::Create => rest::Change::Add,
            Event::Edit => rest::Change::Edit { id },
            // Nothing that settings ask for moves.
            Event::Move => return None,
            Event::Remove => rest::Change::Delete { id },
        });
        changed(event, picked, &before, &self.objects())
    }
}

/// A connection to Cloud or to Data Center, with what lets it in.
fn through_door(mut own: Value, is_cloud: bool) -> Value {
    let door = match is_cloud {
        true => json!({"username": "practice@example.com", "api_token": "file:token"}),
        false => json!({"deployment": "data_center", "personal_access_token": "file:token"}),
    };
    own.as_object_mut().unwrap().extend(door.as_object().unwrap().clone());
    own
}

/// The further datasets that a list of words names, where the setting `is_it`: `all` has the words with their datasets and keys, and
/// `seen` tells what the site has of a word and its dataset.
fn named(
    is_it: bool,
    value: &Value,
    all: &[(&str, &'static str, &'static str)],
    seen: impl Fn(&str, &str) -> BTreeSet<String>,
) -> Vec<Further> {
    let asked = all.iter().filter(|(word, ..)| is_it && texts(value).contains(word));
    asked.map(|(word, dataset, key)| (*dataset, *key, seen(word, dataset))).collect()
}

/// Objects of what is visible, whose edition comes first and whose day stands at a place.
fn objects(told: Told, day: usize) -> Vec<Object> {
    let object = |(id, values): (String, Vec<String>)| Object {
        id,
        edition: values[0].clone(),
        day: values[day].chars().take("2000-01-01".len()).collect(),
        facts: json!(values),
    };
    told.into_iter().map(object).collect()
}

/// What was made or has changed.
fn changed(event: Event, id: String, before: &[Object], after: &[Object]) -> Option<String> {
    let is_new = |object: &&Object| before.iter().all(|other| other.id != object.id);
    match event {
        Event::Create => after.iter().find(is_new).map(|object| object.id.clone()),
        Event::Edit | Event::Move => Some(id),
        Event::Remove => None,
    }
}
