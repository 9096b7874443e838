//! Feeds of tombstones in the database: which listing of each is followed, from where, and which held objects one names.

use catchment_base::clock;
use catchment_base::error::Result;
use catchment_lake::db::{Db, params};
use catchment_source::config::Connection;
use catchment_source::tombstones::{Feed, Listed};
use chrono::NaiveDateTime;
use serde_json::json;

/// How a feed is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the first listing to try, counted from 0.
    pub from: usize,
    /// To when everything that it said is settled, by the site's clock; where it was not read before, the present.
    pub mark: NaiveDateTime,
    /// When it was read last, where it was read before.
    pub read_at: Option<NaiveDateTime>,
}

impl Place {
    /// Whether the feed was read so lately that it is not read again.
    pub fn is_early(&self, feed: &Feed) -> bool {
        let now = clock::now();
        self.read_at.is_some_and(|read_at| read_at <= now && read_at + feed.every > now)
    }
}

/// A held object that a feed names.
pub struct Named {
    /// Its stream.
    pub stream: String,
    /// Its id.
    pub object: String,
    /// Whether it is gone.
    pub is_gone: bool,
}

/// Where a feed is to be read; nothing where the account reads no listing of it. Which listing it reads is tried anew as often as
/// complete listings are made.
pub fn place(db: &Db, feed: &Feed, connection: &Connection) -> Result<Option<Place>> {
    let now = clock::now();
    let known = db.query_first(
        "select listing, mark, told_at <= $now and told_at + to_seconds($every) > $now, coalesce(read_at, told_at)
         from sync.tombstone where feed = $feed",
        params! { now: now, every: connection.census_every.as_secs() as i64, feed: feed.name },
        |row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?, row.get::<_, bool>(2)?, row.get(3)?)),
    )?;
    let Some((listing, mark, is_fresh, read_at)) = known else {
        return Ok(Some(Place { from: 0, mark: now, read_at: None }));
    };
    let place = |from| Place { from, mark: Option::unwrap_or(mark, now), read_at };
    if !is_fresh {
        return Ok(Some(place(0)));
    }
    let followed = listing.map(|listing| feed.listings.iter().position(|known| *known == listing).unwrap_or_default());
    Ok(followed.map(place))
}

/// Notes what was read of a feed at a place; the next listing begins behind it where everything that it said is settled.
pub fn note(db: &Db, feed: &Feed, place: Place, listed: &Listed, is_settled: bool) -> Result<()> {
    let mark = listed.answered_at.map(|answered_at| if is_settled { answered_at } else { place.mark });
    let is_same = place.from > 0 && listed.listing == feed.listings.get(place.from).copied();
    db.transaction(|db| {
        if is_same {
            let sql = "update sync.tombstone set mark = $mark, read_at = $now where feed = $feed";
            return db.execute(sql, params! { mark: mark, now: clock::now(), feed: feed.name }).map(drop);
        }
        db.execute("delete from sync.tombstone where feed = ?", params![feed.name])?;
        let sql = "insert into sync.tombstone (feed, listing, told_at, mark, read_at)
            values ($feed, $listing, $now, $mark, $now)";
        db.execute(sql, params! { feed: feed.name, listing: listed.listing, now: clock::now(), mark: mark }).map(drop)
    })
}

/// Those of some ids by which objects of the feed's streams are held.
pub fn named(db: &Db, feed: &Feed, ids: &[&str]) -> Result<Vec<Named>> {
    db.query(
        "select stream, object_id, reason is not null
         from held
         where stream in (select unnest(from_json($streams, '[\"varchar\"]')))
            and object_id in (select unnest(from_json($ids, '[\"varchar\"]')))
         order by stream, object_id",
        params! { streams: json!(feed.streams).to_string(), ids: json!(ids).to_string() },
        |row| Ok(Named { stream: row.get(0)?, object: row.get(1)?, is_gone: row.get(2)? }),
    )
}

/// What is told of a feed that the account does not read; nothing where it does.
pub fn unread(db: &Db, feed: &Feed) -> Result<Option<String>> {
    let sql = "select count(*) > 0 from sync.tombstone where feed = ? and listing is null";
    let is_unread: bool = db.query_value(sql, params![feed.name])?;
    Ok(is_unread.then(|| {
        format!(
            "the account does not read {}, where the site says what was deleted: complete listings alone find deletions",
            feed.listings.join(" or ")
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::opened::migrate;
    use catchment_source::DIALECTS;
    use catchment_source::config::Config;
    use chrono::TimeDelta;
    use std::path::Path;

    const LISTINGS: &[&str] = &["all", "some"];

    fn feed() -> Feed {
        let overlap = TimeDelta::minutes(10);
        Feed { name: "gone", streams: vec!["thing"], listings: LISTINGS, overlap, every: TimeDelta::minutes(30) }
    }

    fn listed(listing: Option<&'static str>, answered_at: NaiveDateTime) -> Listed {
        Listed { listing, answered_at: listing.map(|_| answered_at), ..Listed::default() }
    }

    #[test]
    fn a_feed_is_read_on_from_its_mark_by_the_listing_that_the_account_reads() {
        let db = Db::scratch().unwrap();
        migrate(&db).unwrap();
        let config = Config::load(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/servicenow/itsm.toml")),
            &DIALECTS,
        )
        .unwrap();
        let connection = config.connection("itsm").unwrap();
        let (feed, at) = (feed(), clock::now() - TimeDelta::hours(1));
        let whole = || place(&db, &feed, connection).unwrap();
        let told = || whole().map(|place| (place.from, place.mark));
        let first = whole().unwrap();
        assert!(first.from == 0 && !first.is_early(&feed));
        note(&db, &feed, first, &listed(Some("some"), at), true).unwrap();
        assert_eq!(told(), Some((1, at)), "the first listing is not tried again today");
        // What is not settled is read again.
        let later = at + TimeDelta::minutes(5);
        assert!(whole().unwrap().is_early(&feed), "it was just read");
        note(&db, &feed, whole().unwrap(), &listed(Some("some"), later), false).unwrap();
        assert_eq!(told(), Some((1, at)));
        note(&db, &feed, whole().unwrap(), &listed(Some("some"), later), true).unwrap();
        assert_eq!(told(), Some((1, later)));
        // As often as complete listings are made, the better one is tried again.
        db.execute_batch("update sync.tombstone set told_at = told_at - interval 30 day").unwrap();
        assert_eq!(told(), Some((0, later)));
        assert_eq!(unread(&db, &feed).unwrap(), None);
        note(&db, &feed, whole().unwrap(), &listed(None, later), true).unwrap();
        assert_eq!(told(), None, "none is asked until then");
        assert!(unread(&db, &feed).unwrap().unwrap().contains("all or some"));
        db.execute_batch("update sync.tombstone set told_at = told_at - interval 30 day").unwrap();
        assert_eq!(told().unwrap().0, 0);
        db.execute_batch("update sync.tombstone set read_at = read_at - interval 31 minute").unwrap();
        assert!(!whole().unwrap().is_early(&feed));
    }
}
