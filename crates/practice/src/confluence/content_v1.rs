//! Content as the search of v1 shows it, with what was asked to be expanded.

use super::comment::Inline;
use super::files::described;
use super::found::Found;
use super::routes::Desk;
use super::site::Space;
use crate::calendar;
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

impl Desk<'_> {
    /// The object of v1, with what is not expanded named under `_expandable`.
    pub(super) fn content_object(&self, row: Found<'_>, expand: &[&str]) -> Value {
        let (id, wants) = (row.id(), |name: &str| expand.contains(&name));
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
        put("id", json!(id));
        put("type", json!(row.kind()));
        put("status", json!(row.status(self.shelf)));
        put("title", json!(row.title(row.version(), self.shelf)));
        put("macroRenderedOutput", json!({}));
        put("extensions", self.extensions(row, expand));
        let mut expandable = json!({"childTypes": "", "metadata": "", "operations": "", "ancestors": "",
            "children": format!("/rest/api/content/{id}/child"), "descendants": format!("/rest/api/content/{id}/descendant"),
            "restrictions": format!("/rest/api/content/{id}/restriction/byOperation")});
        let parts = [
            ("space", self.space_object(row)),
            ("version", self.version_object(row)),
            ("container", self.container_object(row)),
            ("history", self.history_object(row)),
        ];
        for (name, value) in parts {
            if wants(name) { put(name, value) } else { expandable[name] = json!("") }
        }
        match row.stored().filter(|_| wants("body.storage")) {
            Some(text) => put("body", body_object(&id, &text)),
            None => expandable["body"] = json!(""),
        }
        let nested = [
            ("ancestors", begins(expand, "ancestors").then(|| self.ancestors(row, expand))),
            ("restrictions", begins(expand, "restrictions").then(|| self.restrictions_value(row.number()))),
            ("metadata", begins(expand, "metadata.labels").then(|| self.metadata(row))),
        ];
        for (name, value) in nested.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            put(name, value);
            expandable.as_object_mut().map(|fields| fields.remove(name));
        }
        put("_expandable", expandable);
        put("_links", self.links_of(row));
        Value::Object(object)
    }

    /// What stands above, from the top: the pages above a page, or the comments that a reply answers.
    fn ancestors(&self, row: Found<'_>, expand: &[&str]) -> Value {
        let mut above: Vec<Found<'_>> = match row {
            Found::Item(item) => {
                let pages = self.shelf.chain(item.id).skip(1).filter_map(|id| self.shelf.any(id));
                pages.map(Found::Item).collect()
            }
            Found::Comment(comment) => self.shelf.thread(comment).skip(1).map(Found::Comment).collect(),
            Found::Attachment(_) | Found::Node(_) => Vec::new(),
        };
        above.reverse();
        let inner: Vec<&str> = expand.iter().filter_map(|expand| expand.strip_prefix("ancestors.")).collect();
        above.into_iter().map(|row| self.content_object(row, &inner)).collect()
    }

    fn metadata(&self, row: Found<'_>) -> Value {
        let labels = self.shelf.annex.labels.of(row.number()).map(|label| {
            json!({"prefix": label.prefix, "name": label.name, "id": label.id.to_string(), "label": label.name})
        });
        let labels: Vec<Value> = labels.collect();
        json!({"labels": {"size": labels.len(), "results": labels, "start": 0, "limit": 200, "_links": {}},
            "_expandable": {"currentuser": "", "properties": "", "frontend": ""}})
    }

    fn space_object(&self, row: Found<'_>) -> Value {
        let Some(space) = row.space(self.shelf) else { return Value::Null };
        let Space { id, key, name, kind, .. } = space;
        json!({"id": id, "key": key, "alias": key, "name": name, "type": kind, "status": "current",
            "_expandable": {"settings": format!("/rest/api/space/{key}/settings"), "metadata": "", "operations": "",
                "permissions": "", "icon": "", "description": "", "theme": "", "history": "", "homepage": ""},
            "_links": {"webui": format!("/spaces/{key}"), "self": format!("{}/rest/api/space/{key}", self.base)}})
    }

    fn container_object(&self, row: Found<'_>) -> Value {
        let Some(container) = row.container() else { return self.space_object(row) };
        match self.shelf.any(container) {
            Some(item) => json!({"id": item.id.to_string(), "type": item.kind.name(), "status": item.status,
                "title": item.title, "macroRenderedOutput": {}, "_expandable": {"container": "", "space": ""},
                "_links": {"self": format!("{}/rest/api/content/{}", self.base, item.id)}}),
            None => Value::Null,
        }
    }

    fn version_object(&self, row: Found<'_>) -> Value {
        let (id, when) = (row.id(), stamp_v1(row.life().modified));
        let number = row.version();
        let person = &self.shelf.people[row.people().1];
        let by = json!({"type": "known", "accountId": person.account, "accountType": "atlassian", "email": "",
            "publicName": person.shown(), "displayName": person.shown(), "isExternalCollaborator": false,
            "_expandable": {"operations": "", "personalSpace": ""}});
        json!({"by": by, "when": when, "friendlyWhen": when[..10], "message": "", "number": number, "minorEdit": false,
            "ncsStepVersion": number.to_string(), "confRev": format!("confluence$content${id}.{number}"),
            "contentTypeModified": false,
            "_expandable": {"collaborators": "", "content": format!("/rest/api/content/{id}")},
            "_links": {"self": format!("{}/rest/api/content/{id}/version/{number}", self.base)}})
    }

    fn history_object(&self, row: Found<'_>) -> Value {
        let created = row.life().created;
        json!({"latest": true, "createdDate": stamp_v1(created), "_expandable": {"lastUpdated": "", "contributors": ""},
            "_links": {"self": format!("{}/rest/api/content/{}/history", self.base, row.id())}})
    }

    fn links_of(&self, row: Found<'_>) -> Value {
        let (id, key) = (row.id(), row.space(self.shelf).map_or("", |space| space.key.as_str()));
        let title: String = byte_serialize(row.title(row.version(), self.shelf).as_bytes()).collect();
        let webui = match row {
            Found::Item(_) => format!("/spaces/{key}/pages/{id}/{title}"),
            Found::Attachment(file) => format!("/pages/viewpageattachments.action?pageId={}", file.container),
            Found::Comment(comment) => format!("/spaces/{key}/pages/{}?focusedCommentId={id}", comment.container),
            Found::Node(node) => format!("/spaces/{key}/{}/{id}", node.kind.name()),
        };
        json!({"webui": webui, "self": format!("{}/rest/api/content/{id}", self.base)})
    }

    fn extensions(&self, row: Found<'_>, expand: &[&str]) -> Value {
        match row {
            Found::Item(item) => json!({"position": item.position}),
            Found::Attachment(attachment) => json!({"mediaType": attachment.media, "comment": attachment.comment,
                "fileSize": attachment.size(attachment.version),
                "mediaTypeDescription": described(attachment)}),
            Found::Comment(comment) => match &comment.inline {
                Some(inline) => self.inline_extensions(inline, expand),
                None => json!({"location": "footer", "_expandable": {"resolution": ""}}),
            },
            Found::Node(node) => json!({"position": node.position}),
        }
    }

    fn inline_extensions(&self, inline: &Inline, expand: &[&str]) -> Value {
        let mut value = json!({"location": "inline", "_expandable": {}});
        let (who, at) = inline.settled.unzip();
        let parts = [
            ("inlineProperties", json!({"originalSelection": inline.selection, "markerRef": inline.marker})),
            (
                "resolution",
                json!({"status": inline.resolution, "lastModifiedDate": at.map(stamp_v1),
                "lastModifier": who.map(|person| self.v1_user(person))}),
            ),
        ];
        for (name, part) in parts {
            match begins(expand, &format!("extensions.{name}")) {
                true => value[name] = part,
                false => value["_expandable"][name] = json!(""),
            }
        }
        value
    }
}

/// Whether something is expanded, or a part of it.
fn begins(expand: &[&str], name: &str) -> bool {
    expand.iter().any(|expand| expand.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

fn body_object(id: &str, text: &str) -> Value {
    let path = format!("/rest/api/content/{id}");
    json!({"storage": {"value": text, "representation": "storage", "embeddedContent": [],
                       "_expandable": {"content": path}},
           "_expandable": {"editor": "", "atlas_doc_format": "", "view": "", "export_view": "", "styled_view": ""}})
}

/// The time as Confluence Cloud v1 writes it: UTC, always with three digits of a second.
fn stamp_v1(millis: i64) -> String {
    calendar::date(millis).to_rfc3339_opts(SecondsFormat::Millis, true)
}
