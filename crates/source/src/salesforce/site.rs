//! Requests to one org, and its answers.
//!
//! A listing is one query, whose result the org gives page by page; the address of each page carries what is left from it on
//! ([`Range`]), so that the same place is asked for anew where the org has forgotten its cursor, or without long texts. Where
//! records can be deleted to a bin, those in it are read as well (`queryAll`): so a change shows that something was deleted.

use super::address::data_url;
use super::bulk::{self, Bulk, Next, Size, is_of_job};
use super::describe::{Asked, Describe, described};
use super::files;
use super::gone::{self, Gone};
use super::objects::Object;
use super::org::Org;
use super::page::{self, Page};
use super::place::{Left, Place};
use super::queries::{LEAST, Part, SIZE, USUAL, first_moment, sized};
use super::refusals;
use super::soql::{self, Range};
use crate::config::{Connection, Own};
use crate::count::Count;
use crate::dictionary::Dictionary;
use crate::refused::{Flaw, Refused};
use crate::tombstones::Tombstones;
use crate::{Account, Allowance, Detail, Names, PageSize, Reading, Session, Stream, flaw};
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Sighting, WalkKind};
use catchment_io::http::{Answer, Ask, argument, below, is_inside, with_argument};
use chrono::NaiveDateTime;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range as Span;
use url::Url;

/// The resource with what is left of the requests of a day.
const LIMITS: &str = "limits";
/// Bytes of an address: the org takes 16,384, its headers among them.
const LONGEST_ADDRESS: usize = 14_000;

/// One org.
pub(super) struct Site {
    pub(super) base: Url,
    pub(super) own: Own,
    pub(super) page_size: u32,
    pub(super) objects: &'static [Object],
    streams: &'static [Stream],
    pub(super) describe: Describe,
    pub(super) org: Org,
    pub(super) gone: Gone,
    pub(super) bulk: Bulk,
}

impl Site {
    pub(super) fn new(connection: &Connection, objects: &'static [Object], streams: &'static [Stream]) -> Self {
        let (base, own) = (connection.url.clone(), connection.own.clone());
        let (describe, org, bulk) = (Describe::new(&base, &own, objects), Org::new(&own), Bulk::new(&own));
        let (page_size, gone) = (connection.page_size, Gone::default());
        Self { base, own, page_size, objects, streams, describe, org, gone, bulk }
    }

    pub(super) fn object(&self, stream: &str) -> Result<&'static Object> {
        let unknown = || Error::failed(format!("the settings ask for no object {}", printable(stream)));
        self.objects.iter().find(|object| object.stream == stream).ok_or_else(unknown)
    }

    /// The object that a walk lists; nothing where it lists what describe tells.
    fn object_of(&self, aim: &Aim) -> Option<&'static Object> {
        self.objects.iter().find(|object| object.stream == aim.listing.stream)
    }

    /// The last moment of change that this run reads.
    pub(super) fn high(&self) -> NaiveDateTime {
        self.org.high().unwrap_or_else(|| clock::now() - soql::LAG)
    }

    pub(super) fn page(&self, stream: &Stream, body: &[u8]) -> Result<Page, String> {
        let object = self.object(stream.name).map_err(|error| error.one_line())?;
        let cursor = self.describe.asked(object).ok().and_then(|asked| asked.cursor);
        Page::read(body, &stream.envelope, cursor.as_deref())
    }
}

/// Whether a request begins a query, or a job of one.
fn begins_query(ask: &Ask) -> bool {
    argument(&ask.url, "q").is_some() || ask.body.is_some()
}

impl Session for Site {
    fn premise(&self, aim: &Aim) -> Result<Option<Ask>> {
        let limits = || data_url(&self.base, &[LIMITS]).map(Ask::get).map(Some);
        let Some(object) = self.object_of(aim) else { return if self.org.is_known() { Ok(None) } else { limits() } };
        if self.describe.lacks(object) {
            return self.describe.question_of(object).map(Some);
        }
        if !self.org.is_known() {
            return limits();
        }
        // What there was may be much.
        let is_history = matches!(aim.kind, WalkKind::Listing | WalkKind::Piece);
        if is_history && self.bulk.lacks(object) { self.number_of(object).map(Some) } else { Ok(None) }
    }

    /// Whatever the number of its records, a walk goes on by what it began with.
    fn knows(&self, aim: &Aim) -> bool {
        self.object_of(aim).is_none_or(|object| !self.describe.lacks(object))
    }

    fn read_premise(&self, ask: &Ask, answer: &Answer) -> Result<(), Flaw> {
        if let Some(name) = described(ask) {
            return self.describe.take(&name, &answer.body);
        }
        match Place::of(ask) {
            Some(Place::Count(object)) => {
                self.org.note(answer, false);
                self.bulk.note(&object, Size::Counted(page::total(&answer.body)?));
                Ok(())
            }
            _ => self.org.read(answer),
        }
    }

    /// The limits need a right of their own. An object that the org does not count in time has many records. What else it refuses the
    /// walk is told itself.
    fn goes_without(&self, ask: &Ask, said: Option<&str>) -> bool {
        if said.is_some() && ask.url.path().rsplit('/').next() == Some(LIMITS) {
            self.org.note_refused();
            return true;
        }
        let Some(Place::Count(object)) = Place::of(ask) else { return false };
        let is_large = said.is_none_or(|said| said.contains(refusals::TIMEOUT));
        self.bulk.note(&object, if is_large { Size::Uncountable } else { Size::Queried });
        true
    }

    fn prove_allowance(&self, ask: &Ask) -> Result<()> {
        if begins_query(ask) { self.org.prove() } else { self.org.prove_share() }
    }

    fn allowance(&self) -> Option<Allowance> {
        self.org.allowance()
    }

    fn note_settled(&self, stream: &Stream, to: NaiveDateTime) {
        self.object(stream.name).into_iter().for_each(|object| self.gone.settled(object, to));
    }

    fn refused_premise(&self, ask: &Ask, cause: Error) -> Error {
        let object = described(ask);
        let object = object.and_then(|name| self.objects.iter().find(|object| object.name == name));
        object.map_or(cause, |object| self.describe.unseen(object))
    }

    fn forget(&self, stream: &Stream) {
        if let Ok(object) = self.object(stream.name) {
            self.describe.forget(object);
        }
    }

    fn first(&self, aim: &Aim, limit: u32, named: Span<usize>) -> Result<Ask> {
        let Some(object) = self.object_of(aim) else {
            // One description after the other.
            let described = self.objects.get(named.start).or(self.objects.first());
            return self.describe.question_of(described.ok_or_else(bulk::unread)?);
        };
        if self.describe.is_unknown(object) {
            // A walk has it described first. Who only tries what answers learns why it is not.
            return self.records_of(object, &Asked::undescribed(), &Range::default(), Part::Lean, limit);
        }
        let is_history = matches!(aim.kind, WalkKind::Listing | WalkKind::Piece);
        if is_history && self.bulk.takes(object) {
            return self.job(object, &self.range(object, aim, &named)?);
        }
        let part = if aim.kind == WalkKind::Census && object.is_listed_lean() { Part::Lean } else { Part::Whole };
        self.records(object, &self.range(object, aim, &named)?, part, limit)
    }

    /// The seconds of its time: what takes the org too long is asked for in parts.
    fn names(&self, aim: &Aim) -> Names {
        let Some(object) = self.object_of(aim) else { return Names::Parts { all: self.objects.len(), at_once: 1 } };
        let asked = self.describe.asked(object).ok();
        let has_time = asked.is_some_and(|asked| aim.kind == WalkKind::Changes || asked.created.is_some());
        let until = aim.until.map_or(self.high(), |until| until.min(self.high()));
        let seconds = (until - aim.floor.unwrap_or_else(first_moment)).num_seconds();
        let seconds = usize::try_from(seconds).ok().filter(|seconds| *seconds > 0 && has_time);
        seconds.map_or(Names::Together(0), |all| Names::Parts { all, at_once: all })
    }

    fn longest_address(&self) -> usize {
        LONGEST_ADDRESS
    }

    fn lacking(&self, stream: &Stream, ask: &Ask, page: &Answer, more: &[Answer]) -> Result<Option<Ask>> {
        if is_of_job(ask) || !self.has_bodies(stream, ask) || self.describe.told(stream).is_some() {
            return Ok(None);
        }
        self.rest_of(stream, ask, page, more)
    }

    fn joined(&self, stream: &Stream, page: &Answer, more: &[Answer]) -> Result<Vec<u8>, String> {
        let asked = self.object(stream.name).and_then(|object| self.describe.asked(object));
        let asked = asked.map_err(|error| error.one_line())?;
        more.iter().for_each(|answer| self.org.note(answer, false));
        page::join(&page.body, more.iter().map(|answer| answer.body.as_slice()), asked.cursor.as_deref())
    }

    fn page_size(&self, size: PageSize) -> u32 {
        if size == PageSize::Lean { USUAL } else { self.page_size }
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        let unread = bulk::unread;
        let (path, place) = next.split_once(' ').ok_or_else(unread)?;
        let place = Place::read(place);
        if is_of_job(from) {
            let (Some(next), Some(Place::Left(left))) = (Next::read(path), place) else { return Err(unread()) };
            return self.behind_job(self.object(stream.name)?, &next, left);
        }
        let url = self.link(path)?;
        let url = place.map_or(url.clone(), |place| place.on(url));
        Ok(Ask { url, headers: from.headers.clone(), body: None })
    }

    fn resume(&self, first: &Ask, kept: &str) -> Result<Ask> {
        let ask = Ask::read(kept)?;
        let folder = |ask: &Ask| ask.url.path_segments().and_then(|mut parts| parts.nth(1)).map(str::to_owned);
        if is_inside(&self.base, &ask.url) && folder(&ask) == folder(first) {
            return Ok(ask);
        }
        Err(Error::failed("the next request of a walk is one of another org"))
    }

    fn regain(&self, stream: &Stream, ask: &Ask) -> Result<Option<Ask>> {
        let Some(Left { range, is_whole, .. }) = Left::carried(ask) else { return Ok(None) };
        // Where no id is kept the place is not known: such a listing begins anew.
        if stream.envelope.is_hashed && !is_of_job(ask) {
            return Ok(None);
        }
        let object = self.object(stream.name)?;
        if ask.body.is_some() {
            // The org makes no jobs for such an object: the next range is not tried by one.
            self.bulk.note(&object.name, Size::Queried);
        }
        // A page of a job is of another size.
        let limit = if is_of_job(ask) { self.page_size } else { self.limit(stream, ask).unwrap_or(LEAST) };
        let part = if is_whole { Part::Whole } else { Part::Lean };
        self.records(object, &range, part, limit).map(Some)
    }

    /// A job has no other form.
    fn has_lesser(&self, _: &Stream, ask: &Ask) -> bool {
        !is_of_job(ask)
    }

    fn bodies(&self, stream: &Stream, ask: &Ask, wanted: bool) -> Ask {
        if is_of_job(ask) {
            return ask.clone();
        }
        let other = Left::carried(ask).filter(|left| left.is_whole != wanted);
        let part = if wanted { Part::Whole } else { Part::Lean };
        let limit = self.limit(stream, ask).unwrap_or(LEAST);
        let made = other.and_then(|left| self.records(self.object(stream.name).ok()?, &left.range, part, limit).ok());
        made.unwrap_or_else(|| ask.clone())
    }

    fn has_bodies(&self, _: &Stream, ask: &Ask) -> bool {
        Left::carried(ask).is_none_or(|left| left.is_whole)
    }

    /// Nothing for one that cannot be smaller.
    fn limit(&self, _: &Stream, ask: &Ask) -> Option<u32> {
        if is_of_job(ask) {
            return argument(&ask.url, bulk::SIZE)?.parse().ok();
        }
        if described(ask).is_some() {
            return None;
        }
        let said = ask.headers.iter().find(|(name, _)| name == SIZE);
        let said = said.map_or(Some(USUAL), |(_, value)| value.strip_prefix("batchSize=")?.parse().ok());
        said.filter(|said| *said > LEAST)
    }

    fn with_limit(&self, _: &Stream, ask: &Ask, limit: u32) -> Ask {
        match is_of_job(ask) {
            true => Ask { url: with_argument(&ask.url, bulk::SIZE, &limit.to_string()), ..ask.clone() },
            false => sized(ask.url.clone(), limit),
        }
    }

    fn refused(&self, _: &Stream) -> &[Refused] {
        refusals::ROWS
    }

    fn refused_by_id(&self, _: &Stream) -> &[Refused] {
        &refusals::BY_ID
    }

    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        self.org.note(answer, begins_query(ask));
        if is_of_job(ask) {
            return self.read_job(stream, ask, answer, detail);
        }
        if let Some(told) = self.describe.told(stream) {
            let rows = told.rows(ask, &answer.body)?;
            let reading = Page::read(&rows, &stream.envelope, None)?.reading(detail);
            return Ok(Reading { body: Some(rows), ..reading });
        }
        let page = self.page(stream, &answer.body)?;
        let mut reading = page.reading(detail);
        let Some(Left { range, is_whole, .. }) = Left::carried(ask) else {
            reading.next = page.next.map(|next| format!("{next} "));
            return Ok(reading);
        };
        if page.next.as_deref() == Some(ask.url.path()) {
            return Err("the page names itself as the next one".to_owned());
        }
        reading.total = Some(page.total);
        reading.is_unsorted = range.is_by_time && !page.is_sorted();
        reading.as_of = range.is_by_time.then(|| self.high());
        // No id of a person is kept: where the org forgets the cursor, its range begins anew.
        let last = page.last().filter(|_| !stream.envelope.is_hashed);
        let left = last.map_or_else(|| range.clone(), |(time, id)| range.behind(time, &id));
        let left = Place::Left(Left::of(left, is_whole));
        reading.next = page.next.map(|next| format!("{next} {}", left.write()));
        Ok(reading)
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        let Ok(object) = self.object(stream.name) else {
            let what =
                format!("{} takes the describe of each object, and the org does not show one {said}", stream.name);
            return self.own.refuse("objects", what, "give the Run-As user the right to read it, or remove it");
        };
        if said.contains(refusals::UNKNOWN) {
            return self.describe.unseen(object);
        }
        let what = format!("the org refused the query for {} {said}", object.name);
        let hint = "check the fields and the `filter` of the object, and that the Run-As user may read them";
        self.own.refuse(&object.setting, what, hint)
    }

    fn forbidden(&self, stream: &Stream, cause: Error) -> Error {
        match self.object(stream.name) {
            Ok(object) => self.describe.unseen(object).because(cause),
            Err(error) => error.because(cause),
        }
    }

    fn blank(&self, stream: &Stream, _: &Ask, _: &Answer) -> Option<String> {
        let object = self.object(stream.name).ok()?;
        let filtered = if object.filter.is_empty() { "" } else { ", nothing fulfils its `filter`" };
        Some(format!(
            "{} has no records for the Run-As user: there are none{filtered}, or sharing hides them",
            object.name
        ))
    }

    fn may_be_size(&self, _: &Stream, _: &str) -> bool {
        false
    }

    fn by_ids(&self, stream: &Stream, ids: &[String]) -> Result<Ask> {
        self.some(self.object(stream.name)?, ids, Part::Whole, false)
    }

    fn with_fields(&self, ask: &Ask, part: Span<usize>) -> Option<(Ask, Vec<String>)> {
        let (query, named) = soql::with_fields(&argument(&ask.url, "q")?, part)?;
        Some((Ask::get(with_argument(&ask.url, "q", &query)), named))
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        self.some(self.object(stream.name)?, &[id.to_owned()], Part::Lean, false)
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        self.org.count();
        Ok(self.page(stream, body)?.reading(Detail::Sightings).sightings.into_iter().next())
    }

    fn together(&self, stream: &Stream, ids: &[String]) -> Result<Option<Ask>> {
        if ids.is_empty() { Ok(None) } else { self.some(self.object(stream.name)?, ids, Part::Lean, false).map(Some) }
    }

    /// What does not fulfil the condition of the settings any more; and what the org has deleted lately, once for each object.
    fn outside(&self, stream: &Stream, ids: &[String]) -> Result<Vec<Ask>> {
        let object = self.object(stream.name)?;
        let any = (!object.filter.is_empty()).then(|| self.some(object, ids, Part::Lean, true));
        let asked = self.describe.asked(object)?;
        let is_asked = object.filter.is_empty() && self.gone.is_known(object);
        let deleted = (asked.is_replicated && !is_asked).then(|| self.deleted_lately(object));
        any.into_iter().chain(deleted).collect()
    }

    fn read_outside(&self, stream: &Stream, ask: &Ask, body: &[u8]) -> Result<BTreeMap<String, String>, String> {
        let object = self.object(stream.name).map_err(|error| error.one_line())?;
        if let Some(Place::Deleted(since, _)) = Place::of(ask) {
            return self.gone.take(object, since, body).map(|()| BTreeMap::new());
        }
        self.org.count();
        let page = self.page(stream, body)?;
        if page.next.is_some() {
            return Err("the answer to a few ids has a second page".to_owned());
        }
        let place = format!("in {} and does not fulfil `filter`", object.name);
        let shown = page.reading(Detail::Sightings).sightings.into_iter();
        Ok(shown.map(|shown| (shown.object, place.clone())).collect())
    }

    fn limits_queries(&self) -> bool {
        true
    }

    /// What is not shown, and of which the org does not say that it was deleted, is there: sharing hides it. What a filter may leave
    /// out is looked for without that first, and then in the feed.
    fn is_hidden(&self, stream: &Stream, id: &str, answer: &Answer) -> bool {
        let is_settled = |object: &Object| object.filter.is_empty() || gone::is_of_feed(&answer.body);
        self.object(stream.name).is_ok_and(|object| is_settled(object) && self.gone.is_left(object, id))
    }

    fn count_of(&self, aim: &Aim) -> Result<Option<Ask>> {
        let Some(object) = self.object_of(aim) else { return Ok(None) };
        let asked = self.describe.asked(object)?;
        let Some(created) = asked.created.clone() else { return Ok(None) };
        let range = Range { created: self.range(object, aim, &(0..usize::MAX))?.created, ..Range::default() };
        let counted = ["COUNT(Id)".to_owned(), format!("MIN({created})"), format!("MAX({created})")];
        let conditions = Self::conditions_of(object, &asked, &range)?;
        self.count(object, &asked, &soql::query(&counted, &object.name, &conditions, "")).map(Some)
    }

    fn read_count_of(&self, ask: &Ask, body: &[u8]) -> Result<Count, String> {
        let count = page::count(body)?;
        if let Some(Place::Count(object)) = Place::of(ask) {
            self.bulk.note(&object, Size::Counted(count.objects));
        }
        Ok(count)
    }

    fn file(&self, stream: &Stream, _: &str, id: &str, _: u32) -> Result<Url> {
        self.org.prove_share()?;
        files::url(&self.base, self.object(stream.name)?, id)
    }

    fn account(&self) -> Result<Option<Ask>> {
        below(&self.base, ["services", "oauth2", "userinfo"]).map(Ask::get).map(Some)
    }

    fn read_account(&self, answer: &Answer) -> Result<Account, String> {
        #[derive(Deserialize)]
        struct User {
            user_id: String,
            #[serde(default)]
            user_type: String,
        }
        let body = &answer.body;
        let User { user_id, user_type } = serde_json::from_slice(body).map_err(|cause| flaw(&cause, body.len()))?;
        Ok(Account::Known { id: user_id, kind: user_type, zone: None })
    }

    fn dictionary(&self) -> Option<&dyn Dictionary> {
        Some(&self.describe)
    }

    fn tombstones(&self) -> Option<&dyn Tombstones> {
        Some(self)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let probe = |stream: &'static Stream| {
            if self.describe.told(stream).is_some() {
                let first = self.objects.first().ok_or_else(bulk::unread)?;
                return Ok((stream, self.describe.question_of(first)?));
            }
            let object = self.object(stream.name)?;
            // Where it was not described, the id that every object has is asked for.
            let asked = self.describe.asked(object).unwrap_or_else(|_| Asked::undescribed());
            let query = soql::query(&asked.lean(), &object.name, &Self::conditions(object, Vec::new()), "");
            Ok((stream, Ask::get(self.query(&asked, &format!("{query} LIMIT 1"))?)))
        };
        self.streams.iter().map(probe).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::soql::read_time;
    use super::super::told::Told;
    use super::*;
    use crate::Source;
    use crate::registry::configured;
    use catchment_base::response::Listing;
    use serde_json::json;

    /// A session of the example, whose objects are described.
    fn of_fixture() -> (&'static dyn Source, Box<dyn Session>) {
        let config = configured("salesforce/crm.toml");
        let connection = config.connection("crm").unwrap();
        let source = crate::of(connection).unwrap();
        let session = source.connect(connection).unwrap();
        let dictionary = session.dictionary().unwrap();
        while let Some(ask) = dictionary.question().unwrap() {
            let name = described(&ask).unwrap();
            let body = describes(&name).into_bytes();
            assert!(dictionary.read(&ask, &Answer { status: 200, body, ..Answer::default() }).is_ok());
        }
        (source, session)
    }

    /// What an org says of an object.
    fn describes(name: &str) -> String {
        let field = |name: &str, kind: &str| json!({"name": name, "type": kind});
        let mut fields = vec![field("Id", "id"), field("Name", "string"), field("CreatedDate", "datetime")];
        fields.extend([field("LastModifiedDate", "datetime"), field("SystemModstamp", "datetime")]);
        fields.extend((name != "User").then(|| field("IsDeleted", "boolean")));
        fields.extend((name == "Invoice__c").then(|| json!({"name": "Amount__c", "type": "currency", "custom": true})));
        json!({"name": name, "queryable": true, "replicateable": name != "User", "fields": fields}).to_string()
    }

    fn aim(stream: &Stream, kind: WalkKind, floor: Option<&str>) -> Aim {
        let listing = Listing { stream: stream.name, scope: String::new() };
        Aim { floor: floor.and_then(read_time), ..Aim::new(kind, listing) }
    }

    fn first(session: &dyn Session, stream: &Stream, kind: WalkKind, floor: Option<&str>) -> Ask {
        let aim = aim(stream, kind, floor);
        let size = session.page_size(PageSize::of(kind, stream));
        let (ask, _) = session
            .names(&aim)
            .fitting((0, usize::MAX), session.longest_address(), |named| session.first(&aim, size, named))
            .unwrap();
        ask
    }

    fn soql(ask: &Ask) -> String {
        argument(&ask.url, "q").unwrap()
    }

    #[test]
    fn a_walk_is_one_query_of_what_it_is_about() {
        let (source, session) = of_fixture();
        let account = crate::stream(source, "account").unwrap();
        let listing = first(session.as_ref(), account, WalkKind::Listing, None);
        let fields = "Id, SystemModstamp, IsDeleted, Name, CreatedDate, LastModifiedDate";
        // What is archived is asked for, what is in the bin is not.
        assert_eq!(soql(&listing), format!("SELECT {fields} FROM Account WHERE IsDeleted = false ORDER BY Id ASC"));
        assert_eq!(listing.url.path(), "/services/data/v67.0/queryAll");
        let census = first(session.as_ref(), account, WalkKind::Census, None);
        assert_eq!(soql(&census), "SELECT Id, SystemModstamp, IsDeleted FROM Account ORDER BY Id ASC");
        assert_eq!(census.url.path(), "/services/data/v67.0/queryAll");
        let changes = first(session.as_ref(), account, WalkKind::Changes, Some("2026-03-01T00:00:00Z"));
        let from =
            format!("SELECT {fields} FROM Account WHERE SystemModstamp >= 2026-03-01T00:00:00Z AND SystemModstamp < ");
        assert!(soql(&changes).starts_with(&from), "{}", soql(&changes));
        assert!(soql(&changes).ends_with("Z ORDER BY SystemModstamp ASC, Id ASC"), "{}", soql(&changes));
        let case = crate::stream(source, "case").unwrap();
        let changes = first(session.as_ref(), case, WalkKind::Changes, Some("2026-03-01T00:00:00Z"));
        let condition =
            "WHERE (Status != 'Draft') AND LastModifiedDate >= 2026-03-01T00:00:00Z AND LastModifiedDate < ";
        assert!(soql(&changes).contains(condition), "{}", soql(&changes));
        let user = crate::stream(source, "user_account").unwrap();
        let census = first(session.as_ref(), user, WalkKind::Census, None);
        assert!(census.url.path().ends_with("/query") && soql(&census).contains("Name"), "{}", soql(&census));
        let invoice = crate::stream(source, "invoice_c").unwrap();
        let listing = soql(&first(session.as_ref(), invoice, WalkKind::Listing, None));
        assert!(
            listing.starts_with("SELECT Id, SystemModstamp, IsDeleted, Name, CreatedDate, Amount__c FROM Invoice__c"),
            "{listing}"
        );
    }

    #[test]
    fn a_page_names_the_next_one_and_what_is_left_from_there() {
        let (source, session) = of_fixture();
        let stream = crate::stream(source, "account").unwrap();
        let row = |id: &str, second: u32| json!({"Id": id, "SystemModstamp": format!("2026-03-01T00:00:{second:02}.000+0000"), "IsDeleted": false});
        let read = |ask: &Ask, rows: &[serde_json::Value], next: Option<&str>| {
            let body = json!({"totalSize": 9, "done": next.is_none(), "nextRecordsUrl": next, "records": rows});
            let answer = Answer { status: 200, body: body.to_string().into_bytes(), ..Answer::default() };
            session.read(stream, ask, &answer, Detail::Sightings)
        };
        let path = "/services/data/v67.0/query/01gA-2000";
        let rows = [row("001A", 1), row("001B", 7)];
        for (kind, behind) in [
            (
                WalkKind::Changes,
                "(SystemModstamp > 2026-03-01T00:00:07Z OR (SystemModstamp = 2026-03-01T00:00:07Z AND Id > '001B'))",
            ),
            (WalkKind::Census, "Id > '001B'"),
        ] {
            let ask = first(session.as_ref(), stream, kind, Some("2026-03-01T00:00:00Z"));
            let page = read(&ask, &rows, Some(path)).unwrap();
            assert_eq!((page.objects, page.total), (2, Some(9)));
            let next = session.follow(stream, &ask, &page.next.unwrap()).unwrap();
            assert_eq!((next.url.path(), next.url.query()), (path, None));
            // Kept and read again it is the same, and where the org has forgotten it, the same place is asked for anew.
            assert_eq!(session.resume(&ask, &session.kept(&next)).unwrap(), next);
            let again = session.regain(stream, &next).unwrap().unwrap();
            assert!(soql(&again).contains(behind), "{}", soql(&again));
            assert_eq!(session.regain(stream, &again).unwrap().as_ref(), Some(&again));
            assert_eq!(session.has_bodies(stream, &next), kind == WalkKind::Changes);
            assert!(read(&next, &rows, Some(path)).unwrap_err().contains("names itself"));
            assert_eq!(read(&next, &rows, None).unwrap().next, None);
        }
        let changes = first(session.as_ref(), stream, WalkKind::Changes, Some("2026-03-01T00:00:00Z"));
        assert!(read(&changes, &[row("001B", 7), row("001A", 1)], None).unwrap().is_unsorted);
        let lean = session.bodies(stream, &changes, false);
        assert!(
            soql(&lean).starts_with("SELECT Id, SystemModstamp, IsDeleted FROM") && !session.has_bodies(stream, &lean)
        );
        assert_eq!(session.bodies(stream, &lean, true), changes);
        let by_id = session.by_ids(stream, &["001A".to_owned()]).unwrap();
        let next = read(&by_id, &rows, Some(path)).unwrap().next.unwrap();
        let next = session.follow(stream, &by_id, &next).unwrap();
        assert_eq!((next.url.path(), read(&next, &rows, None).unwrap().next), (path, None));
        assert_eq!(session.regain(stream, &next).unwrap(), None, "nothing says which ids are left");
        assert!(session.follow(stream, &changes, "https://elsewhere.example/x part=whole").is_err());
    }

    #[test]
    fn a_time_that_takes_too_long_is_asked_for_in_parts() {
        let (source, session) = of_fixture();
        let stream = crate::stream(source, "account").unwrap();
        let aim = Aim {
            until: read_time("2026-03-02T00:00:00Z"),
            ..aim(stream, WalkKind::Piece, Some("2026-03-01T00:00:00Z"))
        };
        assert_eq!(session.names(&aim), Names::Parts { all: 86_400, at_once: 86_400 });
        let part = |named: Span<usize>| soql(&session.first(&aim, 2000, named).unwrap());
        let bounds = |from: &str, to: &str| {
            format!("WHERE CreatedDate >= 2026-03-01T{from}Z AND CreatedDate < 2026-03-{to}Z AND IsDeleted")
        };
        assert!(part(0..86_400).contains(&bounds("00:00:00", "02T00:00:00")));
        assert!(part(0..3600).contains(&bounds("00:00:00", "01T01:00:00")));
        assert!(part(3600..86_400).contains(&bounds("01:00:00", "02T00:00:00")));
        let counted = session.count_of(&aim).unwrap().unwrap();
        let asked = "SELECT COUNT(Id), MIN(CreatedDate), MAX(CreatedDate) FROM Account WHERE CreatedDate >= 2026-03-01T00:00:00Z AND \
                     CreatedDate < 2026-03-02T00:00:00Z AND IsDeleted = false";
        assert_eq!(soql(&counted), asked);
        let open = Aim { until: Some(Aim::open_end()), ..aim.clone() };
        assert!(!soql(&session.first(&open, 2000, 0..usize::MAX).unwrap()).contains("CreatedDate <"));
    }

    #[test]
    fn what_is_not_shown_was_deleted_or_is_hidden_as_the_feed_says() {
        let (source, session) = of_fixture();
        let stream = crate::stream(source, "account").unwrap();
        let answer = Answer::default();
        assert!(!session.is_hidden(stream, "001A", &answer), "the feed was not asked");
        let asks = session.outside(stream, &["001A".to_owned()]).unwrap();
        let [feed] = asks.as_slice() else { panic!("{asks:?}") };
        assert!(feed.url.path().ends_with("/sobjects/Account/deleted/"), "{}", feed.url);
        let said = |begins: &str| {
            json!({"deletedRecords": [{"id": "001A", "deletedDate": "2026-03-01T00:00:07.000+0000"}],
                "earliestDateAvailable": begins, "latestDateCovered": "2026-03-02T00:00:00.000+0000"})
        };
        let read = |begins: &str| session.read_outside(stream, feed, said(begins).to_string().as_bytes()).unwrap();
        assert!(read("2999-01-01T00:00:00.000+0000").is_empty());
        assert!(!session.is_hidden(stream, "001B", &answer), "it does not reach back far enough");
        assert!(read("2001-01-01T00:00:00.000+0000").is_empty());
        session.note_settled(stream, read_time("2000-01-01T00:00:00Z").unwrap());
        assert!(!session.is_hidden(stream, "001B", &answer), "it may have gone before the feed begins");
        session.note_settled(stream, clock::now());
        assert!(!session.is_hidden(stream, "001A", &answer) && session.is_hidden(stream, "001B", &answer));
        assert!(session.outside(stream, &["001B".to_owned()]).unwrap().is_empty(), "it is asked once");
        let case = crate::stream(source, "case").unwrap();
        let asks = session.outside(case, &["500A".to_owned()]).unwrap();
        assert_eq!(soql(&asks[0]), "SELECT Id, LastModifiedDate, IsDeleted FROM Case WHERE Id IN ('500A')");
        let together = session.together(case, &["500A".to_owned()]).unwrap().unwrap();
        assert!(soql(&together).ends_with("WHERE (Status != 'Draft') AND Id IN ('500A')"));
    }

    #[test]
    fn an_object_for_which_the_org_makes_no_job_is_tried_by_one_once() {
        let (source, session) = of_fixture();
        let account = crate::stream(source, "account").unwrap();
        let aim = aim(account, WalkKind::Piece, None);
        let bodies = [
            json!({"DailyApiRequests": {"Max": 1000, "Remaining": 900}}),
            json!({"totalSize": 200_000, "done": true, "records": []}),
        ];
        for body in bodies {
            let ask = session.premise(&aim).unwrap().unwrap();
            let answer = Answer { status: 200, body: body.to_string().into_bytes(), ..Answer::default() };
            assert!(session.read_premise(&ask, &answer).is_ok(), "{}", ask.url);
        }
        assert_eq!(session.premise(&aim).unwrap(), None);
        assert_eq!(session.allowance(), Some(Allowance { left: 700, a_day: 800 }));
        let first = || session.first(&aim, 2000, 0..usize::MAX).unwrap();
        let job = first();
        assert!(job.body.is_some() && job.url.path().ends_with("/jobs/query"));
        let instead = session.regain(account, &job).unwrap().unwrap();
        assert!(instead.body.is_none() && soql(&instead).starts_with("SELECT Id, "), "{}", instead.url);
        assert_eq!(first(), instead);
    }

    #[test]
    fn a_count_that_is_refused_says_which_way_an_object_is_read() {
        for (said, takes_jobs) in [(Some(": QUERY_TIMEOUT"), true), (None, true), (Some(": MALFORMED_QUERY"), false)] {
            let (source, session) = of_fixture();
            let account = crate::stream(source, "account").unwrap();
            let aim = aim(account, WalkKind::Piece, None);
            let count = session.count_of(&aim).unwrap().unwrap();
            assert!(
                session.goes_without(&count, said) && !session.goes_without(&session.own(account, "1").unwrap(), said)
            );
            assert_eq!(session.first(&aim, 2000, 0..usize::MAX).unwrap().body.is_some(), takes_jobs, "{said:?}");
        }
    }

    #[test]
    fn what_describe_tells_is_asked_for_of_one_object_after_the_other() {
        let (source, session) = of_fixture();
        let told = crate::stream(source, "picklist_value").unwrap();
        let aim = aim(told, WalkKind::Listing, None);
        assert_eq!(session.names(&aim), Names::Parts { all: 5, at_once: 1 });
        let ask = session.first(&aim, 2000, 3..4).unwrap();
        assert!(ask.url.path().ends_with("/sobjects/Case/describe"), "{}", ask.url);
        let body = json!({"fields": [{"name": "Status", "picklistValues": [{"value": "New"}]}]}).to_string();
        let answer = Answer { status: 200, body: body.into_bytes(), ..Answer::default() };
        let reading = session.read(told, &ask, &answer, Detail::Sightings).unwrap();
        let ids: Vec<&str> = reading.sightings.iter().map(|shown| shown.object.as_str()).collect();
        assert_eq!((ids, reading.next), (vec!["Case.Status.New"], None));
        assert_eq!(session.lacking(told, &ask, &answer, &[]).unwrap(), None);
    }

    #[test]
    fn every_request_is_a_get_below_the_org() {
        let (source, session) = of_fixture();
        for stream in source.streams().iter().filter(|stream| Told::of(stream.name).is_none()) {
            let kinds = [WalkKind::Listing, WalkKind::Census, WalkKind::Changes];
            let mut asks: Vec<Ask> =
                kinds.map(|kind| first(session.as_ref(), stream, kind, Some("2026-03-01T00:00:00Z"))).into();
            asks.extend(session.probes().unwrap().into_iter().map(|(_, ask)| ask));
            asks.extend(session.premise(&aim(stream, WalkKind::Changes, None)).unwrap());
            for ask in asks {
                assert!(ask.body.is_none() && ask.url.path().starts_with("/services/data/v67.0/"), "{}", ask.url);
            }
            for id in ["a'b", "", "a b", "a,b"] {
                assert!(session.own(stream, id).is_err() && session.by_ids(stream, &[id.to_owned()]).is_err(), "{id}");
            }
        }
    }
}
