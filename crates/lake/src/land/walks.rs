//! Walks in the database: begin, move on, end, fail, and resume after an interruption.

use super::commit::signed;
use super::quarantine::{name_of, resolve};
use crate::db::{Db, params};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, Listing, Position, Unreadable, Walk, WalkKind};
use catchment_base::state::{ChunkState, WalkState};
use chrono::{NaiveDateTime, TimeDelta};

/// Starts a walk from its beginning.
pub fn begin_walk(db: &Db, run: i64, aim: Aim) -> Result<Walk> {
    let now = clock::now();
    let id = db.query_value("select nextval('sync.walk_id')", [])?;
    db.execute(
        "insert into sync.walk (walk_id, run_id, kind, chunk_id, stream, scope, scopes, state, floor_time, until_time, pages,
            objects, started_at, changed_at, after_seq)
         select $walk, $run, $kind, $chunk, $stream, $scope, $scopes, 'open', $floor, $until, 0, 0, $now, $now,
            coalesce(max(seq), 0)
         from land.response",
        params! {
            walk: id,
            run: run,
            kind: aim.kind.as_str(),
            chunk: aim.chunk,
            stream: aim.listing.stream,
            scope: aim.listing.scope,
            scopes: aim.scopes.join(","),
            floor: aim.floor,
            until: aim.until,
            now: now,
        },
    )?;
    if let Some(chunk) = aim.chunk {
        db.execute(
            "update sync.chunk set state = 'running', attempts = attempts + 1, cause = null, changed_at = $now
             where chunk_id = $chunk",
            params! { now: now, chunk: chunk },
        )?;
    }
    Ok(Walk { id, aim, position: Position::default() })
}

/// The open passes with their positions. `known` maps the name of a stream to that in the table of the source.
pub fn open_walks(db: &Db, known: impl Fn(&str) -> Option<&'static str>) -> Result<Vec<Walk>> {
    let rows = db.query(
        "select walk.walk_id, walk.stream, walk.scope, walk.kind, walk.chunk_id, walk.floor_time,
            walk.next_url, walk.top_time, walk.top_id, walk.first_answered_at, walk.pages, walk.objects, walk.cause is not null,
            coalesce(walk.scopes, ''), walk.until_time
         from sync.walk as walk
         where walk.state = 'open' order by walk.walk_id",
        [],
        |row| {
            let top: (Option<NaiveDateTime>, Option<String>) = (row.get(7)?, row.get(8)?);
            let names: (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let bounds: (Option<i64>, Option<NaiveDateTime>, Option<NaiveDateTime>) =
                (row.get(4)?, row.get(5)?, row.get(14)?);
            let position = Position {
                next: row.get(6)?,
                top: top.0.zip(top.1),
                first_answered_at: row.get(9)?,
                pages: row.get(10)?,
                objects: row.get(11)?,
                unordered: row.get(12)?,
                ..Position::default()
            };
            let scopes: String = row.get(13)?;
            let scopes = scopes.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
            Ok((row.get::<_, i64>(0)?, names, bounds, position, scopes))
        },
    )?;
    let walks = rows.into_iter().filter_map(|(id, (stream, scope, kind), (chunk, floor, until), position, scopes)| {
        let (kind, stream) = (WalkKind::of_word(&kind)?, known(&stream)?);
        let aim = Aim { floor, until, scopes, chunk, ..Aim::new(kind, Listing { stream, scope }) };
        Some(Walk { id, aim, position })
    });
    Ok(walks.collect())
}

/// Writes the position of a walk.
pub(super) fn move_on(db: &Db, walk: i64, position: &Position, over: bool) -> Result<()> {
    let state = if over { WalkState::Ended } else { WalkState::Open };
    let (top_time, top_id) = position.top.clone().unzip();
    let note = position.unordered.then_some("not in the promised order: read to its end");
    db.execute(
        "update sync.walk set state = $state, next_url = $next_url, top_time = $top_time, top_id = $top_id,
            first_answered_at = $first_answered_at, pages = $pages, objects = $objects, changed_at = $now,
            cause = $cause, is_exhausted = $is_exhausted
         where walk_id = $walk",
        params! {
            state: state.as_str(),
            next_url: position.next.as_ref().filter(|_| !over),
            top_time: top_time,
            top_id: top_id,
            first_answered_at: position.first_answered_at,
            pages: signed(position.pages),
            objects: signed(position.objects),
            now: clock::now(),
            cause: note,
            is_exhausted: position.exhausted,
            walk: walk,
        },
    )?;
    Ok(())
}

/// Writes the position of a walk over several parents, which is in the listing of this one. At the end of a listing its parent
/// is complete.
pub(super) fn move_on_among_parents(db: &Db, walk: i64, listing: &Listing, position: &Position) -> Result<()> {
    db.execute(
        "update sync.walk set scope = $scope, next_url = $next_url, first_answered_at = $first_answered_at,
            pages = $pages, objects = $objects, changed_at = $now
         where walk_id = $walk",
        params! {
            scope: listing.scope,
            next_url: position.next.as_ref().filter(|_| !position.ended),
            first_answered_at: position.first_answered_at,
            pages: signed(position.pages),
            objects: signed(position.objects),
            now: clock::now(),
            walk: walk,
        },
    )?;
    if !position.ended {
        return Ok(());
    }
    for known in ["sync.children", "sync.lacking"] {
        db.execute(
            &format!("delete from {known} where stream = $stream and parent_id = $parent"),
            params! { stream: listing.stream, parent: listing.scope },
        )?;
    }
    db.execute(
        "insert into sync.children (stream, parent_id, walk_id, followed_seq, complete_to, listed_at, objects, is_settled)
         select $stream, $parent, walk_id, after_seq, $complete_to, $now, $objects, false
         from sync.walk where walk_id = $walk",
        params! {
            stream: listing.stream,
            parent: listing.scope,
            complete_to: position.first_answered_at,
            now: clock::now(),
            objects: signed(position.objects),
            walk: walk,
        },
    )?;
    resolve_listing(db, walk, WalkKind::Children, listing)
}

/// Records the end of a walk: completeness, the watermark, its chunk, and its resolved rows in the quarantine.
pub(super) fn end(db: &Db, walk: i64, kind: WalkKind, listing: &Listing, position: &Position) -> Result<()> {
    let Listing { stream, scope } = listing;
    let first = position.first_answered_at.ok_or_else(|| Error::failed("a walk has ended without an answer"))?;
    // A first look at a feed proves nothing but where increments begin.
    let newest = newest_of(position).filter(|_| kind == WalkKind::Feed);
    let is_feed = matches!(kind, WalkKind::Feed | WalkKind::Changes);
    // Where increments begin with no complete listing they begin when changes were asked for first. That answer is dated by its
    // second, and what changes later in it is an increment.
    let asked_at = first - TimeDelta::microseconds(1);
    let begun_at = newest.or((kind == WalkKind::Changes).then_some(asked_at)).unwrap_or_default();
    let is_first_look = is_feed && begin_watermark(db, listing, begun_at, first)? && kind == WalkKind::Feed;
    if matches!(kind, WalkKind::Listing | WalkKind::Feed | WalkKind::Census | WalkKind::Changes) && !is_first_look {
        db.execute(
            "delete from sync.stream where stream = $stream and scope = $scope",
            params! { stream: stream, scope: scope },
        )?;
        db.execute(
            "insert into sync.stream (stream, scope, complete_to, walk_id, objects)
             values ($stream, $scope, $complete_to, $walk, $objects)",
            params! {
                stream: stream,
                scope: scope,
                complete_to: first,
                walk: walk,
                objects: signed(position.objects),
            },
        )?;
    }
    if is_feed {
        // A time that lies ahead of the answer would hide what changes until then.
        let newest = newest_of(position).map(|newest| if kind == WalkKind::Feed { newest } else { newest.min(first) });
        db.execute(
            "update sync.watermark
             set
                newest_at = greatest(newest_at, $newest_at),
                seen_at = $seen_at,
                polled_at = least($seen_at, (select started_at from sync.walk where walk_id = $walk))
             where stream = $stream and scope = $scope and kind = 'feed'",
            params! { newest_at: newest, seen_at: first, walk: walk, stream: stream, scope: scope },
        )?;
    }
    if matches!(kind, WalkKind::Listing | WalkKind::Piece) {
        end_chunk(db, walk, ChunkState::Done, None, signed(position.objects))?;
    }
    // Other pieces of the stream may have failed: what is open about them is cured when none is due.
    if kind == WalkKind::Piece {
        return Ok(());
    }
    resolve_listing(db, walk, kind, listing)
}

/// The newest modification that a walk has seen.
fn newest_of(position: &Position) -> Option<NaiveDateTime> {
    position.top.as_ref().map(|(time, _)| *time)
}

/// Makes the watermark of a feed that was never followed; tells whether it did. Where nothing was shown everything that
/// comes is news.
fn begin_watermark(db: &Db, listing: &Listing, begun_at: NaiveDateTime, seen_at: NaiveDateTime) -> Result<bool> {
    let made = db.execute(
        "insert into sync.watermark (stream, scope, kind, newest_at, seen_at, begun_at)
         select $stream, $scope, 'feed', $begun_at, $seen_at, $begun_at
         where not exists (select 1 from sync.watermark where stream = $stream and scope = $scope and kind = 'feed')",
        params! { stream: listing.stream, scope: listing.scope, begun_at: begun_at, seen_at: seen_at },
    )?;
    Ok(made > 0)
}

/// Ends the open walks for which a condition holds, as [`fail_walk`] ends one. Their chunks stay as they are.
pub fn fail_walks(db: &Db, cause: &str, which: &str) -> Result<()> {
    let sql = format!(
        "update sync.walk set state = 'failed', next_url = null, cause = $cause, changed_at = $now
         where state = 'open' and {which}"
    );
    db.execute(&sql, params! { cause: cause, now: clock::now() }).map(drop)
}

/// Ends a walk that cannot continue. Nothing resumes it, so the address of its next page, which may contain anything, is removed.
pub fn fail_walk(db: &Db, walk: i64, cause: &str) -> Result<()> {
    db.execute(
        "update sync.walk set state = 'failed', next_url = null, cause = $cause, changed_at = $now
         where walk_id = $walk",
        params! { cause: cause, now: clock::now(), walk: walk },
    )?;
    end_chunk(db, walk, ChunkState::Failed, Some(cause), 0)
}

fn end_chunk(db: &Db, walk: i64, state: ChunkState, cause: Option<&str>, objects: i64) -> Result<()> {
    db.execute(
        "update sync.chunk set state = $state, cause = $cause, objects = $objects, changed_at = $now
         where chunk_id = (select chunk_id from sync.walk where walk_id = $walk)",
        params! { state: state.as_str(), cause: cause, objects: objects, now: clock::now(), walk: walk },
    )?;
    Ok(())
}

/// Ends a walk that is not a pass and did not fail. What is open about its kind and listing is resolved, unless a walk of its run
/// has failed: each is about objects of its own.
pub fn end_walk(db: &Db, walk: &Walk) -> Result<()> {
    if !close_walk(db, walk.id)? {
        return Ok(());
    }
    let Listing { stream, scope } = &walk.aim.listing;
    resolve(
        db,
        "kind = 'listing' and stream = $stream and scope = $scope and object = $name
            and run_id <> (select run_id from sync.walk where walk_id = $walk)",
        params! { stream: stream, scope: scope, name: name_of(walk.aim.kind, stream), walk: walk.id },
    )
}

/// Ends a walk that answers for nothing that is open; tells whether it was under way.
pub fn close_walk(db: &Db, walk: i64) -> Result<bool> {
    let ended = db.execute(
        "update sync.walk set state = 'ended', changed_at = $now where walk_id = $walk and state = 'open'",
        params! { now: clock::now(), walk: walk },
    )?;
    Ok(ended > 0)
}

/// Resolves the open rows of a kind of walk over a listing. Objects without an id, and that some are hidden, are only seen in
/// listings: if a complete walk has not seen them again, they are gone.
fn resolve_listing(db: &Db, walk: i64, kind: WalkKind, listing: &Listing) -> Result<()> {
    let whole = matches!(kind, WalkKind::Listing | WalkKind::Census);
    resolve(
        db,
        "stream = $stream and scope = $scope
            and ((kind = 'listing' and object = $name)
                or (kind = 'object' and object in ($nameless, $hidden)
                    and changed_at < (select started_at from sync.walk where walk_id = $walk)))",
        params! {
            stream: listing.stream,
            scope: listing.scope,
            name: name_of(kind, listing.stream),
            nameless: whole.then(|| Unreadable::name_of_nameless(kind)),
            hidden: whole.then_some(Unreadable::HIDDEN),
            walk: walk,
        },
    )
}
