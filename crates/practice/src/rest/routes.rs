//! From a path to its answer: which listing it is, which arguments it takes, and how its records are wrapped.

use super::door::KEY_ARGUMENT;
use super::faults::Slip;
use super::listing::{Arguments, Listing, Page, time};
use super::options::Options;
use super::paging::Paging;
use super::record::{self, Row};
use super::store::Store;
use crate::faults::hit;
use crate::reply::Reply;
use serde_json::{Value, json};
use url::form_urlencoded;

/// Where tokens are given out, and where customers are listed by a POST.
pub(super) const TOKEN: &str = "/oauth/token";
const SEARCH: &str = "/v1/customers/search";

/// Arguments of the listing of customers, beside those of its paging.
const FILTERS: [&str; 5] = ["updated_since", "updated_before", "created_from", "created_to", "sort"];
/// The most ids in one request.
const MOST_IDS: usize = 100;

/// Whether a request reads, by its method and its path and query.
pub(super) fn is_read(method: &str, target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    matches!(method, "GET" | "HEAD") || (method == "POST" && [TOKEN, SEARCH].contains(&path))
}

/// An operation, with the ids in its path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    Customers,
    Search,
    ByIds,
    Deleted,
    Customer(u64),
    OrdersOf(u64),
    Orders,
    Stock,
    Regions,
}

impl Route {
    /// The operation of a path, with these arguments; an unknown one is a 404.
    pub(super) fn of(path: &str, arguments: &Arguments) -> Result<Self, Reply> {
        let missing = || Reply::problem(404, "There is nothing at this path.");
        let id = |id: &str| id.parse().map_err(|_| missing());
        let parts: Vec<&str> = path.strip_prefix("/v1/").ok_or_else(missing)?.split('/').collect();
        match parts[..] {
            ["customers"] if arguments.contains_key("ids") => Ok(Route::ByIds),
            ["customers"] => Ok(Route::Customers),
            ["customers", "search"] => Ok(Route::Search),
            ["customers", "deleted"] => Ok(Route::Deleted),
            ["customers", number] => id(number).map(Route::Customer),
            ["customers", number, "orders"] => id(number).map(Route::OrdersOf),
            ["orders"] => Ok(Route::Orders),
            ["stock"] => Ok(Route::Stock),
            ["regions"] => Ok(Route::Regions),
            _ => Err(missing()),
        }
    }

    /// Whether it takes this method. Customers are listed either by GET or by POST.
    pub(super) fn takes(self, method: &str, paging: Paging) -> bool {
        let by_post = paging == Paging::Body;
        match self {
            Route::Search => method == "POST" && by_post,
            Route::Customers if by_post => false,
            _ => matches!(method, "GET" | "HEAD"),
        }
    }

    /// How it goes on where the service's listings go on so; nothing for what is no listing in pages.
    fn paging(self, paging: Paging) -> Option<Paging> {
        match self {
            Route::Customers | Route::Search => Some(paging),
            Route::Orders | Route::OrdersOf(_) => Some(if paging == Paging::Body { Paging::None } else { paging }),
            // No member of its records tells the place.
            Route::Stock if paging.goes_by_records() || paging == Paging::Body => Some(Paging::None),
            Route::Stock => Some(paging),
            Route::ByIds | Route::Deleted | Route::Customer(_) | Route::Regions => None,
        }
    }

    fn declares(self, argument: &str, paging: Paging) -> bool {
        let own = match self {
            Route::Customers | Route::Search => FILTERS.contains(&argument),
            Route::ByIds => argument == "ids",
            Route::Deleted => argument == "since",
            Route::Customer(_) | Route::OrdersOf(_) | Route::Orders | Route::Stock | Route::Regions => false,
        };
        own || self.paging(paging).is_some_and(|paging| paging.takes(argument))
    }

    /// The members that lead to its records; none where the answer is an array.
    fn members(self) -> &'static [&'static str] {
        match self {
            Route::Customers | Route::Search | Route::ByIds => &["data", "items"],
            Route::Deleted => &["data"],
            Route::OrdersOf(_) | Route::Orders => &["orders"],
            Route::Stock => &["stock"],
            Route::Customer(_) | Route::Regions => &[],
        }
    }

    /// Whether its answers are pages of a listing.
    pub(super) fn is_listing(self) -> bool {
        self.paging(Paging::None).is_some()
    }
}

/// The arguments of a query, and the key among them; one given twice is a 400.
pub(super) fn arguments(query: &str) -> Result<(Arguments, Option<String>), Reply> {
    let mut arguments = Arguments::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
        let twice = format!("The argument {name} is given twice.");
        if arguments.insert(name, value).is_some() {
            return Err(Reply::problem(400, &twice));
        }
    }
    let key = arguments.remove(KEY_ARGUMENT);
    Ok((arguments, key))
}

/// The arguments in the body of a POST: an object of texts, numbers and nulls.
pub(super) fn arguments_in(sent: &[u8]) -> Result<Arguments, Reply> {
    let refused = || Reply::problem(400, "The body must be a JSON object of texts and numbers.");
    let members: Value = serde_json::from_slice(sent).map_err(|_| refused())?;
    let members = members.as_object().ok_or_else(refused)?.iter().filter(|(_, value)| !value.is_null());
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(refused()),
    };
    members.map(|(name, value)| Ok((name.clone(), text(value)?))).collect()
}

/// What answering needs, for one request.
pub(super) struct Desk<'a> {
    pub(super) options: &'a Options,
    pub(super) store: &'a Store,
    /// The address of the service.
    pub(super) base: &'a str,
    pub(super) path: &'a str,
    pub(super) arguments: &'a Arguments,
    /// Which page of a listing this is, counted from 1; 0 for none.
    pub(super) number: u64,
}

impl Desk<'_> {
    /// The answer of an operation.
    pub(super) fn answer(&self, route: Route) -> Result<Reply, Reply> {
        let unknown = self.arguments.keys().find(|name| !route.declares(name, self.options.paging));
        if let Some(name) = unknown {
            return Err(Reply::problem(400, &format!("The argument {name} is not known here.")));
        }
        match route {
            Route::Customers | Route::Search => self.listed(route, self.filtered()?),
            Route::ByIds => self.by_ids(),
            Route::Deleted => {
                let deleted = self.store.deleted(time(self.arguments, "since")?.unwrap_or(i64::MIN));
                Ok(wrapped(route.members(), Some(&Value::from(deleted).to_string()), &[]))
            }
            Route::Customer(id) => {
                match self.options.faults.own.iter().find(|(of, _)| *of == id) {
                    Some((_, 200)) => return Ok(Reply::json(200, json!({"error": {"code": "merged"}}).to_string())),
                    Some((_, status)) => {
                        return Err(Reply::problem(*status, "The service refuses it as it was told to."));
                    }
                    None => {}
                }
                let row = self.store.customer(id).ok_or_else(|| Reply::problem(404, "There is no such customer."))?;
                Ok(Reply::json(200, self.text(&row)))
            }
            Route::OrdersOf(id) => {
                let orders = self.store.orders(Some(id)).filter(|_| !self.options.faults.without_orders.contains(&id));
                self.listed(route, orders.ok_or_else(|| Reply::problem(404, "There is no such customer."))?)
            }
            Route::Orders => self.listed(route, self.store.orders(None).unwrap_or_default()),
            Route::Stock => self.listed(route, self.store.stock()),
            Route::Regions => Ok(Reply::json(200, Value::from(record::regions()).to_string())),
        }
    }

    fn filtered(&self) -> Result<Vec<Row<'_>>, Reply> {
        let bound = |name| time(self.arguments, name);
        let since = bound("updated_since")?.filter(|_| !self.options.faults.overlooks_since);
        let since = since.map(|since| if self.options.faults.misreads_since { i64::MAX } else { since });
        let updated = (since, bound("updated_before")?);
        let created = (bound("created_from")?, bound("created_to")?);
        let faults = &self.options.faults;
        if let Some(days) = faults.widest {
            let asked = created.0.map(|from| created.1.unwrap_or(self.store.now()).saturating_sub(from));
            if asked.is_none_or(|asked| asked > days as i64 * 86_400_000) {
                return Err(Reply::problem(400, "The window is too large."));
            }
        }
        let created = if faults.overlooked { (None, None) } else { created };
        let within = |at: i64, (from, to): (Option<i64>, Option<i64>)| {
            from.is_none_or(|from| at >= from) && to.is_none_or(|to| at < to + i64::from(faults.inclusive))
        };
        let rows = self.store.listed();
        Ok(rows.filter(|row| within(row.updated, updated) && within(row.created(), created)).collect())
    }

    fn by_ids(&self) -> Result<Reply, Reply> {
        let refused =
            || Reply::problem(400, &format!("The argument ids must be at most {MOST_IDS} numbers with commas."));
        let ids = self.arguments.get("ids").into_iter().flat_map(|ids| ids.split(','));
        let ids: Vec<u64> = ids.map(|id| id.parse().map_err(|_| refused())).collect::<Result<_, _>>()?;
        if ids.len() > MOST_IDS {
            return Err(refused());
        }
        let rows: Vec<Row<'_>> = ids.into_iter().filter_map(|id| self.store.customer(id)).collect();
        let meta = json!({"total": rows.len(), "has_more": false, "next": null, "next_cursor": null});
        Ok(wrapped(Route::ByIds.members(), Some(&self.array(&rows)), &[("meta", meta)]))
    }

    /// A page of a listing.
    fn listed(&self, route: Route, rows: Vec<Row<'_>>) -> Result<Reply, Reply> {
        let (faults, paging) = (&self.options.faults, route.paging(self.options.paging).unwrap_or(Paging::None));
        let slip = hit(&faults.slips, self.number);
        let (arguments, path, number, usual) = (self.arguments, self.path, self.number, self.options.page_size);
        let listing = Listing { paging, arguments, path, number, slip, faults, usual };
        let page = listing.page(rows)?;
        let meta = ("meta", self.meta(&listing, &page));
        let members = route.members();
        let why = json!({"code": "internal", "message": "The listing could not be read."});
        let records = self.array(&page.rows);
        let reply = match slip {
            Some(Slip::ErrorInside) => return Ok(Reply::json(200, json!({"error": why}).to_string())),
            Some(Slip::NotOk) => wrapped(members, Some("[]"), &[meta, ("ok", json!(false)), ("error", why)]),
            Some(Slip::NoRecords) => wrapped(members, None, &[meta]),
            Some(Slip::NullRecords) => wrapped(members, Some("null"), &[meta]),
            _ => wrapped(members, Some(&records), &[meta]),
        };
        Ok(match (paging, &page.next) {
            (Paging::Header, Some(cursor)) => reply.with("X-Next-Cursor", cursor),
            (Paging::Link, Some(cursor)) => {
                let (first, next) = (format!("{}{path}", self.base), self.address(&listing, cursor));
                reply.with("Link", format!("<{first}>; rel=\"first\", <{next}>; rel=\"next\""))
            }
            _ => reply,
        })
    }

    fn meta(&self, listing: &Listing<'_>, page: &Page<'_>) -> Value {
        let total = page.total + if self.options.faults.wrong_total { 7 } else { 0 };
        let cursor = page.next.as_deref();
        let next_cursor = cursor.filter(|_| matches!(listing.paging, Paging::Cursor | Paging::Body));
        let in_meta = cursor.filter(|_| matches!(listing.paging, Paging::NextUrl | Paging::NextPath));
        let next = in_meta.map(|cursor| self.address(listing, cursor));
        let has_more = (listing.paging == Paging::LastId).then_some(page.more);
        // Beside its header nothing of such an answer says that more follows.
        let total = (listing.paging != Paging::Header).then_some(total);
        json!({"total": total, "has_more": has_more, "next": next, "next_cursor": next_cursor})
    }

    /// The address of the next page, or its path and query for a paging that names no host.
    fn address(&self, listing: &Listing<'_>, cursor: &str) -> String {
        let link = listing.link(cursor);
        match (listing.slip == Some(Slip::Elsewhere), listing.paging == Paging::NextPath) {
            (false, true) => link,
            (false, false) => format!("{}{link}", self.base),
            (true, true) => format!("//evil.example{link}"),
            (true, false) => format!("https://evil.example{link}"),
        }
    }

    fn array(&self, rows: &[Row<'_>]) -> String {
        let texts: Vec<String> = rows.iter().map(|row| self.text(row)).collect();
        format!("[{}]", texts.join(","))
    }

    fn text(&self, row: &Row<'_>) -> String {
        record::written(self.store.value(row), self.options.faults.wounds_of(row.id))
    }
}

/// An answer with records below these members, and others beside them. `records` is JSON; nothing leaves the innermost
/// member out.
fn wrapped(members: &[&str], records: Option<&str>, beside: &[(&str, Value)]) -> Reply {
    let mut text = String::new();
    for (depth, member) in members.iter().rev().enumerate() {
        text = match (depth, records) {
            (0, Some(records)) => format!("\"{member}\":{records}"),
            (0, None) => text,
            _ => format!("\"{member}\":{{{text}}}"),
        };
    }
    let beside = beside.iter().map(|(name, value)| format!("\"{name}\":{value}"));
    let all: Vec<String> = [text].into_iter().filter(|text| !text.is_empty()).chain(beside).collect();
    Reply::json(200, format!("{{{}}}", all.join(",")))
}
