//! People and groups: who asks, users by key or name, groups and their members.

use super::desk::Desk;
use super::page::quoted;
use super::refusal;
use crate::confluence::entry::Visitor;
use crate::confluence::faults::Told;
use crate::confluence::rights::Group;
use crate::reply::Reply;
use serde_json::{Value, json};

impl Desk<'_> {
    /// The name that a user logs in with.
    pub(super) fn username(&self, person: usize) -> String {
        if person == 0 {
            return self.options.username.clone();
        }
        let mut name = self.shelf.people[person].name.to_lowercase().replace(' ', ".");
        name.retain(|c| c.is_ascii());
        format!("{name}{person}")
    }

    /// The index of the person who asks; nothing for nobody.
    pub(super) fn asking(&self) -> Option<usize> {
        match self.options.faults.account {
            _ if self.visitor == Visitor::Anonymous => None,
            None | Some(Told::Forbidden) => Some(0),
            Some(Told::Other) => Some(1),
            Some(Told::Anonymous) => None,
        }
    }

    /// The object of a user.
    pub(super) fn person(&self, person: usize) -> Value {
        let key = self.shelf.people[person].key();
        json!({"type": "known", "username": self.username(person), "userKey": key,
               "displayName": self.shelf.people[person].name, "profilePicture": self.picture(),
               "_links": {"self": format!("{}/rest/api/user?key={key}", self.base)}, "_expandable": {"status": ""}})
    }

    fn picture(&self) -> Value {
        let path = format!("{}/images/icons/profilepics/default.svg", self.options.context);
        json!({"path": path, "width": 48, "height": 48, "isDefault": true})
    }

    /// Who asks.
    pub(super) fn me(&self) -> Result<Reply, Reply> {
        if self.options.faults.account == Some(Told::Forbidden) {
            return Err(refusal::forbidden("You do not have permission to view the current user"));
        }
        let nobody = || json!({"type": "anonymous", "profilePicture": self.picture(), "displayName": "Anonymous"});
        let me = self.asking().map_or_else(nobody, |person| self.whole_person(person));
        Ok(Reply::json(200, me.to_string()))
    }

    /// A user, with the address of the site.
    fn whole_person(&self, person: usize) -> Value {
        let mut object = self.person(person);
        object["_links"]["base"] = json!(self.base);
        object["_links"]["context"] = json!(self.options.context);
        object
    }

    /// A user by key or name.
    pub(super) fn user(&self) -> Result<Reply, Reply> {
        let people = 0..self.shelf.people.len();
        let (key, name) = (self.query.text("key"), self.query.text("username"));
        let is_it = |person: &usize| match (key, name) {
            (Some(key), _) => self.shelf.people[*person].key() == key,
            (None, Some(name)) => self.username(*person).eq_ignore_ascii_case(name),
            (None, None) => false,
        };
        if key.or(name).is_none() {
            return Err(refusal::bad_request("Either the user key or the username must be given"));
        }
        let asked = key.or(name).unwrap_or_default();
        let person = people.into_iter().find(is_it);
        let person = person.ok_or_else(|| refusal::not_found(&format!("No user found with key or name : {asked}")))?;
        Ok(Reply::json(200, self.whole_person(person).to_string()))
    }

    /// Every user, for administrators.
    pub(super) fn users(&self) -> Result<Reply, Reply> {
        self.must_be_admin()?;
        let people: Vec<usize> = (0..self.shelf.people.len()).collect();
        self.listed(&people, self.span(100, 200)?, |person| Ok(self.person(person)))
    }

    /// Every group, by name.
    pub(super) fn groups(&self) -> Result<Reply, Reply> {
        let mut groups: Vec<&Group> = self.shelf.annex.rights.groups.iter().collect();
        groups.sort_by_key(|group| &group.name);
        self.listed(&groups, self.span(200, 1000)?, |group| Ok(self.group(group)))
    }

    /// The object of a group; its name is its id.
    pub(super) fn group(&self, group: &Group) -> Value {
        let name = &group.name;
        json!({"type": "group", "name": name,
               "_links": {"self": format!("{}/rest/api/group/{}", self.base, quoted(name).replace('+', "%20"))}, "_expandable": {}})
    }

    /// The members of a group, for administrators.
    pub(super) fn members(&self, name: &str) -> Result<Reply, Reply> {
        self.must_be_admin()?;
        let group = self.shelf.annex.rights.groups.iter().find(|group| group.name == name);
        let group = group.ok_or_else(|| refusal::not_found(&format!("No group found with name: {name}")))?;
        let members: Vec<usize> = group.members.iter().copied().collect();
        self.listed(&members, self.span(200, 1000)?, |person| Ok(self.person(person)))
    }
}
