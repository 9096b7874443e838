//! Which passes a run has begun: each is walked once in a run, unless its history is asked for again.

use catchment_base::error::Result;
use catchment_base::response::{Aim, WalkKind};
use catchment_lake::db::{Db, params};
use std::collections::HashSet;

/// The key of a pass within a run: its kind, stream, scope and chunk.
pub type Pass = (&'static str, String, String, Option<i64>);

/// The key of the pass that this aim describes.
pub fn pass_of(aim: &Aim) -> Pass {
    (aim.kind.as_str(), aim.listing.stream.to_owned(), aim.listing.scope.clone(), aim.chunk)
}

/// The passes that a run has begun so far, of streams as they are described now.
pub fn walked(db: &Db, run: i64) -> Result<HashSet<Pass>> {
    let walks = db.query(
        "select distinct walk.kind, walk.stream, walk.scope, walk.chunk_id
         from sync.walk as walk
         left join sync.described as described on described.stream = walk.stream
         where walk.run_id = ? and (described.since is null or walk.started_at >= described.since)",
        params![run],
        |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let passes = walks
        .into_iter()
        .filter_map(|(kind, stream, scope, chunk)| Some((WalkKind::of_word(&kind)?.as_str(), stream, scope, chunk)));
    Ok(passes.collect())
}
