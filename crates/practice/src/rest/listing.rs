//! One page of a listing: which records it holds, and how it goes on.

use super::faults::{Faults, Slip};
use super::paging::Paging;
use super::record::Row;
use crate::calendar::stamp;
use crate::random;
use crate::reply::Reply;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use serde_json::json;
use std::collections::BTreeMap;
use url::form_urlencoded;

/// What a request asks with, by name.
pub(super) type Arguments = BTreeMap<String, String>;

/// A place in an ordered listing: the key of the record before it.
type Key = (i64, i64);

/// What a listing is ordered by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Id,
    Updated,
    Newest,
}

impl Order {
    fn key(self, row: &Row<'_>) -> Key {
        let id = row.id as i64;
        match self {
            Order::Id => (0, id),
            Order::Updated => (row.updated, id),
            Order::Newest => (-row.updated, -id),
        }
    }
}

/// What a request for a page of a listing asks for.
pub(super) struct Listing<'a> {
    pub(super) paging: Paging,
    pub(super) arguments: &'a Arguments,
    pub(super) path: &'a str,
    /// Which page of a listing this is among all that were asked for, counted from 1.
    pub(super) number: u64,
    pub(super) slip: Option<Slip>,
    pub(super) faults: &'a Faults,
    /// Records on a page when nothing is asked for.
    pub(super) usual: usize,
}

/// A page of a listing.
pub(super) struct Page<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// How many records there are on all pages.
    pub(super) total: usize,
    pub(super) more: bool,
    /// The cursor of the next page, for a paging that has cursors.
    pub(super) next: Option<String>,
}

/// A number from the arguments, or the usual one.
fn number(arguments: &Arguments, name: &str, least: usize, usual: usize) -> Result<usize, Reply> {
    let Some(text) = arguments.get(name) else { return Ok(usual) };
    let number = text.parse().ok().filter(|number| *number >= least);
    number.ok_or_else(|| Reply::problem(400, &format!("The argument {name} must be a number from {least}.")))
}

/// A time from the arguments, in milliseconds since 1970.
pub(super) fn time(arguments: &Arguments, name: &str) -> Result<Option<i64>, Reply> {
    let Some(text) = arguments.get(name) else { return Ok(None) };
    let time = DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_millis());
    let refused = |_| Reply::problem(400, &format!("The argument {name} must be a time like {}.", stamp(0)));
    time.map(Some).map_err(refused)
}

impl Listing<'_> {
    /// The page of these records. Arguments that do not fit, a wrong cursor above all, are a 400.
    pub(super) fn page<'r>(&self, mut rows: Vec<Row<'r>>) -> Result<Page<'r>, Reply> {
        let (asked, size) = (self.order()?, self.size()?);
        let order = if self.faults.unsorted { Order::Id } else { asked };
        rows.sort_by_key(|row| order.key(row));
        let total = rows.len();
        let start = self.start(&mut rows, order, size)?;
        let take = match self.slip {
            Some(Slip::Short) => (size / 2).max(1),
            Some(Slip::Empty) => 0,
            _ => size,
        };
        let end = start.saturating_add(take).min(rows.len());
        let goes_on = end < rows.len() || matches!(self.slip, Some(Slip::Loop | Slip::SamePage));
        let last = rows.get(..end).and_then(|shown| shown.last()).map(|row| order.key(row));
        let next = (self.paging.has_cursor() && goes_on).then(|| self.next(last));
        // The record before is shown again, besides those that were asked for.
        let first = if self.faults.duplicates && end > start { start.saturating_sub(1) } else { start };
        rows.truncate(end);
        Ok(Page { rows: rows.split_off(first), total, more: goes_on, next })
    }

    fn order(&self) -> Result<Order, Reply> {
        match (self.arguments.get("sort").map(String::as_str), self.paging) {
            (None | Some("updated_at"), Paging::Keyset) | (Some("updated_at"), _) => Ok(Order::Updated),
            (None | Some("id"), paging) if paging != Paging::Keyset => Ok(Order::Id),
            (Some("-updated_at"), paging) if paging != Paging::Keyset => Ok(Order::Newest),
            _ => Err(Reply::problem(400, "The listing cannot be sorted so.")),
        }
    }

    fn size(&self) -> Result<usize, Reply> {
        match self.paging {
            Paging::None => Ok(usize::MAX),
            paging => number(self.arguments, paging.size(), 1, self.usual),
        }
    }

    /// Where the page begins among the ordered records.
    fn start(&self, rows: &mut Vec<Row<'_>>, order: Order, size: usize) -> Result<usize, Reply> {
        let place = match self.paging {
            Paging::None => None,
            Paging::Offset => return Ok(self.known(number(self.arguments, "offset", 0, 0)?.min(rows.len()))),
            Paging::Page => {
                let page = number(self.arguments, "page", 1, 1)?;
                return Ok(self.known((page - 1).saturating_mul(size).min(rows.len())));
            }
            Paging::LastId => self.after_id(rows, order)?,
            Paging::Keyset => self.after_key()?,
            _ => self.after_cursor()?,
        };
        let Some(place) = place else { return Ok(0) };
        if self.paging == Paging::Keyset && order != Order::Updated {
            rows.retain(|row| Order::Updated.key(row) > place);
            return Ok(0);
        }
        Ok(self.known(rows.partition_point(|row| order.key(row) <= place)))
    }

    /// A place that the client told, unless a fault has the first page shown again. A loop without a cursor is one.
    fn known(&self, start: usize) -> usize {
        match self.slip {
            Some(Slip::SamePage) => 0,
            Some(Slip::Loop) if !self.paging.has_cursor() => 0,
            _ => start,
        }
    }

    fn after_id(&self, rows: &[Row<'_>], order: Order) -> Result<Option<Key>, Reply> {
        let Some(text) = self.arguments.get("starting_after") else { return Ok(None) };
        let id: u64 = text.parse().map_err(|_| Reply::problem(400, "The argument starting_after must be an id."))?;
        match (order, rows.iter().find(|row| row.id == id)) {
            (Order::Id, _) => Ok(Some((0, id as i64))),
            (_, Some(row)) => Ok(Some(order.key(row))),
            (_, None) => Err(Reply::problem(400, "There is no record with the id of starting_after.")),
        }
    }

    fn after_key(&self) -> Result<Option<Key>, Reply> {
        match (time(self.arguments, "updated_after")?, number(self.arguments, "after_id", 0, 0)?) {
            (None, 0) => Ok(None),
            (Some(time), id) => Ok(Some((time, id as i64))),
            (None, _) => Err(Reply::problem(400, "The argument after_id needs updated_after.")),
        }
    }

    fn after_cursor(&self) -> Result<Option<Key>, Reply> {
        let Some(text) = self.arguments.get("cursor") else { return Ok(None) };
        let json = URL_SAFE_NO_PAD.decode(text).ok();
        let read = json.and_then(|json| serde_json::from_slice::<(u64, Option<Key>, u64)>(&json).ok());
        let place = read.filter(|(mark, ..)| *mark == self.mark()).map(|(_, place, _)| place);
        place.ok_or_else(|| Reply::problem(400, "The cursor is not one of this listing."))
    }

    /// The cursor of the next page, given the last record up to there.
    fn next(&self, last: Option<Key>) -> String {
        match (self.slip, self.arguments.get("cursor")) {
            (Some(Slip::Loop), Some(cursor)) => cursor.clone(),
            (Some(Slip::Loop), None) => self.cursor(None, 0),
            (Some(Slip::SamePage | Slip::Empty), _) => self.cursor(last, self.number),
            _ => self.cursor(last, 0),
        }
    }

    /// A cursor for what follows a place; the number tells cursors of one place apart.
    fn cursor(&self, place: Option<Key>, number: u64) -> String {
        URL_SAFE_NO_PAD.encode(json!([self.mark(), place, number]).to_string())
    }

    /// A number for the listing: its path, size and filters.
    fn mark(&self) -> u64 {
        let filters = self.arguments.iter().filter(|(name, _)| *name != "cursor");
        random::mark([self.path].into_iter().chain(filters.flat_map(|(name, value)| [name.as_str(), value])))
    }

    /// Path and query of the page with this cursor.
    pub(super) fn link(&self, cursor: &str) -> String {
        let filters = self.arguments.iter().filter(|(name, _)| *name != "cursor");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(filters)
            .append_pair("cursor", cursor)
            .finish();
        format!("{}?{query}", self.path)
    }
}
