//! The search of v1 by CQL, with the traits of the real one: its own cursors and links, silent caps, a `start`
//! that says nothing, and an index that lags behind.
//!
//! Only what is current is found, unless `cqlcontext` names `archived` among its `contentStatuses`; what is in
//! the trash never is.

use super::cql::{Asker, Cql, Order};
use super::found::Found;
use super::query::Query;
use super::reply::Reply;
use super::routes::Desk;
use crate::calendar::stamp;
use crate::random::mark;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

/// Results on a page when nothing is asked for.
const USUAL: i64 = 25;
/// Results on a page at most, silently, by what is expanded.
const MOST: [(&str, i64); 3] = [("body.export_view", 25), ("body.styled_view", 25), ("body.storage", 50)];
/// Results on a page at most.
const MOST_OF_ALL: i64 = 1000;
/// The first text inside of a cursor, which gives its Base64 a `+`.
const MARK: &str = "s>>>";

/// Which search it is: that of content alone, or that of rows around what is found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Content,
    Rows,
}

impl Way {
    /// Its path, relative to the base.
    fn path(self) -> &'static str {
        if self == Way::Content { "/rest/api/content/search" } else { "/rest/api/search" }
    }

    /// What is to be expanded of content: rows name it by where they hold it.
    fn of_content(self, expand: &str) -> Vec<&str> {
        let all = expand.split(',').map(str::trim).filter(|part| !part.is_empty());
        match self {
            Way::Content => all.collect(),
            Way::Rows => all.filter_map(|part| part.strip_prefix("content.")).collect(),
        }
    }

    /// What stands in its cursors before the Base64 and behind it.
    fn cursor(self) -> (&'static str, &'static str) {
        if self == Way::Content { ("_sa_", "") } else { ("_t_", "_h_W10=") }
    }
}

/// What a request asks for.
struct Search<'q> {
    way: Way,
    text: &'q str,
    cql: Cql,
    /// What is expanded of content, and the parameter that says so.
    expand: Vec<&'q str>,
    expanded: &'q str,
    statuses: Vec<String>,
    limit: usize,
    /// What the cursors of this search have in common.
    mark: String,
    /// The cursor that was sent, and the place in it.
    cursor: Option<&'q str>,
    after: Option<(i64, u64)>,
}

/// A row with its place in the order.
type Placed<'a> = ((i64, u64), Found<'a>);

impl Desk<'_> {
    /// A page of the results of a search.
    pub(super) fn search(&self, query: &Query) -> Result<Reply, Reply> {
        let search = Search::read(query, Way::Content, Asker::of(self.shelf, self.zone))?;
        let (rows, more) = search.page(self.found(&search));
        self.must_know_ancestors(&search, &rows)?;
        let more = more || search.ends_with_an_empty_page();
        let write = |row: &Placed<'_>| self.content_object(row.1, &search.expand);
        let page = self.search_page(query, &search, (&rows, more), write);
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// A page of rows around what a query finds, with the number of all: this search counts.
    pub(super) fn search_all(&self, query: &Query) -> Result<Reply, Reply> {
        let is_number = |name: &str| query.text(name).is_none_or(|text| text.parse::<i64>().is_ok());
        if !is_number("start") || !is_number("limit") {
            return Err(Reply::json(404, ""));
        }
        let search = Search::read(query, Way::Rows, Asker::of(self.shelf, self.zone))?;
        let found = self.found(&search);
        let total = found.len();
        let (rows, more) = search.page(found);
        let write = |row: &Placed<'_>| self.found_row(row.1, &search);
        let mut page = self.search_page(query, &search, (&rows, more), write);
        page.extend([
            ("totalSize".to_owned(), json!(total)),
            ("cqlQuery".to_owned(), json!(search.text)),
            ("searchDuration".to_owned(), json!(7)),
        ]);
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// What both searches tell of a page. They overlook `start` and give it back.
    fn search_page(
        &self,
        query: &Query,
        search: &Search<'_>,
        (rows, more): (&[Placed<'_>], bool),
        write: impl Fn(&Placed<'_>) -> Value,
    ) -> Map<String, Value> {
        let own = format!("{}?cql={}", search.way.path(), percent(search.text));
        let mut links = json!({"base": self.base, "context": "/wiki", "self": format!("{}{own}", self.base)});
        if more {
            let last = rows.last().map(|(place, _)| *place).or(search.after);
            links["next"] = json!(search.link(("next", &search.cursor_behind(last))));
        }
        if let Some(sent) = search.cursor.filter(|_| search.way == Way::Rows) {
            links["prev"] = json!(search.link(("prev", sent)));
        }
        let start = query.text("start").and_then(|start| start.parse::<u64>().ok()).unwrap_or_default();
        Map::from_iter([
            ("results".to_owned(), rows.iter().map(write).collect()),
            ("start".to_owned(), json!(start)),
            ("limit".to_owned(), json!(search.limit)),
            ("size".to_owned(), json!(rows.len())),
            ("_links".to_owned(), links),
        ])
    }

    fn found_row(&self, row: Found<'_>, search: &Search<'_>) -> Value {
        json!({"content": self.content_object(row, &search.expand), "title": row.title(row.version(), self.shelf),
            "excerpt": "", "url": format!("/content/{}", row.id()), "breadcrumbs": [], "entityType": "content",
            "iconCssClass": format!("aui-icon content-type-{}", row.kind()), "score": 0.0,
            "lastModified": stamp(row.life().modified)})
    }

    /// Fails as the real search does where restrictions of ancestors are asked for and one of them cannot be read.
    fn must_know_ancestors(&self, search: &Search<'_>, rows: &[Placed<'_>]) -> Result<(), Reply> {
        let asked = search.expand.iter().any(|expand| expand.starts_with("ancestors.restrictions"));
        let above = |row: &Found<'_>| self.shelf.chain(row.number()).skip(1).collect::<Vec<u64>>();
        let lost = rows
            .iter()
            .filter(|_| asked)
            .flat_map(|(_, row)| above(row))
            .find_map(|id| self.options.faults.lost_ancestors.iter().find(|(lost, _)| *lost == id));
        match lost {
            Some((_, true)) => Err(Reply::outdated_ancestor()),
            Some((id, false)) => Err(Reply::lost_ancestor(*id)),
            None => Ok(()),
        }
    }

    /// Everything that matches, in order.
    fn found(&self, search: &Search<'_>) -> Vec<Placed<'_>> {
        let shelf = self.shelf;
        let fresh = shelf.indexed(&self.options.faults, self.numbers.request);
        let matching = Found::all(shelf).filter(|row| {
            let status = row.status(shelf);
            let wanted = search.statuses.iter().any(|wanted| wanted == status) && row.touched() <= fresh;
            wanted && search.cql.holds(*row, shelf) && row.is_seen(shelf)
        });
        let mut rows: Vec<Placed<'_>> = matching.map(|row| (search.place(row), row)).collect();
        rows.sort_by(|(one, _), (two, _)| if search.cql.descending { two.cmp(one) } else { one.cmp(two) });
        rows
    }
}

impl<'q> Search<'q> {
    fn read(query: &'q Query, way: Way, asker: Asker) -> Result<Self, Reply> {
        let text = query.text("cql").ok_or_else(|| Reply::bad_v1_request("cql query parameter is required"))?;
        if text.trim().is_empty() {
            return Err(Reply::bad_v1_request("Could not parse cql : "));
        }
        let unreadable = |why| Reply::bad_v1_request(&format!("Could not parse cql : {why}"));
        let cql = Cql::read(text, asker).map_err(unreadable)?;
        let expanded = query.text("expand").unwrap_or_default();
        let expand = way.of_content(expanded);
        let limit = limit(query, &expand)?;
        let statuses = statuses(query.text("cqlcontext"))?;
        let (mark, cursor) = (format!("{:016x}", mark([text, &limit.to_string()])), query.text("cursor"));
        let mut search = Self { way, text, cql, expand, expanded, statuses, limit, mark, cursor, after: None };
        if let Some(cursor) = cursor {
            search.after = search.after(cursor).ok_or_else(Reply::bad_search_cursor)?;
        }
        Ok(search)
    }

    /// The rows behind the cursor that fit on a page, and whether there are more.
    fn page<'a>(&self, rows: Vec<Placed<'a>>) -> (Vec<Placed<'a>>, bool) {
        let later = |(place, _): &Placed<'_>| match self.after {
            Some(after) if self.cql.descending => *place < after,
            Some(after) => *place > after,
            None => true,
        };
        let mut rows: Vec<Placed<'a>> = rows.into_iter().filter(later).take(self.limit + 1).collect();
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        (rows, more)
    }

    /// The place that a cursor of this search holds; the outer nothing for any other text.
    fn after(&self, cursor: &str) -> Option<Option<(i64, u64)>> {
        let (before, behind) = self.way.cursor();
        let json = STANDARD.decode(cursor.strip_prefix(before)?.strip_suffix(behind)?).ok()?;
        let parts: Value = serde_json::from_slice(&json).ok()?;
        if parts[0] != MARK || parts[1] != self.mark {
            return None;
        }
        Some(parts[2].as_i64().zip(parts[3].as_u64()))
    }

    fn place(&self, row: Found<'_>) -> (i64, u64) {
        match self.cql.order {
            Order::Id => (row.number() as i64, row.number()),
            Order::Modified => (row.life().modified, row.number()),
            Order::Created => (row.life().created, row.number()),
        }
    }

    /// About every second search gives a next link at its end, and the page behind it, which is empty, does too.
    fn ends_with_an_empty_page(&self) -> bool {
        self.mark.ends_with(|digit: char| digit.to_digit(16).is_some_and(|digit| digit.is_multiple_of(2)))
    }

    /// The cursor of what follows a place.
    fn cursor_behind(&self, place: Option<(i64, u64)>) -> String {
        let (value, id) = place.unzip();
        let mut json = json!([MARK, self.mark, value, id]).to_string();
        while json.len() % 3 != 1 {
            json.push(' ');
        }
        let (before, behind) = self.way.cursor();
        format!("{before}{}{behind}", STANDARD.encode(json))
    }

    /// A link to another page, which it is called; relative to the base, which holds `/wiki`.
    fn link(&self, (name, cursor): (&str, &str)) -> String {
        let (path, cursor) = (self.way.path(), percent(cursor));
        let (expand, limit) = (percent(self.expanded), self.limit);
        let expand = if expand.is_empty() { String::new() } else { format!("&expand={expand}") };
        let mut statuses = String::new();
        if self.statuses != ["current"] {
            statuses = format!("&cqlcontext={}", percent(&json!({"contentStatuses": self.statuses}).to_string()));
        }
        let cql = percent(self.text);
        format!("{path}?{name}=true&cursor={cursor}{expand}&limit={limit}&start={limit}{statuses}&cql={cql}")
    }
}

fn limit(query: &Query, expand: &[&str]) -> Result<usize, Reply> {
    let limit = v1_number(query, "limit", USUAL)?;
    let caps = MOST.iter().filter(|(what, _)| expand.iter().any(|expand| expand.starts_with(what)));
    let most = caps.map(|(_, most)| *most).min().unwrap_or(MOST_OF_ALL);
    Ok(limit.min(most) as usize)
}

/// A number among the parameters of v1, not below zero; refused in the words of v1.
pub(super) fn v1_number(query: &Query, name: &str, usual: i64) -> Result<i64, Reply> {
    let wrong = |text: &str| {
        Reply::v1_error(format!(
            "org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of \
             type 'java.lang.String' to required type 'int'; nested exception is java.lang.NumberFormatException: For \
             input string: \"{text}\""
        ))
    };
    let number = query.text(name).map_or(Ok(usual), |text| text.parse::<i64>().map_err(|_| wrong(text)))?;
    match number {
        0.. => Ok(number),
        _ => Err(Reply::v1_error(format!("java.lang.IllegalArgumentException: {name} cannot be less than zero"))),
    }
}

/// The statuses that a `cqlcontext` names.
fn statuses(context: Option<&str>) -> Result<Vec<String>, Reply> {
    let Some(context) = context else { return Ok(vec!["current".to_owned()]) };
    let unreadable = || Reply::bad_v1_request("Could not parse cqlcontext");
    let context: Value = serde_json::from_str(context).map_err(|_| unreadable())?;
    let Some(statuses) = context.get("contentStatuses") else { return Ok(vec!["current".to_owned()]) };
    let statuses = statuses.as_array().ok_or_else(unreadable)?;
    let known = |status: &&Value| matches!(status.as_str(), Some("current" | "archived"));
    Ok(statuses.iter().filter(known).filter_map(|status| status.as_str().map(str::to_owned)).collect())
}

/// Percent-encoded, a space as `%20`.
fn percent(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
