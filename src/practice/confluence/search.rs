//! The search of v1 by CQL, with the traits of the real one: its own cursors and links, silent caps, a `start`
//! that says nothing, and an index that lags behind.
//!
//! Only what is current is found, unless `cqlcontext` names `archived` among its `contentStatuses`; what is in
//! the trash never is.

use super::cql::{Cql, Order};
use super::found::Found;
use super::query::Query;
use super::reply::Reply;
use super::routes::Desk;
use crate::practice::calendar::stamp;
use crate::practice::random::mark;
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
/// How a cursor begins, and the first text inside, which gives its Base64 a `+`.
const MARK: (&str, &str) = ("_sa_", "s>>>");

/// What a request asks for.
struct Search<'q> {
    text: &'q str,
    cql: Cql,
    expand: Vec<&'q str>,
    statuses: Vec<String>,
    limit: usize,
    /// What the cursors of this search have in common.
    mark: String,
    after: Option<(i64, u64)>,
}

impl Desk<'_> {
    /// A page of the results of a search.
    pub(super) fn search(&self, query: &Query) -> Result<Reply, Reply> {
        let search = Search::read(query, self.zone)?;
        let mut rows: Vec<((i64, u64), Found<'_>)> = self.found(&search);
        rows.sort_by(|(one, _), (two, _)| if search.cql.descending { two.cmp(one) } else { one.cmp(two) });
        let more = rows.len() > search.limit;
        rows.truncate(search.limit);
        self.must_know_ancestors(&search, &rows)?;
        let last = rows.last().map(|(place, _)| *place).or(search.after);
        let results: Vec<Value> = rows.iter().map(|(_, row)| self.content_object(*row, &search.expand)).collect();
        let start = query.text("start").and_then(|start| start.parse::<u64>().ok()).unwrap_or_default();
        let mut links = Map::new();
        links.insert("base".to_owned(), json!(self.base));
        links.insert("context".to_owned(), json!("/wiki"));
        links.insert("self".to_owned(), json!(format!("{}{}", self.base, search.path())));
        if more || search.ends_with_an_empty_page() {
            links.insert("next".to_owned(), json!(search.next(last)));
        }
        let (size, limit) = (results.len(), search.limit);
        let answer = json!({"results": results, "start": start, "limit": limit, "size": size, "_links": links});
        Ok(Reply::json(200, answer.to_string()))
    }

    /// The first rows around what a query finds, with the number of all: this search counts.
    pub(super) fn search_all(&self, query: &Query) -> Result<Reply, Reply> {
        let search = Search::read(query, self.zone)?;
        let mut rows: Vec<((i64, u64), Found<'_>)> = self.found(&search);
        rows.sort_by_key(|(place, _)| *place);
        let shown: Vec<Value> = rows.iter().take(search.limit).map(|(_, row)| self.found_row(*row, &search)).collect();
        let answer = json!({"results": shown, "start": 0, "limit": search.limit, "size": shown.len(),
            "totalSize": rows.len(), "cqlQuery": search.text, "searchDuration": 7,
            "_links": {"base": self.base, "context": "/wiki"}});
        Ok(Reply::json(200, answer.to_string()))
    }

    fn found_row(&self, row: Found<'_>, search: &Search<'_>) -> Value {
        json!({"content": self.content_object(row, &search.expand), "title": row.title(row.version(), self.shelf),
            "excerpt": "", "url": format!("/content/{}", row.id()), "breadcrumbs": [], "entityType": "content",
            "iconCssClass": format!("aui-icon content-type-{}", row.kind()), "score": 0.0,
            "lastModified": stamp(row.life().modified)})
    }

    /// Fails as the real search does where restrictions of ancestors are asked for and one of them cannot be read.
    fn must_know_ancestors(&self, search: &Search<'_>, rows: &[((i64, u64), Found<'_>)]) -> Result<(), Reply> {
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

    /// What matches behind the cursor, with its place in the order.
    fn found(&self, search: &Search<'_>) -> Vec<((i64, u64), Found<'_>)> {
        let shelf = self.shelf;
        let fresh = shelf.changes.saturating_sub(self.options.faults.search_lag);
        let matching = Found::all(shelf).filter(|row| {
            let status = row.status(shelf);
            let wanted = search.statuses.iter().any(|wanted| wanted == status) && row.touched() <= fresh;
            wanted && search.cql.holds(*row, shelf) && row.is_seen(shelf)
        });
        let later = |place: &(i64, u64)| match search.after {
            Some(after) if search.cql.descending => *place < after,
            Some(after) => *place > after,
            None => true,
        };
        matching.map(|row| (search.place(row), row)).filter(|(place, _)| later(place)).collect()
    }
}

impl<'q> Search<'q> {
    fn read(query: &'q Query, zone: chrono_tz::Tz) -> Result<Self, Reply> {
        let text = query.text("cql").ok_or_else(|| Reply::bad_v1_request("cql query parameter is required"))?;
        if text.trim().is_empty() {
            return Err(Reply::bad_v1_request("Could not parse cql : "));
        }
        let unreadable = |why| Reply::bad_v1_request(&format!("Could not parse cql : {why}"));
        let cql = Cql::read(text, zone).map_err(unreadable)?;
        let expand = query.list("expand").unwrap_or_default();
        let limit = limit(query, &expand)?;
        let statuses = statuses(query.text("cqlcontext"))?;
        let mark = mark([text, &limit.to_string()]);
        let mut search = Self { text, cql, expand, statuses, limit, mark: format!("{mark:016x}"), after: None };
        if let Some(cursor) = query.text("cursor") {
            search.after = search.after(cursor).ok_or_else(Reply::bad_search_cursor)?;
        }
        Ok(search)
    }

    /// The place that a cursor of this search holds; the outer nothing for any other text.
    fn after(&self, cursor: &str) -> Option<Option<(i64, u64)>> {
        let json = STANDARD.decode(cursor.strip_prefix(MARK.0)?).ok()?;
        let parts: Value = serde_json::from_slice(&json).ok()?;
        if parts[0] != MARK.1 || parts[1] != self.mark {
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

    /// Relative to the base, which holds `/wiki`.
    fn path(&self) -> String {
        format!("/rest/api/content/search?cql={}", percent(self.text))
    }

    fn next(&self, last: Option<(i64, u64)>) -> String {
        let (value, id) = last.unzip();
        let mut json = json!([MARK.1, self.mark, value, id]).to_string();
        while json.len() % 3 != 1 {
            json.push(' ');
        }
        let cursor = percent(&format!("{}{}", MARK.0, STANDARD.encode(json)));
        let (expand, limit) = (percent(&self.expand.join(",")), self.limit);
        let expand = if expand.is_empty() { String::new() } else { format!("&expand={expand}") };
        let mut statuses = String::new();
        if self.statuses != ["current"] {
            statuses = format!("&cqlcontext={}", percent(&json!({"contentStatuses": self.statuses}).to_string()));
        }
        let cql = percent(self.text);
        format!(
            "/rest/api/content/search?next=true&cursor={cursor}{expand}&limit={limit}&start={limit}{statuses}&cql={cql}"
        )
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
