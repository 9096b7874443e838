//! One page of a listing: where it starts, which rows it holds, and the link to the next one.

use super::cursor::{Cursor, Place};
use super::faults::{Faults, Slip};
use super::json::put;
use super::query::Query;
use super::reply::Reply;
use crate::faults::hit;
use crate::random;
use url::form_urlencoded::byte_serialize;

/// What a request for a page of a listing asks for.
pub(super) struct Listing<'a> {
    path: &'a str,
    query: &'a Query,
    base: &'a str,
    limit: usize,
    mark: u64,
    issued: u64,
    after: Option<Place>,
    slip: Option<Slip>,
    unsorted: bool,
}

/// Which request this is, counted from 1.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    /// Among all requests.
    pub(super) request: u64,
    /// Among those for a page of a listing.
    pub(super) listing: u64,
}

impl<'a> Listing<'a> {
    /// Reads limit and cursor; a cursor of another listing is a 400. `usual` is the limit when none is given, and
    /// `most` what a larger one silently becomes.
    pub(super) fn read(
        (path, query, base): (&'a str, &'a Query, &'a str),
        (usual, most): (u64, u64),
        faults: &Faults,
        numbers: Numbers,
    ) -> Result<Self, Reply> {
        let slip = hit(&faults.slips, numbers.listing);
        let issued = if faults.wants_fresh_cursors() { numbers.request } else { 0 };
        let asked = query.number("limit").unwrap_or(usual).min(most) as usize;
        let limit = faults.part.map_or(asked, |part| part.min(asked));
        let mark = mark(path, query, limit);
        let unsorted = faults.unsorted;
        let mut listing = Self { path, query, base, limit, mark, issued, after: None, slip, unsorted };
        if let Some(text) = query.text("cursor") {
            let cursor = Cursor::decode(text, listing.order(), mark).ok_or_else(Reply::bad_cursor)?;
            if faults.forget.is_some_and(|from| numbers.request >= from && cursor.issued < from) {
                return Err(Reply::bad_cursor());
            }
            listing.after = cursor.place();
        }
        Ok(listing)
    }

    /// The order as the parameter names it.
    pub(super) fn order(&self) -> &'a str {
        self.query.text("sort").unwrap_or("id")
    }

    /// The order in which it goes, as its field and whether it descends.
    pub(super) fn sort(&self) -> (&'a str, bool) {
        let order = if self.unsorted { "id" } else { self.order() };
        order.strip_prefix('-').map_or((order, false), |field| (field, true))
    }

    /// After which place its rows start.
    pub(super) fn after(&self) -> Option<&Place> {
        self.after.as_ref().filter(|_| self.slip != Some(Slip::SamePage))
    }

    /// The answer with as many of the rows as fit. `room` is a guess of the bytes of a row.
    pub(super) fn answer<'r, T: 'r>(
        &self,
        rows: impl Iterator<Item = &'r T>,
        place: impl Fn(&T) -> Place,
        room: usize,
        write: impl Fn(&mut String, &T) -> Result<(), Reply>,
    ) -> Result<Reply, Reply> {
        let mut rows: Vec<&T> = rows.take(self.limit + 1).collect();
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = self.next(rows.last().filter(|_| more).map(|row| place(row)));
        if self.slip == Some(Slip::Empty) {
            rows.clear();
        }
        let mut out = String::with_capacity(rows.len() * room + 1024);
        out.push_str("{\"results\":[");
        for (number, row) in rows.iter().enumerate() {
            out.push_str(if number == 0 { "" } else { "," });
            write(&mut out, row)?;
        }
        Ok(self.envelope(out, next))
    }

    fn envelope(&self, mut out: String, next: Option<String>) -> Reply {
        let mut header = format!("<{}>; rel=\"base\"", self.base);
        out.push_str("],\"_links\":{");
        if let Some(next) = next {
            put(&mut out, format_args!("\"next\":\"{next}\","));
            header.insert_str(0, &format!("<{next}>; rel=\"next\", "));
        }
        put(&mut out, format_args!("\"base\":\"{}\"}}}}", self.base));
        if self.slip == Some(Slip::NoResults) {
            out = format!("{{\"_links\":{{\"base\":\"{}\"}}}}", self.base);
        }
        Reply::json(200, out).with("Link", header)
    }

    /// The next link, given the last place served if there is more.
    fn next(&self, last: Option<Place>) -> Option<String> {
        match (self.slip, self.query.text("cursor")) {
            (Some(Slip::Empty), _) => Some(self.link_after(self.after.clone())),
            (Some(Slip::SamePage), _) => Some(self.link_after(None)),
            (Some(Slip::SameCursor), Some(cursor)) => Some(self.link(cursor)),
            (Some(Slip::Elsewhere), _) => Some(format!("https://evil.example{}", self.link_after(last))),
            _ => last.map(|last| self.link_after(Some(last))),
        }
    }

    fn link_after(&self, place: Option<Place>) -> String {
        self.link(&Cursor::new(self.order(), self.mark, place, self.issued).encode())
    }

    /// Host-relative, with `/wiki`; parameters by name, so that the limit stands behind the cursor; the
    /// cursor with its `=` as they are.
    fn link(&self, cursor: &str) -> String {
        let mut parameters: Vec<(&str, String)> = self.query.all().map(|(name, value)| (name, quoted(value))).collect();
        parameters.retain(|(name, _)| !matches!(*name, "cursor" | "limit"));
        parameters.push(("cursor", cursor.replace('+', "%2B")));
        parameters.push(("limit", self.limit.to_string()));
        parameters.sort();
        let parameters: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}?{}", self.path, parameters.join("&"))
    }
}

fn quoted(value: &str) -> String {
    byte_serialize(value.as_bytes()).collect()
}

/// A number for the listing: its path and parameters, except the cursor and what only changes how a row is
/// written. (A client may ask for the same rows without bodies.)
fn mark(path: &str, query: &Query, limit: usize) -> u64 {
    let kept = query.all().filter(|(name, _)| !matches!(*name, "cursor" | "limit" | "body-format"));
    let limit = limit.to_string();
    random::mark([path].into_iter().chain(kept.flat_map(|(name, value)| [name, value])).chain([limit.as_str()]))
}
