//! What issues refer to: people and groups, fields, statuses, types, priorities, resolutions; and the site itself.

use super::catalog::{CATEGORIES, GROUPS, LINK_TYPES, PRIORITIES, RESOLUTIONS, TYPES};
use super::desk::{Answer, Desk, json_of};
use super::fields::{self, Field, SYSTEM, System};
use super::persons::{self, is_member};
use super::refusal;
use super::site::Status;
use super::view::{View, object};
use crate::random::Random;
use crate::reply::Reply;
use serde_json::{Value, json};

impl View<'_> {
    /// The type of a custom field.
    fn schema(&self, field: &Field) -> Value {
        let (kind, items, custom) = fields::schema(field.kind);
        object([
            ("type", Some(json!(kind))),
            ("items", items.map(|items| json!(items))),
            ("custom", Some(json!(custom))),
            ("customId", Some(json!(field.id))),
        ])
    }

    fn schema_of_system(&self, field: &System) -> Value {
        let items = field.items.map(|items| json!(items));
        object([("type", Some(json!(field.kind))), ("items", items), ("system", Some(json!(field.id)))])
    }

    /// The types of all fields, by their ids.
    pub(super) fn schemas(&self) -> Vec<(String, Value)> {
        let system = SYSTEM.iter().map(|field| (field.id.to_owned(), self.schema_of_system(field)));
        let custom = self.site.fields.iter().map(|field| (format!("customfield_{}", field.id), self.schema(field)));
        system.chain(custom).collect()
    }

    fn system_field_row(&self, field: &System) -> Value {
        object([
            ("id", Some(json!(field.id))),
            ("key", self.is_cloud.then(|| json!(field.id))),
            ("name", Some(json!(field.name))),
            ("custom", Some(json!(false))),
            ("orderable", Some(json!(true))),
            ("navigable", Some(json!(field.is_navigable))),
            ("searchable", Some(json!(true))),
            ("clauseNames", Some(json!([field.id.to_lowercase()]))),
            ("schema", Some(self.schema_of_system(field))),
        ])
    }

    /// A custom field.
    pub(super) fn field_row(&self, field: &Field) -> Value {
        let id = format!("customfield_{}", field.id);
        let project = field.scope.map(|place| &self.site.projects[place]);
        object([
            ("id", Some(json!(id))),
            ("key", self.is_cloud.then(|| json!(id))),
            ("name", Some(json!(field.name))),
            ("custom", Some(json!(true))),
            ("orderable", Some(json!(true))),
            ("navigable", Some(json!(true))),
            ("searchable", Some(json!(true))),
            ("clauseNames", Some(json!([format!("cf[{}]", field.id), field.name]))),
            (
                "scope",
                project
                    .filter(|_| self.is_cloud)
                    .map(|project| json!({"type": "PROJECT", "project": {"id": project.id.to_string()}})),
            ),
            ("schema", Some(self.schema(field))),
        ])
    }

    /// Every field there is.
    pub(super) fn field_rows(&self) -> Vec<Value> {
        let system = SYSTEM.iter().map(|field| self.system_field_row(field));
        system.chain(self.site.fields.iter().map(|field| self.field_row(field))).collect()
    }
}

impl Desk<'_> {
    pub(super) fn server_info(&self) -> Answer {
        let (version, deployment) =
            if self.view.is_cloud { ("1001.0.0-SNAPSHOT", "Cloud") } else { ("10.3.24", "Server") };
        let numbers: Vec<u64> = version.split(['.', '-']).filter_map(|part| part.parse().ok()).collect();
        Ok(json_of(&json!({"baseUrl": self.view.url, "version": version, "versionNumbers": numbers,
            "deploymentType": deployment, "buildNumber": 100284, "buildDate": "2025-01-10T00:00:00.000+0000",
            "serverTime": self.view.stamp(self.site.now()), "scmInfo": "practice", "serverTitle": "Jira",
            "serverTimeZone": self.view.zone.name()})))
    }

    pub(super) fn tenant_info(&self) -> Answer {
        let mut random = Random::of(&[self.site.maker.seed, 0x636c_6f75]);
        Ok(json_of(&json!({"cloudId": persons::uuid(random.next(), random.next())})))
    }

    pub(super) fn myself(&self) -> Answer {
        let mut shown = self.view.person(0);
        shown["locale"] = json!(if self.faults.is_localised { "de_DE" } else { "en_US" });
        shown["groups"] = json!({"size": GROUPS.len(), "items": []});
        shown["applicationRoles"] = json!({"size": 1, "items": []});
        shown["expand"] = json!("groups,applicationRoles");
        Ok(json_of(&shown))
    }

    pub(super) fn may_list_people(&self) -> Result<(), Reply> {
        match self.faults.hides_people {
            true => Err(refusal::forbidden("You do not have permission to browse users and groups.")),
            false => Ok(()),
        }
    }

    /// The people. Some are left out after the page was cut, so that pages are short and do not end the list.
    pub(super) fn users(&self) -> Answer {
        self.may_list_people()?;
        let ordinals: Vec<usize> = (0..self.site.people.len()).collect();
        let page = self.cut(&ordinals, 50, 1000);
        let listed = page.rows.iter().filter(|ordinal| !self.site.people[**ordinal].is_unlisted);
        Ok(json_of(&listed.map(|ordinal| self.view.person(*ordinal)).collect()))
    }

    pub(super) fn groups(&self) -> Answer {
        self.may_list_people()?;
        let places: Vec<usize> = (0..GROUPS.len()).collect();
        self.page_of(&places, (50, 50), |place| {
            let id = persons::group_id(self.site.maker.seed, *place);
            json!({"name": GROUPS[*place].0, "groupId": id})
        })
    }

    pub(super) fn members(&self) -> Answer {
        self.may_list_people()?;
        let named = (self.ask.text("groupId"), self.ask.text("groupname"));
        let is = |place: &usize| {
            let id = persons::group_id(self.site.maker.seed, *place);
            named.0 == Some(id.as_str()) || named.1 == Some(GROUPS[*place].0)
        };
        let group = (0..GROUPS.len()).find(is).ok_or_else(|| refusal::told(404, "The group does not exist."))?;
        let with_inactive = self.ask.flag("includeInactiveUsers") == Some(true);
        let people = self.site.people.iter().enumerate();
        let members = people
            .filter(|(ordinal, person)| is_member(person, *ordinal, group) && (with_inactive || person.is_active));
        let members: Vec<usize> = members.map(|(ordinal, _)| ordinal).collect();
        self.page_of(&members, (50, 50), |ordinal| self.view.person(*ordinal))
    }

    pub(super) fn fields(&self) -> Answer {
        Ok(json_of(&self.view.field_rows().into_iter().collect()))
    }

    pub(super) fn field_search(&self) -> Answer {
        let asked = self.ask.texts("type");
        if let Some(unknown) = asked.iter().find(|kind| !["custom", "system"].contains(&kind.as_str())) {
            return Err(refusal::told(400, &format!("'{unknown}' is not a type of fields.")));
        }
        let mut rows = self.view.field_rows();
        rows.retain(|row| {
            let kind = if row["custom"] == json!(true) { "custom" } else { "system" };
            asked.is_empty() || asked.iter().any(|asked| asked == kind)
        });
        self.page_of(&rows, (50, 50), |row| {
            let kept = ["id", "key", "name", "schema"].map(|name| (name, Some(row[name].clone())));
            object(kept.into_iter().chain([("isLocked", Some(json!(false)))]))
        })
    }

    pub(super) fn statuses(&self) -> Answer {
        Ok(json_of(&self.site.statuses.iter().map(|status| self.view.status(status)).collect()))
    }

    pub(super) fn status_search(&self) -> Answer {
        let category =
            |status: &Status| CATEGORIES.iter().find(|(id, ..)| *id == status.category).map_or("", |(.., word)| *word);
        self.page_of(&self.site.statuses, (200, 200), |status| {
            json!({"id": status.id.to_string(), "name": status.name, "statusCategory": category(status),
                "scope": {"type": "GLOBAL"}, "description": ""})
        })
    }

    pub(super) fn issue_types(&self) -> Answer {
        Ok(json_of(&TYPES.iter().map(|(id, ..)| self.view.issue_type(*id)).collect()))
    }

    /// A priority as lists of them show it.
    fn priority_row(&self, (id, name, colour): &(u64, &str, &str)) -> Value {
        let mut shown = self.view.priority(*id);
        shown["description"] = json!(format!("{name} of all."));
        shown["statusColor"] = json!(colour);
        shown
    }

    pub(super) fn priorities(&self) -> Answer {
        Ok(json_of(&PRIORITIES.iter().map(|row| self.priority_row(row)).collect()))
    }

    pub(super) fn priority_search(&self) -> Answer {
        self.page_of(&PRIORITIES, (50, 50), |row| {
            let mut shown = self.priority_row(row);
            shown["isDefault"] = json!(row.0 == 3);
            shown
        })
    }

    pub(super) fn resolutions(&self) -> Answer {
        Ok(json_of(&RESOLUTIONS.iter().map(|(id, _)| self.view.resolution(*id)).collect()))
    }

    pub(super) fn resolution_search(&self) -> Answer {
        self.page_of(&RESOLUTIONS, (50, 50), |(id, _)| {
            let mut shown = self.view.resolution(*id);
            shown["default"] = json!(*id == RESOLUTIONS[0].0);
            shown
        })
    }

    pub(super) fn link_types(&self) -> Answer {
        let all: Vec<Value> = LINK_TYPES.iter().map(|(id, ..)| self.view.link_type(*id)).collect();
        Ok(json_of(&json!({"issueLinkTypes": all})))
    }
}
