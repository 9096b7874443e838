//! What objects of content hold: their space, their versions and their history.

use super::desk::Desk;
use super::expand::Expand;
use crate::confluence::attachment::Attachment;
use crate::confluence::faults::FileWound;
use crate::confluence::found::Found;
use crate::confluence::site::Space;
use serde_json::{Map, Value, json};

impl<'a> Desk<'a> {
    /// The object of a space.
    pub(super) fn space_object(&self, space: &Space, expand: &Expand<'_>) -> Value {
        let Space { id, key, name, kind, .. } = space;
        let webui = if self.release.has(9, 0) { format!("/spaces/{key}/overview") } else { format!("/display/{key}") };
        let mut object = json!({"id": id, "key": key, "name": name, "type": kind, "status": self.status_of_space(space),
            "_links": {"webui": webui, "self": format!("{}/rest/api/space/{key}", self.base)}});
        let home = space.home.map(|id| format!("/rest/api/content/{id}"));
        let mut expandable = Map::new();
        for name in ["metadata", "icon", "description", "homepage", "permissions", "history", "retentionPolicy"] {
            match self.part_of_space(space, name, expand) {
                Some(part) => object[name] = part,
                None if name == "homepage" && home.is_some() => drop(expandable.insert(name.to_owned(), json!(home))),
                None => drop(expandable.insert(name.to_owned(), json!(""))),
            }
        }
        object["_expandable"] = Value::Object(expandable);
        object
    }

    fn part_of_space(&self, space: &Space, name: &str, expand: &Expand<'_>) -> Option<Value> {
        let within = expand.within(name);
        if !expand.wants(name) {
            return None;
        }
        match name {
            "metadata" if within.wants("labels") => {
                let path = format!("/rest/api/space/{}/label", space.key);
                let labels = self.inner_page(&path, 200, self.labels_on(space.id));
                Some(json!({"labels": labels, "_expandable": {}}))
            }
            "metadata" => Some(json!({"_expandable": {"labels": ""}})),
            "description" => {
                let plain = json!({"value": "What we know", "representation": "plain"});
                let asked = within.wants("plain");
                let named = json!({"_expandable": {"plain": "", "view": ""}});
                Some(if asked { json!({"plain": plain, "_expandable": {"view": ""}}) } else { named })
            }
            "icon" => {
                let is_own = space.kind == "global";
                let path = match is_own {
                    true => format!("/download/attachments/{}/{}?version=2&api=v2", space.id, space.key),
                    false => "/images/logo/default-space-logo.svg".to_owned(),
                };
                let path = format!("{}{path}", self.options.context);
                Some(json!({"path": path, "width": 48, "height": 48, "isDefault": !is_own}))
            }
            "homepage" => {
                let home = self.entry(&space.home?.to_string()).ok()?;
                self.object(home, &Expand::default()).ok()
            }
            "permissions" => Some(json!(self.permissions_of(space))),
            "history" => {
                let created = self.clock.stamp(space.created);
                Some(json!({"createdDate": created, "createdBy": self.person(space.author)}))
            }
            _ => None,
        }
    }

    /// The object of a version.
    pub(super) fn version(&self, entry: Found<'a>, number: u32) -> Value {
        let id = entry.number();
        let minor = (id + u64::from(number)).is_multiple_of(5);
        json!({"by": self.person(entry.people().1), "when": self.clock.stamp(entry.version_at(number)),
            "message": if minor { "Fixed \"typos\"" } else { "" }, "number": number, "minorEdit": minor, "hidden": false,
            "syncRev": format!("0.confluence$content${id}.{number}"),
            "_expandable": {"content": format!("/rest/api/content/{id}")},
            "_links": {"self": format!("{}/rest/experimental/content/{id}/version/{number}", self.base)}})
    }

    /// Who made an entry and when.
    pub(super) fn history(&self, entry: Found<'a>, within: &Expand<'_>) -> Value {
        let id = entry.number();
        let mut expandable = json!({"previousVersion": "", "nextVersion": "", "contributors": ""});
        let mut history = json!({"latest": true, "createdBy": self.person(entry.people().0),
            "createdDate": self.clock.stamp(entry.life().created),
            "_links": {"self": format!("{}/rest/api/content/{id}/history", self.base)}});
        let part = if within.wants("lastUpdated") { &mut history } else { &mut expandable };
        part["lastUpdated"] =
            if within.wants("lastUpdated") { self.version(entry, entry.version()) } else { json!("") };
        history["_expandable"] = expandable;
        history
    }

    /// How many bytes a version of a file is said to have.
    pub(super) fn told_size(&self, file: &Attachment, version: u32) -> u64 {
        let wrong = self.options.faults.file_wounds(file.number).any(|wound| wound == FileWound::WrongSize);
        file.size(version) + u64::from(wrong)
    }
}
