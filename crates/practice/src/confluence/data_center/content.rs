//! The JSON of content: what is wanted is written, everything else is named under `_expandable`.

use super::desk::Desk;
use super::expand::Expand;
use super::page::quoted;
use crate::calendar;
use crate::confluence::attachment::Attachment;
use crate::confluence::found::Found;
use crate::confluence::item::{Item, Kind, PURGED};
use crate::confluence::json::tiny;
use crate::reply::Reply;
use serde_json::{Map, Value, json};

/// What parts show when they are not wanted: nothing, or the path where they are found.
const PARTS: [(&str, &str); 11] = [
    ("space", "space"),
    ("container", "container"),
    ("version", ""),
    ("history", "/history"),
    ("ancestors", ""),
    ("body", ""),
    ("metadata", ""),
    ("operations", ""),
    ("children", "/child"),
    ("restrictions", "/restriction/byOperation"),
    ("descendants", "/descendant"),
];
/// Characters of a title that no path for people holds.
const UNSAFE: [char; 8] = ['+', '?', '%', '"', '/', '\\', ';', '&'];
/// Attachments, comments or pages within an object.
const INNER: usize = 25;

impl<'a> Desk<'a> {
    /// An entry in its present version, as listings hold it.
    pub(super) fn object(&self, entry: Found<'a>, expand: &Expand<'_>) -> Result<Value, Reply> {
        self.object_of(entry, entry.version(), expand)
    }

    /// An entry in a version.
    pub(super) fn object_of(&self, entry: Found<'a>, version: u32, expand: &Expand<'_>) -> Result<Value, Reply> {
        let status = if version == entry.version() { self.status_of(entry) } else { "historical" };
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
        put("id", json!(entry.number().to_string()));
        put("type", json!(entry.kind()));
        put("status", json!(status));
        put("title", json!(entry.title(version, self.shelf)));
        if self.release.has(9, 0) {
            put("position", json!(position(entry).as_i64().unwrap_or(-1)));
        }
        put("extensions", self.extensions(entry, version, &expand.within("extensions")));
        let mut expandable = Map::new();
        for (name, path) in PARTS {
            match self.part(entry, version, (name, expand))? {
                Some(part) => put(name, part),
                None => drop(expandable.insert(name.to_owned(), json!(self.path_of(entry, path)))),
            }
        }
        put("_expandable", Value::Object(expandable));
        put("_links", self.links_of(entry, version));
        Ok(Value::Object(object))
    }

    /// A part, if it is wanted and there is such a one. Restrictions and operations are found by their paths alone.
    fn part(
        &self,
        entry: Found<'a>,
        version: u32,
        (name, expand): (&str, &Expand<'_>),
    ) -> Result<Option<Value>, Reply> {
        let within = expand.within(name);
        if name == "metadata" && matches!(entry, Found::Attachment(_)) {
            return Ok(Some(self.metadata(entry, &within)));
        }
        if !expand.wants(name) {
            return Ok(None);
        }
        Ok(match name {
            "space" => entry.space(self.shelf).map(|space| self.space_object(space, &within)),
            "container" => Some(self.container(entry, &within)?),
            "version" => Some(self.version(entry, version)),
            "history" => Some(self.history(entry, &within)),
            "ancestors" => Some(self.ancestors(entry)?),
            "body" => Some(self.bodies(entry, version, &within)?),
            "metadata" => Some(self.metadata(entry, &within)),
            "children" => Some(self.children(entry, &within)?),
            _ => None,
        })
    }

    /// Where a part is found that is not wanted.
    fn path_of(&self, entry: Found<'a>, path: &str) -> String {
        let of_space =
            || entry.space(self.shelf).map(|space| format!("/rest/api/space/{}", space.key)).unwrap_or_default();
        match (path, entry.container()) {
            ("", _) => String::new(),
            ("container", Some(id)) => format!("/rest/api/content/{id}"),
            ("space" | "container", _) => of_space(),
            _ => format!("/rest/api/content/{}{path}", entry.number()),
        }
    }

    fn extensions(&self, entry: Found<'a>, version: u32, within: &Expand<'_>) -> Value {
        match entry {
            Found::Comment(comment) => self.location(comment, within),
            Found::Item(item) if item.kind == Kind::BlogPost => json!({}),
            Found::Item(_) | Found::Node(_) => json!({"position": position(entry)}),
            Found::Attachment(file) => json!({"mediaType": file.media, "fileSize": self.told_size(file, version),
                                        "comment": file.comment}),
        }
    }

    fn container(&self, entry: Found<'a>, within: &Expand<'_>) -> Result<Value, Reply> {
        match (entry.container().and_then(|id| self.shelf.any(id)), entry.space(self.shelf)) {
            (Some(item), _) => self.object(Found::Item(item), within),
            (None, Some(space)) => Ok(self.space_object(space, within)),
            (None, None) => Ok(Value::Null),
        }
    }

    /// The pages above a page, or the comments that a reply answers, the topmost first; folders are none on
    /// Data Center.
    fn ancestors(&self, entry: Found<'a>) -> Result<Value, Reply> {
        let above: Vec<Found<'a>> = match entry {
            Found::Item(item) => {
                let pages = self.shelf.chain(item.id).skip(1).filter_map(|id| self.shelf.pages.get(id));
                pages.take_while(|page| page.status != PURGED).map(Found::Item).collect()
            }
            Found::Comment(comment) => self.shelf.thread(comment).skip(1).map(Found::Comment).collect(),
            Found::Attachment(_) | Found::Node(_) => Vec::new(),
        };
        above.into_iter().rev().map(|entry| self.object(entry, &Expand::default())).collect()
    }

    fn metadata(&self, entry: Found<'a>, within: &Expand<'_>) -> Value {
        let mut metadata = match entry {
            Found::Attachment(file) => json!({"mediaType": file.media, "comment": file.comment}),
            _ => json!({}),
        };
        let mut expandable = json!({"currentuser": "", "properties": "", "frontend": "", "editorHtml": ""});
        if within.wants("labels") {
            metadata["labels"] = self.labels(entry);
        } else {
            expandable["labels"] = json!("");
        }
        metadata["_expandable"] = expandable;
        metadata
    }

    /// What hangs on an entry, by kind.
    fn children(&self, entry: Found<'a>, within: &Expand<'_>) -> Result<Value, Reply> {
        let path = format!("/rest/api/content/{}/child", entry.number());
        let (mut children, mut expandable) = (Map::new(), Map::new());
        for kind in ["attachment", "comment", "page"] {
            let path = format!("{path}/{kind}");
            if within.wants(kind) {
                let (rows, within) = (self.hanging(entry, kind, false), within.within(kind));
                let rows = rows.into_iter().map(|row| self.object(row, &within)).collect::<Result<Vec<_>, Reply>>()?;
                children.insert(kind.to_owned(), self.inner_page(&path, INNER, rows));
            } else {
                expandable.insert(kind.to_owned(), json!(path));
            }
        }
        children.insert("_links".to_owned(), json!({"self": format!("{}{path}", self.base)}));
        children.insert("_expandable".to_owned(), Value::Object(expandable));
        Ok(Value::Object(children))
    }

    fn links_of(&self, entry: Found<'a>, version: u32) -> Value {
        let id = entry.number();
        let mut links = json!({"webui": self.webui(entry), "tinyui": format!("/x/{}", tiny(id)),
                               "self": format!("{}/rest/api/content/{id}", self.base)});
        match entry {
            Found::Item(_) => links["edit"] = json!(format!("/pages/resumedraft.action?draftId={id}")),
            Found::Attachment(file) => links["download"] = json!(download_path(file, version)),
            Found::Comment(_) | Found::Node(_) => {}
        }
        links
    }

    /// The address for people, relative to the base.
    pub(super) fn webui(&self, entry: Found<'a>) -> String {
        let key = entry.space(self.shelf).map_or("", |space| space.key.as_str());
        let (id, title) = (entry.number(), quoted(&entry.title(entry.version(), self.shelf)));
        match entry {
            Found::Attachment(file) => {
                let container = file.container;
                format!("/pages/viewpageattachments.action?pageId={container}&preview=%2F{container}%2F{id}%2F{title}")
            }
            Found::Comment(comment) => {
                let page = self.shelf.any(comment.container).map(|item| self.webui(Found::Item(item)));
                let page = page.unwrap_or_default();
                let sign = if page.contains('?') { '&' } else { '?' };
                format!("{page}{sign}focusedCommentId={id}#comment-{id}")
            }
            Found::Item(Item { kind: Kind::BlogPost, life, .. }) => {
                let day = calendar::date(life.created).with_timezone(&self.clock.offset).format("%Y/%m/%d");
                match self.release.has(9, 0) {
                    true => format!("/spaces/{key}/blog/{day}/{id}/{title}"),
                    false => format!("/display/{key}/{day}/{title}"),
                }
            }
            _ if self.release.has(9, 0) => format!("/spaces/{key}/pages/{id}/{title}"),
            // A title that no path can hold is shown by its id.
            Found::Item(item) if item.title.contains(UNSAFE) => format!("/pages/viewpage.action?pageId={id}"),
            _ => format!("/display/{key}/{title}"),
        }
    }
}

/// The place among the pages beside it, or that nobody has ordered them.
fn position(entry: Found<'_>) -> Value {
    match entry {
        Found::Item(item) if item.kind == Kind::Page && !item.id.is_multiple_of(3) => json!(item.position),
        Found::Item(_) => json!("none"),
        _ => json!(-1),
    }
}

/// Where the bytes of a version are, relative to the base.
fn download_path(file: &Attachment, version: u32) -> String {
    let (container, name, at) = (file.container, quoted(&file.title), file.version_at(version));
    format!("/download/attachments/{container}/{name}?version={version}&modificationDate={at}&api=v2")
}
