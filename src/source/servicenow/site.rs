//! Requests to one instance, and its answers.
//!
//! Every listing is a Table API query over what is left of a [`Range`]: so the `X-Total-Count` of its answer, which counts
//! before access rules, says how many rows are left, and a page that stands for all of them is the end. Limits apply before
//! access rules too: a page that is short hides rows, and one that is empty is followed by the same range with an offset.

use super::dictionary::Words;
use super::page::{Page, total};
use super::query::{Changed, ID, Range};
use super::refusals;
use super::tables::Table;
use super::zone::Zone;
use crate::config::{Connection, Own};
use crate::edge::clock;
use crate::edge::http::{Answer, Ask, is_inside};
use crate::error::{Error, Result, printable};
use crate::response::{Aim, Sighting, WalkKind};
use crate::source::dictionary::Dictionary;
use crate::source::refused::{Flaw, Refused};
use crate::source::{Detail, PageSize, Reading, Session, Sign, Stream};
use chrono::NaiveDateTime;
use std::ops::Range as Span;
use url::Url;

/// Records of a request for ids and times alone.
const LEAN_RECORDS: u32 = 10_000;
/// Records of a page by which `check` tries a table, at most.
const FEW: u32 = 20;

/// One instance.
pub(super) struct Site {
    base: Url,
    own: Own,
    page_size: u32,
    tables: &'static [Table],
    streams: &'static [Stream],
    words: Words,
    zone: Zone,
    /// When it was opened: what changes later is left to the next run.
    now: NaiveDateTime,
}

/// The address of a table.
pub(super) fn table_url(base: &Url, table: &str) -> Result<Url> {
    let mut url = base.clone();
    let no_base = || Error::failed(format!("{base} can have no path"));
    url.path_segments_mut().map_err(|()| no_base())?.pop_if_empty().extend(["api", "now", "table", table]);
    Ok(url)
}

/// An argument of an address.
pub(super) fn argument(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// The address with another value of an argument, behind the others.
fn with_argument(url: &Url, name: &str, value: &str) -> Url {
    let others: Vec<(String, String)> =
        url.query_pairs().filter(|(known, _)| known != name).map(|(name, value)| (name.into(), value.into())).collect();
    let mut changed = url.clone();
    changed.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
    changed
}

/// Conditions behind those of the settings.
fn query_of(table: &Table, more: &str) -> String {
    if table.query.is_empty() { more.to_owned() } else { format!("{}^{more}", table.query) }
}

impl Site {
    pub(super) fn new(connection: &Connection, tables: &'static [Table], streams: &'static [Stream]) -> Self {
        let (base, own) = (connection.url.clone(), connection.own.clone());
        let words = Words::new(&base, &own, tables);
        let (page_size, now) = (connection.page_size, clock::now());
        Self { base, own, page_size, tables, streams, words, zone: Zone::default(), now }
    }

    fn table(&self, stream: &str) -> Result<&'static Table> {
        let unknown = || Error::failed(format!("the settings ask for no table {}", printable(stream)));
        self.tables.iter().find(|table| table.stream == stream).ok_or_else(unknown)
    }

    /// A request for records of a table under some conditions behind those of the settings: whole, or lean for ids and times
    /// alone.
    fn records(&self, table: &Table, more: &str, limit: u32, is_lean: bool) -> Result<Ask> {
        let mut url = table_url(&self.base, &table.name)?;
        let asked = if is_lean { vec![ID.to_owned(), table.cursor.clone()] } else { self.words.asked(table) };
        {
            let mut arguments = url.query_pairs_mut();
            arguments.append_pair("sysparm_query", &query_of(table, more));
            if !asked.is_empty() {
                arguments.append_pair("sysparm_fields", &asked.join(","));
            }
            let display = if table.shows_both && !is_lean { "all" } else { "false" };
            arguments.append_pair("sysparm_display_value", display);
            arguments.append_pair("sysparm_exclude_reference_link", "true");
            arguments.append_pair("sysparm_suppress_pagination_header", "true");
            arguments.append_pair("sysparm_limit", &limit.to_string());
        }
        Ok(Ask::get(url))
    }

    /// What a walk asks for first.
    fn range(&self, aim: &Aim) -> Range {
        let until = aim.until.filter(|until| *until != Aim::open_end());
        match (aim.kind, aim.floor) {
            (WalkKind::Changes, Some(floor)) => {
                Range { changed: Changed::From(floor), until: Some(self.now.max(floor)), ..Range::default() }
            }
            (WalkKind::Census | WalkKind::Piece, floor) if aim.until.is_some() => {
                Range { created: (floor, until), ..Range::default() }
            }
            (WalkKind::Census, Some(floor)) => Range { changed: Changed::From(floor), ..Range::default() },
            _ => Range::default(),
        }
    }

    /// The range that a request asks for, with the offset in it; nothing where it asks for records by their ids.
    fn asked(&self, table: &Table, ask: &Ask) -> Option<(Range, u32)> {
        let query = argument(&ask.url, "sysparm_query")?;
        let own = query_of(table, "");
        let offset = argument(&ask.url, "sysparm_offset").and_then(|offset| offset.parse().ok()).unwrap_or_default();
        Some((Range::read(query.strip_prefix(&own)?, &table.cursor)?, offset))
    }

    fn page(&self, table: &Table, stream: &Stream, ask: &Ask, body: &[u8]) -> Result<Page, String> {
        let is_both = argument(&ask.url, "sysparm_display_value").as_deref() == Some("all");
        Page::read(body, &stream.envelope, &table.cursor, is_both)
    }
}

impl Session for Site {
    fn premise(&self, aim: &Aim) -> Result<Option<Ask>> {
        let is_timed = aim.kind == WalkKind::Changes || aim.floor.is_some() || aim.until.is_some();
        if is_timed { self.zone.question(&self.base, self.table(aim.listing.stream)?) } else { Ok(None) }
    }

    fn read_premise(&self, ask: &Ask, body: &[u8]) -> Result<(), Flaw> {
        self.zone.read(ask, body)
    }

    fn first(&self, aim: &Aim, limit: u32, _: Span<usize>) -> Result<Ask> {
        let table = self.table(aim.listing.stream)?;
        let is_lean = aim.kind == WalkKind::Census;
        let limit = if is_lean && limit == self.page_size { LEAN_RECORDS } else { limit };
        self.records(table, &self.range(aim).write(&table.cursor), limit, is_lean)
    }

    fn page_size(&self, _: PageSize) -> u32 {
        self.page_size
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        let table = self.table(stream.name)?;
        let unread = || Error::failed("the position of the next page cannot be read");
        let (offset, more) = next.split_once(' ').ok_or_else(unread)?;
        let url = with_argument(&from.url, "sysparm_query", &query_of(table, more));
        Ok(Ask::get(with_argument(&url, "sysparm_offset", offset)))
    }

    fn resume(&self, first: &Ask, kept: &str) -> Result<Ask> {
        let ask = Ask::read(kept)?;
        if is_inside(&self.base, &ask.url) && ask.url.path() == first.url.path() {
            return Ok(ask);
        }
        Err(Error::failed("the next request of a walk is one of another table or instance"))
    }

    fn limit(&self, _: &Stream, ask: &Ask) -> Option<u32> {
        argument(&ask.url, "sysparm_limit")?.parse().ok()
    }

    fn with_limit(&self, _: &Stream, ask: &Ask, limit: u32) -> Ask {
        Ask::get(with_argument(&ask.url, "sysparm_limit", &limit.to_string()))
    }

    fn refused(&self, _: &Stream) -> &[Refused] {
        refusals::ROWS
    }

    fn refused_by_id(&self, _: &Stream) -> &[Refused] {
        refusals::ROWS
    }

    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        let table = self.table(stream.name).map_err(|error| error.one_line())?;
        let page = self.page(table, stream, ask, &answer.body)?;
        let limit = u64::from(self.limit(stream, ask).unwrap_or(LEAN_RECORDS));
        let mut reading = page.reading(detail);
        let Some((range, offset)) = self.asked(table, ask) else {
            // Asked for by their ids, records come at once; what lacks is looked at.
            return Ok(reading);
        };
        let counted = total(answer).ok_or_else(|| {
            "the response has no header X-Total-Count, which proves the end of a listing; check what is between"
                .to_owned()
        })?;
        let left = counted.saturating_sub(u64::from(offset)).max(reading.objects as u64);
        let stands_for = left.min(limit.max(reading.objects as u64));
        let is_whole = left == stands_for;
        reading.left = Some(left);
        reading.hidden = stands_for - reading.objects as u64;
        reading.is_unsorted = !page.is_sorted(range.is_by_time());
        let (last, last_id) = page.last();
        let is_blank = if range.is_by_time() { last.is_none() } else { last_id.is_none() };
        reading.next = match range.behind(last, last_id, is_whole) {
            Some(next) => Some(format!("0 {}", next.write(&table.cursor))),
            // Nothing on it says where the next one begins.
            None if is_blank && !is_whole => {
                Some(format!("{} {}", u64::from(offset) + stands_for, range.write(&table.cursor)))
            }
            None => None,
        };
        Ok(reading)
    }

    /// A table that is counted and of which nothing is shown.
    fn prove(&self, stream: &Stream, ask: &Ask, answer: &Answer) -> Result<()> {
        let table = self.table(stream.name)?;
        let is_all = self.asked(table, ask).is_some_and(|(range, offset)| range == Range::default() && offset == 0);
        let counted = total(answer).unwrap_or_default();
        let limit = self.limit(stream, ask).unwrap_or(LEAN_RECORDS);
        let shows = stream.envelope.objects(&answer.body).ok().flatten().is_some_and(|objects| !objects.is_empty());
        if !is_all || shows || counted == 0 || (counted > u64::from(limit) && limit > FEW) {
            return Ok(());
        }
        let what = format!("the instance counts {counted} records of {} and shows none of the first", table.name);
        let hint = "the account lacks the right to read the table by the API, whatever it sees in the web interface: give it \
                    a role with a read rule (ACL) for the table and its rows";
        Err(self.own.refuse(&table.setting, what, hint))
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        let setting = self.table(stream.name).map_or("", |table| table.setting.as_str());
        let what = format!("the instance refused the request for {} {said}", stream.name);
        self.own.refuse(setting, what, "check that the table exists, and the fields and the query of its settings")
    }

    fn may_be_size(&self, _: &Stream, _: &str) -> bool {
        false
    }

    fn doubted(&self, stream: &Stream, sign: Sign) -> Option<Error> {
        let table = self.table(stream.name).ok()?;
        let (what, hint) = match sign {
            Sign::SinceIgnored => (
                format!(
                    "{} returns records changed since a future time: the instance overlooks the condition",
                    table.name
                ),
                "check `cursor_field`: an instance overlooks conditions on fields that it does not have",
            ),
            Sign::SinceEmpty => (
                format!("{} returns nothing since a time when one of its records changed", table.name),
                "set the time zone of the integration user to GMT: the instance reads times in it",
            ),
            _ => return None,
        };
        Some(self.own.refuse(&format!("{}.cursor_field", table.setting), what, hint))
    }

    fn by_ids(&self, stream: &Stream, ids: &[String]) -> Result<Ask> {
        let table = self.table(stream.name)?;
        ids.iter().try_for_each(|id| prove_id(id))?;
        let limit = u32::try_from(ids.len()).unwrap_or(LEAN_RECORDS);
        self.records(table, &format!("{ID}IN{}", ids.join(",")), limit, false)
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        prove_id(id)?;
        self.records(self.table(stream.name)?, &format!("{ID}={id}"), 1, true)
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        let table = self.table(stream.name).map_err(|error| error.one_line())?;
        let page = Page::read(body, &stream.envelope, &table.cursor, false)?;
        Ok(page.reading(Detail::Sightings).sightings.into_iter().next())
    }

    /// It is counted before access rules, and shown after them.
    fn is_hidden(&self, _: &Stream, answer: &Answer) -> bool {
        total(answer).is_some_and(|counted| counted > 0)
    }

    fn dictionary(&self) -> Option<&dyn Dictionary> {
        Some(&self.words)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let probe = |stream: &'static Stream| {
            let range = Range::default().write(&self.table(stream.name)?.cursor);
            Ok((stream, self.records(self.table(stream.name)?, &range, FEW, true)?))
        };
        self.streams.iter().map(probe).collect()
    }
}

/// An id that a query can name alone: nothing in it is an operator or stands between ids.
fn prove_id(id: &str) -> Result<()> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !id.is_empty() && id.chars().all(is_plain) {
        return Ok(());
    }
    Err(Error::failed(format!("the id {} cannot be part of a query", printable(id)))
        .hint("the record is read by listings alone"))
}
