//! From a path to its answer: tables, counts, attachments and their files.

use super::arguments::Arguments;
use super::beside;
use super::door::TOKEN;
use super::encoded::compare;
use super::listing::{Found, Page, Sight};
use super::refusal;
use super::view::{Mode, View};
use crate::faults::FileWound;
use crate::reply::Reply;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Rows on a page when nothing is said.
const USUAL: usize = 10_000;
const USUAL_ATTACHMENTS: usize = 1_000;
const ATTACHMENTS: &str = "sys_attachment";

/// The parameters of operations.
const OF_ROW: [&str; 4] =
    ["sysparm_fields", "sysparm_display_value", "sysparm_exclude_reference_link", "sysparm_query_no_domain"];
const OF_PAGE: [&str; 9] = [
    "sysparm_query",
    "sysparm_fields",
    "sysparm_limit",
    "sysparm_offset",
    "sysparm_display_value",
    "sysparm_exclude_reference_link",
    "sysparm_no_count",
    "sysparm_suppress_pagination_header",
    "sysparm_query_no_domain",
];
const OF_STATS: [&str; 5] =
    ["sysparm_query", "sysparm_count", "sysparm_group_by", "sysparm_min_fields", "sysparm_max_fields"];
const OF_ATTACHMENTS: [&str; 3] = ["sysparm_query", "sysparm_limit", "sysparm_offset"];

/// Whether a request reads, by its method and its path and query.
pub(super) fn is_read(method: &str, target: &str) -> bool {
    method == "GET" || (method == "POST" && target.split('?').next() == Some(TOKEN))
}

/// An operation, with the names in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation<'a> {
    Table(&'a str),
    Row(&'a str, &'a str),
    Stats(&'a str),
    Attachments,
    Attachment(&'a str),
    File(&'a str),
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route<'a> {
    pub(super) operation: Operation<'a>,
    /// Whether it is of the first version, which answers 404 where nothing is found.
    is_first: bool,
}

impl<'a> Route<'a> {
    /// What a path leads to; an unknown one is a 400.
    pub(super) fn of(path: &'a str) -> Result<Self, Reply> {
        let path = path.strip_prefix("/api/now/").ok_or_else(refusal::no_resource)?;
        let (version, rest) = match path.split_once('/') {
            Some((version @ ("v1" | "v2"), rest)) => (version, rest),
            _ => ("", path),
        };
        let parts: Vec<&str> = rest.split('/').collect();
        let operation = match parts[..] {
            ["table", table] => Operation::Table(table),
            ["table", table, sys_id] => Operation::Row(table, sys_id),
            ["stats", table] => Operation::Stats(table),
            ["attachment"] => Operation::Attachments,
            ["attachment", sys_id] => Operation::Attachment(sys_id),
            ["attachment", sys_id, "file"] => Operation::File(sys_id),
            _ => return Err(refusal::no_resource()),
        };
        Ok(Self { operation, is_first: version == "v1" })
    }

    /// Whether it is answered in JSON.
    pub(super) fn is_json(&self) -> bool {
        !matches!(self.operation, Operation::File(_))
    }

    /// The arguments in a query string; what the operation does not declare is a 400.
    pub(super) fn arguments(&self, query: &str) -> Result<Arguments, Reply> {
        match self.operation {
            Operation::Table(_) => Arguments::read(query, &OF_PAGE, true),
            Operation::Row(..) => Arguments::read(query, &OF_ROW, false),
            Operation::Stats(_) => Arguments::read(query, &OF_STATS, false),
            Operation::Attachments => Arguments::read(query, &OF_ATTACHMENTS, false),
            Operation::Attachment(_) | Operation::File(_) => Arguments::read(query, &[], false),
        }
    }
}

/// What answering needs, for one request.
pub(super) struct Desk<'a> {
    pub(super) sight: Sight<'a>,
    /// The address of the instance.
    pub(super) base: &'a str,
    pub(super) path: &'a str,
    pub(super) arguments: &'a Arguments,
}

impl<'a> Desk<'a> {
    /// The answer of an operation.
    pub(super) fn answer(&self, route: Route<'a>) -> Result<Reply, Reply> {
        match route.operation {
            Operation::Table(table) => self.table(table, route.is_first),
            Operation::Row(table, sys_id) => {
                let (class, row) = self.sight.row(table, sys_id)?;
                Ok(result(self.view(table)?.row(class, row)))
            }
            Operation::Stats(table) => self.stats(table),
            Operation::Attachments => {
                let page = self.sight.page(ATTACHMENTS, self.arguments, USUAL_ATTACHMENTS)?;
                let (view, total) = (self.attachments(), page.total);
                let rows = page.rows.iter().map(|found| self.attachment(&view, *found)).collect();
                Ok(result(Value::Array(rows)).with("X-Total-Count", total.to_string()))
            }
            Operation::Attachment(sys_id) => {
                let found = self.sight.row(ATTACHMENTS, sys_id)?;
                Ok(result(self.attachment(&self.attachments(), found)))
            }
            Operation::File(sys_id) => self.file(sys_id),
        }
    }

    /// How rows of a table are shown.
    fn view(&self, table: &'a str) -> Result<View<'a>, Reply> {
        let arguments = self.arguments;
        let mode = match arguments.text("sysparm_display_value") {
            None | Some("false") => Mode::Raw,
            Some("true") => Mode::Labels,
            Some("all") => Mode::Both,
            Some(_) => {
                return Err(refusal::improper("The parameter sysparm_display_value must be true, false or all."));
            }
        };
        if arguments.flag("sysparm_query_no_domain")? {
            return Err(refusal::improper("The parameter sysparm_query_no_domain is for administrators."));
        }
        let has_links = !arguments.flag("sysparm_exclude_reference_link")?;
        Ok(self.shown(table, arguments.text("sysparm_fields"), mode, has_links))
    }

    fn shown(&self, table: &'a str, asked: Option<&str>, mode: Mode, has_links: bool) -> View<'a> {
        let Sight { store, rights, zone, .. } = self.sight;
        View::new((store, rights, zone, self.base), table, asked, (mode, has_links))
    }

    fn table(&self, table: &'a str, is_first: bool) -> Result<Reply, Reply> {
        let page = self.sight.page(table, self.arguments, USUAL)?;
        let asked = self.arguments.text("sysparm_fields");
        let is_asked = |field: &str| asked.is_none_or(|asked| asked.split(',').any(|one| one == field));
        let is_broken = |(of, field): &(String, String)| of == table && is_asked(field);
        if !page.rows.is_empty() && self.sight.faults.broken.iter().any(is_broken) {
            return Err(refusal::failure(500, "Internal error", Some("A formula could not be evaluated.")));
        }
        if is_first && page.rows.is_empty() {
            return Err(refusal::missing());
        }
        let (view, no_count) = (self.view(table)?, self.arguments.flag("sysparm_no_count")?);
        let has_links = !self.arguments.flag("sysparm_suppress_pagination_header")?;
        let mut rows: Vec<Value> = page.rows.iter().map(|(class, row)| view.row(class, row)).collect();
        let Sight { faults, number, .. } = self.sight;
        if faults.cancelled.iter().any(|when| when.hits(number)) {
            rows.truncate(rows.len() / 2);
            return Ok(refusal::cancelled(Value::Array(rows)));
        }
        let mut reply = result(Value::Array(rows));
        if !no_count {
            reply = reply.with("X-Total-Count", page.total.to_string());
        }
        Ok(if has_links { reply.with("Link", self.links(&page, no_count)) } else { reply })
    }

    /// Where the other pages are; the last one only where rows are counted.
    fn links(&self, page: &Page<'_>, no_count: bool) -> String {
        let (offset, limit) = (page.offset, page.limit);
        let next = offset.saturating_add(limit);
        let last = (!no_count).then(|| page.total.saturating_sub(1) / limit * limit);
        let places = [
            ("next", Some(next).filter(|next| *next < page.total)),
            ("prev", Some(offset.saturating_sub(limit)).filter(|_| offset > 0)),
            ("first", Some(0)),
            ("last", last),
        ];
        let link = |(name, place): (&str, Option<usize>)| {
            Some(format!("<{}{}?{}>;rel=\"{name}\"", self.base, self.path, self.arguments.at(place?)))
        };
        places.into_iter().filter_map(link).collect::<Vec<_>>().join(",")
    }

    /// Counts and bounds of the rows that the account sees, in one or by the values of fields.
    fn stats(&self, table: &'a str) -> Result<Reply, Reply> {
        let store = self.sight.store;
        let rows = self.sight.seen(table, &self.arguments.query())?;
        let known = |name: &str| -> Vec<&str> {
            self.arguments.list(name).into_iter().filter(|field| store.field(table, field).is_some()).collect()
        };
        let (by, least, most) = (known("sysparm_group_by"), known("sysparm_min_fields"), known("sysparm_max_fields"));
        let is_counted = self.arguments.flag("sysparm_count")?;
        let value = |(_, row): &Found<'a>, field: &str| store.value(table, row, field);
        let bounds = |rows: &[Found<'a>], fields: &[&str], is_least: bool| -> Value {
            let bound = |field: &&str| {
                let mut values: Vec<&str> = rows.iter().map(|found| value(found, field)).collect();
                values.retain(|value| !value.is_empty());
                values.sort_unstable_by(|one, other| compare(one, other));
                let bound = if is_least { values.first() } else { values.last() };
                ((*field).to_owned(), json!(bound.copied().unwrap_or_default()))
            };
            Value::Object(fields.iter().map(bound).collect())
        };
        let stats = |rows: &[Found<'a>]| -> Map<String, Value> {
            let parts = [
                ("count", is_counted.then(|| json!(rows.len().to_string()))),
                ("min", (!least.is_empty()).then(|| bounds(rows, &least, true))),
                ("max", (!most.is_empty()).then(|| bounds(rows, &most, false))),
            ];
            parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))).collect()
        };
        if by.is_empty() {
            return Ok(result(json!({"stats": stats(&rows)})));
        }
        let mut groups: BTreeMap<Vec<&str>, Vec<Found<'a>>> = BTreeMap::new();
        for found in rows {
            groups.entry(by.iter().map(|field| value(&found, field)).collect()).or_default().push(found);
        }
        let groups = groups.into_iter().map(|(values, rows)| {
            let fields = by.iter().zip(values).map(|(field, value)| json!({"field": field, "value": value}));
            json!({"stats": stats(&rows), "groupby_fields": fields.collect::<Vec<_>>()})
        });
        Ok(result(groups.collect()))
    }

    /// How attachments are shown: every field, as plain texts.
    fn attachments(&self) -> View<'a> {
        self.shown(ATTACHMENTS, None, Mode::Raw, false)
    }

    fn attachment(&self, view: &View<'_>, (class, row): Found<'_>) -> Value {
        let mut value = view.row(class, row);
        if let Some(members) = value.as_object_mut().filter(|members| !members.is_empty()) {
            let link = format!("{}/api/now/attachment/{}/file", self.base, row.sys_id());
            members.insert("download_link".to_owned(), json!(link));
        }
        value
    }

    /// The file of an attachment, with what is wrong with it.
    fn file(&self, sys_id: &str) -> Result<Reply, Reply> {
        let found = self.sight.row(ATTACHMENTS, sys_id)?;
        let wounds = &self.sight.faults.files;
        let place = || self.sight.store.rows(ATTACHMENTS).take_while(|(_, row)| row.sys_id() <= sys_id).count();
        let place = if wounds.is_empty() { 0 } else { place() };
        let mut body = beside::file(sys_id);
        match wounds.iter().find(|(ordinal, _)| *ordinal == place).map(|(_, wound)| wound) {
            Some(FileWound::Gone) => return Err(refusal::missing()),
            Some(FileWound::Forbidden) => return Err(refusal::restricted()),
            Some(FileWound::Empty) => body.clear(),
            Some(FileWound::Short) => body.truncate(body.len() / 2),
            None => {}
        }
        let media = if found.1.get("content_type") == "text/csv" { "text/csv" } else { "text/plain" };
        let about = self.attachment(&self.attachments(), found).to_string();
        Ok(Reply { status: 200, media, headers: Vec::new(), body }.with("X-Attachment-Metadata", about))
    }
}

/// A result as every answer wraps it.
fn result(value: Value) -> Reply {
    Reply::json(200, json!({"result": value}).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_operations() {
        let operation = |path| Route::of(path).ok().map(|route| (route.operation, route.is_first));
        assert_eq!(operation("/api/now/table/incident"), Some((Operation::Table("incident"), false)));
        assert_eq!(operation("/api/now/v1/table/incident/0a"), Some((Operation::Row("incident", "0a"), true)));
        assert_eq!(operation("/api/now/v2/stats/task"), Some((Operation::Stats("task"), false)));
        assert_eq!(operation("/api/now/attachment/0a/file"), Some((Operation::File("0a"), false)));
        for path in ["/api/now/v3/table/incident", "/api/now/batch", "/api/now/v1/batch", "/table/incident", "/"] {
            assert!(operation(path).is_none(), "{path}");
        }
    }

    #[test]
    fn tokens_alone_are_asked_for_by_post() {
        assert!(is_read("GET", "/api/now/table/task") && is_read("POST", "/oauth_token.do"));
        assert!(!is_read("POST", "/api/now/table/task") && !is_read("DELETE", "/oauth_token.do"));
    }
}
