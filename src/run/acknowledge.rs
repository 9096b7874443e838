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

fn acknowledge_one(db: &Db, name: &str, id: i64, reason: &str) -> Result<String> {
    let found = db.query_first(
        "select state, can_be_accepted, cause, case kind when 'listing' then rtrim('listing of ' || stream || ' ' || scope) when 'scope' then if(ends_with(object, ' ' || stream), object, stream || ' ' || object) else stream || ' ' || object end
         from sync.quarantine where quarantine_id = ?",
        params![id],
        |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        },
    )?;
    match found {
        None => Err(Error::usage(format!("there is no open gap with the id {id} in {name}"))
            .hint(format!("'catchment status {name}' lists the open gaps"))),
        Some((state, _, _, what)) if state == "resolved" => Err(Error::usage(format!("{what} is already resolved"))),
        Some((_, false, cause, what)) => Err(Error::usage(format!("{what} cannot be accepted: {cause}"))
            .hint("a refused login, or a site that cannot be reached, says nothing about what is there: fix it and sync again")),
        Some((_, true, _, what)) => {
            db.execute(
                "update sync.quarantine set state = 'acknowledged', acknowledged_by = $account,
                    acknowledged_because = $reason, changed_at = $now
                 where quarantine_id = $id",
                params! { account: disk::account()?, reason: reason, now: clock::now(), id: id },
            )?;
            Ok(what)
        }
    }
}
