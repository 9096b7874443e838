//! Deletions by the audit of an instance: one listing for all tables.
//!
//! `sys_audit` records every deletion, also of tables that are not audited and of `no_audit_delete`, and what was recovered;
//! `sys_audit_delete` those of audited tables. A row has the table of the class that its record had, which may be one that extends
//! the table of the settings; ids tell records apart.

use super::address::{raw, table_url};
use super::page::{self, total};
use super::query::{CREATED, Changed, ID, Range, read_time};
use super::site::{LONGEST_NAMES, Site};
use crate::tombstones::{Feed, Page, Tombstone, Tombstones};
use catchment_base::error::{Result, printable};
use catchment_base::response::Envelope;
use catchment_io::http::{Answer, Ask, argument};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

const AUDIT: &str = "sys_audit";
/// The listings, the one that covers most first.
const LISTINGS: &[&str] = &[AUDIT, "sys_audit_delete"];
/// What happened to a record, in place of the name of a field: that it was deleted, that it is back.
const KINDS: &str = "fieldnameINDELETED,RECOVERED";
const RECOVERED: &str = "RECOVERED";
/// The id of the record that a row is about.
const KEY: &str = "documentkey";
/// Audit is written behind the transaction that it is about, and by queues that may be late.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// Rows of one request.
const ROWS: u32 = 10_000;

/// What the audit of all deletions has said in this run.
#[derive(Default)]
pub struct Audited(Mutex<Option<BTreeSet<String>>>);

impl Audited {
    fn ids(&self) -> MutexGuard<'_, Option<BTreeSet<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a page of it.
    fn take(&self, page: &Page) {
        let mut ids = self.ids();
        if page.is_withheld {
            *ids = None;
        } else {
            let gone = page.tombstones.iter().filter(|said| !said.is_back).map(|said| said.object.clone());
            ids.get_or_insert_default().extend(gone);
        }
    }

    /// Whether the audit was read and names no deletion of a record.
    pub(super) fn is_left(&self, id: &str) -> bool {
        self.ids().as_ref().is_some_and(|ids| !ids.contains(id))
    }
}

impl Site {
    /// The condition of rows about records that are read.
    fn about(&self, listing: &str) -> String {
        // With more names than fit the deletions of all tables are listed.
        let tables =
            self.dictionary.classes().map(|names| names.join(",")).filter(|names| names.len() <= LONGEST_NAMES);
        let tables = tables.map(|names| format!("tablenameIN{names}^"));
        let kinds = (listing == AUDIT).then(|| format!("{KINDS}^"));
        format!("{}{}", tables.unwrap_or_default(), kinds.unwrap_or_default())
    }

    fn rows(&self, listing: &str, about: &str, range: &Range) -> Result<Ask> {
        let kind = if listing == AUDIT { ",fieldname" } else { "" };
        let (query, fields) = (format!("{about}{}", range.write(CREATED)), format!("{ID},{CREATED},{KEY}{kind}"));
        Ok(raw(table_url(&self.base, listing)?, &query, &fields, ROWS))
    }

    /// The request for what is behind a page; nothing where that shows no place to go on from.
    fn behind(&self, listing: &str, ask: &Ask, page: &page::Page, is_whole: bool) -> Result<Option<Ask>> {
        let query = argument(&ask.url, "sysparm_query").unwrap_or_default();
        let at = query.find(CREATED).unwrap_or_default();
        let (about, range) = query.split_at(at);
        let (last, last_id) = page.last();
        let next = Range::read(range, CREATED).and_then(|range| range.behind(last, last_id, is_whole));
        next.map(|next| self.rows(listing, about, &next)).transpose()
    }
}

impl Tombstones for Site {
    fn feeds(&self) -> Vec<Feed> {
        let lasting = self.tables.iter().filter(|table| !table.is_event && !table.is_people());
        let streams: Vec<&'static str> = lasting.map(|table| table.stream.as_str()).collect();
        let feed = Feed { name: "audit", streams, listings: LISTINGS, overlap: OVERLAP, every: TimeDelta::zero() };
        if feed.streams.is_empty() { Vec::new() } else { vec![feed] }
    }

    fn first(&self, listing: &str, since: NaiveDateTime) -> Result<Ask> {
        let range = Range { changed: Changed::From(since), ..Range::default() };
        self.rows(listing, &self.about(listing), &range)
    }

    fn read(&self, ask: &Ask, answer: &Answer) -> Result<Page, String> {
        let listing = ask.url.path_segments().and_then(Iterator::last).unwrap_or_default();
        // An error in it makes it no answer.
        let page = page::Page::read(&answer.body, &Envelope::list("result"), CREATED, false)?;
        let result: Vec<Map<String, Value>> = page::result(&answer.body)?;
        let tombstones: Vec<Tombstone> = result.iter().filter_map(|row| tombstone(listing, row)).collect();
        let counted =
            total(answer).ok_or("the response has no header X-Total-Count, which proves the end of a listing")?;
        let next = self.behind(listing, ask, &page, counted <= u64::from(ROWS)).map_err(|error| error.one_line())?;
        let page = Page { is_withheld: tombstones.is_empty() && counted > 0, tombstones, next, ..Page::default() };
        if listing == AUDIT {
            self.audited.take(&page);
        }
        Ok(page)
    }
}

/// What a row says; nothing where access rules leave out what it is about.
fn tombstone(listing: &str, row: &Map<String, Value>) -> Option<Tombstone> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    Some(Tombstone {
        object: text(KEY)?.to_owned(),
        at: read_time(text(CREATED)?)?,
        by: format!("row {} of {listing}", printable(text(ID)?)),
        is_back: text("fieldname") == Some(RECOVERED),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::configured;
    use crate::{Session, Source};

    fn of_fixture() -> (&'static dyn Source, Box<dyn Session>) {
        let config = configured("servicenow/itsm.toml");
        let connection = config.connection("itsm").unwrap();
        let source = crate::of(connection).unwrap();
        (source, source.connect(connection).unwrap())
    }

    /// The line of a table with these extensions, as an earlier run noted it.
    fn recall(source: &dyn Source, session: &dyn Session, below: &dyn Fn(&str) -> String) {
        for stream in source.streams() {
            let noted = format!("{{\"above\":[],\"below\":[{}]}}", below(stream.name));
            session.dictionary().unwrap().recall(stream, Vec::new(), &noted);
        }
    }

    fn query(session: &dyn Session, listing: &str) -> String {
        let since = read_time("2026-03-01 00:00:00").unwrap();
        argument(&session.tombstones().unwrap().first(listing, since).unwrap().url, "sysparm_query").unwrap()
    }

    const SINCE: &str = "sys_created_on>=2026-03-01 00:00:00^ORDERBYsys_created_on^ORDERBYsys_id";

    #[test]
    fn one_listing_is_about_all_tables_and_what_extends_them() {
        let (source, session) = of_fixture();
        // Which classes records have is not known: ids tell them apart.
        assert_eq!(query(session.as_ref(), "sys_audit"), format!("fieldnameINDELETED,RECOVERED^{SINCE}"));
        assert_eq!(query(session.as_ref(), "sys_audit_delete"), SINCE);
        recall(source, session.as_ref(), &|stream| {
            if stream == "ci" { "\"cmdb_ci_server\"".to_owned() } else { String::new() }
        });
        let names = "change_request,cmdb_ci,cmdb_ci_server,cmdb_rel_ci,incident,kb_knowledge,problem,sc_task,sys_user_group,u_asset_loan";
        let tables = format!("tablenameIN{names}");
        assert_eq!(query(session.as_ref(), "sys_audit"), format!("{tables}^fieldnameINDELETED,RECOVERED^{SINCE}"));
        assert_eq!(query(session.as_ref(), "sys_audit_delete"), format!("{tables}^{SINCE}"));
        // They are too many for an address.
        let many = (0..60).map(|number| format!("\"cmdb_ci_class_{number:02}\"")).collect::<Vec<_>>().join(",");
        recall(source, session.as_ref(), &|stream| if stream == "ci" { many.clone() } else { String::new() });
        assert_eq!(query(session.as_ref(), "sys_audit_delete"), SINCE);
        let feeds = session.tombstones().unwrap().feeds();
        assert!(feeds.len() == 1 && feeds[0].streams.contains(&"user_group"), "{feeds:?}");
        assert!(!feeds[0].streams.contains(&"journal_entry"), "what happened has happened");
    }

    #[test]
    fn a_row_names_a_record_and_a_page_says_where_the_next_one_begins() {
        let (_, session) = of_fixture();
        let site = session.tombstones().unwrap();
        let ask = site.first("sys_audit", read_time("2026-03-01 00:00:00").unwrap()).unwrap();
        let read = |ask: &Ask, total: u64, rows: &str| {
            let headers = vec![("x-total-count".to_owned(), total.to_string())];
            let body = format!("{{\"result\":[{rows}]}}").into_bytes();
            site.read(ask, &Answer { status: 200, headers, body, ..Answer::default() })
        };
        let row = |id: &str, key: &str, kind: &str| {
            format!(
                "{{\"sys_id\":\"{id}\",\"sys_created_on\":\"2026-03-01 00:00:07\",\"documentkey\":\"{key}\",\"fieldname\":\"{kind}\"}}"
            )
        };
        let page = read(&ask, 2, &[row("1", "a", "DELETED"), row("2", "b", "RECOVERED")].join(",")).unwrap();
        let told: Vec<(&str, &str, bool)> =
            page.tombstones.iter().map(|said| (said.object.as_str(), said.by.as_str(), said.is_back)).collect();
        assert_eq!(told, [("a", "row 1 of sys_audit", false), ("b", "row 2 of sys_audit", true)]);
        assert!(page.next.is_none() && !page.is_withheld);
        let next = read(&ask, 20_000, &row("1", "a", "DELETED")).unwrap().next.unwrap();
        let behind = argument(&next.url, "sysparm_query").unwrap();
        let tie = "sys_created_on=2026-03-01 00:00:07^sys_id>1^ORDERBYsys_id";
        assert_eq!(behind, format!("fieldnameINDELETED,RECOVERED^{tie}"));
        let next = read(&next, 0, "").unwrap().next.unwrap();
        assert!(argument(&next.url, "sysparm_query").unwrap().contains("^sys_created_on>2026-03-01 00:00:07^"));
        assert!(read(&next, 0, "").unwrap().next.is_none(), "the end");
        // Rows are counted and hidden, or come without what they are about.
        assert!(read(&ask, 3, "").unwrap().is_withheld && read(&ask, 1, "{}").unwrap().is_withheld);
        assert!(!read(&ask, 0, "").unwrap().is_withheld);
        assert!(read(&ask, 1, "{}],\"error\":{\"message\":\"x\"},\"a\":[").is_err());
    }

    #[test]
    fn a_record_is_looked_for_without_the_query_and_at_the_root_of_its_line() {
        let (source, session) = of_fixture();
        let asked = |stream: &str| -> Vec<String> {
            let asks = session.outside(crate::stream(source, stream).unwrap(), &["a1".to_owned()]).unwrap();
            let path = |ask: &Ask| ask.url.path().rsplit('/').next().unwrap().to_owned();
            asks.iter().map(|ask| format!("{} {}", path(ask), argument(&ask.url, "sysparm_query").unwrap())).collect()
        };
        assert_eq!(asked("u_asset_loan"), ["u_asset_loan sys_id=a1"]);
        assert!(asked("incident").is_empty(), "where it stands is not known");
        let noted = "{\"above\":[\"incident\",\"task\"],\"below\":null}";
        session.dictionary().unwrap().recall(crate::stream(source, "incident").unwrap(), Vec::new(), noted);
        assert_eq!(asked("incident"), ["task sys_id=a1"]);
        assert!(session.outside(crate::stream(source, "incident").unwrap(), &["a^b".to_owned()]).is_err());
    }
}
