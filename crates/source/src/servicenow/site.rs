//! Requests to one instance, and its answers.
//!
//! Every listing is a Table API query over what is left of a [`Range`]: so the `X-Total-Count` of its answer, which counts
//! before access rules, says how many rows are left, and a page that stands for all of them is the end. Limits apply before
//! access rules too: a page that is short hides rows, and one that is empty is followed by the same range with an offset.

use super::account;
use super::address::{api_url, table_url};
use super::count;
use super::dictionary::FieldDictionary;
use super::files;
use super::outside;
use super::page::{Page, total};
use super::query::{Changed, ID, Range, prove_id};
use super::refusals;
use super::rights;
use super::tables::Table;
use super::tombstones::Audited;
use super::zone::Zone;
use crate::config::{Connection, Own};
use crate::count::Count;
use crate::dictionary::Dictionary;
use crate::refused::{Flaw, Refused};
use crate::tombstones::Tombstones;
use crate::{Account, Detail, PageSize, Reading, Session, Sign, Stream, part_of_fields};
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Sighting, WalkKind};
use catchment_io::http::{Answer, Ask, argument, is_inside, with_argument, without_argument};
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use std::ops::Range as Span;
use url::Url;

/// Records of a request for ids and times alone.
const LEAN_RECORDS: u32 = 10_000;
/// Bytes of the names of tables in a condition.
pub(super) const LONGEST_NAMES: usize = 1_000;
/// Records of a page by which `check` tries a table, at most.
const FEW: u32 = 20;

/// One instance.
pub(super) struct Site {
    pub(super) base: Url,
    own: Own,
    page_size: u32,
    pub(super) tables: &'static [Table],
    streams: &'static [Stream],
    pub(super) dictionary: FieldDictionary,
    zone: Zone,
    pub(super) audited: Audited,
    /// When it was opened: what changes later is left to the next run.
    now: NaiveDateTime,
}

/// Which part of records a request asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Ids and times of change.
    Lean,
    /// All that is wanted.
    Whole,
    /// All but free text, which has no bounds.
    Short,
}

impl Site {
    pub(super) fn new(connection: &Connection, tables: &'static [Table], streams: &'static [Stream]) -> Self {
        let (base, own) = (connection.url.clone(), connection.own.clone());
        let dictionary = FieldDictionary::new(&base, &own, tables);
        let (page_size, now) = (connection.page_size, clock::now());
        let (zone, audited) = (Zone::default(), Audited::default());
        Self { base, own, page_size, tables, streams, dictionary, zone, audited, now }
    }

    pub(super) fn table(&self, stream: &str) -> Result<&'static Table> {
        let unknown = || Error::failed(format!("the settings ask for no table {}", printable(stream)));
        self.tables.iter().find(|table| table.stream == stream).ok_or_else(unknown)
    }

    /// Conditions behind those of the settings, or behind the one by which a dataset belongs to the tables of the settings: with what
    /// they extend or what extends them, where that is known and fits into an address.
    fn query_of(&self, table: &Table, more: &str) -> String {
        let belonging = table.dataset.filter(|dataset| !dataset.of_table.is_empty()).and_then(|dataset| {
            let names = self.dictionary.around(dataset.is_inherited)?.join(",");
            (names.len() <= LONGEST_NAMES).then(|| format!("{}IN{names}", dataset.of_table))
        });
        let own = belonging.as_ref().unwrap_or(&table.query);
        if own.is_empty() { more.to_owned() } else { format!("{own}^{more}") }
    }

    /// A request for records of a table under some conditions behind those of the settings.
    fn records(&self, table: &Table, more: &str, limit: u32, part: Part) -> Result<Ask> {
        let mut url = table_url(&self.base, &table.name)?;
        url.query_pairs_mut()
            .append_pair("sysparm_query", &self.query_of(table, more))
            .append_pair("sysparm_exclude_reference_link", "true")
            .append_pair("sysparm_suppress_pagination_header", "true")
            .append_pair("sysparm_limit", &limit.to_string());
        Ok(self.of_part(table, &Ask::get(url), part))
    }

    /// The same request for another part of its records.
    fn of_part(&self, table: &Table, ask: &Ask, part: Part) -> Ask {
        let asked = match part {
            Part::Lean => table.lean(),
            Part::Whole => self.dictionary.asked(table),
            Part::Short => self.dictionary.short(table),
        };
        let display = if table.shows_both && part != Part::Lean { "all" } else { "false" };
        let url = with_argument(&ask.url, "sysparm_display_value", display);
        Ask::get(if asked.is_empty() {
            without_argument(&url, "sysparm_fields")
        } else {
            with_argument(&url, "sysparm_fields", &asked.join(","))
        })
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
    fn asked(&self, table: &Table, ask: &Ask) -> Result<Option<(Range, u32)>, String> {
        let query = argument(&ask.url, "sysparm_query").unwrap_or_default();
        let own = match table.dataset {
            // By which tables it was asked for then does not matter.
            Some(dataset) if !dataset.of_table.is_empty() => {
                query.split_inclusive('^').next().unwrap_or_default().to_owned()
            }
            _ => self.query_of(table, ""),
        };
        let offset = argument(&ask.url, "sysparm_offset").and_then(|offset| offset.parse().ok()).unwrap_or_default();
        let more = query.strip_prefix(&own).unwrap_or(&query);
        if more.starts_with(&format!("{ID}IN")) || more.starts_with(&format!("{ID}=")) {
            return Ok(None);
        }
        let range = Range::read(more, &table.cursor);
        let unread =
            || "it is not known for which records the request asked: the settings or the dictionary have changed";
        Ok(Some((range.ok_or_else(|| unread().to_owned())?, offset)))
    }

    fn page(&self, table: &Table, stream: &Stream, ask: &Ask, body: &[u8]) -> Result<Page, String> {
        let is_both = argument(&ask.url, "sysparm_display_value").as_deref() == Some("all");
        Page::read(body, &stream.envelope, &table.cursor, is_both)
    }
}

impl Session for Site {
    fn premise(&self, aim: &Aim) -> Result<Option<Ask>> {
        let is_timed = aim.kind == WalkKind::Changes || aim.floor.is_some() || aim.until.is_some();
        let newest = aim.newest.filter(|newest| *newest <= self.now);
        if is_timed { self.zone.question(&self.base, self.table(aim.listing.stream)?, newest) } else { Ok(None) }
    }

    fn read_premise(&self, ask: &Ask, answer: &Answer) -> Result<(), Flaw> {
        self.zone.read(ask, &answer.body)
    }

    fn first(&self, aim: &Aim, limit: u32, _: Span<usize>) -> Result<Ask> {
        let table = self.table(aim.listing.stream)?;
        let is_lean = aim.kind == WalkKind::Census && !table.is_people();
        let part = if is_lean { Part::Lean } else { Part::Whole };
        self.records(table, &self.range(aim).write(&table.cursor), limit, part)
    }

    fn page_size(&self, size: PageSize) -> u32 {
        if size == PageSize::Lean { LEAN_RECORDS } else { self.page_size }
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        let table = self.table(stream.name)?;
        let unread = || Error::failed("the position of the next page cannot be read");
        let (offset, more) = next.split_once(' ').ok_or_else(unread)?;
        let url = with_argument(&from.url, "sysparm_query", &self.query_of(table, more));
        Ok(Ask::get(with_argument(&url, "sysparm_offset", offset)))
    }

    fn resume(&self, first: &Ask, kept: &str) -> Result<Ask> {
        let ask = Ask::read(kept)?;
        if is_inside(&self.base, &ask.url) && ask.url.path() == first.url.path() {
            return Ok(ask);
        }
        Err(Error::failed("the next request of a walk is one of another table or instance"))
    }

    fn bodies(&self, stream: &Stream, ask: &Ask, wanted: bool) -> Ask {
        let part = if wanted { Part::Whole } else { Part::Lean };
        self.table(stream.name).map_or_else(|_| ask.clone(), |table| self.of_part(table, ask, part))
    }

    fn has_bodies(&self, stream: &Stream, ask: &Ask) -> bool {
        let lean = |table: &Table| Some(table.lean().join(","));
        self.table(stream.name).is_ok_and(|table| argument(&ask.url, "sysparm_fields") != lean(table))
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
        let Some((range, offset)) = self.asked(table, ask)? else {
            // Asked for by their ids, records come at once; what lacks is looked at.
            return Ok(reading);
        };
        let counted = total(answer).ok_or_else(|| {
            "the response has no header X-Total-Count, which proves the end of a listing; check what is between"
                .to_owned()
        })?;
        let left = counted.saturating_sub(u64::from(offset)).max(reading.objects as u64);
        let stands_for = left.min(limit.max(reading.objects as u64));
        reading.left = Some(left);
        reading.hidden = stands_for - reading.objects as u64;
        reading.is_unsorted = !page.is_sorted(range.is_by_time());
        let (last, last_id) = page.last();
        let is_blank = if range.is_by_time() { last.is_none() } else { last_id.is_none() };
        // What a page does not show may as well stand behind its last record.
        let is_whole = left == stands_for && (reading.hidden == 0 || is_blank);
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
        let asked = self.asked(table, ask).ok().flatten();
        let is_all = asked.is_some_and(|(range, offset)| range == Range::default() && offset == 0);
        let counted = total(answer).unwrap_or_default();
        let limit = self.limit(stream, ask).unwrap_or(LEAN_RECORDS);
        let shows = stream.envelope.objects(&answer.body).ok().flatten().is_some_and(|objects| !objects.is_empty());
        if !is_all || shows || counted == 0 || (counted > u64::from(limit) && limit > FEW) {
            return Ok(());
        }
        Err(rights::unlisted(&self.own, table, counted))
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        let setting = self.table(stream.name).map_or("", |table| table.setting.as_str());
        let what = format!("the instance refused the request for {} {said}", stream.name);
        self.own.refuse(setting, what, "check that the table exists, and the fields and the query of its settings")
    }

    fn forbidden(&self, stream: &Stream, cause: Error) -> Error {
        match self.table(stream.name) {
            Ok(table) => rights::forbidden(&self.own, table, cause),
            Err(error) => error.because(cause),
        }
    }

    fn blank(&self, stream: &Stream, ask: &Ask, answer: &Answer) -> Option<String> {
        let table = self.table(stream.name).ok()?;
        let (range, _) = self.asked(table, ask).ok()??;
        Some(rights::blank(table, &range, total(answer)?))
    }

    fn may_be_size(&self, _: &Stream, _: &str) -> bool {
        false
    }

    fn doubted(&self, stream: &Stream, sign: Sign) -> Option<Error> {
        let table = self.table(stream.name).ok()?;
        let (what, hint) = match sign {
            Sign::SinceIgnored => (
                format!(
                    "{} returns records changed since a future time: the instance ignores the condition",
                    table.name
                ),
                "check `cursor_field`: an instance ignores conditions on fields that it does not have",
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
        self.records(table, &format!("{ID}IN{}", ids.join(",")), limit, Part::Whole)
    }

    fn with_fields(&self, ask: &Ask, part: Span<usize>) -> Option<(Ask, Vec<String>)> {
        let (asked, named) = part_of_fields(&argument(&ask.url, "sysparm_fields")?, ",", ID, part)?;
        Some((Ask::get(with_argument(&ask.url, "sysparm_fields", &asked)), named))
    }

    fn lesser(&self, stream: &Stream, id: &str) -> Result<Option<Ask>> {
        let table = self.table(stream.name)?;
        if self.dictionary.short(table).is_empty() {
            return Ok(None);
        }
        prove_id(id)?;
        self.records(table, &format!("{ID}IN{id}"), 1, Part::Short).map(Some)
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        prove_id(id)?;
        self.records(self.table(stream.name)?, &format!("{ID}={id}"), 1, Part::Lean)
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        let table = self.table(stream.name).map_err(|error| error.one_line())?;
        let page = Page::read(body, &stream.envelope, &table.cursor, false)?;
        Ok(page.reading(Detail::Sightings).sightings.into_iter().next())
    }

    fn outside(&self, stream: &Stream, ids: &[String]) -> Result<Vec<Ask>> {
        let table = self.table(stream.name)?;
        let places = outside::places(table, self.dictionary.line(&table.name));
        let asks = places.iter().flat_map(|place| ids.iter().map(move |id| (place, id)));
        asks.map(|(place, id)| {
            prove_id(id)?;
            Ok(outside::question(table_url(&self.base, place)?, id))
        })
        .collect()
    }

    fn read_outside(&self, stream: &Stream, ask: &Ask, body: &[u8]) -> Result<BTreeMap<String, String>, String> {
        let table = self.table(stream.name).map_err(|error| error.one_line())?;
        outside::read(table, &self.dictionary.line(&table.name), ask, body)
    }

    /// It is counted before access rules, and shown after them.
    fn is_hidden(&self, _: &Stream, _: &str, answer: &Answer) -> bool {
        total(answer).is_some_and(|counted| counted > 0)
    }

    /// Rules that change queries hide a record from counts as well.
    fn has_no_deletion(&self, id: &str) -> bool {
        self.audited.is_left(id)
    }

    fn count_of(&self, aim: &Aim) -> Result<Option<Ask>> {
        let table = self.table(aim.listing.stream)?;
        let query = self.query_of(table, &self.range(aim).made().join("^"));
        Ok(Some(count::question(api_url(&self.base, "stats", &table.name)?, &query)))
    }

    fn read_count_of(&self, _: &Ask, body: &[u8]) -> Result<Count, String> {
        count::read(body)
    }

    fn file(&self, _: &Stream, _: &str, id: &str, _: u32) -> Result<Url> {
        files::url(&self.base, id)
    }

    fn account(&self) -> Result<Option<Ask>> {
        account::question(&self.base, self.own.text("username")).map(Some)
    }

    fn refused_account(&self) -> &[Refused] {
        account::REFUSED
    }

    fn read_account(&self, answer: &Answer) -> Result<Account, String> {
        account::read(answer, self.own.text("username"))
    }

    fn dictionary(&self) -> Option<&dyn Dictionary> {
        Some(&self.dictionary)
    }

    fn tombstones(&self) -> Option<&dyn Tombstones> {
        Some(self)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let probe = |stream: &'static Stream| {
            let range = Range::default().write(&self.table(stream.name)?.cursor);
            Ok((stream, self.records(self.table(stream.name)?, &range, FEW, Part::Lean)?))
        };
        self.streams.iter().map(probe).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;
    use crate::registry::configured;
    use catchment_base::response::Listing;

    fn of_fixture() -> (&'static dyn Source, Box<dyn Session>) {
        let config = configured("servicenow/itsm.toml");
        let connection = config.connection("itsm").unwrap();
        let source = crate::of(connection).unwrap();
        (source, source.connect(connection).unwrap())
    }

    fn first(session: &dyn Session, stream: &Stream, kind: WalkKind, floor: Option<NaiveDateTime>) -> Ask {
        let aim = Aim { floor, ..Aim::new(kind, Listing { stream: stream.name, scope: String::new() }) };
        session.first(&aim, session.page_size(PageSize::of(kind, stream)), 0..0).unwrap()
    }

    #[test]
    fn a_census_stays_lean_from_page_to_page_and_a_history_whole() {
        let (source, session) = of_fixture();
        let stream = crate::stream(source, "sc_task").unwrap();
        for (kind, is_whole, limit) in [(WalkKind::Census, false, 10_000), (WalkKind::Listing, true, 1000)] {
            let mut ask = first(session.as_ref(), stream, kind, None);
            for page in 0..3 {
                assert_eq!(session.has_bodies(stream, &ask), is_whole, "{kind:?} {page}");
                assert_eq!(session.limit(stream, &ask), Some(limit));
                let next = session.follow(stream, &ask, "0 sys_id>a^ORDERBYsys_id").unwrap();
                ask = session.bodies(stream, &next, session.has_bodies(stream, &ask));
            }
        }
        let whole = first(session.as_ref(), stream, WalkKind::Listing, None);
        let fields = "sys_id,sys_created_on,sys_updated_on,sys_mod_count,number,assigned_to.email";
        assert_eq!(argument(&whole.url, "sysparm_fields").as_deref(), Some(fields));
        let lean = session.bodies(stream, &whole, false);
        assert_eq!(argument(&lean.url, "sysparm_fields").as_deref(), Some("sys_id,sys_updated_on,sys_mod_count"));
        assert_eq!(session.bodies(stream, &lean, true), session.bodies(stream, &whole, true));
    }

    #[test]
    fn a_page_says_how_much_is_left_and_where_the_next_one_begins() {
        let (source, session) = of_fixture();
        let stream = crate::stream(source, "sc_task").unwrap();
        let record =
            |id: &str, second: u32| format!(r#"{{"sys_id":"{id}","sys_updated_on":"2026-03-01 00:00:{second:02}"}}"#);
        let read = |ask: &Ask, total: Option<u64>, records: &[String]| {
            let headers = total.iter().map(|total| ("x-total-count".to_owned(), total.to_string())).collect();
            let body = format!(r#"{{"result":[{}]}}"#, records.join(",")).into_bytes();
            session.read(stream, ask, &Answer { status: 200, headers, body, ..Answer::default() }, Detail::Sightings)
        };
        let ask = session.with_limit(stream, &first(session.as_ref(), stream, WalkKind::Listing, None), 3);
        let told = |reading: Reading| (reading.left, reading.hidden, reading.next);
        let page = [record("a", 1), record("b", 2)];
        let behind = |offset: u32, id: &str| Some(format!("{offset} sys_id>{id}^ORDERBYsys_id"));
        // Two of three rows are shown, and seven are left.
        assert_eq!(told(read(&ask, Some(7), &page).unwrap()), (Some(7), 1, behind(0, "b")));
        // As many as are left: the end.
        assert_eq!(told(read(&ask, Some(2), &page).unwrap()), (Some(2), 0, None));
        // One is hidden: among these, or behind them, as the next page tells.
        assert_eq!(told(read(&ask, Some(3), &page).unwrap()), (Some(3), 1, behind(0, "b")));
        assert_eq!(told(read(&ask, Some(1), &[]).unwrap()), (Some(1), 1, None));
        // Nothing is shown: the next three rows of the same range, then behind what they show.
        let next = told(read(&ask, Some(7), &[]).unwrap());
        assert_eq!(next, (Some(7), 3, Some("3 ORDERBYsys_id".to_owned())));
        let next = session.follow(stream, &ask, &next.2.unwrap()).unwrap();
        assert_eq!(told(read(&next, Some(7), &page).unwrap()), (Some(4), 1, behind(0, "b")));
        assert_eq!(told(read(&next, Some(5), &page).unwrap()), (Some(2), 0, None));
        assert!(read(&ask, None, &page).unwrap_err().contains("X-Total-Count"));
        assert!(read(&ask, Some(7), &[record("b", 1), record("a", 2)]).unwrap().is_unsorted);
        // By its time: what has the last time is drained first.
        let floor = super::super::query::read_time("2026-03-01 00:00:00");
        let ask = session.with_limit(stream, &first(session.as_ref(), stream, WalkKind::Changes, floor), 3);
        let next = told(read(&ask, Some(7), &page).unwrap()).2.unwrap();
        assert!(next.starts_with("0 sys_updated_on=2026-03-01 00:00:02^sys_updated_on<="), "{next}");
        assert!(next.ends_with("^sys_id>b^ORDERBYsys_id"), "{next}");
    }

    #[test]
    fn a_piece_is_counted_by_the_condition_that_it_is_listed_by() {
        let (source, session) = of_fixture();
        let stream = crate::stream(source, "u_asset_loan").unwrap();
        let aim = |floor, until| Aim {
            floor,
            until,
            ..Aim::new(WalkKind::Piece, Listing { stream: stream.name, scope: String::new() })
        };
        let time = super::super::query::read_time;
        for (until, behind) in
            [(time("2026-03-02 00:00:00"), "^sys_created_on<2026-03-02 00:00:00"), (Some(Aim::open_end()), "")]
        {
            let aim = aim(time("2026-03-01 00:00:00"), until);
            let ask = session.count_of(&aim).unwrap().unwrap();
            assert!(ask.body.is_none() && ask.url.path() == "/api/now/stats/u_asset_loan", "{}", ask.url);
            let counted = argument(&ask.url, "sysparm_query").unwrap();
            assert_eq!(counted, format!("u_returned=false^sys_created_on>=2026-03-01 00:00:00{behind}"));
            let listed = argument(&session.first(&aim, 3, 0..0).unwrap().url, "sysparm_query").unwrap();
            assert_eq!(listed, format!("{counted}^ORDERBYsys_id"));
        }
    }

    #[test]
    fn every_request_is_a_get_below_the_instance() {
        let (source, session) = of_fixture();
        for stream in source.streams() {
            let kinds = [WalkKind::Listing, WalkKind::Census, WalkKind::Changes, WalkKind::Piece];
            let mut asks: Vec<Ask> = kinds.map(|kind| first(session.as_ref(), stream, kind, None)).into();
            let id = "9c573169c611228700193229fff72400".to_owned();
            asks.push(session.own(stream, &id).unwrap());
            asks.push(session.by_ids(stream, &[id]).unwrap());
            asks.extend(session.probes().unwrap().into_iter().map(|(_, ask)| ask));
            for ask in asks {
                assert!(ask.body.is_none() && ask.url.path().starts_with("/api/now/table/"), "{}", ask.url);
            }
            for id in ["a^b", "a,b", "", "a=b"] {
                assert!(session.own(stream, id).is_err() && session.by_ids(stream, &[id.to_owned()]).is_err(), "{id}");
            }
        }
    }
}
