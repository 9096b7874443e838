//! Who may view and edit content, and who may do what in a space.

use super::desk::Desk;
use super::faults::Remote;
use super::refusal;
use crate::confluence::rights::{Group, Permission, Subjects};
use crate::confluence::shelf::{ACCOUNT, Shelf};
use crate::confluence::site::Space;
use crate::reply::Reply;
use serde_json::{Map, Value, json};

/// The group of administrators, and that of everybody.
const GROUPS: [&str; 2] = ["confluence-administrators", "confluence-users"];
/// The permissions that JSON-RPC knows, by operation and what it is done to.
const SETS: [((&str, &str), &str); 11] = [
    (("read", "space"), "VIEWSPACE"),
    (("administer", "space"), "SETSPACEPERMISSIONS"),
    (("export", "space"), "EXPORTSPACE"),
    (("create", "page"), "EDITSPACE"),
    (("create", "blogpost"), "EDITBLOG"),
    (("create", "comment"), "COMMENT"),
    (("create", "attachment"), "CREATEATTACHMENT"),
    (("delete", "page"), "REMOVEPAGE"),
    (("delete", "blogpost"), "REMOVEBLOG"),
    (("delete", "comment"), "REMOVECOMMENT"),
    (("delete", "attachment"), "REMOVEATTACHMENT"),
];
const SUDO: &str = "<!DOCTYPE html><html><head><title>Administrator Access - Confluence</title></head><body>\
                    <form action=\"/doauthenticate.action\"></form></body></html>";

/// Gives a site the groups and permissions that every Data Center has: everybody may read every space, and
/// administrators and whoever made it may look after it. Everybody with a licence is the group of everybody there.
pub(super) fn furnish(shelf: &mut Shelf) {
    let (everybody, rights) = ((0..shelf.people.len()).collect(), &mut shelf.annex.rights);
    for (name, members) in GROUPS.into_iter().zip([[ACCOUNT].into(), everybody]) {
        if rights.groups.iter().all(|group| group.name != name) {
            rights.groups.push(Group { id: name.to_owned(), name: name.to_owned(), members, managed: "ADMINS" });
        }
    }
    let ids = GROUPS.map(|name| rights.groups.iter().find(|group| group.name == name).map(|group| group.id.clone()));
    let [administrators, users] = ids.map(Option::unwrap_or_default);
    for permission in &mut rights.permissions {
        if permission.principal.1 == "all-licensed-users" {
            permission.principal = ("group", users.clone());
        }
    }
    for (index, space) in shelf.spaces.iter().enumerate() {
        let author = shelf.people[space.author].account.clone();
        let usual = [
            (("group", users.clone()), "read"),
            (("group", administrators.clone()), "read"),
            (("group", administrators.clone()), "administer"),
            (("user", author), "administer"),
        ];
        for (principal, key) in usual {
            let is_it = |row: &Permission| {
                row.space == index && row.principal == principal && row.operation.0 == key && row.operation.1 == "space"
            };
            if !rights.permissions.iter().any(is_it) {
                rights.grant(index, principal, (key, "space"));
            }
        }
    }
}

/// What is shown of restrictions where nothing else is asked for.
const BOTH: &str = "read.restrictions.user,read.restrictions.group,update.restrictions.user,update.restrictions.group";

impl<'a> Desk<'a> {
    /// Who may view and who may edit an entry, by operation; nobody named lets everybody.
    pub(super) fn restrictions(&self, id: &str) -> Result<Reply, Reply> {
        let number = self.current(id)?.number();
        let nobody = <[Subjects; 2]>::default();
        let [read, update] = self.shelf.annex.rights.restrictions.get(&number).unwrap_or(&nobody);
        let both = [("read", read), ("update", update)];
        let expand = self.expand(BOTH);
        let shown = |(operation, subjects): (&str, &Subjects)| {
            let mut restriction = self.restriction(number, operation, subjects);
            let wanted = expand.within(operation).within("restrictions");
            if let Some(kinds) = restriction["restrictions"].as_object_mut() {
                kinds.retain(|kind, _| wanted.wants(kind));
            }
            (operation.to_owned(), restriction)
        };
        let mut answer = Map::from_iter(both.map(shown));
        answer.insert("_links".to_owned(), self.links());
        Ok(Reply::json(200, Value::Object(answer).to_string()))
    }

    fn restriction(&self, id: u64, operation: &str, subjects: &Subjects) -> Value {
        let content = format!("/rest/api/content/{id}");
        let path = format!("{content}/restriction/byOperation/{operation}");
        let people = subjects.people.iter().map(|person| self.person(*person)).collect();
        let groups = subjects.groups.iter().filter_map(|group| self.shelf.annex.rights.groups.get(*group));
        let groups = groups.map(|group| self.group(group)).collect();
        json!({"operation": operation, "_links": {"self": format!("{}{path}", self.base)},
            "restrictions": {"user": self.inner_page(&path, 200, people), "group": self.inner_page(&path, 200, groups)},
            "_expandable": {"content": content}})
    }

    /// Who may view an entry, of it and of every restricted page above it.
    pub(super) fn view_restrictions(&self, id: &str) -> Result<Reply, Reply> {
        let entry = self.current(id)?;
        let all = &self.shelf.annex.rights.restrictions;
        let own = self.item_of(entry).map(|item| self.shelf.chain(item.id)).into_iter().flatten();
        let readers = own.filter_map(|id| all.get(&id).map(|[readers, _]| (id, readers)));
        let rows: Vec<(u64, &Subjects)> = readers.filter(|(_, readers)| !readers.is_empty()).collect();
        let page = self.page(&rows, self.span(50, 50)?, |(id, readers)| Ok(self.restriction(id, "read", readers)))?;
        Ok(Reply::json(200, json!({"viewContentRestrictions": page}).to_string()))
    }

    /// Who may do what in a space: a plain array.
    pub(super) fn permissions(&self, key: &str) -> Result<Reply, Reply> {
        let space = self.space(key)?;
        if !self.is_admin() {
            return Err(not_permitted());
        }
        Ok(Reply::json(200, json!(self.permissions_of(space)).to_string()))
    }

    /// The permissions of a space; what anonymous visitors may do has no subject.
    pub(super) fn permissions_of(&self, space: &Space) -> Vec<Value> {
        let permission = |row: &Permission| {
            let (key, target) = &row.operation;
            let mut value = json!({"operation": {"targetType": target, "operationKey": key}, "spaceKey": space.key,
                "spaceId": space.id});
            match self.holder(row) {
                Holder::Person(person) => value["subject"] = self.person(person),
                Holder::Group(group) => {
                    value["subject"] = json!({"type": "group", "name": group.name, "displayName": group.name});
                }
                Holder::Anonymous => {}
            }
            value
        };
        self.permissions_in(space).map(permission).collect()
    }

    fn permissions_in(&self, space: &Space) -> impl Iterator<Item = &'a Permission> {
        let (shelf, id) = (self.shelf, space.id);
        let rows = shelf.annex.rights.permissions.iter();
        rows.filter(move |row| shelf.spaces.get(row.space).is_some_and(|space| space.id == id))
    }

    fn holder(&self, permission: &Permission) -> Holder<'a> {
        let (kind, id) = &permission.principal;
        let person = || self.shelf.people.iter().position(|person| person.account == *id).map(Holder::Person);
        let group = || self.shelf.annex.rights.groups.iter().find(|group| group.id == *id).map(Holder::Group);
        let holder = match *kind {
            "user" => person(),
            "group" => group(),
            _ => None,
        };
        holder.unwrap_or(Holder::Anonymous)
    }

    /// The one method of JSON-RPC: the permissions of a space, as versions before 9.1 tell them. Where the path names the method,
    /// its parameters alone are sent, and its result alone comes back.
    pub(super) fn remote(&self, named: Option<&str>) -> Result<Reply, Reply> {
        match self.options.faults.data_center.remote {
            Some(Remote::Off) => return Err(Reply::json(401, "")),
            Some(Remote::Sudo) => return Err(Reply::html(200, SUDO)),
            None => {}
        }
        let asked: Value = serde_json::from_slice(self.sent).map_err(|_| fault(&Value::Null, "Parse error"))?;
        let (id, method) = (&asked["id"], named.or(asked["method"].as_str()).unwrap_or_default());
        let params = if named.is_some() { &asked } else { &asked["params"] };
        if method != "getSpacePermissionSets" {
            return Err(fault(id, &format!("No such method: {method}")));
        }
        let key = params[0].as_str().ok_or_else(|| fault(id, "Wrong number of parameters"))?;
        let space = self.space(key).map_err(|_| fault(id, &format!("No space found for space key: {key}")))?;
        if !self.is_admin() {
            return Err(fault(id, "com.atlassian.confluence.rpc.NotPermittedException: not permitted"));
        }
        let sets: Vec<Value> = SETS.iter().filter_map(|(operation, kind)| self.set(space, *operation, kind)).collect();
        let told = json!({"jsonrpc": "2.0", "id": id, "result": sets});
        Ok(Reply::json(200, if named.is_some() { &told["result"] } else { &told }.to_string()))
    }

    /// Everybody who may do one thing in a space; nothing where nobody may.
    fn set(&self, space: &Space, (key, target): (&str, &str), kind: &str) -> Option<Value> {
        let rows = self.permissions_in(space).filter(|row| row.operation.0 == key && row.operation.1 == target);
        let rows = rows.map(|row| {
            let (group, user) = match self.holder(row) {
                Holder::Person(person) => (None, Some(self.username(person))),
                Holder::Group(group) => (Some(&group.name), None),
                Holder::Anonymous => (None, None),
            };
            json!({"type": kind, "groupName": group, "userName": user})
        });
        let rows: Vec<Value> = rows.collect();
        (!rows.is_empty()).then(|| json!({"type": kind, "spacePermissions": rows}))
    }
}

/// Who has a permission.
enum Holder<'a> {
    /// Index of a person.
    Person(usize),
    Group(&'a Group),
    Anonymous,
}

/// An error of JSON-RPC, which comes with the status of success.
fn fault(id: &Value, why: &str) -> Reply {
    Reply::json(
        200,
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": 500, "message": why, "data": null}}).to_string(),
    )
}

/// What an account gets that is no administrator; a 403 would be right.
pub(super) fn not_permitted() -> Reply {
    refusal::broken("com.atlassian.confluence.api.service.exceptions.PermissionException: not permitted")
}
