//! What could not be read: on record as open until it is read, accepted as missing, or not there any more.

use crate::db::{Db, Exact, ToSql, params};
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Listing, Unreadable, WalkKind};
use catchment_base::state::GapKind;

/// Records something unreadable, once while it is open or acknowledged. What was acknowledged is open again where it has become something
/// that nobody may accept, as an outage.
///
/// `landed_seq` is the response that contains it, or nothing if it was never delivered: then any response landed later resolves it.
pub fn quarantine(
    db: &Db,
    run: i64,
    listing: &Listing,
    unreadable: &Unreadable,
    landed_seq: Option<i64>,
) -> Result<()> {
    let now = clock::now();
    let known = db.execute(
        // An object is the same whether its scope was listed or it was requested by id.
        "update sync.quarantine set changed_at = $now, cause = $cause, run_id = $run, can_be_accepted = $can_be_accepted, is_forbidden = $is_forbidden,
            landed_seq = coalesce($seq, (select max(seq) from land.response), 0),
            state = if($can_be_accepted, state, 'open'),
            acknowledged_by = if($can_be_accepted, acknowledged_by, null),
            acknowledged_at = if($can_be_accepted, acknowledged_at, null),
            acknowledged_because = if($can_be_accepted, acknowledged_because, null)
         where stream = $stream and (scope = $scope or (kind = 'object' and '' in (scope, $scope))) and kind = $kind
            and object = $object and state <> 'resolved'",
        params! {
            now: now,
            can_be_accepted: unreadable.can_be_accepted,
            is_forbidden: unreadable.is_forbidden,
            cause: unreadable.cause,
            run: run,
            seq: landed_seq,
            stream: listing.stream,
            scope: listing.scope,
            kind: unreadable.kind.as_str(),
            object: unreadable.object,
        },
    )?;
    if known == 0 {
        db.execute(
            "insert into sync.quarantine
                (run_id, stream, scope, kind, object, cause, landed_seq, state, can_be_accepted, is_forbidden, found_at, changed_at)
             select $run, $stream, $scope, $kind, $object, $cause,
                coalesce($seq, (select max(seq) from land.response), 0), 'open', $can_be_accepted, $is_forbidden, $now, $now",
            params! {
                can_be_accepted: unreadable.can_be_accepted,
                is_forbidden: unreadable.is_forbidden,
                run: run,
                stream: listing.stream,
                scope: listing.scope,
                kind: unreadable.kind.as_str(),
                object: unreadable.object,
                cause: unreadable.cause,
                seq: landed_seq,
                now: now,
            },
        )?;
    }
    Ok(())
}

/// Why a walk cannot continue.
pub struct Failure {
    pub(super) cause: String,
    /// Whether that says something of what is there, as a refused login or a site that cannot be reached does not.
    can_be_accepted: bool,
    /// Whether the account may not read it.
    is_forbidden: bool,
    /// Whether the next run goes on with the walk, which only met a limit.
    pub(super) is_pause: bool,
}

impl Failure {
    /// What an error says of it.
    pub fn of(error: &Error) -> Self {
        let is_pause = error.kind() == Kind::Incomplete;
        let can_be_accepted = !is_pause && !matches!(error.kind(), Kind::Denied | Kind::Unreachable);
        let is_forbidden = error.kind() == Kind::Forbidden;
        Self { cause: error.one_line(), can_be_accepted, is_forbidden, is_pause }
    }

    /// What is open because of it, by the name that it has in the quarantine.
    fn unreadable(&self, object: String) -> Unreadable {
        let unreadable = Unreadable::new(GapKind::Listing, object, self.cause.clone());
        unreadable.accepted_if(self.can_be_accepted).forbidden_if(self.is_forbidden)
    }

    /// The same where nothing can be read without what failed.
    pub fn of_all(error: &Error) -> Self {
        Self { can_be_accepted: false, ..Self::of(error) }
    }
}

/// Records a kind of walk over a listing as open.
pub fn quarantine_listing(db: &Db, run: i64, kind: WalkKind, listing: &Listing, failure: &Failure) -> Result<()> {
    let object = name_of(kind, listing.stream);
    quarantine(db, run, listing, &failure.unreadable(object), None)
}

/// Records that whatever was asked for by a kind of walk over a stream failed: that is one gap, and what this run recorded of the
/// first of it is part of that. Where a listing of the stream could not go on in this run, that is the gap, with both reasons.
pub fn quarantine_route(db: &Db, run: i64, kind: WalkKind, stream: &'static str, error: &Error) -> Result<()> {
    let known = "update sync.quarantine
        set cause = case when contains(cause, $cause) then cause else cause || '; ' || $cause end
        where stream = $stream and kind = 'listing' and scope = '' and run_id = $run and state = 'open'";
    if db.execute(known, params! { stream: stream, cause: error.one_line(), run: run })? > 0 {
        return Ok(());
    }
    let part = "kind = 'listing' and stream = $stream and object = $name and scope <> '' and run_id = $run";
    resolve(db, part, params! { stream: stream, name: name_of(kind, stream), run: run })?;
    let object = if kind == WalkKind::Listing { format!("{stream} listings") } else { name_of(kind, stream) };
    let listing = Listing { stream, scope: String::new() };
    quarantine(db, run, &listing, &Failure::of(error).unreadable(object), None)
}

/// Resolves what was open about all that a kind of walk over a stream asks for.
pub fn resolve_route(db: &Db, kind: WalkKind, stream: &str) -> Result<()> {
    let condition = "kind = 'listing' and stream = $stream and object = $name and scope = ''";
    resolve(db, condition, params! { stream: stream, name: name_of(kind, stream) })
}

/// Records what is wrong with what answers show of the children of a parent, by what had landed then: an answer about the parent that
/// carries all it has resolves it.
pub fn quarantine_children(db: &Db, run: i64, children: &Listing, cause: String, landed_seq: i64) -> Result<()> {
    let object = name_of(WalkKind::Children, children.stream);
    quarantine(db, run, children, &Unreadable::new(GapKind::Listing, object, cause), Some(landed_seq))
}

/// Resolves what is open about the children of the parents in `loaded`, which answers have shown whole since.
pub fn resolve_children(db: &Db) -> Result<()> {
    let condition = "kind = 'listing' and exists (
        select 1 from loaded
        where loaded.stream = quarantine.stream and loaded.parent_id = quarantine.scope
            and loaded.landed_seq > quarantine.landed_seq
            and quarantine.object = loaded.stream || ' children'
     )";
    resolve(db, condition, &[])
}

/// Whether the children of some parent are open.
pub fn lacks_children(db: &Db, stream: &str) -> Result<bool> {
    let sql = "select count(*) > 0 from sync.quarantine
        where kind = 'listing' and stream = $stream and object = $object and state = 'open'";
    db.query_value(sql, params! { stream: stream, object: name_of(WalkKind::Children, stream) })
}

/// Whether some object is open or accepted as missing.
pub fn lacks_objects(db: &Db) -> Result<bool> {
    db.query_value("select count(*) > 0 from sync.quarantine where kind = 'object' and state <> 'resolved'", [])
}

/// Whether redaction may have failed on some text.
pub fn lacks_texts(db: &Db) -> Result<bool> {
    let sql = "select count(*) > 0 from sync.quarantine where kind in ('object', 'redaction') and state <> 'resolved'";
    db.query_value(sql, [])
}

/// Records an object as open that was not delivered, or not as announced.
pub fn quarantine_object(db: &Db, run: i64, stream: &'static str, object: &str, cause: &str) -> Result<()> {
    let listing = Listing { stream, scope: String::new() };
    let unreadable = Unreadable::new(GapKind::Object, object.to_owned(), cause.to_owned());
    quarantine(db, run, &listing, &unreadable, None)
}

/// Resolves the rows that are not and of which a condition holds, with its named parameters.
pub fn resolve(db: &Db, condition: &str, params: &[(&str, &dyn ToSql)]) -> Result<()> {
    // To plan this costs less than to plan an update, and mostly there is none.
    if !db.query_value::<bool, _>("select exists (from sync.quarantine where state <> 'resolved')", [])? {
        return Ok(());
    }
    let now = clock::now();
    let now = [("now", &Exact(&now) as &dyn ToSql)];
    let sql = format!(
        "update sync.quarantine set state = 'resolved', changed_at = $now where state <> 'resolved' and ({condition})"
    );
    db.execute(&sql, &[params, &now].concat()[..]).map(drop)
}

/// Resolves the open rows of an object that is gone or no longer requested.
pub fn resolve_object(db: &Db, stream: &str, object: &str) -> Result<()> {
    let condition = "kind = 'object' and stream = $stream and object = $object";
    resolve(db, condition, params! { stream: stream, object: object })
}

/// Resolves what was thought to be hidden of a listing.
pub fn resolve_hidden(db: &Db, listing: &Listing) -> Result<()> {
    let condition = "kind = 'object' and stream = $stream and scope = $scope and object = $hidden";
    let Listing { stream, scope } = listing;
    resolve(db, condition, params! { stream: stream, scope: scope, hidden: Unreadable::HIDDEN })
}

/// The name of a kind of walk over a stream in the quarantine.
pub(super) fn name_of(kind: WalkKind, stream: &str) -> String {
    match kind {
        WalkKind::Listing => stream.to_owned(),
        _ => format!("{stream} {}", kind.as_str()),
    }
}
