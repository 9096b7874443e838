//! The requests of the feed of deletions, and its tombstones.

use super::address::data_url;
use super::gone::{Deleted, Said};
use super::objects::Object;
use super::site::Site;
use super::soql::{read_time, written};
use crate::edge::clock;
use crate::edge::http::{Answer, Ask};
use crate::error::Result;
use crate::source::tombstones::{Feed, Page, Tombstone, Tombstones};
use chrono::{NaiveDateTime, TimeDelta};

/// How far the feed reaches back, less some time for a clock that differs.
const REACH: TimeDelta = TimeDelta::hours(15 * 24 - 1);
/// What is deleted may be told some time later.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// How often the feed of an object is read: most deletions show as changes.
const EVERY: TimeDelta = TimeDelta::hours(1);

impl Site {
    /// The question what was deleted of an object from a time on.
    fn deleted(&self, object: &Object, since: NaiveDateTime) -> Result<Ask> {
        let mut url = data_url(&self.base, &["sobjects", &object.name, "deleted", ""])?;
        // The feed refuses an end that is not behind its beginning.
        let until = self.high().max(since + TimeDelta::minutes(2));
        url.query_pairs_mut().append_pair("start", &written(since)).append_pair("end", &written(until));
        Ok(Ask::get(url))
    }

    /// The question what was deleted of an object, as far back as the feed says.
    pub(super) fn deleted_lately(&self, object: &Object) -> Result<Ask> {
        self.deleted(object, clock::now().min(self.high()) - REACH)
    }
}

impl Tombstones for Site {
    fn feeds(&self) -> Vec<Feed> {
        let lasting = self.objects.iter().filter(|object| !object.is_event() && !object.is_people());
        let is_replicated = |object: &&Object| self.describe.asked(object).is_ok_and(|asked| asked.is_replicated);
        let feed = |object: &'static Object| Feed {
            name: &object.stream,
            streams: vec![object.stream.as_str()],
            listings: vec![object.stream.as_str()].leak(),
            overlap: OVERLAP,
            every: EVERY,
        };
        lasting.filter(is_replicated).map(feed).collect()
    }

    fn first(&self, listing: &str, since: NaiveDateTime) -> Result<Ask> {
        self.org.prove()?;
        let mut ask = self.deleted(self.object(listing)?, since.max(self.high() - REACH))?;
        ask.url.set_fragment(Some(&written(since)));
        Ok(ask)
    }

    fn read(&self, ask: &Ask, answer: &Answer) -> Result<Page, String> {
        self.org.note(answer, false);
        let said = Said::read(&answer.body)?;
        let (begins_at, covered_to) = (said.begins_behind(ask), read_time(&said.latest_date_covered));
        let tombstone = |deleted: Deleted| {
            let at = read_time(&deleted.deleted_date).ok_or("the feed of deletions has one without a time")?;
            let by = "the feed of deletions".to_owned();
            Ok(Tombstone { object: deleted.id, at, by, is_back: false })
        };
        let tombstones = said.deleted_records.into_iter().map(tombstone).collect::<Result<_, String>>()?;
        Ok(Page { tombstones, begins_at, covered_to, ..Page::default() })
    }
}
