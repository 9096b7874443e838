//! Records without a key, and members that no record has any more: what the landed responses themselves say.

use super::Stager;
use super::gather::Pieces;
use crate::connection::opened::Opened;
use crate::schema::rekeyed::{self, Came};
use crate::schema::relation::Relation;
use catchment_base::error::Result;
use catchment_base::response::{Unreadable, member};
use catchment_base::state::GapKind;
use catchment_io::key::hex;
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::{Record, Staged};
use catchment_source::Stream;
use std::collections::{BTreeMap, BTreeSet};

/// Responses of a run that are looked at for a member: one that is there and holds nothing stands in any of them.
const LOOKED_AT: i64 = 64;

impl Stager {
    /// The records of a batch that have no id, each with its response. Where the stream had another key before, the newest of each
    /// record under that counts alone.
    pub(super) fn keyless(
        &self,
        db: &Db,
        relation: &Relation,
        staged: &Staged,
        records: &[Record],
    ) -> Result<Vec<(i64, Unreadable)>> {
        let flaw =
            |hash: &str| Unreadable::new(GapKind::Object, Unreadable::name_by_hash(hash), "it has no id".to_owned());
        let former = relation.generated.and_then(|stream| Some((stream, self.former_keys.get(stream.name)?)));
        let Some((stream, former)) = former else {
            return Ok(staged.keyless.iter().map(|(seq, hash)| (*seq, flaw(hash))).collect());
        };
        let mut gaps: BTreeMap<(i64, String), Unreadable> =
            staged.keyless.iter().map(|(seq, hash)| ((*seq, hash.clone()), flaw(hash))).collect();
        let came = records.iter().filter_map(|record| {
            let place = (record.scope.as_str(), record.place);
            let former_id = land::object_name(&self.sealer, former, place, &record.object)?;
            let gap = gaps.remove(&(record.landed_seq, hex(&record.object_hash)));
            Some(Came { former_id, gap, seq: record.landed_seq })
        });
        let came: Vec<Came> = came.collect();
        let mut open = rekeyed::note_keyless(db, stream.name, came)?;
        open.extend(gaps.into_iter().map(|((seq, _), gap)| (seq, gap)));
        Ok(open)
    }

    /// Those of some members that a record of this run has, whatever it holds.
    pub fn shows(&self, opened: &Opened, stream: &Stream, paths: &[String]) -> Result<BTreeSet<String>> {
        let mut shown = BTreeSet::new();
        let Some(relation) = self.relations.iter().find(|relation| relation.streams.contains(&stream.name)) else {
            return Ok(shown);
        };
        let sql = format!(
            "select distinct landed_seq from {} where landed_seq > $before order by landed_seq desc limit {LOOKED_AT}",
            relation.name()
        );
        for seq in opened.db.query(&sql, params! { before: self.before }, |row| row.get::<_, i64>(0))? {
            let streams = &relation.landed;
            let landed = land::open_again(&opened.db, &self.sealer, &opened.paths.sealed, streams, seq)?;
            let Some(response) = landed else { continue };
            let objects = Pieces::of(self.source, &self.sealer, &response)?.objects(relation);
            for path in paths {
                if objects.records.iter().any(|record| member(&record.object, path).is_some()) {
                    shown.insert(path.clone());
                }
            }
        }
        Ok(shown)
    }
}
