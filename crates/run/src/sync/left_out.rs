//! What only a default asks for and the account may not read: it is told once and left out. What a configuration names is a gap.

use catchment_base::clock;
use catchment_base::error::Result;
use catchment_lake::db::{Db, params};
use catchment_source::config::Connection;
use serde_json::json;

/// Who accepted such gaps.
const BY_DEFAULT: &str = "the default of `datasets`";

/// Settles the open gaps of streams that only the default of the settings asks for and the account may not read; gives what to tell of
/// those that are new. Where the settings name such a stream by now, its gap is open again.
pub fn settle(db: &Db, connection: &Connection) -> Result<Vec<String>> {
    let concerns = "select exists (from sync.quarantine
        where (state = 'open' and kind = 'listing' and is_forbidden)
            or (state = 'acknowledged' and acknowledged_by = ?))";
    if !db.query_value(concerns, params![BY_DEFAULT])? {
        return Ok(Vec::new());
    }
    let streams = json!(catchment_source::wanted_by_default(connection)?).to_string();
    let named = "not list_contains(from_json($streams, '[\"varchar\"]'), stream)";
    db.transaction(|db| {
        db.execute(
            &format!(
                "update sync.quarantine set state = 'open', acknowledged_by = null, acknowledged_at = null,
                    acknowledged_because = null, changed_at = $now
                 where state = 'acknowledged' and acknowledged_by = $by and {named}"
            ),
            params! { now: clock::now(), by: BY_DEFAULT, streams: streams },
        )?;
        // Where something of a stream was read, single parents and scopes are refused, or the right to read it is lost.
        let is_left_out = format!(
            "state = 'open' and kind = 'listing' and is_forbidden and not ({named})
             and stream not in (select stream from sync.object)
             and stream not in (select stream from sync.followed where listed_to is not null)
             and stream not in (select stream from sync.children where complete_to is not null)"
        );
        let found = db.query(
            &format!("select stream, any_value(cause) from sync.quarantine where {is_left_out} group by stream order by stream"),
            params! { streams: streams },
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        db.execute(
            &format!(
                "update sync.quarantine set state = 'acknowledged', acknowledged_by = $by, acknowledged_at = $now,
                    acknowledged_because = $because, changed_at = $now
                 where {is_left_out}"
            ),
            params! {
                by: BY_DEFAULT,
                now: clock::now(),
                because: "the account may not read it, and no setting names it",
                streams: streams,
            },
        )?;
        Ok(found.into_iter().map(|(stream, cause)| catchment_source::left_out(&stream, &cause)).collect())
    })
}
