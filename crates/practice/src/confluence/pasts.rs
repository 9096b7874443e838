//! The versions of pages, blog posts and attachments in answers of v2, and what stands in the tree beside pages.

use super::further::{by_number, version_value};
use super::item::{Item, Kind};
use super::json::{self, View};
use super::node::{Node, NodeKind};
use super::query::Query;
use super::reply::Reply;
use super::routes::Desk;
use crate::calendar::stamp;
use serde_json::{Value, json};

/// How many ancestors are given when nothing is asked for (Confluence Cloud v2 OpenAPI, `limit`).
const MOST_ANCESTORS: u64 = 25;

impl Desk<'_> {
    /// The versions of a page or blog post.
    pub(super) fn versions(&self, kind: Kind, id: u64, query: &Query) -> Result<Reply, Reply> {
        let item = self.shelf.item(kind, id).ok_or_else(Reply::not_found)?;
        let rows = (1..=item.version).map(|number| (by_number(number.into()), number)).collect();
        let format = query.text("body-format");
        self.rows(query, rows, |number| self.version_of_item(item, *number, format))
    }

    /// A version as it stands within the item, and the title and body that it had.
    fn version_of_item(&self, item: &Item, number: u32, format: Option<&str>) -> Value {
        let version = Some(number).filter(|number| *number != item.version);
        let view = View { body: format, version, with_version: true, base: None, extra: "" };
        let mut out = String::new();
        json::item(&mut out, self.shelf, &self.options.faults, item, view);
        let mut whole: Value = serde_json::from_str(&out).unwrap_or_default();
        let mut value = whole["version"].take();
        let entity = if item.kind == Kind::Page { "page" } else { "blogpost" };
        value[entity] =
            json!({"id": item.id.to_string(), "title": item.title_of(number), "body": whole["body"].take()});
        value
    }

    /// The versions of an attachment.
    pub(super) fn file_versions(&self, number: u64, query: &Query) -> Result<Reply, Reply> {
        let file = self.shelf.attachment(number).ok_or_else(Reply::not_found)?;
        let rows = (1..=file.version).map(|version| (by_number(version.into()), version)).collect();
        self.rows(query, rows, |version| {
            let mut value = version_value((*version, file.version_at(*version)), self.account(file.author));
            value["attachment"] = json!({"id": file.id(), "title": file.title, "body": {}});
            value
        })
    }

    /// A folder or its like.
    pub(super) fn node(&self, kind: NodeKind, id: u64, query: &Query) -> Result<Reply, Reply> {
        let found = self.shelf.annex.nodes.iter().find(|node| node.id == id && node.kind == kind);
        let node = found.filter(|node| self.shelf.shows_node(node)).ok_or_else(Reply::not_found)?;
        let mut value = self.node_value(node);
        for name in ["operations", "properties"] {
            if query.flag(&format!("include-{name}")) {
                value[name] = json!({"results": self.annexed(name, id), "meta": {"hasMore": false}});
            }
        }
        Ok(self.single(value))
    }

    /// What stands above a page, or above a folder or its like, from the top. Of more than are asked for the nearest are
    /// given, without a cursor: the others stand above the first of them.
    pub(super) fn above(&self, of: Option<NodeKind>, id: u64, query: &Query) -> Result<Reply, Reply> {
        let node = |id: u64| self.shelf.annex.nodes.iter().find(|node| node.id == id);
        let is_there = match of {
            None => self.shelf.item(Kind::Page, id).is_some(),
            Some(kind) => node(id).is_some_and(|node| node.kind == kind && self.shelf.shows_node(node)),
        };
        if !is_there {
            return Err(Reply::not_found());
        }
        let most = query.number("limit").unwrap_or(MOST_ANCESTORS) as usize;
        // A folder need not be told of otherwise.
        let kind = |id: u64| match (node(id), self.shelf.pages.get(id)) {
            (Some(node), _) => node.kind.name(),
            (None, Some(_)) => "page",
            (None, None) => "folder",
        };
        let above = self.shelf.chain(id).skip(1).take(most);
        let mut above: Vec<Value> = above.map(|id| json!({"id": id.to_string(), "type": kind(id)})).collect();
        above.reverse();
        Ok(Reply::json(200, json!({"results": above, "_links": {"base": self.base}}).to_string()))
    }

    fn node_value(&self, node: &Node) -> Value {
        let (id, kind, author) = (node.id.to_string(), node.kind.name(), self.account(node.author));
        let space = &self.shelf.spaces[node.space];
        let mut value = json!({
            "id": id, "type": kind, "status": "current", "title": node.title, "position": node.position,
            "parentId": node.parent.map(|parent| parent.to_string()), "parentType": node.parent.map(|_| "folder"),
            "authorId": author, "ownerId": author, "createdAt": stamp(node.life.created),
            "spaceId": space.id.to_string(),
            "version": version_value((node.version, node.life.modified), author),
            "_links": {"webui": format!("/spaces/{}/{kind}/{id}", space.key)},
        });
        if node.kind == NodeKind::Embed {
            value["embedUrl"] = json!(format!("https://example.com/board/{id}"));
        }
        value
    }
}
