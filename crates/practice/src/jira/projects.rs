//! Projects, and what belongs to them: components, versions, roles.

use super::catalog::{GROUPS, ROLES, Trade, types_of};
use super::desk::{Answer, Desk, json_of};
use super::persons;
use super::refusal;
use super::site::{Component, Project, Standing, Version};
use super::view::{View, object};
use crate::random::Random;
use serde_json::{Map, Value, json};

/// What can be added to a project.
const EXPANSIONS: [&str; 7] = ["description", "lead", "issueTypes", "url", "projectKeys", "insight", "permissions"];
/// What projects can be ordered by.
const ORDERS: [&str; 3] = ["key", "+key", "-key"];

impl View<'_> {
    /// A project as lists of them show it.
    pub(super) fn project(&self, project: &Project, expand: &[String]) -> Value {
        let has = |name: &str| expand.iter().any(|asked| asked == name);
        let mut random = Random::of(&[self.site.maker.seed, project.id]);
        let uuid = persons::uuid(random.next(), random.next());
        let types: Vec<Value> = types_of(project.trade).iter().map(|id| self.issue_type(*id)).collect();
        let is_archived = project.standing == Standing::Archived;
        let mut shown = self.project_brief(project);
        let more = object([
            ("expand", Some(json!(EXPANSIONS.join(",")))),
            ("style", self.is_cloud.then(|| json!(if self.is_simple(project) { "next-gen" } else { "classic" }))),
            ("isPrivate", self.is_cloud.then(|| json!(self.is_simple(project)))),
            ("uuid", self.is_cloud.then(|| json!(uuid))),
            ("archived", (is_archived || !self.is_cloud).then(|| json!(is_archived))),
            ("deleted", (project.standing == Standing::Deleted).then_some(json!(true))),
            ("lead", has("lead").then(|| self.person(project.lead))),
            ("description", has("description").then(|| json!(format!("What {} is about.", project.name)))),
            ("issueTypes", has("issueTypes").then(|| json!(types))),
            ("url", has("url").then(|| json!(format!("https://example.com/{}", project.key.to_lowercase())))),
            ("insight", has("insight").then(|| self.insight(project))),
        ]);
        if let (Value::Object(members), Value::Object(more)) = (&mut shown, more) {
            members.extend(more);
        }
        shown
    }

    fn insight(&self, project: &Project) -> Value {
        let of = self.site.issues().filter(|issue| issue.project == project.id);
        let (count, last) = of.fold((0, 0), |(count, last), issue| (count + 1, i64::max(last, issue.updated)));
        json!({"totalIssueCount": count, "lastIssueUpdateTime": self.stamp(last)})
    }

    pub(super) fn component_of(&self, project: &Project, part: &Component) -> Value {
        let mut shown = self.component(part);
        shown["description"] = json!(format!("The {} of {}.", part.name.to_lowercase(), project.name));
        shown["lead"] = self.person(part.lead);
        shown["assigneeType"] = json!("COMPONENT_LEAD");
        shown["isAssigneeTypeValid"] = json!(true);
        shown["project"] = json!(project.key);
        shown["projectId"] = json!(project.id);
        shown
    }

    pub(super) fn version_of(&self, project: &Project, version: &Version) -> Value {
        let mut shown = self.version(version);
        shown["description"] = json!(format!("What follows {}.", version.name));
        shown["projectId"] = json!(project.id);
        shown
    }

    /// A role of a project with those who have it.
    pub(super) fn role(&self, project: &Project, at: usize) -> Value {
        let (id, name) = ROLES[at];
        let group = (at + project.id as usize) % GROUPS.len();
        let actor_of_group = json!({"id": project.id * 10 + at as u64, "displayName": GROUPS[group].0,
            "type": "atlassian-group-role-actor", "name": GROUPS[group].0,
            "actorGroup": object([("name", Some(json!(GROUPS[group].0))), ("displayName", Some(json!(GROUPS[group].0))),
                ("groupId", self.is_cloud.then(|| self.group(group)["groupId"].take()))])});
        let lead = &self.site.people[project.lead];
        let user = if self.is_cloud { json!({"accountId": lead.account_id}) } else { json!({"name": lead.name}) };
        let actor = json!({"id": project.id * 10 + 9, "displayName": lead.display,
            "type": "atlassian-user-role-actor", "actorUser": user});
        json!({"self": self.at(&format!("project/{}/role/{id}", project.id)), "name": name, "id": id,
            "description": format!("The {name} of a project."), "actors": [actor_of_group, actor]})
    }
}

impl Desk<'_> {
    /// The projects that the account sees, of every standing.
    pub(super) fn projects(&self) -> Vec<&Project> {
        let all = self.site.projects.iter();
        let is_listed = |project: &&Project| self.faults.unlisted != Some(project.id);
        all.filter(|project| self.site.sees_project(project, self.is_known())).filter(is_listed).collect()
    }

    pub(super) fn project_search(&self) -> Answer {
        let expand = self.ask.expand(&EXPANSIONS)?;
        let order = self.ask.text("orderBy").unwrap_or("key");
        if !ORDERS.contains(&order) {
            return Err(refusal::beyond(&format!("the order '{order}' of projects")));
        }
        let (keys, ids, asked) = (self.ask.texts("keys"), self.ask.numbers("id"), self.ask.texts("status"));
        if let Some(unknown) = asked.iter().find(|word| !["live", "archived", "deleted"].contains(&word.as_str())) {
            return Err(refusal::told(400, &format!("'{unknown}' is not a valid project status.")));
        }
        let mut projects = self.projects();
        projects.retain(|project| {
            let standing = project.standing.word();
            let is_asked =
                if asked.is_empty() { standing == "live" } else { asked.iter().any(|word| word == standing) };
            let is_named =
                (keys.is_empty() || keys.contains(&project.key)) && (ids.is_empty() || ids.contains(&project.id));
            is_asked && is_named
        });
        projects.sort_by(|one, other| one.key.cmp(&other.key));
        if order.starts_with('-') {
            projects.reverse();
        }
        self.page(&projects, |project| self.view.project(project, &expand))
    }

    pub(super) fn one_project(&self) -> Answer {
        let (project, expand) = (self.project()?, self.ask.expand(&EXPANSIONS)?);
        if project.standing == Standing::Deleted {
            return Err(refusal::no_project(self.part(0)));
        }
        let usual = ["description", "lead", "issueTypes", "url"].map(str::to_owned);
        let mut shown = self.view.project(project, &[&usual, expand.as_slice()].concat());
        shown["components"] = project.components.iter().map(|part| self.view.component_of(project, part)).collect();
        shown["versions"] = project.versions.iter().map(|version| self.view.version_of(project, version)).collect();
        shown["assigneeType"] = json!("UNASSIGNED");
        shown["roles"] = Value::Object(self.role_links(project));
        Ok(json_of(&shown))
    }

    fn role_links(&self, project: &Project) -> Map<String, Value> {
        let link = |(id, name): &(u64, &str)| {
            ((*name).to_owned(), json!(self.view.at(&format!("project/{}/role/{id}", project.id))))
        };
        let is_desk = project.trade == Trade::ServiceDesk;
        ROLES.iter().filter(|(_, name)| is_desk || *name != "Service Desk Team").map(link).collect()
    }

    pub(super) fn components(&self) -> Answer {
        let project = self.project()?;
        self.page(&project.components, |part| self.view.component_of(project, part))
    }

    pub(super) fn versions(&self) -> Answer {
        let project = self.project()?;
        self.page(&project.versions, |version| self.view.version_of(project, version))
    }

    pub(super) fn roles(&self) -> Answer {
        Ok(json_of(&Value::Object(self.role_links(self.project()?))))
    }

    /// The roles of a project, without those who have them.
    pub(super) fn role_details(&self) -> Answer {
        let project = self.project()?;
        let detail = |at: usize| {
            let mut role = self.view.role(project, at);
            role.as_object_mut().map(|members| members.remove("actors"));
            role
        };
        let is_desk = project.trade == Trade::ServiceDesk;
        let roles = (0..ROLES.len()).filter(|at| is_desk || ROLES[*at].1 != "Service Desk Team");
        Ok(json_of(&roles.map(detail).collect()))
    }

    pub(super) fn role(&self) -> Answer {
        let project = self.project()?;
        let at = ROLES.iter().position(|(id, _)| id.to_string() == self.part(1));
        let at = at.ok_or_else(|| refusal::missing("project role", self.part(1)))?;
        Ok(json_of(&self.view.role(project, at)))
    }
}
