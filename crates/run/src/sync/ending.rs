//! How a look at an object ends: it is there, it is gone, or nobody knows.

use crate::connection::scope;
use crate::fetch::Writing;
use crate::plan::due;
use catchment_base::error::Result;
use catchment_base::response::Sighting;
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use catchment_source::look::Looked;
use catchment_source::{Absence, Standing, Stream};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// What is known of an object that is to be settled.
#[derive(Clone, Copy)]
pub(super) struct Held {
    /// It is held and not gone.
    pub(super) is_held: bool,
    /// The account sees the scope that it is held in. What is in none is looked at only where its container is there. Of a scope
    /// itself nobody knows.
    pub(super) is_visible: bool,
}

/// What is known of some objects of a stream, by their ids.
pub(super) fn known_among(db: &Db, stream: &str, ids: &[&str]) -> Result<HashMap<String, Held>> {
    let rows = db.query(
        "select asked.object_id,
            coalesce(held.object_id is not null and held.reason is null, false),
            coalesce(not facet.is_scope and (not facet.is_scoped or held.scope_id in (select scope_id from scope)), false)
         from (select unnest(from_json($ids, '[\"varchar\"]')) as object_id) as asked
         inner join facet on facet.stream = $stream
         left join held on held.stream = $stream and held.object_id = asked.object_id",
        params! { ids: json!(ids).to_string(), stream: stream },
        |row| Ok((row.get::<_, String>(0)?, Held { is_held: row.get(1)?, is_visible: row.get(2)? })),
    )?;
    Ok(rows.into_iter().collect())
}

/// What is known about objects that were looked at.
pub(super) struct Known {
    objects: HashMap<String, Held>,
    /// Scopes that are asked for; `None` if every one is.
    wanted: Option<HashSet<String>>,
    /// What a listing of this run shows as being there.
    listed: HashSet<String>,
}

/// The outcome of a look at an object.
pub(super) enum End {
    /// It is gone, for this reason.
    Gone(DeletionReason),
    /// It is there as a draft or an old version, which is not read.
    Unasked,
    /// It is there.
    There,
    /// Nobody knows, for this reason.
    Open(&'static str),
}

impl Known {
    /// What is known of objects of a stream that were looked at.
    pub(super) fn of(writing: &Writing, stream: &str, looked: &[Looked]) -> Result<Self> {
        let db = &writing.opened.db;
        let ids: Vec<&str> = looked.iter().map(|looked| looked.object.as_str()).collect();
        let wanted = if scope::is_narrow(&writing.opened.connection)? {
            Some(due::scopes(db)?.into_iter().collect())
        } else {
            None
        };
        Ok(Self { objects: known_among(db, stream, &ids)?, wanted, listed: HashSet::new() })
    }

    /// With what the listings of this run show of them: a listing that shows an object is a better witness of it than its own address
    /// that answers without it.
    pub(super) fn with_listings(self, writing: &Writing, stream: &str) -> Result<Self> {
        let ids: Vec<&String> = self.objects.keys().collect();
        let listed = writing.opened.db.query(
            due::text("listed")?,
            params! { ids: json!(ids).to_string(), stream: stream, run: writing.run },
            |row| row.get(0),
        )?;
        Ok(Self { listed: listed.into_iter().collect(), ..self })
    }

    /// The outcome of a look at an object.
    pub(super) fn end_of(&self, looked: &Looked, stream: &Stream) -> End {
        let is_visible = self.objects.get(&looked.object).is_some_and(|known| known.is_visible);
        let hides = matches!(stream.absence, Absence::Looked { hides: true });
        match &looked.shown {
            None if looked.status.is_none() => End::Open("no request can name its id"),
            Some(shown) if shown.object != looked.object => End::Open("its own id returns another object"),
            Some(shown) => match stream.statuses.standing(shown.status.as_deref()) {
                Standing::Binned => End::Gone(DeletionReason::Trashed),
                Standing::Unasked => End::Unasked,
                Standing::Here if stream.scope.is_some() && self.is_elsewhere(shown) => {
                    End::Gone(DeletionReason::OutOfScope)
                }
                Standing::Here => End::There,
            },
            // Known or not: another listing of the site shows it.
            None if looked.outside.is_some() => End::Gone(DeletionReason::OutOfScope),
            None if self.listed.contains(&looked.object) => {
                End::Open("a listing of this run shows it, and its own id is answered as if it were not there")
            }
            None if looked.status == Some(403) && !hides => {
                End::Open("its own id is refused (403): it may be gone or hidden")
            }
            None if looked.status == Some(403) || looked.known || !is_visible => End::Gone(DeletionReason::NoAccess),
            None => End::Gone(DeletionReason::Purged),
        }
    }

    /// Whether it was moved to a scope that is not read; false where the answer does not name its scope.
    fn is_elsewhere(&self, shown: &Sighting) -> bool {
        let Some(wanted) = &self.wanted else { return false };
        shown.scope.as_ref().is_some_and(|scope| !wanted.contains(scope))
    }
}
