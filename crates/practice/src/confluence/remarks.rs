//! Comments in answers of v2.

use super::adf;
use super::comment::{Comment, Inline};
use super::cursor::{Key, Place};
use super::found::Found;
use super::further::{by_number, version_value};
use super::item::{Body, Kind};
use super::operations::Target;
use super::query::Query;
use super::reply::Reply;
use super::routes::Desk;
use super::rows::Field;
use super::storage::Form;
use crate::calendar::stamp;
use serde_json::{Value, json};

/// A body in a representation, as an object; an empty one when none is asked for.
pub(super) fn body_value(body: &Body, version: u32, format: Option<&str>) -> Value {
    let Some(format) = format else { return json!({}) };
    let form = if matches!(format, "storage" | "atlas_doc_format") { Form::Storage } else { Form::View };
    let mut text = String::new();
    body.write(&mut text, version, form);
    if format == "atlas_doc_format" {
        text = adf::document(&text);
    }
    json!({ format: {"representation": format, "value": text} })
}

impl Desk<'_> {
    /// Every comment of the site, replies too unless the site leaves them out.
    pub(super) fn comments(&self, inline: bool, query: &Query) -> Result<Reply, Reply> {
        let roots_only = self.options.extras.roots_only;
        self.comments_where(query, |comment| {
            comment.inline.is_some() == inline && !(roots_only && comment.parent.is_some())
        })
    }

    /// The comments of a page or blog post that are no replies.
    pub(super) fn comments_on(&self, kind: Kind, id: u64, inline: bool, query: &Query) -> Result<Reply, Reply> {
        self.must_see(Target::Content(kind), id)?;
        let (statuses, resolutions) = (query.list("status"), query.list("resolution-status"));
        let lets = |list: &Option<Vec<&str>>, word: &str| list.as_ref().is_none_or(|list| list.contains(&word));
        self.comments_where(query, |comment| {
            let resolution = comment.inline.as_ref().map(|inline| inline.resolution);
            comment.container == id
                && comment.parent.is_none()
                && comment.inline.is_some() == inline
                && lets(&statuses, comment.status)
                && resolution.is_none_or(|resolution| lets(&resolutions, resolution))
        })
    }

    /// The replies to a comment.
    pub(super) fn replies(&self, id: u64, inline: bool, query: &Query) -> Result<Reply, Reply> {
        self.must_see(Target::Comment(inline), id)?;
        self.comments_where(query, |comment| comment.parent == Some(id))
    }

    fn comments_where(&self, query: &Query, lets: impl Fn(&Comment) -> bool) -> Result<Reply, Reply> {
        let order = query.text("sort").unwrap_or("id");
        let field = Field::named(order.trim_start_matches('-'));
        let shown = self.shelf.annex.comments.values();
        let shown = shown.filter(|comment| lets(comment) && self.shelf.shows_comment(comment));
        let rows = shown.map(|comment| (place(field, comment), comment)).collect();
        let format = query.text("body-format");
        self.rows(query, rows, |comment| self.comment_value(comment, comment.version(), format))
    }

    /// One comment by its id, in its present version or the one asked for.
    pub(super) fn comment(&self, id: u64, inline: bool, query: &Query) -> Result<Reply, Reply> {
        self.must_see(Target::Comment(inline), id)?;
        let comment = self.shelf.comment(id).ok_or_else(Reply::not_found)?;
        let version = query.number("version").map_or(Ok(comment.version()), u32::try_from);
        let version = version.ok().filter(|version| *version <= comment.version()).ok_or_else(Reply::not_found)?;
        let mut value = self.comment_value(comment, version, query.text("body-format"));
        if query.text("include-version") == Some("false") {
            value.as_object_mut().map(|fields| fields.remove("version"));
        }
        for name in ["likes", "operations"] {
            if query.flag(&format!("include-{name}")) {
                value[name] = json!({"results": self.annexed(name, id), "meta": {"hasMore": false}});
            }
        }
        if query.flag("include-versions") {
            let versions = (1..=comment.version()).rev().filter_map(|number| self.version_of(comment, number));
            value["versions"] = json!({"results": versions.collect::<Vec<_>>(), "meta": {"hasMore": false}});
        }
        if query.flag("include-properties") {
            value["properties"]["results"] = json!([]);
            value["properties"]["meta"] = json!({"hasMore": false});
        }
        Ok(self.single(value))
    }

    /// The versions of a comment.
    pub(super) fn comment_versions(&self, id: u64, inline: bool, query: &Query) -> Result<Reply, Reply> {
        self.must_see(Target::Comment(inline), id)?;
        let comment = self.shelf.comment(id).ok_or_else(Reply::not_found)?;
        let rows = (1..=comment.version()).map(|number| (by_number(number.into()), number)).collect();
        let format = query.text("body-format");
        self.rows(query, rows, |number| {
            let mut value = self.version_of(comment, *number).unwrap_or_default();
            let body = comment.of_version(*number).map(|(_, body)| body_value(body, *number, format));
            value["comment"] = json!({"id": id.to_string(), "title": self.title_of(comment), "body": body});
            value
        })
    }

    fn version_of(&self, comment: &Comment, number: u32) -> Option<Value> {
        let (at, _) = comment.of_version(number)?;
        Some(version_value((number, *at), self.account(comment.author)))
    }

    fn title_of(&self, comment: &Comment) -> String {
        Found::Comment(comment).title(comment.version(), self.shelf)
    }

    fn comment_value(&self, comment: &Comment, version: u32, format: Option<&str>) -> Value {
        let (id, container) = (comment.id.to_string(), comment.container.to_string());
        let on_page = self.shelf.pages.get(comment.container).is_some();
        let body = comment.of_version(version).map(|(_, body)| body_value(body, version, format));
        let status = if version == comment.version() { comment.status } else { "historical" };
        let key = self.shelf.any(comment.container).map_or("", |item| self.shelf.spaces[item.space].key.as_str());
        let mut value = json!({
            "id": id, "status": status, "title": self.title_of(comment),
            "version": self.version_of(comment, version), "body": body, "resolutionStatus": "open",
            "_links": {"webui": format!("/spaces/{key}/pages/{container}?focusedCommentId={id}")},
        });
        value[if on_page { "pageId" } else { "blogPostId" }] = json!(container);
        if let Some(parent) = comment.parent {
            value["parentCommentId"] = json!(parent.to_string());
        }
        if let Some(inline) = &comment.inline {
            self.put_inline(&mut value, inline);
        }
        value
    }

    /// Where an inline comment stands; its properties are there under both spellings.
    fn put_inline(&self, value: &mut Value, inline: &Inline) {
        let (marker, selection) = (&inline.marker, &inline.selection);
        let (who, at) = inline.settled.unzip();
        value["resolutionStatus"] = json!(inline.resolution);
        value["resolutionLastModifierId"] = json!(who.map(|person| self.account(person)));
        value["resolutionLastModifiedAt"] = json!(at.map(stamp));
        value["properties"] = json!({"inlineMarkerRef": marker, "inlineOriginalSelection": selection,
            "inline-marker-ref": marker, "inline-original-selection": selection});
    }
}

fn place(field: Field, comment: &Comment) -> Place {
    let key = match field {
        Field::Created => comment.life().created,
        Field::Modified => comment.life().modified,
        Field::Id | Field::Title => comment.id as i64,
    };
    (Key::Number(key), comment.id)
}
