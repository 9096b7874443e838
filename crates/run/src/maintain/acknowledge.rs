//! Accepting what could not be read: it stays on record and no longer makes a run incomplete.

use super::raw;
use crate::inspect::asked::open_synced;
use catchment_base::clock;
use catchment_base::disk;
use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, params};
use catchment_source::config::Config;
use serde_json::json;
use std::collections::BTreeSet;
use std::num::ParseIntError;
use std::str::FromStr;

/// Which gaps are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// The one of this id.
    One(i64),
    /// The open ones from one id to another.
    Between(i64, i64),
    /// The open ones of the stream and the cause that the gap of this id has.
    Like(i64),
}

impl FromStr for Meant {
    type Err = ParseIntError;

    /// `3`, or `5-40`.
    fn from_str(text: &str) -> std::result::Result<Self, ParseIntError> {
        Ok(match text.split_once('-') {
            None => Self::One(text.parse()?),
            Some((first, last)) => Self::Between(first.parse()?, last.parse()?),
        })
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Acknowledged {
    /// The gaps that were accepted: the id of each, and what it is.
    pub accepted: Vec<(i64, String)>,
    /// Gaps that were meant and were not open any more, each in a sentence.
    pub settled: Vec<String>,
}

/// Acknowledges gaps, all or none; those that are not open any more are left as they are.
///
/// Refused where a gap that is meant is not there or cannot be accepted, and where none of them is open.
pub fn acknowledge(config: &Config, name: &str, meant: &[Meant], reason: &str) -> Result<Acknowledged> {
    let reason = raw::checked(reason)?;
    let opened = open_synced(config, name, "acknowledge")?;
    opened.db.transaction(|db| {
        let mut ids = BTreeSet::new();
        for meant in meant {
            ids.extend(ids_of(db, name, *meant)?);
        }
        let found = find(db, &ids)?;
        let known: BTreeSet<i64> = found.iter().map(|gap| gap.id).collect();
        if let Some(absent) = ids.difference(&known).next() {
            return Err(no_gap(name, *absent));
        }
        let acknowledged = sorted(found)?;
        if acknowledged.accepted.is_empty() {
            let why = acknowledged.settled.join("; ");
            return Err(
                Error::usage(why).hint(format!("'catchment audit {name} unread' shows why; what is on record stays"))
            );
        }
        accept(db, &acknowledged, &reason)?;
        Ok(acknowledged)
    })
}

fn no_gap(name: &str, id: i64) -> Error {
    Error::usage(format!("there is no gap with the id {id} in {name}"))
        .hint(format!("'catchment status {name}' lists the open gaps"))
}

/// The ids that are meant; of several at once those of open gaps, of which there has to be one.
fn ids_of(db: &Db, name: &str, meant: Meant) -> Result<Vec<i64>> {
    let (ids, none) = match meant {
        Meant::One(id) => return Ok(vec![id]),
        Meant::Between(first, last) => (
            db.query(
                "select quarantine_id from sync.quarantine
                 where state = 'open' and quarantine_id between $first and $last",
                params! { first: first, last: last },
                |row| row.get(0),
            )?,
            Error::usage(format!("no open gap of {name} has an id from {first} to {last}")),
        ),
        Meant::Like(id) => (
            db.query(
                "select alike.quarantine_id
                 from sync.quarantine as alike
                 inner join sync.quarantine as one on one.stream = alike.stream and one.cause = alike.cause
                 where alike.state = 'open' and one.quarantine_id = ?",
                params![id],
                |row| row.get(0),
            )?,
            match find(db, &BTreeSet::from([id]))?.as_slice() {
                [] => no_gap(name, id),
                _ => Error::usage(format!("no open gap of {name} has the stream and the cause of gap {id}")),
            },
        ),
    };
    if ids.is_empty() { Err(none.hint(format!("'catchment status {name}' lists the open gaps"))) } else { Ok(ids) }
}

/// A gap on record.
struct Found {
    id: i64,
    state: String,
    can_be_accepted: bool,
    cause: String,
    what: String,
    /// Who accepted it, and when; an older program noted no time.
    accepted_by: Option<String>,
    accepted_at: Option<String>,
}

/// Tells gaps that are open from those that are not; refuses one that cannot be accepted.
fn sorted(found: Vec<Found>) -> Result<Acknowledged> {
    let mut sorted = Acknowledged::default();
    for gap in found {
        let Found { id, what, cause, .. } = gap;
        match gap.state.as_str() {
            "resolved" => sorted.settled.push(format!("gap {id}: {what} is already resolved")),
            "acknowledged" => {
                let by = gap.accepted_by.map_or_else(String::new, |account| format!(" by {account}"));
                let at = gap.accepted_at.map_or_else(String::new, |at| format!(" on {at}"));
                sorted.settled.push(format!("gap {id}: {what} is already acknowledged{by}{at}"));
            }
            _ if !gap.can_be_accepted => {
                return Err(Error::usage(format!("gap {id}: {what} cannot be accepted: {cause}")).hint(
                    "what needs a repair, and a refused login or a site that cannot be reached, say nothing about what \
                     is there: fix it and sync again",
                ));
            }
            _ => sorted.accepted.push((id, what)),
        }
    }
    Ok(sorted)
}

fn accept(db: &Db, acknowledged: &Acknowledged, reason: &str) -> Result<()> {
    let ids: Vec<i64> = acknowledged.accepted.iter().map(|(id, _)| *id).collect();
    db.execute(
        "update sync.quarantine set state = 'acknowledged', acknowledged_by = $account, acknowledged_at = $now,
            acknowledged_because = $reason, changed_at = $now
         where list_contains(from_json($ids, '[\"bigint\"]'), quarantine_id)",
        params! { account: disk::account()?, reason: reason, now: clock::now(), ids: json!(ids).to_string() },
    )
    .map(drop)
}

fn find(db: &Db, ids: &BTreeSet<i64>) -> Result<Vec<Found>> {
    db.query(
        "select state, can_be_accepted, cause, case kind when 'listing' then rtrim('listing of ' || stream || ' ' || scope) when 'scope' then if(ends_with(object, ' ' || stream), object, stream || ' ' || object) else stream || ' ' || object end,
            acknowledged_by, strftime(acknowledged_at, '%Y-%m-%d %H:%M:%S UTC'), quarantine_id
         from sync.quarantine
         where list_contains(from_json($ids, '[\"bigint\"]'), quarantine_id)
         order by quarantine_id",
        params! { ids: json!(ids).to_string() },
        |row| {
            Ok(Found {
                state: row.get(0)?,
                can_be_accepted: row.get(1)?,
                cause: row.get(2)?,
                what: row.get(3)?,
                accepted_by: row.get(4)?,
                accepted_at: row.get(5)?,
                id: row.get(6)?,
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::opened::migrate;

    /// Gaps 1 to 6 of which 1, 2, 3 and 6 are of one stream and cause; 3 is acknowledged, 4 cannot be accepted, 5 is resolved.
    fn gaps() -> Db {
        let db = Db::scratch().unwrap();
        migrate(&db).unwrap();
        for (stream, cause, state, can_be_accepted) in [
            ("page_views", "refused", "open", true),
            ("page_views", "refused", "open", true),
            ("page_views", "refused", "acknowledged", true),
            ("page", "unreachable", "open", false),
            ("page", "refused", "resolved", true),
            ("page_views", "refused", "open", true),
        ] {
            db.execute(
                "insert into sync.quarantine
                    (run_id, stream, scope, kind, object, cause, landed_seq, state, can_be_accepted, found_at, changed_at)
                 values (1, $stream, '', 'object', '7', $cause, 0, $state, $can_be_accepted, $now, $now)",
                params! {
                    stream: stream,
                    cause: cause,
                    state: state,
                    can_be_accepted: can_be_accepted,
                    now: clock::now(),
                },
            )
            .unwrap();
        }
        db
    }

    fn meant(db: &Db, meant: Meant) -> std::result::Result<Vec<i64>, String> {
        let mut ids = ids_of(db, "wiki", meant).map_err(|error| error.to_string())?;
        ids.sort_unstable();
        Ok(ids)
    }

    #[test]
    fn ids_and_ranges_are_read() {
        let read = |text: &str| text.parse::<Meant>().ok();
        assert_eq!([read("3"), read("5-40")], [Some(Meant::One(3)), Some(Meant::Between(5, 40))]);
        assert!(["", "-5", "5-", "5-6-7", "five", "wiki"].iter().all(|text| read(text).is_none()));
    }

    #[test]
    fn of_several_gaps_at_once_the_open_ones_are_meant() {
        let db = gaps();
        assert_eq!(meant(&db, Meant::Between(2, 5)), Ok(vec![2, 4]));
        assert_eq!(meant(&db, Meant::Between(7, 9)), Err("no open gap of wiki has an id from 7 to 9".to_owned()));
        // Whether the gap itself is open or not.
        assert_eq!([1, 3].map(|id| meant(&db, Meant::Like(id))), [Ok(vec![1, 2, 6]), Ok(vec![1, 2, 6])]);
        let none = "no open gap of wiki has the stream and the cause of gap 5".to_owned();
        assert_eq!(meant(&db, Meant::Like(5)), Err(none));
        assert_eq!(meant(&db, Meant::Like(7)), Err("there is no gap with the id 7 in wiki".to_owned()));
    }

    #[test]
    fn what_is_not_open_any_more_is_told_and_keeps_nothing_from_being_accepted() {
        let db = gaps();
        let taken = |ids: &[i64]| sorted(find(&db, &ids.iter().copied().collect()).unwrap());
        let both = taken(&[1, 3, 5, 6]).unwrap();
        assert_eq!(both.accepted, [(1, "page_views 7".to_owned()), (6, "page_views 7".to_owned())]);
        assert_eq!(both.settled, ["gap 3: page_views 7 is already acknowledged", "gap 5: page 7 is already resolved"]);
        let refused = taken(&[1, 4]).unwrap_err().to_string();
        assert_eq!(refused, "gap 4: page 7 cannot be accepted: unreachable");
        accept(&db, &both, "a test").unwrap();
        let state = |state: &str| -> Vec<i64> {
            let sql = "select quarantine_id from sync.quarantine where state = ? order by all";
            db.query(sql, params![state], |row| row.get(0)).unwrap()
        };
        assert_eq!([state("open"), state("acknowledged")], [vec![2, 4], vec![1, 3, 6]]);
    }
}
