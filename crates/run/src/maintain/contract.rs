//! Changes of the schema that hold a dataset: which there are, and accepting them.

use super::raw;
use crate::connection::rows::Rows;
use crate::inspect::asked::open_synced;
use crate::schema::emptied;
use catchment_base::clock;
use catchment_base::disk;
use catchment_base::error::{Error, Result, printable};
use catchment_lake::db::{Db, params};
use catchment_source::config::Config;

/// The changes that wait, or were accepted and are not published yet.
pub fn contract(config: &Config, name: &str) -> Result<Rows> {
    let opened = open_synced(config, name, "contract")?;
    Rows::of(&opened.db, catchment_lake::sql::text("report/held_changes.sql")?)
}

/// A change that is held.
struct Held {
    id: i64,
    path: Option<String>,
    what: String,
}

/// Accepts what holds a dataset, or one change of it: the next sync publishes it. Gives the id of each, and what it is.
///
/// Refused where nothing holds the dataset, or the change is none that does.
pub fn accept(
    config: &Config,
    name: &str,
    dataset: &str,
    change: Option<i64>,
    reason: &str,
) -> Result<Vec<(i64, String)>> {
    let reason = raw::checked(reason)?;
    let opened = open_synced(config, name, "contract accept")?;
    opened.db.transaction(|db| {
        let mut held = held(db, dataset)?;
        held.retain(|held| change.is_none_or(|change| held.id == change));
        if held.is_empty() {
            let dataset = printable(dataset);
            let what = match change {
                Some(change) => format!("no change {change} holds {dataset}"),
                None => format!("no change of its schema holds {dataset}"),
            };
            return Err(Error::usage(what).hint(format!("'catchment contract {name}' lists the changes that wait")));
        }
        held.iter().try_for_each(|held| note(db, dataset, held, &reason))?;
        Ok(held.into_iter().map(|held| (held.id, held.what)).collect())
    })
}

fn held(db: &Db, dataset: &str) -> Result<Vec<Held>> {
    db.query(
        "select change_id, field,
            case kind when 'emptied' then 'no record has ' || column_name || ' any more' else 'key ' || present || ', was ' || former end
         from sync.schema_change where dataset = ? and state = 'held' order by change_id",
        params![dataset],
        |row| Ok(Held { id: row.get(0)?, path: row.get(1)?, what: row.get(2)? }),
    )
}

fn note(db: &Db, dataset: &str, held: &Held, reason: &str) -> Result<()> {
    db.execute(
        "update sync.schema_change set state = 'accepted', accepted_by = $account, accepted_at = $now, reason = $reason
         where change_id = $change",
        params! { account: disk::account()?, now: clock::now(), reason: reason, change: held.id },
    )?;
    held.path.iter().try_for_each(|path| emptied::forget_filled(db, dataset, path))
}
