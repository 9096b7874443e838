//! What hangs on content: attachments, pages below, versions. The site has no comments, labels, properties and
//! restrictions yet: their operations answer what a site without them answers.

use super::desk::{Desk, Entry};
use super::page::most;
use crate::practice::confluence::item::Kind;
use crate::practice::reply::Reply;
use serde_json::{Value, json};

impl<'a> Desk<'a> {
    /// What hangs on an entry outside of the trash, in the order of ids.
    pub(super) fn hanging(&self, on: Entry<'a>, kind: &str) -> Vec<Entry<'a>> {
        let shelf = self.shelf;
        let mut rows: Vec<Entry<'a>> = match kind {
            "attachment" => shelf.attached(on.number()).filter(|file| shelf.shows(file)).map(Entry::File).collect(),
            "page" => {
                let below = shelf.of(Kind::Page).iter().filter(|page| page.parent.page() == Some(on.number()));
                below.filter(|page| shelf.sees(page)).map(Entry::Item).collect()
            }
            _ => Vec::new(),
        };
        rows.retain(|row| row.status() == "current");
        rows.sort_by_key(|row| row.number());
        rows
    }

    /// A page of what hangs on an entry.
    pub(super) fn child(&self, id: &str, kind: &str) -> Result<Reply, Reply> {
        let expand = self.expand("");
        let usual = if kind == "attachment" { 50 } else { 25 };
        let span = self.span(usual, most(&expand))?;
        let (name, media) = (self.query.text("filename"), self.query.text("mediaType"));
        let mut rows = self.hanging(self.current(id)?, kind);
        rows.retain(|row| match row {
            Entry::File(file) => {
                name.is_none_or(|name| name == file.title) && media.is_none_or(|media| media == file.media)
            }
            Entry::Item(_) => true,
        });
        self.listed(&rows, span, |row| self.object(row, &expand))
    }

    /// The labels of an entry, within its object.
    pub(super) fn labels(&self, entry: Entry<'a>) -> Value {
        self.inner_page(&format!("/rest/api/content/{}/label", entry.number()), 200, Vec::new())
    }

    /// A page of what no entry has yet.
    pub(super) fn nothing_on(&self, id: &str, usual: usize) -> Result<Reply, Reply> {
        self.current(id)?;
        self.listed(&[], self.span(usual, 1000)?, |nothing: ()| Ok(json!(nothing)))
    }

    /// Who may view and who may edit an entry, by operation: everybody.
    pub(super) fn restrictions(&self, id: &str) -> Result<Reply, Reply> {
        self.current(id)?;
        let content = format!("/rest/api/content/{id}");
        let of = |operation: &str| {
            let path = format!("{content}/restriction/byOperation/{operation}");
            let nobody = || self.inner_page(&path, 200, Vec::new());
            json!({"operation": operation, "restrictions": {"user": nobody(), "group": nobody()},
                   "_links": {"self": format!("{}{path}", self.base)}, "_expandable": {"content": content}})
        };
        let links = self.links();
        Ok(Reply::json(200, json!({"read": of("read"), "update": of("update"), "_links": links}).to_string()))
    }

    /// Who may view an entry, of it and of every restricted page above it.
    pub(super) fn view_restrictions(&self, id: &str) -> Result<Reply, Reply> {
        self.current(id)?;
        let page = self.page(&[], self.span(50, 50)?, |nothing: ()| Ok(json!(nothing)))?;
        Ok(Reply::json(200, json!({"viewContentRestrictions": page}).to_string()))
    }

    /// The versions of an entry, the newest first.
    pub(super) fn versions(&self, id: &str) -> Result<Reply, Reply> {
        let entry = self.current(id)?;
        let numbers: Vec<u32> = (1..=entry.version()).rev().collect();
        self.listed(&numbers, self.span(25, 200)?, |number| Ok(self.version(entry, number)))
    }
}
