//! Restrictions of content, permissions of spaces, and roles in answers.

use super::attachment;
use super::cursor::Place;
use super::further::by_number;
use super::query::Query;
use super::reply::Reply;
use super::rights::{Permission, Role, Subjects};
use super::routes::Desk;
use super::search::v1_number;
use serde_json::{Map, Value, json};

/// The operations that content is restricted for.
const OPERATIONS: [&str; 2] = ["read", "update"];
/// People or groups of a restriction on a page when nothing is asked for.
const USUAL: i64 = 100;

impl Desk<'_> {
    /// The content that a path of v1 names, `back` parts from its end; what the account does not see is a 404.
    fn content_of_path(&self, back: usize) -> Result<u64, Reply> {
        let text = self.path.split('/').nth_back(back).unwrap_or_default();
        let id = attachment::number_of(text).filter(|id| self.sees_any(*id));
        id.ok_or_else(|| Reply::no_such_content(text))
    }

    /// Both restrictions of some content; `start` and `limit` page the people and the groups inside.
    pub(super) fn restrictions(&self, query: &Query) -> Result<Reply, Reply> {
        let id = self.content_of_path(1)?;
        let range = (v1_number(query, "start", 0)?, v1_number(query, "limit", USUAL)?);
        let results: Vec<Value> = OPERATIONS.iter().map(|operation| self.restriction(id, operation, range)).collect();
        let links = json!({"base": self.base, "context": "/wiki",
            "self": format!("{}/rest/api/content/{id}/restriction", self.base)});
        let hash = crate::random::mark([json!(results).to_string().as_str()]);
        let answer = json!({"results": results, "start": range.0, "limit": range.1, "size": OPERATIONS.len(),
            "restrictionsHash": format!("{hash:016x}"), "_links": links});
        Ok(Reply::json(200, answer.to_string()))
    }

    /// Both restrictions of some content, by the operation.
    pub(super) fn restrictions_by_operation(&self, _: &Query) -> Result<Reply, Reply> {
        let id = self.content_of_path(2)?;
        Ok(Reply::json(200, self.restrictions_value(id).to_string()))
    }

    /// The restriction for one operation.
    pub(super) fn restriction_of(&self, query: &Query) -> Result<Reply, Reply> {
        let id = self.content_of_path(3)?;
        let asked = self.path.rsplit('/').next().unwrap_or_default();
        let operation = OPERATIONS.iter().find(|operation| **operation == asked);
        let operation = operation.ok_or_else(|| Reply::bad_v1_request(&format!("No such operation : {asked}")))?;
        let range = (v1_number(query, "start", 0)?, v1_number(query, "limit", USUAL)?);
        Ok(Reply::json(200, self.restriction(id, operation, range).to_string()))
    }

    /// Both restrictions as they stand within content.
    pub(super) fn restrictions_value(&self, id: u64) -> Value {
        let of = |operation: &&str| ((*operation).to_owned(), self.restriction(id, operation, (0, USUAL)));
        Value::Object(Map::from_iter(OPERATIONS.iter().map(of)))
    }

    fn restriction(&self, id: u64, operation: &str, (start, limit): (i64, i64)) -> Value {
        let rights = &self.shelf.annex.rights;
        let nobody = Subjects::default();
        let own = rights.restrictions.get(&id).map_or(&nobody, |[read, update]| match operation {
            "read" => read,
            _ => update,
        });
        let path = format!("/rest/api/content/{id}/restriction/byOperation/{operation}");
        let part = |all: Vec<Value>| {
            let (end, is_more) = (start.saturating_add(limit), start.saturating_add(limit) < all.len() as i64);
            let shown: Vec<Value> = all.into_iter().skip(start as usize).take(limit as usize).collect();
            let links = match is_more && limit > 0 {
                true => json!({"next": format!("{path}?limit={limit}&start={end}")}),
                false => json!({}),
            };
            json!({"size": shown.len(), "results": shown, "start": start, "limit": limit, "_links": links})
        };
        let people = own.people.iter().map(|person| self.v1_user(*person)).collect();
        let groups = own.groups.iter().filter_map(|group| Some(self.v1_group(rights.groups.get(*group)?))).collect();
        json!({"operation": operation,
            "restrictions": {"user": part(people), "group": part(groups), "_expandable": {}},
            "_expandable": {"content": format!("/rest/api/content/{id}")},
            "_links": {"self": format!("{}{path}", self.base)}})
    }

    /// The permissions of a space.
    pub(super) fn permissions(&self, id: u64, query: &Query) -> Result<Reply, Reply> {
        self.shelf.space(id).ok_or_else(Reply::not_found)?;
        let rows: Vec<(Place, Value)> = self.permissions_of(id).map(|(id, value)| (by_number(id), value)).collect();
        self.rows(query, rows, Value::clone)
    }

    /// The permissions of a space with their ids.
    pub(super) fn permissions_of(&self, space: u64) -> impl Iterator<Item = (u64, Value)> {
        let index = self.shelf.space(space).map(|(index, _)| index);
        let own = self.shelf.annex.rights.permissions.iter().filter(move |row| Some(row.space) == index);
        own.map(|row| (row.id, permission_value(row)))
    }

    /// Whether permissions are given by roles.
    pub(super) fn role_mode(&self) -> Result<Reply, Reply> {
        let mode = if self.shelf.annex.rights.roles.is_empty() { "PRE_ROLES" } else { "ROLES" };
        Ok(Reply::json(200, json!({"mode": mode}).to_string()))
    }

    /// Every role, or those that a principal or a space has.
    pub(super) fn roles(&self, query: &Query) -> Result<Reply, Reply> {
        let space = query.number("space-id").map(|id| self.shelf.space(id).map(|(index, _)| index));
        let principal = (query.text("principal-type"), query.text("principal-id"));
        let given = |role: &Role| {
            role.given.iter().any(|(index, kind, id)| {
                space.is_none_or(|space| space == Some(*index)) && is_principal(principal, kind, id)
            })
        };
        let shown = (0u64..).zip(&self.shelf.annex.rights.roles);
        let shown = shown.filter(|(_, role)| is_of_kind(query, role) && given(role));
        let rows: Vec<(Place, &Role)> = shown.map(|(number, role)| (by_number(number), role)).collect();
        self.rows(query, rows, |role| {
            let description = format!("What a {} does", role.name);
            json!({"id": role.id, "type": role.kind, "name": role.name, "description": description,
                "spacePermissions": ["read/space"]})
        })
    }

    /// Who has which role in a space.
    pub(super) fn role_assignments(&self, id: u64, query: &Query) -> Result<Reply, Reply> {
        self.shelf.space(id).ok_or_else(Reply::not_found)?;
        let principal = (query.text("principal-type"), query.text("principal-id"));
        let shown = self.assignments_of(id).into_iter().filter(|(role, kind, holder, _)| {
            is_of_kind(query, role)
                && query.text("role-id").is_none_or(|wanted| wanted == role.id)
                && is_principal(principal, kind, holder)
        });
        let rows = (0u64..).zip(shown).map(|(number, (.., value))| (by_number(number), value)).collect();
        self.rows(query, rows, Value::clone)
    }

    /// The roles given in a space: the role, the kind and id of who has it, and the object.
    pub(super) fn assignments_of(&self, space: u64) -> Vec<(&Role, &'static str, &str, Value)> {
        let index = self.shelf.space(space).map(|(index, _)| index);
        let all =
            self.shelf.annex.rights.roles.iter().flat_map(|role| role.given.iter().map(move |given| (role, given)));
        let own = all.filter(|(_, (space, ..))| Some(*space) == index);
        own.map(|(role, (_, kind, id))| {
            let value = json!({"principal": {"principalType": kind, "principalId": id}, "roleId": role.id});
            (role, *kind, id.as_str(), value)
        })
        .collect()
    }
}

fn is_of_kind(query: &Query, role: &Role) -> bool {
    query.text("role-type").is_none_or(|kind| kind == role.kind)
}

fn is_principal((kind, id): (Option<&str>, Option<&str>), own_kind: &str, own_id: &str) -> bool {
    kind.is_none_or(|kind| kind == own_kind) && id.is_none_or(|id| id == own_id)
}

fn permission_value(row: &Permission) -> Value {
    json!({"id": row.id.to_string(), "principal": {"type": row.principal.0, "id": row.principal.1},
        "operation": {"key": row.operation.0, "targetType": row.operation.1}})
}
