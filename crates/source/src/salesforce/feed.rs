//! The requests of the feed of deletions, and its tombstones.

use super::address::data_url;
use super::gone::{Deleted, Said};
use super::objects::Object;
use super::place::Place;
use super::refusals;
use super::site::Site;
use super::soql::{read_time, written};
use crate::refused::Refused;
use crate::tombstones::{Feed, Page, Tombstone, Tombstones};
use catchment_base::clock;
use catchment_base::error::Result;
use catchment_io::http::{Answer, Ask, argument, with_argument};
use chrono::{NaiveDateTime, TimeDelta};
use url::Url;

/// How far the feed reaches back, less some time for a clock that differs.
const REACH: TimeDelta = TimeDelta::hours(15 * 24 - 1);
/// What is deleted may be told some time later.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// How often the feed of an object is read: most deletions show as changes.
const EVERY: TimeDelta = TimeDelta::hours(1);

/// The shortest time that the feed is asked for.
const SHORTEST: TimeDelta = TimeDelta::minutes(2);

impl Site {
    /// The question what was deleted of an object from a time on.
    fn deleted(&self, object: &Object, since: NaiveDateTime) -> Result<Ask> {
        // The feed refuses what is too long ago, and an end that is not behind the beginning.
        let from = since.max(self.high() - REACH);
        let place = Place::Deleted(since, self.high().max(from + SHORTEST));
        let url = place.on(data_url(&self.base, &["sobjects", &object.name, "deleted", ""])?);
        Ok(between(&url, (from, self.high().max(from + SHORTEST))))
    }

    /// The question what was deleted of an object since it was known what is there, as far back as the feed says.
    pub(super) fn deleted_lately(&self, object: &Object) -> Result<Ask> {
        let reach = clock::now().min(self.high()) - REACH;
        self.deleted(object, self.gone.settled_to(object).map_or(reach, |settled| (settled - OVERLAP).max(reach)))
    }
}

/// The same question for another time.
fn between(url: &Url, (from, to): (NaiveDateTime, NaiveDateTime)) -> Ask {
    let url = with_argument(url, "start", &written(from));
    Ask::get(with_argument(&url, "end", &written(to)))
}

/// The times between which a request asks.
fn asked(ask: &Ask) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let time = |name: &str| argument(&ask.url, name).and_then(|text| read_time(&text));
    time("start").zip(time("end"))
}

/// What is left of the time that is asked for behind an answer about a part of it, which covers what was deleted up to a time.
fn rest(ask: &Ask, covered_to: Option<NaiveDateTime>) -> Option<Ask> {
    let ((from, to), Some(Place::Deleted(_, end))) = (asked(ask)?, Place::of(ask)) else { return None };
    // Where it does not even cover the beginning, the next run asks from there.
    let behind = covered_to.unwrap_or(to).min(to);
    (to < end && behind > from).then(|| between(&ask.url, (behind, end)))
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
        self.deleted(self.object(listing)?, since)
    }

    fn read(&self, ask: &Ask, answer: &Answer) -> Result<Page, String> {
        self.org.note(answer, false);
        let said = Said::read(&answer.body)?;
        let begins_at = match Place::of(ask) {
            Some(Place::Deleted(since, _)) => {
                let from = asked(ask).map(|(from, _)| from);
                said.begins().max(from).filter(|begins| *begins > since)
            }
            _ => None,
        };
        let covered_to = read_time(&said.latest_date_covered);
        let tombstone = |deleted: Deleted| {
            let at = read_time(&deleted.deleted_date).ok_or("the feed of deletions has one without a time")?;
            let by = "the feed of deletions".to_owned();
            Ok(Tombstone { object: deleted.id, at, by, is_back: false })
        };
        let tombstones = said.deleted_records.into_iter().map(tombstone).collect::<Result<_, String>>()?;
        Ok(Page { tombstones, next: rest(ask, covered_to), begins_at, covered_to, ..Page::default() })
    }

    fn refused(&self) -> &[Refused] {
        refusals::ROWS
    }

    /// The first half of the time.
    fn shorter(&self, ask: &Ask) -> Option<Ask> {
        let (from, to) = asked(ask)?;
        let half = (to - from) / 2;
        (half >= SHORTEST).then(|| between(&ask.url, (from, from + half)))
    }
}
