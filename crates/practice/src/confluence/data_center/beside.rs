//! What hangs on content: attachments, comments, pages below, versions, labels and properties.

use super::desk::Desk;
use super::expand::Expand;
use super::page::most;
use crate::confluence::comment::Comment;
use crate::confluence::found::Found;
use crate::confluence::item::Kind;
use crate::confluence::label::Label;
use crate::confluence::property::Property;
use crate::reply::Reply;
use serde_json::{Value, json};

impl<'a> Desk<'a> {
    /// What hangs on an entry outside of the trash, in the order of ids; replies to comments only where `all` is.
    pub(super) fn hanging(&self, on: Found<'a>, kind: &str, all: bool) -> Vec<Found<'a>> {
        let shelf = self.shelf;
        let mut rows: Vec<Found<'a>> = match kind {
            "attachment" => shelf.attached(on.number()).map(Found::Attachment).collect(),
            "page" => {
                let below = shelf.of(Kind::Page).iter().filter(|page| page.parent.page() == Some(on.number()));
                below.map(Found::Item).collect()
            }
            "comment" => {
                let comments = shelf.annex.comments.values();
                comments.filter(|comment| self.is_below(comment, on, all)).map(Found::Comment).collect()
            }
            _ => Vec::new(),
        };
        rows.retain(|row| row.is_seen(shelf) && self.status_of(*row) == "current");
        rows.sort_by_key(|row| row.number());
        rows
    }

    /// Whether a comment is one on an entry, or a reply to it; or, where `all` are asked for, a reply to such a one.
    fn is_below(&self, comment: &Comment, on: Found<'_>, all: bool) -> bool {
        match on {
            Found::Comment(above) if all => self.shelf.thread(comment).skip(1).any(|comment| comment.id == above.id),
            Found::Comment(above) => comment.parent == Some(above.id),
            _ => comment.container == on.number() && (all || comment.parent.is_none()),
        }
    }

    /// A page of what hangs on an entry.
    pub(super) fn child(&self, id: &str, kind: &str) -> Result<Reply, Reply> {
        let expand = self.expand("");
        let usual = if kind == "attachment" { 50 } else { 25 };
        let span = self.span(usual, most(&expand))?;
        let (name, media) = (self.query.text("filename"), self.query.text("mediaType"));
        let places = self.query.list("location");
        let mut rows = self.hanging(self.current(id)?, kind, self.query.text("depth") == Some("all"));
        rows.retain(|row| match row {
            Found::Attachment(file) => {
                name.is_none_or(|name| name == file.title) && media.is_none_or(|media| media == file.media)
            }
            Found::Comment(comment) => places.as_ref().is_none_or(|places| places.contains(&place_of(comment))),
            Found::Item(_) | Found::Node(_) => true,
        });
        self.listed(&rows, span, |row| self.object(row, &expand))
    }

    /// Where a comment stands; what is wanted of an inline one is written.
    pub(super) fn location(&self, comment: &Comment, within: &Expand<'_>) -> Value {
        let Some(inline) = &comment.inline else {
            return json!({"location": "footer", "_expandable": {"resolution": ""}});
        };
        let (who, at) = inline.settled.unzip();
        let (who, at) = (who.map(|person| self.person(person)), at.map(|at| self.clock.stamp(at)));
        let parts = [
            ("inlineProperties", json!({"originalSelection": inline.selection, "markerRef": inline.marker})),
            ("resolution", json!({"status": inline.resolution, "lastModifier": who, "lastModifiedDate": at})),
        ];
        let mut value = json!({"location": "inline", "_expandable": {}});
        for (name, part) in parts {
            match within.wants(name) {
                true => value[name] = part,
                false => value["_expandable"][name] = json!(""),
            }
        }
        value
    }

    /// The labels of an entry, within its object.
    pub(super) fn labels(&self, entry: Found<'a>) -> Value {
        let id = entry.number();
        self.inner_page(&format!("/rest/api/content/{id}/label"), 200, self.labels_on(id))
    }

    /// The labels of content or of a space.
    pub(super) fn labels_on(&self, id: u64) -> Vec<Value> {
        let label = |label: &Label| json!({"prefix": label.prefix, "name": label.name, "id": label.id.to_string(), "label": label.name});
        self.shelf.annex.labels.of(id).map(label).collect()
    }

    /// A page of the labels of an entry.
    pub(super) fn labels_of(&self, id: &str) -> Result<Reply, Reply> {
        let mut labels = self.labels_on(self.current(id)?.number());
        if let Some(prefixes) = self.query.list("prefix") {
            labels.retain(|label| label["prefix"].as_str().is_some_and(|prefix| prefixes.contains(&prefix)));
        }
        let labels: Vec<&Value> = labels.iter().collect();
        self.listed(&labels, self.span(200, 1000)?, |label| Ok(label.clone()))
    }

    /// A page of the properties of an entry.
    pub(super) fn properties(&self, id: &str) -> Result<Reply, Reply> {
        let number = self.current(id)?.number();
        self.properties_of(number, ("content", format!("/rest/api/content/{number}")), self.expand(""))
    }

    /// A page of the properties of a space.
    pub(super) fn space_properties(&self, key: &str) -> Result<Reply, Reply> {
        let space = self.space(key)?;
        self.properties_of(space.id, ("space", format!("/rest/api/space/{}", space.key)), self.expand("version"))
    }

    /// A page of the properties of what has this number; it is called `of` and stands at a path.
    fn properties_of(&self, number: u64, of: (&str, String), expand: Expand<'_>) -> Result<Reply, Reply> {
        let kept = self.shelf.annex.properties.iter().filter(|property| property.target == number);
        let kept: Vec<&Property> = kept.collect();
        self.listed(&kept, self.span(10, 1000)?, |property| Ok(self.property(property, (of.0, &of.1), &expand)))
    }

    fn property(&self, property: &Property, (of, path): (&str, &str), expand: &Expand<'_>) -> Value {
        let link = format!("{}{path}/property/{}", self.base, property.key);
        let mut value = json!({"id": property.id.to_string(), "key": property.key, "value": property.value,
            "_links": {"self": link}, "_expandable": {of: path}});
        let version = json!({"by": self.person(property.author), "when": self.clock.stamp(property.at), "message": "",
            "number": property.version, "minorEdit": false, "hidden": false});
        match expand.wants("version") {
            true => value["version"] = version,
            false => value["_expandable"]["version"] = json!(""),
        }
        value
    }

    /// The versions of an entry, the newest first.
    pub(super) fn versions(&self, id: &str) -> Result<Reply, Reply> {
        let entry = self.current(id)?;
        let numbers: Vec<u32> = (1..=entry.version()).rev().collect();
        self.listed(&numbers, self.span(25, 200)?, |number| Ok(self.version(entry, number)))
    }
}

/// Where a comment is, as a request asks for it; what is settled is a place of its own.
fn place_of(comment: &Comment) -> &'static str {
    match comment.inline.as_ref().map(|inline| inline.resolution) {
        None => "footer",
        Some("resolved") => "resolved",
        Some(_) => "inline",
    }
}
