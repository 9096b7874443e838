//! Spaces and who may do what in them.

use super::desk::Desk;
use super::expand::Expand;
use super::faults::Remote;
use super::page::most;
use super::people::{GROUPS, key_of};
use super::refusal;
use crate::practice::confluence::site::Space;
use crate::practice::reply::Reply;
use serde_json::{Value, json};

impl<'a> Desk<'a> {
    /// The spaces that the account sees.
    pub(super) fn spaces(&self) -> Result<Reply, Reply> {
        let expand = self.expand_of_spaces()?;
        let keys = self.query.list("spaceKey");
        let lets = |space: &&Space| {
            !space.hidden
                && !self.options.faults.no_space
                && keys.as_ref().is_none_or(|keys| keys.contains(&space.key.as_str()))
                && self.query.text("type").is_none_or(|kind| kind == space.kind)
                && self.query.text("status").is_none_or(|status| status == "current")
                && self.query.text("label").is_none()
                && self.query.text("favourite") != Some("true")
        };
        let spaces: Vec<&Space> = self.shelf.spaces.iter().filter(lets).collect();
        self.listed(&spaces, self.span(25, most(&expand))?, |space| Ok(self.space_object(space, &expand)))
    }

    /// One space by its key.
    pub(super) fn one_space(&self, key: &str) -> Result<Reply, Reply> {
        let expand = self.expand_of_spaces()?;
        let mut object = self.space_object(self.space(key)?.1, &expand);
        object["_links"]["base"] = json!(self.base);
        object["_links"]["context"] = json!(self.options.context);
        object["_links"]["collection"] = json!("/rest/api/space");
        Ok(Reply::json(200, object.to_string()))
    }

    /// What is to be seen of spaces; permissions and history break the answer for whoever is no administrator.
    fn expand_of_spaces(&self) -> Result<Expand<'a>, Reply> {
        let expand = self.expand("");
        let breaks = !self.is_admin() && ["permissions", "history"].iter().any(|part| expand.wants(part));
        if breaks { Err(not_permitted()) } else { Ok(expand) }
    }

    /// Who may do what in a space: a plain array.
    pub(super) fn permissions(&self, key: &str) -> Result<Reply, Reply> {
        let (_, space) = self.space(key)?;
        if !self.is_admin() {
            return Err(not_permitted());
        }
        Ok(Reply::json(200, json!(self.permissions_of(space)).to_string()))
    }

    /// Everybody may read; administrators and whoever made the space may do more.
    pub(super) fn permissions_of(&self, space: &Space) -> Vec<Value> {
        let key = key_of(&self.shelf.people[space.author].account);
        let author = json!({"type": "known", "userKey": key, "username": self.username(space.author),
                            "displayName": self.shelf.people[space.author].name});
        let group = |name: &str| json!({"type": "group", "name": name, "displayName": name});
        let subjects = [
            ("read", group(GROUPS[1])),
            ("read", group(GROUPS[0])),
            ("administer", group(GROUPS[0])),
            ("administer", author),
        ];
        let permission = |(operation, subject): (&str, Value)| {
            json!({"operation": {"targetType": "space", "operationKey": operation}, "subject": subject,
                   "spaceKey": space.key, "spaceId": space.id})
        };
        subjects.into_iter().map(permission).collect()
    }

    /// The one method of JSON-RPC: the permissions of a space, as versions before 9.1 tell them.
    pub(super) fn remote(&self) -> Result<Reply, Reply> {
        match self.options.faults.data_center.remote {
            Some(Remote::Off) => return Err(Reply::json(401, "")),
            Some(Remote::Sudo) => return Err(Reply::html(200, SUDO)),
            None => {}
        }
        let asked: Value = serde_json::from_slice(self.sent).map_err(|_| fault(&Value::Null, "Parse error"))?;
        let (id, method) = (&asked["id"], asked["method"].as_str().unwrap_or_default());
        if method != "getSpacePermissionSets" {
            return Err(fault(id, &format!("No such method: {method}")));
        }
        let key = asked["params"][0].as_str().ok_or_else(|| fault(id, "Wrong number of parameters"))?;
        let (_, space) = self.space(key).map_err(|_| fault(id, &format!("No space found for space key: {key}")))?;
        if !self.is_admin() {
            return Err(fault(id, "com.atlassian.confluence.rpc.NotPermittedException: not permitted"));
        }
        let set = |kind: &str, groups: &[&str]| {
            let one = |group: &&str| json!({"type": kind, "groupName": group, "userName": null});
            let by_group = groups.iter().map(one);
            let author = json!({"type": kind, "groupName": null, "userName": self.username(space.author)});
            json!({"type": kind, "spacePermissions": by_group.chain([author]).collect::<Vec<Value>>()})
        };
        let sets = [set("VIEWSPACE", &GROUPS), set("SETSPACEPERMISSIONS", &GROUPS[..1])];
        Ok(Reply::json(200, json!({"jsonrpc": "2.0", "id": id, "result": sets}).to_string()))
    }
}

const SUDO: &str = "<!DOCTYPE html><html><head><title>Administrator Access - Confluence</title></head><body>\
                    <form action=\"/doauthenticate.action\"></form></body></html>";

/// An error of JSON-RPC, which comes with the status of success.
fn fault(id: &Value, why: &str) -> Reply {
    Reply::json(
        200,
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": 500, "message": why, "data": null}}).to_string(),
    )
}

/// What an account gets that is no administrator; a 403 would be right.
fn not_permitted() -> Reply {
    refusal::broken("com.atlassian.confluence.api.service.exceptions.PermissionException: not permitted")
}
