//! Accepting something that could not be read: it stays on record and no longer makes a run incomplete.

use super::asked::open_synced;
use super::raw;
use crate::config::Config;
use crate::edge::clock;
use crate::edge::db::{Db, params};
use crate::edge::disk;
use crate::error::{Error, Result};

/// Acknowledges rows of the quarantine by their ids, all or none; gives what they are.
pub fn acknowledge(config: &Config, name: &str, ids: &[i64], reason: &str) -> Result<Vec<(i64, String)>> {
    let reason = raw::checked(reason)?;
    let opened = open_synced(config, name, "acknowledge")?;
    opened.db.transaction(|db| ids.iter().map(|id| Ok((*id, acknowledge_one(db, name, *id, &reason)?))).collect())
}

/// A gap on record.
struct Found {
    state: String,
    can_be_accepted: bool,
    cause: String,
    what: String,
    /// Who accepted it, and when; an older program noted no time.
    accepted_by: Option<String>,
    accepted_at: Option<String>,
}

fn acknowledge_one(db: &Db, name: &str, id: i64, reason: &str) -> Result<String> {
    let Some(found) = find(db, id)? else {
        return Err(Error::usage(format!("there is no open gap with the id {id} in {name}"))
            .hint(format!("'catchment status {name}' lists the open gaps")));
    };
    let Found { cause, what, accepted_by, accepted_at, .. } = found;
    match found.state.as_str() {
        "resolved" => Err(Error::usage(format!("{what} is already resolved"))),
        "acknowledged" => {
            let by = accepted_by.map_or_else(String::new, |account| format!(" by {account}"));
            let at = accepted_at.map_or_else(String::new, |at| format!(" on {at}"));
            Err(Error::usage(format!("{what} is already acknowledged{by}{at}"))
                .hint(format!("'catchment audit {name} unread' shows why; what is on record stays")))
        }
        _ if !found.can_be_accepted => Err(Error::usage(format!("{what} cannot be accepted: {cause}")).hint(
            "what needs a repair, and a refused login or a site that cannot be reached, say nothing about what is there: \
             fix it and sync again",
        )),
        _ => {
            db.execute(
                "update sync.quarantine set state = 'acknowledged', acknowledged_by = $account, acknowledged_at = $now,
                    acknowledged_because = $reason, changed_at = $now
                 where quarantine_id = $id",
                params! { account: disk::account()?, reason: reason, now: clock::now(), id: id },
            )?;
            Ok(what)
        }
    }
}

fn find(db: &Db, id: i64) -> Result<Option<Found>> {
    db.query_first(
        "select state, can_be_accepted, cause, case kind when 'listing' then rtrim('listing of ' || stream || ' ' || scope) when 'scope' then if(ends_with(object, ' ' || stream), object, stream || ' ' || object) else stream || ' ' || object end,
            acknowledged_by, strftime(acknowledged_at, '%Y-%m-%d %H:%M:%S UTC')
         from sync.quarantine where quarantine_id = ?",
        params![id],
        |row| {
            Ok(Found {
                state: row.get(0)?,
                can_be_accepted: row.get(1)?,
                cause: row.get(2)?,
                what: row.get(3)?,
                accepted_by: row.get(4)?,
                accepted_at: row.get(5)?,
            })
        },
    )
}
