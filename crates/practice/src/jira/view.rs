//! How an interface writes what the site holds: people, times, and the small objects that issues name.

use super::catalog::{self, CATEGORIES, PRIORITIES, RESOLUTIONS, TYPES};
use super::site::{Component, Project, Site, Sprint, Status, Version};
use super::text::{self, Markup};
use crate::calendar;
use chrono_tz::Tz;
use serde_json::{Map, Value, json};

/// What an interface writes by.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) site: &'a Site,
    /// The address of the site, without a slash at its end.
    pub(super) url: &'a str,
    /// The version of the platform's interface, in the path.
    pub(super) version: &'a str,
    pub(super) is_cloud: bool,
    /// The zone of the account, which times are written in.
    pub(super) zone: Tz,
    /// How many comments, worklogs and entries of the changelog an issue holds at most.
    pub(super) embedded: usize,
    /// The worklogs of each issue are numbered from 1.
    pub(super) numbers_worklogs: bool,
    /// The number of the request that is answered; what moves on with the time of reading follows from it.
    pub(super) reads: u64,
}

/// An object with what there is of it.
pub(super) fn object(members: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let there = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(Map::from_iter(there))
}

/// The name of a row of a table.
fn name_of<'r>(rows: impl IntoIterator<Item = (u64, &'r str)>, id: u64) -> &'r str {
    rows.into_iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name)
}

impl View<'_> {
    /// The address of something of the platform's interface.
    pub(super) fn at(&self, rest: &str) -> String {
        format!("{}/rest/api/{}/{rest}", self.url, self.version)
    }

    /// A time as answers write it: by the zone of the account, with milliseconds and an offset without a colon.
    pub(super) fn stamp(&self, millis: i64) -> String {
        calendar::date(millis).with_timezone(&self.zone).format("%Y-%m-%dT%H:%M:%S%.3f%z").to_string()
    }

    /// A text with markup as this version gives it.
    pub(super) fn rich(&self, text: &str) -> Value {
        text::rich(text, if self.version == "3" { Markup::Document } else { Markup::Wiki })
    }

    /// The query that asks for somebody.
    pub(super) fn person_query(&self, ordinal: usize) -> String {
        let person = &self.site.people[ordinal];
        if self.is_cloud { format!("accountId={}", person.account_id) } else { format!("username={}", person.name) }
    }

    /// Somebody; by the account id on Cloud, by key and name on Data Center.
    pub(super) fn person(&self, ordinal: usize) -> Value {
        let person = &self.site.people[ordinal];
        let is_kept = person.email.is_empty() || (self.is_cloud && person.is_private);
        let cloud = |value: Value| self.is_cloud.then_some(value);
        let server = |value: Value| (!self.is_cloud).then_some(value);
        let avatar = |size: &str| json!(format!("{}/avatar/{size}/{ordinal}.png", self.url));
        object([
            ("self", Some(json!(self.at(&format!("user?{}", self.person_query(ordinal)))))),
            ("accountId", cloud(json!(person.account_id))),
            ("accountType", cloud(json!(person.kind))),
            ("key", server(json!(person.key))),
            ("name", server(json!(person.name))),
            ("emailAddress", (!is_kept).then(|| json!(person.email))),
            ("displayName", Some(json!(person.display))),
            ("active", Some(json!(person.is_active))),
            ("timeZone", (ordinal == 0).then(|| json!(self.zone.name()))),
            (
                "avatarUrls",
                Some(
                    json!({"16x16": avatar("16"), "24x24": avatar("24"), "32x32": avatar("32"), "48x48": avatar("48")}),
                ),
            ),
        ])
    }

    /// Somebody, or nobody.
    pub(super) fn maybe_person(&self, ordinal: Option<usize>) -> Value {
        ordinal.map_or(Value::Null, |ordinal| self.person(ordinal))
    }

    pub(super) fn project_brief(&self, project: &Project) -> Value {
        object([
            ("self", Some(json!(self.at(&format!("project/{}", project.id))))),
            ("id", Some(json!(project.id.to_string()))),
            ("key", Some(json!(project.key))),
            ("name", Some(json!(project.name))),
            ("projectTypeKey", Some(json!(project.trade.type_key()))),
            ("simplified", self.is_cloud.then(|| json!(self.is_simple(project)))),
        ])
    }

    pub(super) fn is_simple(&self, project: &Project) -> bool {
        project.trade == catalog::Trade::TeamManaged
    }

    pub(super) fn category(&self, id: u64) -> Value {
        let row = CATEGORIES.iter().find(|(known, ..)| *known == id);
        row.map_or(Value::Null, |(id, key, colour, name, _)| {
            json!({"self": self.at(&format!("statuscategory/{id}")), "id": id, "key": key, "colorName": colour,
                "name": name})
        })
    }

    pub(super) fn status(&self, status: &Status) -> Value {
        json!({"self": self.at(&format!("status/{}", status.id)), "id": status.id.to_string(), "name": status.name,
            "description": "", "iconUrl": format!("{}/images/icons/statuses/{}.png", self.url, status.id),
            "statusCategory": self.category(status.category)})
    }

    pub(super) fn status_of(&self, id: u64) -> Value {
        self.site.statuses.iter().find(|status| status.id == id).map_or(Value::Null, |status| self.status(status))
    }

    pub(super) fn issue_type(&self, id: u64) -> Value {
        let row = TYPES.iter().find(|(known, ..)| *known == id);
        row.map_or(Value::Null, |(id, name, level)| {
            object([
                ("self", Some(json!(self.at(&format!("issuetype/{id}"))))),
                ("id", Some(json!(id.to_string()))),
                ("name", Some(json!(name))),
                ("description", Some(json!(""))),
                ("iconUrl", Some(json!(format!("{}/images/icons/issuetypes/{id}.png", self.url)))),
                ("avatarId", Some(json!(10300 + id % 100))),
                ("subtask", Some(json!(*level < 0))),
                ("hierarchyLevel", self.is_cloud.then(|| json!(level))),
            ])
        })
    }

    pub(super) fn priority(&self, id: u64) -> Value {
        let name = name_of(PRIORITIES.iter().map(|(id, name, _)| (*id, *name)), id);
        json!({"self": self.at(&format!("priority/{id}")), "id": id.to_string(), "name": name,
            "iconUrl": format!("{}/images/icons/priorities/{id}.svg", self.url)})
    }

    pub(super) fn resolution(&self, id: u64) -> Value {
        json!({"self": self.at(&format!("resolution/{id}")), "id": id.to_string(),
            "name": name_of(RESOLUTIONS, id), "description": ""})
    }

    pub(super) fn level(&self, id: u64) -> Value {
        let name = name_of(catalog::LEVELS.iter().map(|(id, name, _)| (*id, *name)), id);
        json!({"self": self.at(&format!("securitylevel/{id}")), "id": id.to_string(), "name": name, "description": ""})
    }

    pub(super) fn link_type(&self, id: u64) -> Value {
        let row = catalog::LINK_TYPES.iter().find(|(known, ..)| *known == id);
        row.map_or(Value::Null, |(id, name, inward, outward)| {
            json!({"self": self.at(&format!("issueLinkType/{id}")), "id": id.to_string(), "name": name,
                "inward": inward, "outward": outward})
        })
    }

    pub(super) fn component(&self, part: &Component) -> Value {
        json!({"self": self.at(&format!("component/{}", part.id)), "id": part.id.to_string(), "name": part.name})
    }

    pub(super) fn version(&self, version: &Version) -> Value {
        json!({"self": self.at(&format!("version/{}", version.id)), "id": version.id.to_string(),
            "name": version.name, "archived": false, "released": version.is_released,
            "releaseDate": day(version.release)})
    }

    /// The components of these numbers, of any project.
    pub(super) fn components(&self, ids: &[u64]) -> Value {
        let all = self.site.projects.iter().flat_map(|project| &project.components);
        all.filter(|part| ids.contains(&part.id)).map(|part| self.component(part)).collect()
    }

    /// The versions of these numbers, of any project.
    pub(super) fn versions(&self, ids: &[u64]) -> Value {
        let all = self.site.projects.iter().flat_map(|project| &project.versions);
        all.filter(|version| ids.contains(&version.id)).map(|version| self.version(version)).collect()
    }

    /// A sprint as the field of an issue holds it.
    pub(super) fn sprint_held(&self, sprint: &Sprint) -> Value {
        let dated = sprint.state != "future";
        object([
            ("id", Some(json!(sprint.id))),
            ("name", Some(json!(sprint.name))),
            ("state", Some(json!(sprint.state))),
            ("boardId", Some(json!(sprint.board))),
            ("goal", Some(json!(sprint.goal))),
            ("startDate", dated.then(|| json!(utc(sprint.start)))),
            ("endDate", dated.then(|| json!(utc(sprint.end())))),
            ("completeDate", (sprint.state == "closed").then(|| json!(utc(sprint.end())))),
        ])
    }

    /// A group, by its place.
    pub(super) fn group(&self, group: usize) -> Value {
        let name = catalog::GROUPS[group].0;
        let id = super::persons::group_id(self.site.maker.seed, group);
        let path = if self.is_cloud { format!("group?groupId={id}") } else { format!("group?groupname={name}") };
        object([
            ("name", Some(json!(name))),
            ("groupId", self.is_cloud.then(|| json!(id))),
            ("self", Some(json!(self.at(&path)))),
        ])
    }
}

/// The day of a time, in UTC.
pub(super) fn day(millis: i64) -> String {
    calendar::date(millis).format("%Y-%m-%d").to_string()
}

/// A time in UTC as sprints have it.
pub(super) fn utc(millis: i64) -> String {
    calendar::date(millis).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
