//! Accepting something that could not be read: it stays on record and no longer makes a run incomplete.

use super::asked::open_synced;
use crate::config::Config;
use crate::edge::clock;
use crate::edge::db::params;
use crate::edge::disk;
use crate::error::{Error, Result};

/// Acknowledges a row of the quarantine by its id; gives what it is.
pub fn acknowledge(config: &Config, name: &str, id: i64) -> Result<String> {
    let opened = open_synced(config, name, "acknowledge")?;
    let found = opened.db.query_first(
        "select state, case kind when 'listing' then rtrim('listing of ' || stream || ' ' || scope) else stream || ' ' || object end
         from sync.quarantine where quarantine_id = ?",
        params![id],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    match found {
        None => Err(Error::usage(format!("there is nothing open with the id {id} in {name}"))
            .hint(format!("'catchment status {name}' lists what is open"))),
        Some((state, what)) if state == "resolved" => Err(Error::usage(format!("{what} is resolved already"))),
        Some((_, what)) => {
            opened.db.execute(
                "update sync.quarantine set state = 'acknowledged', acknowledged_by = ?, changed_at = ? where quarantine_id = ?",
                params![disk::account()?, clock::now(), id],
            )?;
            Ok(what)
        }
    }
}
