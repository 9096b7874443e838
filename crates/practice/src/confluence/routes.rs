//! From a path to its answer: the read operations of Confluence Cloud v2 for spaces and content, and those of v1 that
//! tell who asks, search by CQL and lead to the bytes of an attachment. The others stand in `operations`.

use super::Options;
use super::attachment;
use super::cursor::{Key, Place};
use super::declared;
use super::door::Door;
use super::faults::{Told, Wound};
use super::item::{Item, Kind, Parent};
use super::json::{self, View};
use super::listing::{Listing, Numbers};
use super::media::Links;
use super::operations::{self, Op, Operation};
use super::query::{Declared, Query};
use super::reply::Reply;
use super::rows::Field;
use super::shelf::Shelf;
use super::site::Space;
use axum::http::Method;
use chrono_tz::Tz;
use serde_json::{Value, json};

/// Bytes of a row without its body, roughly.
pub(super) const ROW: usize = 900;

/// Results on a page when nothing is asked for, of attachments and of everything else (Confluence Cloud v2
/// OpenAPI, `limit`).
const USUAL: (u64, u64) = (50, 25);

/// How many labels, properties or likes an `include-` flag adds at most.
const MOST_INCLUDED: usize = 50;

/// Versions on a page at most, silently, when their bodies are asked for (since June 2026).
const MOST_VERSIONS: u64 = 50;

/// An operation, with the ids in its path.
#[derive(Clone, Copy)]
pub(super) enum Route {
    Spaces,
    Space(u64),
    InSpace(u64, Kind),
    All(Kind),
    One(u64, Kind),
    Attachments,
    AttachedTo(u64, Kind),
    Attachment(u64),
    Convert,
    /// Of a container and an attachment.
    Download(u64, u64),
    Servlet,
    Search,
    Me,
    /// Any other one, with the number in its path.
    Further(&'static Operation, u64),
}

impl Route {
    /// The operation of a path; an unknown one is a 404, in v1 the one given, a removed one a 410, an id that is no number a 400.
    pub(super) fn of(path: &str, unknown: impl FnOnce() -> Reply) -> Result<Self, Reply> {
        if let Some(operation) = Operation::of(path) {
            let number = match operation.id(path) {
                Some((id, true)) => attachment_number(id)?,
                Some((id, false)) => number(id)?,
                None => 0,
            };
            return Ok(Route::Further(operation, number));
        }
        if let Some(v1) = path.strip_prefix("/wiki/rest/api/") {
            let gone = || if operations::is_removed(path) { Reply::gone() } else { unknown() };
            return Self::of_v1(v1).ok_or_else(gone);
        }
        if path.starts_with("/wiki/download/attachments/") {
            return Ok(Route::Servlet);
        }
        let Some(v2) = path.strip_prefix("/wiki/api/v2/") else {
            return Err(Reply::no_such_path());
        };
        let parts: Vec<&str> = v2.split('/').collect();
        match parts[..] {
            ["spaces"] => Ok(Route::Spaces),
            ["spaces", id] => Ok(Route::Space(number(id)?)),
            ["spaces", id, kind] => Ok(Route::InSpace(number(id)?, content(kind)?)),
            ["attachments"] => Ok(Route::Attachments),
            ["attachments", id] => Ok(Route::Attachment(attachment_number(id)?)),
            ["content", "convert-ids-to-types"] => Ok(Route::Convert),
            [kind] => Ok(Route::All(content(kind)?)),
            [kind, id, "attachments"] => content(kind).and_then(|kind| Ok(Route::AttachedTo(number(id)?, kind))),
            [kind, id] => content(kind).and_then(|kind| Ok(Route::One(number(id)?, kind))),
            _ => Err(Reply::not_found()),
        }
    }

    fn of_v1(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["user", "current"] => Some(Route::Me),
            ["content", "search"] => Some(Route::Search),
            ["content", container, "child", "attachment", id, "download"] => {
                Some(Route::Download(container.parse().ok()?, attachment::number_of(id)?))
            }
            _ => None,
        }
    }

    /// The method it takes.
    pub(super) fn method(self) -> Method {
        match self {
            Route::Convert => Method::POST,
            Route::Further(operation, _) if operation.op == Op::UsersBulk => Method::POST,
            _ => Method::GET,
        }
    }

    /// Its parameters.
    pub(super) fn declared(self) -> Declared {
        match self {
            Route::Spaces => declared::SPACES,
            Route::Space(_) => declared::SPACE,
            Route::InSpace(_, Kind::Page) => declared::SPACE_PAGES,
            Route::InSpace(_, Kind::BlogPost) => declared::SPACE_POSTS,
            Route::All(Kind::Page) => declared::PAGES,
            Route::All(Kind::BlogPost) => declared::POSTS,
            Route::One(_, Kind::Page) => declared::PAGE,
            Route::One(_, Kind::BlogPost) => declared::POST,
            Route::Attachments | Route::AttachedTo(..) => declared::ATTACHMENTS,
            Route::Attachment(_) => declared::ATTACHMENT,
            Route::Convert => declared::CONVERT,
            Route::Download(..) => declared::DOWNLOAD,
            Route::Servlet => declared::SERVLET,
            Route::Search => declared::SEARCH,
            Route::Me => declared::ME,
            Route::Further(operation, _) => operation.declared,
        }
    }

    /// Whether it is the listing of one space.
    pub(super) fn is_of_space(self) -> bool {
        matches!(self, Route::InSpace(..))
    }

    /// Whether it is one object.
    pub(super) fn is_of_object(self) -> bool {
        match self {
            Route::One(..) | Route::Attachment(_) => true,
            Route::Further(operation, _) => matches!(operation.op, Op::Comment(_) | Op::Task | Op::Node(_)),
            _ => false,
        }
    }

    /// Whether it is the search.
    pub(super) fn is_search(self) -> bool {
        matches!(self, Route::Search)
    }

    /// Whether its answers come in pages.
    pub(super) fn is_listing(self) -> bool {
        match self {
            Route::Attachments | Route::AttachedTo(..) | Route::Spaces | Route::InSpace(..) | Route::All(_) => true,
            Route::Further(operation, _) => operation.is_listing(),
            _ => false,
        }
    }
}

fn number(id: &str) -> Result<u64, Reply> {
    let number: i64 = id.parse().map_err(|_| Reply::wrong_type("id", "Long"))?;
    u64::try_from(number).map_err(|_| Reply::not_found())
}

fn attachment_number(id: &str) -> Result<u64, Reply> {
    attachment::number_of(id).ok_or_else(|| Reply::wrong_type("id", "AttachmentId"))
}

fn content(kind: &str) -> Result<Kind, Reply> {
    match kind {
        "pages" => Ok(Kind::Page),
        "blogposts" => Ok(Kind::BlogPost),
        _ => Err(Reply::not_found()),
    }
}

/// What answering needs, for one request.
pub(super) struct Desk<'a> {
    pub(super) options: &'a Options,
    pub(super) shelf: &'a Shelf,
    pub(super) base: &'a str,
    pub(super) path: &'a str,
    pub(super) numbers: Numbers,
    /// What came with a POST, and its media type.
    pub(super) sent: (&'a [u8], &'a str),
    pub(super) links: &'a Links,
    /// Where the account's clock is.
    pub(super) zone: Tz,
}

impl Desk<'_> {
    /// The answer of an operation.
    pub(super) fn answer(&self, route: Route, query: &Query) -> Result<Reply, Reply> {
        match route {
            Route::Spaces => self.spaces(query),
            Route::Space(id) => self.space(id, query),
            Route::InSpace(id, kind) => self.in_space(id, kind, query),
            Route::All(kind) => {
                let within = query.numbers("space-id");
                let ids = within.map(|ids| ids.iter().filter_map(|id| Some(self.shelf.space(*id)?.0)).collect());
                self.content(kind, ids, query)
            }
            Route::One(id, kind) => self.one(id, kind, query),
            Route::Attachments => self.attachments(None, query),
            Route::AttachedTo(id, kind) => self.attachments(Some((id, kind)), query),
            Route::Attachment(number) => self.attachment(number, query),
            Route::Convert => self.convert(),
            Route::Download(container, number) => self.download(container, number, query),
            Route::Servlet => Err(Reply::no_servlet(self.base)),
            Route::Search => self.search(query),
            Route::Me => self.me(),
            Route::Further(operation, number) => self.further(operation.op, number, query),
        }
    }

    /// What a request for a page of attachments or of anything else asks for.
    pub(super) fn listing<'q>(&'q self, query: &'q Query, of_files: bool) -> Result<Listing<'q>, Reply> {
        let usual = if of_files { USUAL.0 } else { USUAL.1 };
        let heavy = self.path.ends_with("/versions") && query.text("body-format").is_some();
        let limits = (usual, if heavy { MOST_VERSIONS } else { u64::MAX });
        Listing::read((self.path, query, self.base), limits, &self.options.faults, self.numbers)
    }

    fn spaces(&self, query: &Query) -> Result<Reply, Reply> {
        let listing = self.listing(query, false)?;
        let (field, descending) = listing.sort();
        let place = |space: &Space| place_of_space(field, space);
        let is_listed = |space: &Space| !self.options.faults.wounds_of(space.id).any(|wound| wound == Wound::Unlisted);
        let is_there = |space: &Space| !self.options.faults.no_space && !space.hidden && is_listed(space);
        let shown = |space: &&Space| is_there(space) && space_matches(space, query);
        let mut spaces: Vec<&Space> = self.shelf.spaces.iter().filter(shown).collect();
        spaces.sort_by_cached_key(|space| place(space));
        if descending {
            spaces.reverse();
        }
        let later = |space: &Space| match listing.after() {
            Some(after) if descending => place(space) < *after,
            Some(after) => place(space) > *after,
            None => true,
        };
        let (description, icon) = (query.text("description-format"), query.flag("include-icon"));
        listing.answer(spaces.into_iter().filter(|space| later(space)), place, ROW, |out, space| {
            json::space(out, self.shelf, space, description, icon);
            Ok(())
        })
    }

    fn space(&self, id: u64, query: &Query) -> Result<Reply, Reply> {
        let (_, space) = self.shelf.space(id).ok_or_else(Reply::not_found)?;
        let mut out = String::new();
        json::space(&mut out, self.shelf, space, query.text("description-format"), query.flag("include-icon"));
        for name in ["operations", "properties", "permissions", "role-assignments", "labels"] {
            if query.flag(&format!("include-{name}")) {
                let key = if name == "role-assignments" { "roleAssignments" } else { name };
                insert_before_end(&mut out, &included(key, self.annexed(name, id)));
            }
        }
        Ok(Reply::json(200, out))
    }

    fn in_space(&self, id: u64, kind: Kind, query: &Query) -> Result<Reply, Reply> {
        let (index, space) = self.shelf.space(id).ok_or_else(Reply::not_found)?;
        if self.options.faults.forbidden.contains(&space.key) {
            return Err(Reply::forbidden());
        }
        self.content(kind, Some(vec![index]), query)
    }

    fn content(&self, kind: Kind, spaces: Option<Vec<usize>>, query: &Query) -> Result<Reply, Reply> {
        let listing = self.listing(query, false)?;
        let (field, descending) = listing.sort();
        let field = Field::named(field);
        let filter = Filter::new(kind, spaces, query);
        let rows = self.shelf.of(kind).in_order((field, descending), listing.after());
        let by_id = query.text("id").is_some();
        let unseen = if by_id { Wound::Unanswered } else { Wound::Unlisted };
        let listed = |item: &Item| !self.options.faults.wounds_of(item.id).any(|wound| wound == unseen);
        let rows = rows.filter(|item| filter.lets(item) && self.shelf.sees(item) && listed(item));
        let body = query.text("body-format");
        let room = ROW + body.map_or(0, |_| self.options.body + self.options.body / 8);
        let view = View { body, version: None, with_version: true, base: None, extra: "" };
        let most = self.options.faults.short_feed.filter(|_| descending).unwrap_or(usize::MAX);
        listing.answer(rows.take(most), |item| field.place(item), room, |out, item| self.write(out, item, view))
    }

    fn write(&self, out: &mut String, item: &Item, view: View<'_>) -> Result<(), Reply> {
        let faults = &self.options.faults;
        if view.body.is_some() && faults.wounds_of(item.id).any(|wound| wound == Wound::Poison) {
            return Err(Reply::broken());
        }
        json::item(out, self.shelf, faults, item, view);
        Ok(())
    }

    fn one(&self, id: u64, kind: Kind, query: &Query) -> Result<Reply, Reply> {
        let is_answered = !self.options.faults.wounds_of(id).any(|wound| wound == Wound::Unanswered);
        let item = self.shelf.item(kind, id).filter(|_| is_answered).ok_or_else(Reply::not_found)?;
        let wanted = query.number("version").unwrap_or(u64::from(item.version));
        let version = u32::try_from(wanted).ok().filter(|version| *version != item.version);
        let status = if version.is_some() { "historical" } else { item.status };
        let other_status = query.list("status").is_some_and(|statuses| !statuses.contains(&status));
        // Nobody has drafts here, and no version is ahead of the present one.
        if wanted > u64::from(item.version) || other_status || query.flag("get-draft") {
            return Err(Reply::not_found());
        }
        let with_version = query.text("include-version") != Some("false");
        let extra = self.included(item, query);
        let view =
            View { body: query.text("body-format"), version, with_version, base: Some(self.base), extra: &extra };
        let mut out = String::new();
        self.write(&mut out, item, view)?;
        Ok(Reply::json(200, out))
    }

    /// What the `include-` flags add; no item has operations.
    fn included(&self, item: &Item, query: &Query) -> String {
        let mut extra = String::new();
        for name in ["labels", "properties", "operations", "likes"] {
            if query.flag(&format!("include-{name}")) {
                extra.push_str(&included(name, self.annexed(name, item.id)));
            }
        }
        if query.flag("include-versions") {
            let editor = &self.shelf.people[item.editor].account;
            extra.push_str(",\"versions\":{\"results\":[");
            json::version(&mut extra, item, editor, item.version);
            extra.push_str("],\"meta\":{\"hasMore\":false}}");
        }
        if query.flag("include-favorited-by-current-user-status") {
            extra.push_str(",\"isFavoritedByCurrentUser\":false");
        }
        if query.flag("include-direct-children") {
            let children: Vec<_> = self.children(item).collect();
            extra.push_str(&format!(",\"directChildren\":{}", json!({"results": children})));
        }
        extra
    }

    fn children(&self, of: &Item) -> impl Iterator<Item = Value> {
        let children =
            self.shelf.pages.iter().filter(|item| item.parent.page() == Some(of.id) && item.status != "trashed");
        children.filter(|item| self.shelf.sees(item)).take(50).map(|child| {
            let space = self.shelf.spaces[child.space].id.to_string();
            json!({"id": child.id.to_string(), "status": child.status, "title": child.title, "type": "page",
                   "spaceId": space, "childPosition": child.position})
        })
    }

    /// The address of the account: the user name, where that is not the name of a client or an app.
    fn email(&self) -> &str {
        match self.options.door {
            Door::OAuth | Door::Connect => "",
            Door::Token | Door::Scoped | Door::DataCenter => &self.options.username,
        }
    }

    fn me(&self) -> Result<Reply, Reply> {
        let person = match self.options.faults.account {
            Some(Told::Anonymous) => {
                let nobody = json!({"type": "anonymous", "profilePicture": null, "displayName": "Anonymous"});
                return Ok(Reply::json(200, nobody.to_string()));
            }
            Some(Told::Forbidden) => return Err(Reply::forbidden()),
            Some(Told::Other) => &self.shelf.people[1],
            None => &self.shelf.people[0],
        };
        let (account, name) = (&person.account, &person.name);
        let link = format!("{}/rest/api/user?accountId={account}", self.base);
        let picture =
            json!({"path": format!("/wiki/aa-avatar/{account}"), "width": 48, "height": 48, "isDefault": false});
        let me = json!({
            "type": "known", "accountId": account, "accountType": "atlassian", "email": self.email(),
            "publicName": name, "displayName": name, "profilePicture": picture, "timeZone": self.zone.name(),
            "isExternalCollaborator": false, "isGuest": false, "locale": "en_US", "accountStatus": "active",
            "_expandable": {"operations": "", "personalSpace": ""},
            "_links": {"self": link, "base": self.base, "context": "/wiki"},
        });
        Ok(Reply::json(200, me.to_string()))
    }
}

/// A key with a list, as an `include-` flag adds it: the first fifty.
pub(super) fn included(key: &str, mut values: Vec<Value>) -> String {
    let more = values.len() > MOST_INCLUDED;
    values.truncate(MOST_INCLUDED);
    format!(",\"{key}\":{{\"results\":{},\"meta\":{{\"hasMore\":{more}}}}}", Value::Array(values))
}

/// Adds keys, each with a comma before it, to a finished object.
fn insert_before_end(object: &mut String, keys: &str) {
    object.pop();
    object.push_str(keys);
    object.push('}');
}

fn place_of_space(field: &str, space: &Space) -> Place {
    let key = match field {
        "key" => Key::Text(space.key.clone()),
        "name" => Key::Text(space.name.clone()),
        _ => Key::Number(space.id as i64),
    };
    (key, space.id)
}

/// No space is archived, has a label or is anybody's favourite.
fn space_matches(space: &Space, query: &Query) -> bool {
    query.numbers("ids").is_none_or(|ids| ids.contains(&space.id))
        && query.list("keys").is_none_or(|keys| keys.contains(&space.key.as_str()))
        && query.text("type").is_none_or(|kind| kind == space.kind)
        && query.text("status") != Some("archived")
        && query.text("labels").is_none()
        && query.text("favorited-by").is_none()
}

/// Which items a listing shows.
struct Filter<'a> {
    statuses: Vec<&'a str>,
    ids: Option<Vec<u64>>,
    spaces: Option<Vec<usize>>,
    title: Option<&'a str>,
    live: Option<bool>,
    root: bool,
}

impl<'a> Filter<'a> {
    fn new(kind: Kind, spaces: Option<Vec<usize>>, query: &'a Query) -> Self {
        let usual = if kind == Kind::Page { vec!["current", "archived"] } else { vec!["current"] };
        Self {
            statuses: query.list("status").unwrap_or(usual),
            ids: query.numbers("id"),
            spaces,
            title: query.text("title"),
            live: query.text("subtype").map(|subtype| subtype == "live"),
            root: query.text("depth") == Some("root"),
        }
    }

    fn lets(&self, item: &Item) -> bool {
        self.statuses.contains(&item.status)
            && self.ids.as_ref().is_none_or(|ids| ids.binary_search(&item.id).is_ok())
            && self.spaces.as_ref().is_none_or(|spaces| spaces.contains(&item.space))
            && self.title.is_none_or(|title| title == item.title)
            && self.live.is_none_or(|live| live == item.live)
            && (!self.root || matches!(item.parent, Parent::None))
    }
}
