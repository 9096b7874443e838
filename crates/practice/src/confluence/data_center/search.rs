//! The search by CQL, paged by offset: content alone, or rows around it.

use super::desk::{Counts, Desk};
use super::expand::Expand;
use super::page::most;
use super::refusal;
use crate::confluence::cql::{Asker, Clause, Cql, Order};
use crate::confluence::found::Found;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Types that Data Center does not know.
const UNKNOWN: [&str; 5] = ["whiteboard", "database", "slide", "embed", "folder"];

impl<'a> Desk<'a> {
    /// A page of content that a query finds.
    pub(super) fn search_content(&self) -> Result<Reply, Reply> {
        let expand = self.expand("");
        let rows = self.found(if self.release.has(9, 0) { 404 } else { 400 })?;
        self.listed(&rows, self.span(25, most(&expand))?, |row| self.object(row, &expand))
    }

    /// A page of rows around what a query finds.
    pub(super) fn search_all(&self) -> Result<Reply, Reply> {
        let expand = self.expand("").within("content");
        let rows = self.found(400)?;
        let mut page = self.page(&rows, self.span(25, most(&expand))?, |row| self.row(row, &expand))?;
        page.insert("totalSize".to_owned(), json!(rows.len()));
        if self.release.has(10, 0) {
            page.insert("totalCount".to_owned(), json!(rows.len()));
        }
        page.insert("cqlQuery".to_owned(), json!(self.query.text("cql")));
        page.insert("searchDuration".to_owned(), json!(7));
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// Everything that the query finds, in its order; `status` is what a query gets that cannot be read.
    fn found(&self, status: u16) -> Result<Vec<Found<'a>>, Reply> {
        let unreadable = |why: &str| refusal::bad_cql(status, why);
        let text = self.query.text("cql").ok_or_else(|| refusal::bad_request("cql query parameter is required"))?;
        let cql = Cql::read(text, Asker::of(self.shelf, self.zone)).map_err(|why| unreadable(&why))?;
        self.must_be_known(&cql).map_err(|why| unreadable(&why))?;
        self.must_go_on(&cql)?;
        let everywhere = self.query.text("includeArchivedSpaces") == Some("true");
        let fresh = self.shelf.indexed(&self.options.faults, self.number);
        let matching = |entry: &Found<'a>| {
            self.status_of(*entry) == "current"
                && entry.touched() <= fresh
                && (everywhere || entry.space(self.shelf).is_none_or(|space| !self.is_archived(space)))
                && cql.holds(*entry, self.shelf)
        };
        let mut rows: Vec<Found<'a>> = self.entries().filter(matching).collect();
        let time = |row: &Found<'_>| match cql.order {
            Order::Modified if !self.options.faults.unsorted => row.life().modified,
            Order::Created if !self.options.faults.unsorted => row.life().created,
            _ => 0,
        };
        rows.sort_by_key(|row| (time(row), row.number()));
        if cql.descending && !self.options.faults.unsorted {
            rows.reverse();
        }
        Ok(rows)
    }

    fn must_be_known(&self, cql: &Cql) -> Result<(), String> {
        let types = cql.clauses().into_iter().filter_map(|clause| match clause {
            Clause::Type(types) => Some(types),
            _ => None,
        });
        match types.flatten().find(|kind| UNKNOWN.contains(&kind.as_str())) {
            Some(kind) => Err(format!("Unsupported value for type, got : {kind}")),
            None => Ok(()),
        }
    }

    /// Refuses some searches for attachments beyond the first page, where that fault is switched on.
    fn must_go_on(&self, cql: &Cql) -> Result<(), Reply> {
        let of_files =
            |clause: &Clause| matches!(clause, Clause::Type(types) if types.iter().any(|kind| kind == "attachment"));
        let beyond = self.query.text("start").is_some_and(|start| start != "0");
        let Some(every) = self.options.faults.data_center.attachment_search else { return Ok(()) };
        if !beyond || !cql.clauses().into_iter().any(of_files) {
            return Ok(());
        }
        match Counts::next(&self.counts.searches).is_multiple_of(every) {
            true => Err(refusal::bad_request("Error executing the search")),
            false => Ok(()),
        }
    }

    fn row(&self, entry: Found<'a>, expand: &Expand<'_>) -> Result<Value, Reply> {
        let space = entry.space(self.shelf).map_or(Value::Null, |space| self.space_object(space, &Expand::default()));
        let modified = self.clock.stamp(entry.life().modified);
        Ok(
            json!({"content": self.object(entry, expand)?, "title": entry.title(entry.version(), self.shelf), "excerpt": "",
            "url": self.webui(entry), "entityType": "content", "breadcrumbs": [],
            "resultGlobalContainer": {"title": space["name"], "displayUrl": space["_links"]["webui"]},
            "iconCssClass": format!("aui-icon content-type-{}", entry.kind()), "lastModified": modified,
            "friendlyLastModified": modified[..10], "timestamp": entry.life().modified}),
        )
    }
}
