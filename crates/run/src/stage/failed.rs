//! What redaction failed on. Each object is a gap of its own; several of a stream that an analyzer keeps redaction from are one gap,
//! which stays until each of them was staged again.

use crate::schema::relation::Relation;
use catchment_base::error::Result;
use catchment_base::response::{Listing, Unreadable};
use catchment_base::state::GapKind;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::land;
use catchment_lake::transform::{self, Staged};
use std::collections::BTreeMap;

/// Objects of a stream for which an analyzer fails that are gaps of their own, at most.
const FEWEST: i64 = 3;

/// Distrusts the rows of a batch in which redaction failed: each is staged again until it succeeds. Records what failed.
pub fn settle(db: &Db, run: i64, relation: &Relation, staged: &Staged) -> Result<()> {
    if let Some(mark) = relation.failed_mark() {
        let marked = relation.staging.calls.iter().map(|call| format!("came.{} = $mark", identifier(&call.column)));
        transform::distrust(db, &relation.staging.model, &marked.collect::<Vec<_>>().join(" or "), mark)?;
    }
    let trouble = relation.trouble();
    let mut failed: BTreeMap<&'static str, Vec<(Listing, i64, Unreadable)>> = BTreeMap::new();
    for (seq, object, column) in &staged.failed {
        let (listing, cause) = (relation.listing_of(db, *seq)?, relation.why_failed(column));
        // An analyzer that does not respond says nothing of the text.
        let unreadable = Unreadable::new(GapKind::Object, object.clone(), cause).accepted_if(trouble.is_none());
        failed.entry(listing.stream).or_default().push((listing, *seq, unreadable));
    }
    for (stream, objects) in failed {
        let distrusted = transform::count_distrusted(db, stream)?;
        if let Some(trouble) = trouble.as_ref().filter(|_| distrusted > FEWEST) {
            let cause = format!("redaction failed in {distrusted} objects; nothing of their texts was kept: {trouble}");
            let unreadable = Unreadable::new(GapKind::Redaction, format!("{stream} redaction"), cause);
            land::quarantine(db, run, &Listing { stream, scope: String::new() }, &unreadable, None)?;
            continue;
        }
        for (listing, seq, unreadable) in objects {
            land::quarantine(db, run, &listing, &unreadable, Some(seq))?;
        }
    }
    Ok(())
}

/// Resolves the gaps of streams of which no row is distrusted any more.
pub fn resolve(db: &Db) -> Result<()> {
    let is_whole = "kind = $kind and stream not in (select stream from sync.object where object_hash = ''::blob)";
    land::resolve(db, is_whole, params! { kind: GapKind::Redaction.as_str() })
}
