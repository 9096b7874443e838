//! The search of v1 by CQL, with the traits of the real one: its own cursors and links, silent caps, a `start`
//! that says nothing, and an index that lags behind.
//!
//! Only what is current is found, unless `cqlcontext` names `archived` among its `contentStatuses`; what is in
//! the trash never is.

use super::attachment::Attachment;
use super::cql::{Candidate, Cql, Order};
use super::files::described;
use super::item::Item;
use super::query::Query;
use super::reply::Reply;
use super::routes::Desk;
use super::shelf::Shelf;
use super::site::Space;
use super::storage::Form;
use crate::practice::calendar;
use crate::practice::random::mark;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
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

/// Something that was found.
#[derive(Clone, Copy)]
enum Found<'a> {
    Item(&'a Item),
    Attachment(&'a Attachment),
}

impl Found<'_> {
    fn number(self) -> u64 {
        match self {
            Found::Item(item) => item.id,
            Found::Attachment(attachment) => attachment.number,
        }
    }

    fn id(self) -> String {
        match self {
            Found::Item(item) => item.id.to_string(),
            Found::Attachment(attachment) => attachment.id(),
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Found::Item(item) => item.kind.name(),
            Found::Attachment(_) => "attachment",
        }
    }

    fn title(self) -> String {
        match self {
            Found::Item(item) => item.title.clone(),
            Found::Attachment(attachment) => attachment.title.clone(),
        }
    }

    fn modified(self) -> i64 {
        match self {
            Found::Item(item) => item.life.modified,
            Found::Attachment(attachment) => attachment.life.modified,
        }
    }

    fn touched(self) -> u64 {
        match self {
            Found::Item(item) => item.touched,
            Found::Attachment(attachment) => attachment.touched,
        }
    }
}

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

    /// What matches behind the cursor, with its place in the order.
    fn found(&self, search: &Search<'_>) -> Vec<((i64, u64), Found<'_>)> {
        let shelf = self.shelf;
        let fresh = shelf.changes.saturating_sub(self.options.faults.search_lag);
        let items = shelf.pages.iter().chain(shelf.posts.iter()).map(|item| (Found::Item(item), item, item.status));
        let attached = shelf.attachments.iter().filter_map(|file| {
            let status = shelf.status_of(file);
            Some((Found::Attachment(file), shelf.container(file)?, status))
        });
        let matching = items.chain(attached).filter(|(row, item, status)| {
            let wanted = search.statuses.iter().any(|wanted| wanted == status) && row.touched() <= fresh;
            wanted && search.matches(*row, item, shelf) && shelf.sees(item)
        });
        let later = |place: &(i64, u64)| match search.after {
            Some(after) if search.cql.descending => *place < after,
            Some(after) => *place > after,
            None => true,
        };
        matching.map(|(row, ..)| (search.place(row), row)).filter(|(place, _)| later(place)).collect()
    }

    /// The object of v1, with what is not expanded named under `_expandable`.
    fn content_object(&self, row: Found<'_>, expand: &[&str]) -> Value {
        let (id, wants) = (row.id(), |name: &str| expand.contains(&name));
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
        put("id", json!(id));
        put("type", json!(row.kind()));
        put("status", json!(self.status_of(row)));
        put("title", json!(row.title()));
        put("macroRenderedOutput", json!({}));
        put("extensions", extensions(row));
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
        match row {
            Found::Item(item) if wants("body.storage") => put("body", body_object(item)),
            _ => expandable["body"] = json!(""),
        }
        put("_expandable", expandable);
        put("_links", self.links_of(row));
        Value::Object(object)
    }

    fn status_of(&self, row: Found<'_>) -> &'static str {
        match row {
            Found::Item(item) => item.status,
            Found::Attachment(attachment) => self.shelf.status_of(attachment),
        }
    }

    fn space_of(&self, row: Found<'_>) -> Option<&Space> {
        let item = match row {
            Found::Item(item) => Some(item),
            Found::Attachment(attachment) => self.shelf.any(attachment.container),
        };
        item.map(|item| &self.shelf.spaces[item.space])
    }

    fn space_object(&self, row: Found<'_>) -> Value {
        let Some(space) = self.space_of(row) else { return Value::Null };
        let Space { id, key, name, kind, .. } = space;
        json!({"id": id, "key": key, "alias": key, "name": name, "type": kind, "status": "current",
            "_expandable": {"settings": format!("/rest/api/space/{key}/settings"), "metadata": "", "operations": "",
                "permissions": "", "icon": "", "description": "", "theme": "", "history": "", "homepage": ""},
            "_links": {"webui": format!("/spaces/{key}"), "self": format!("{}/rest/api/space/{key}", self.base)}})
    }

    fn container_object(&self, row: Found<'_>) -> Value {
        match row {
            Found::Item(_) => self.space_object(row),
            Found::Attachment(attachment) => match self.shelf.any(attachment.container) {
                Some(item) => json!({"id": item.id.to_string(), "type": item.kind.name(), "status": item.status,
                    "title": item.title, "macroRenderedOutput": {}, "_expandable": {"container": "", "space": ""},
                    "_links": {"self": format!("{}/rest/api/content/{}", self.base, item.id)}}),
                None => Value::Null,
            },
        }
    }

    fn version_object(&self, row: Found<'_>) -> Value {
        let (id, when) = (row.id(), stamp_v1(row.modified()));
        let (number, by) = match row {
            Found::Item(item) => (item.version, item.editor),
            Found::Attachment(attachment) => (attachment.version, attachment.author),
        };
        let person = &self.shelf.people[by];
        let by = json!({"type": "known", "accountId": person.account, "accountType": "atlassian", "email": "",
            "publicName": person.name, "displayName": person.name, "isExternalCollaborator": false,
            "_expandable": {"operations": "", "personalSpace": ""}});
        json!({"by": by, "when": when, "friendlyWhen": when[..10], "message": "", "number": number, "minorEdit": false,
            "ncsStepVersion": number.to_string(), "confRev": format!("confluence$content${id}.{number}"),
            "contentTypeModified": false,
            "_expandable": {"collaborators": "", "content": format!("/rest/api/content/{id}")},
            "_links": {"self": format!("{}/rest/api/content/{id}/version/{number}", self.base)}})
    }

    fn history_object(&self, row: Found<'_>) -> Value {
        let created = match row {
            Found::Item(item) => item.life.created,
            Found::Attachment(attachment) => attachment.life.created,
        };
        json!({"latest": true, "createdDate": stamp_v1(created), "_expandable": {"lastUpdated": "", "contributors": ""},
            "_links": {"self": format!("{}/rest/api/content/{}/history", self.base, row.id())}})
    }

    fn links_of(&self, row: Found<'_>) -> Value {
        let (id, key) = (row.id(), self.space_of(row).map_or("", |space| space.key.as_str()));
        let title: String = byte_serialize(row.title().as_bytes()).collect();
        let webui = match row {
            Found::Item(_) => format!("/spaces/{key}/pages/{id}/{title}"),
            Found::Attachment(file) => format!("/pages/viewpageattachments.action?pageId={}", file.container),
        };
        json!({"webui": webui, "self": format!("{}/rest/api/content/{id}", self.base)})
    }
}

fn extensions(row: Found<'_>) -> Value {
    match row {
        Found::Item(item) => json!({"position": item.position}),
        Found::Attachment(attachment) => json!({"mediaType": attachment.media, "comment": attachment.comment,
            "fileSize": attachment.size(attachment.version),
            "mediaTypeDescription": described(attachment)}),
    }
}

fn body_object(item: &Item) -> Value {
    let mut text = String::new();
    item.write_body(&mut text, item.version, Form::Storage);
    let path = format!("/rest/api/content/{}", item.id);
    json!({"storage": {"value": text, "representation": "storage", "embeddedContent": [],
                       "_expandable": {"content": path}},
           "_expandable": {"editor": "", "atlas_doc_format": "", "view": "", "export_view": "", "styled_view": ""}})
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
        let limit = limit(query.text("limit"), &expand)?;
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
            Order::Modified => (row.modified(), row.number()),
        }
    }

    fn matches(&self, row: Found<'_>, item: &Item, shelf: &Shelf) -> bool {
        let space = &shelf.spaces[item.space];
        let (kind, number) = (row.kind(), row.number());
        let (container, life) = match row {
            Found::Item(_) => (None, item.life),
            Found::Attachment(file) => (Some(file.container), file.life),
        };
        self.cql.holds(&Candidate { kind, number, space: &space.key, container, life, shelf })
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

fn limit(text: Option<&str>, expand: &[&str]) -> Result<usize, Reply> {
    let wrong = |text: &str| {
        Reply::v1_error(format!(
            "org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of \
             type 'java.lang.String' to required type 'int'; nested exception is java.lang.NumberFormatException: For \
             input string: \"{text}\""
        ))
    };
    let limit = text.map_or(Ok(USUAL), |text| text.parse::<i64>().map_err(|_| wrong(text)))?;
    if limit < 0 {
        return Err(Reply::v1_error("java.lang.IllegalArgumentException: limit cannot be less than zero".to_owned()));
    }
    let caps = MOST.iter().filter(|(what, _)| expand.iter().any(|expand| expand.starts_with(what)));
    let most = caps.map(|(_, most)| *most).min().unwrap_or(MOST_OF_ALL);
    Ok(limit.min(most) as usize)
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

/// The time as Confluence Cloud v1 writes it: UTC, always with three digits of a second.
fn stamp_v1(millis: i64) -> String {
    calendar::date(millis).to_rfc3339_opts(SecondsFormat::Millis, true)
}
