//! What is due: the queries below `sql/due/`, over views that hold for one run. They know no source: what tells one stream
//! from another is a row of `facet`.

use super::cut::{Gap, Planned, Span};
use crate::schema::relation::Relation;
use catchment_base::clock;
use catchment_base::error::Result;
use catchment_base::response::{Aim, Unreadable};
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::touch;
use catchment_source::config::HistoryOrder;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;

/// Why a walk is ended that nothing asks for.
pub const UNWANTED: &str = "the settings no longer ask for it";
/// How far the clocks of a site's servers may differ.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(10);
/// What is dated by the site's clock, beside the staged relations.
const DATED: [(&str, &str); 15] = [
    ("land.response", "answered_at"),
    ("land.sighting", "answered_at"),
    ("sync.object", "answered_at"),
    ("sync.walk", "first_answered_at"),
    ("sync.stream", "complete_to"),
    ("sync.census", "complete_to"),
    ("sync.watermark", "newest_at"),
    ("sync.watermark", "seen_at"),
    ("sync.watermark", "polled_at"),
    ("sync.watermark", "begun_at"),
    ("sync.tombstone", "mark"),
    ("sync.departed", "complete_to"),
    ("sync.deletion", "seen_at"),
    ("sync.identity", "first_run_at"),
    ("sync.identity", "begun_at"),
];

/// How many records that are there prove that records answer to their ids: one may be gone since, or be refused.
const CONTROLS: i64 = 3;

/// Which chunks of history are read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reread {
    /// Those that failed.
    Failed,
    /// All of them.
    All,
}

/// A piece of history that is due.
pub struct Chunk {
    /// Its id.
    pub id: i64,
    /// Its stream.
    pub stream: String,
    /// The scope, or empty for all of them.
    pub scope: String,
    /// From which time on the history of the whole site is read, where it is read by time.
    pub from: Option<NaiveDateTime>,
    /// Before which time.
    pub to: Option<NaiveDateTime>,
}

/// An object that is gone, with the evidence for it.
#[derive(Clone, Debug)]
pub struct Gone {
    /// Its id.
    pub object: String,
    /// Why.
    pub reason: DeletionReason,
    /// What says so, without content.
    pub evidence: String,
    /// The walk that says so.
    pub walk: Option<i64>,
    /// The server's `Date` of the answer that says so.
    pub seen_at: NaiveDateTime,
}

/// The text of a due query.
pub fn text(name: &str) -> Result<&'static str> {
    let path = format!("due/{name}.sql");
    catchment_lake::sql::text(&path)
}

/// Notes when the first run was, by the site's clock and by ours; later ones change nothing. Tells whether this is it.
pub fn note_first_run(db: &Db, first_answered_at: NaiveDateTime) -> Result<bool> {
    let noted = db.execute(
        "update sync.identity set first_run_at = $answered_at, first_run_started_at = $now where first_run_at is null",
        params! { answered_at: first_answered_at, now: clock::now() },
    )?;
    Ok(noted > 0)
}

/// What was answered under a clock that was ahead is dated to the present, or nothing that the site shows from now on
/// would be newer.
pub fn follow_clock_back(db: &Db, staged: &[Relation], seen_at: NaiveDateTime) -> Result<()> {
    let latest: Option<NaiveDateTime> = db.query_value(
        "select greatest((select max(answered_at) from land.response), (select max(complete_to) from sync.stream))",
        [],
    )?;
    if latest.is_none_or(|latest| latest <= seen_at + CLOCKS_DIFFER) {
        return Ok(());
    }
    // Before whatever comes: dates are of seconds.
    let before = seen_at - TimeDelta::seconds(1);
    let staged = staged.iter().map(|relation| (relation.name(), "answered_at"));
    let dated = DATED.map(|(relation, column)| (relation.to_owned(), column));
    db.transaction(|db| {
        for (relation, column) in staged.chain(dated) {
            let sql = format!("update {relation} set {column} = $before where {column} > $before");
            db.execute(&sql, params! { before: before })?;
        }
        Ok(())
    })
}

/// Whether the last complete listing of scopes, which are objects of the stream `scopes`, lacks one that was listed once.
pub fn lacks_scope(db: &Db, scopes: &str) -> Result<bool> {
    let lacks = "select exists (
        from sync.object where stream = $stream and object_id not in (select scope_id from listed_scope)
     )";
    db.query_value(lacks, params! { stream: scopes })
}

/// The scopes that the settings ask for and the site does not list any more: as people call them, each with whether it was followed
/// until now.
pub fn lost_scopes(db: &Db) -> Result<Vec<(String, bool)>> {
    db.query(text("lost_scope")?, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The scopes, by id, that the site does not list any more and in which nothing is there any more.
pub fn vanished_scopes(db: &Db) -> Result<Vec<String>> {
    db.query(text("vanished_scope")?, [], |row| row.get(0))
}

/// The scopes that are asked for and seen, by id.
pub fn scopes(db: &Db) -> Result<Vec<String>> {
    db.query("select scope_id from scope order by scope_id", [], |row| row.get(0))
}

/// Objects to be fetched by their ids, with their streams, in the order of the settings.
pub fn objects(db: &Db, order: HistoryOrder) -> Result<Vec<(String, String)>> {
    if !is_anything_shown(db)? {
        return Ok(Vec::new());
    }
    let order = direction(order);
    let sql =
        format!("select stream, object_id from due_object order by stream, version_at {order} nulls last, object_id");
    db.query(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Objects that are due by what listings showed and of which nothing is open or accepted, with their streams.
pub fn undelivered(db: &Db) -> Result<Vec<(String, String)>> {
    if !is_anything_shown(db)? {
        return Ok(Vec::new());
    }
    db.query(
        "select stream, object_id from due_object
         where (stream, object_id) not in (
            select (stream, object) from sync.quarantine where kind = 'object' and state <> 'resolved'
         )
         order by all",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether a listing left a sighting, or something could not be read: else nothing is due by its id.
pub fn is_anything_shown(db: &Db) -> Result<bool> {
    db.query_value(
        "select exists (select 1 from land.sighting where stream not in (select stream from facet where is_scope))
            or exists (select 1 from sync.quarantine where kind = 'object' and state = 'open')",
        [],
    )
}

/// Makes a row of every piece of history that the settings ask for and that has none; what is not asked for any
/// more is retired. `is_first` says whether nothing was read before.
pub fn plan_history(db: &Db, is_first: bool) -> Result<()> {
    let wanted = format!("create or replace temporary table wanted as {}", text("chunk")?);
    db.execute(&wanted, params! { now: clock::now() })?;
    let same = "chunk.stream = wanted.stream and chunk.scope_id = wanted.scope_id
        and chunk.from_time is not distinct from wanted.from_time and chunk.to_time is not distinct from wanted.to_time";
    let now = clock::now();
    db.transaction(|db| {
        db.execute(
            &format!(
                "update sync.chunk set state = 'retired', changed_at = ?
                 where state <> 'retired' and not exists (select 1 from wanted where {same})"
            ),
            params![now],
        )?;
        // Nothing goes on with what nobody wants any more.
        let retired = "chunk_id in (select chunk_id from sync.chunk where state = 'retired')";
        land::fail_walks(db, UNWANTED, retired)?;
        db.execute(
            &format!(
                "insert into sync.chunk (stream, scope_id, from_time, to_time, state, attempts, objects, changed_at)
                 select stream, scope_id, from_time, to_time, 'due', 0, 0, ? from wanted
                 where not exists (select 1 from sync.chunk as chunk where chunk.state <> 'retired' and {same})
                 order by stream, scope_id, from_time"
            ),
            params![now],
        )?;
        // A census compares its scopes with those that were covered before it. The first history covers the scopes of its
        // time; a stream that comes later has none covered until a census of its own.
        db.execute(
            "insert into sync.covered (stream, scope_id)
             select facet.stream, scope.scope_id
             from facet
             cross join scope
             where facet.is_wanted and facet.stream not in (select stream from sync.covered union all select stream from sync.census)
                and ?",
            params![is_first],
        )?;
        Ok(())
    })
}

/// The times of history that are not cut in pieces yet, of streams whose objects the site counts.
pub fn gaps(db: &Db) -> Result<Vec<(String, Gap)>> {
    db.query("select stream, from_time, to_time, is_whole from gap order by stream, from_time", [], |row| {
        let span = Span { from: row.get(1)?, until: row.get(2)? };
        Ok((row.get(0)?, Gap { span, is_whole: row.get(3)? }))
    })
}

/// Makes a row of every piece that a time of history was cut in, or of all of it as one listing.
pub fn keep_pieces(db: &Db, planned: &Planned) -> Result<()> {
    let pieces = planned.pieces.iter().map(|piece| (Some(piece.from), Some(piece.until)));
    let listing = planned.pieces.is_empty().then_some((None, None));
    db.transaction(|db| {
        for (from, until) in pieces.chain(listing) {
            db.execute(
                "insert into sync.chunk (stream, scope_id, from_time, to_time, state, attempts, objects, changed_at)
                 values ($stream, '', $from, $until, 'due', 0, 0, $now)",
                params! { stream: planned.stream, from: from, until: until, now: clock::now() },
            )?;
        }
        Ok(())
    })
}

/// What was open is resolved where it is cured by now, or where nothing asks for it any more.
pub fn resolve_cured(db: &Db, run: i64) -> Result<()> {
    let open: i64 = db.query_value("select count(*) from sync.quarantine where state <> 'resolved'", [])?;
    if open == 0 {
        return Ok(());
    }
    land::resolve(db, &format!("quarantine_id in ({})", text("cured")?), params! { run: run })
}

/// Makes chunks due again: those that failed, or all, with everything that is in them.
pub fn repeat_history(db: &Db, which: Reread) -> Result<()> {
    let chosen = match which {
        Reread::All => "state <> 'retired'",
        Reread::Failed => "state = 'failed'",
    };
    db.execute(
        &format!("update sync.chunk set state = 'due', is_whole = is_whole or $all, changed_at = $now where {chosen}"),
        params! { all: which == Reread::All, now: clock::now() },
    )?;
    Ok(())
}

/// The word of SQL for an order of times.
fn direction(order: HistoryOrder) -> &'static str {
    match order {
        HistoryOrder::Newest => "desc",
        HistoryOrder::Oldest => "asc",
    }
}

/// The chunks that are due, in the order of the settings.
pub fn chunks(db: &Db, order: HistoryOrder) -> Result<Vec<Chunk>> {
    db.query(&text("history")?.replace("$order", direction(order)), [], |row| {
        Ok(Chunk { id: row.get(0)?, stream: row.get(1)?, scope: row.get(2)?, from: row.get(3)?, to: row.get(4)? })
    })
}

/// The streams whose census is due.
pub fn censuses(db: &Db, every: std::time::Duration) -> Result<Vec<String>> {
    db.query(text("census")?, params! { every: every.as_secs() as i64, now: clock::now() }, |row| row.get(0))
}

/// Notes of these walks whether all that they show is read again: the time has come for their streams.
pub fn note_rereads(db: &Db, walks: &[i64]) -> Result<()> {
    if walks.is_empty() {
        return Ok(());
    }
    let noted = "update sync.walk as walk set is_whole = true
        from sync.census as census inner join facet on facet.stream = census.stream
        where walk.stream = census.stream and walk.kind = 'census'
            and list_contains(from_json($walks, '[\"bigint\"]'), walk.walk_id)
            and census.reread_at + to_seconds(facet.reread_every) <= walk.started_at";
    db.execute(noted, params! { walks: json!(walks).to_string() }).map(drop)
}

/// The `Date` of the first answer of the last complete listing of a stream, where another one is due by the clock.
pub fn last_census(db: &Db, stream: &str, every: std::time::Duration) -> Result<Option<NaiveDateTime>> {
    let last = db.query_first(
        "select first_answered_at, started_at + to_seconds($every) <= $now
         from sync.walk where stream = $stream and kind = 'census' and state = 'ended'
         order by walk_id desc limit 1",
        params! { stream: stream, every: every.as_secs() as i64, now: clock::now() },
        |row| Ok((row.get::<_, NaiveDateTime>(0)?, row.get::<_, bool>(1)?)),
    )?;
    Ok(last.filter(|(_, is_due)| *is_due).map(|(answered_at, _)| answered_at))
}

/// Whether the site counts more of a stream than it shows.
pub fn is_hiding(db: &Db, stream: &str) -> Result<bool> {
    db.query_value(
        "select count(*) > 0 from sync.quarantine
         where stream = $stream and object = $hidden and state in ('open', 'acknowledged')",
        params! { stream: stream, hidden: Unreadable::HIDDEN },
    )
}

/// How many objects of a stream are held and not gone.
pub fn held_count(db: &Db, stream: &str) -> Result<usize> {
    db.query_value("select count(*) from held where stream = ? and reason is null", params![stream])
}

/// The streams whose changes only a census can show.
pub fn unproven(db: &Db) -> Result<Vec<String>> {
    db.query(text("unproven")?, params! { first_look: Aim::first_look() }, |row| row.get(0))
}

/// The last finished census of a stream, as it is described now, that waits to be settled, with the `Date` of its first
/// answer.
pub fn unsettled(db: &Db, stream: &str) -> Result<Option<(i64, NaiveDateTime)>> {
    db.query_first(
        "select walk.walk_id, walk.first_answered_at
         from sync.walk as walk
         left join sync.census as census on census.stream = walk.stream
         left join sync.described as described on described.stream = walk.stream
         where walk.kind = 'census' and walk.state = 'ended' and walk.stream = ? and walk.walk_id > coalesce(census.walk_id, 0)
            and (described.since is null or walk.started_at >= described.since)
         order by walk.walk_id desc limit 1",
        params![stream],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Notes that the census of a stream is settled, and from when on all that is held was read: the first complete listing is made of
/// what was just read.
pub fn settle(db: &Db, stream: &str, walk: i64, complete_to: NaiveDateTime) -> Result<()> {
    let reread_at: Option<NaiveDateTime> = db.query_value(
        "select if(walk.is_whole or census.stream is null, walk.started_at, census.reread_at)
         from sync.walk as walk left join sync.census as census on census.stream = walk.stream
         where walk.walk_id = ?",
        params![walk],
    )?;
    db.execute("delete from sync.census where stream = ?", params![stream])?;
    db.execute(
        "insert into sync.census (stream, walk_id, complete_to, settled_at, reread_at)
         values ($stream, $walk, $complete_to, $now, $reread_at)",
        params! { stream: stream, walk: walk, complete_to: complete_to, now: clock::now(), reread_at: reread_at },
    )
    .map(drop)
}

/// To when the last settled census of a stream is complete.
pub fn settled_to(db: &Db, stream: &str) -> Result<Option<NaiveDateTime>> {
    db.query_first("select complete_to from sync.census where stream = ?", params![stream], |row| row.get(0))
}

/// What a census lacks although it is held, each with whether it is gone already, for a reason that does not hold any more.
pub fn candidates(db: &Db, stream: &str, walk: i64) -> Result<Vec<(String, bool)>> {
    db.query(text("candidate")?, params! { stream: stream, walk: walk }, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Some records that are held, and are not among `others`: those that are there longest.
pub fn controls(db: &Db, stream: &str, others: &[String]) -> Result<Vec<String>> {
    db.query(
        "select object_id
         from held
         where stream = $stream and reason is null
            and object_id not in (select unnest(from_json($others, '[\"varchar\"]')))
         order by landed_seq, object_id
         limit $most",
        params! { stream: stream, others: json!(others).to_string(), most: CONTROLS },
        |row| row.get(0),
    )
}

/// What the trash shows of what is held, by stream.
pub fn trashed(db: &Db) -> Result<Vec<(String, Gone)>> {
    if !is_anything_shown(db)? {
        return Ok(Vec::new());
    }
    db.query("select stream, object_id, seen_at, walk_id from due_trashed", [], |row| {
        let evidence = "the trash of the site lists it".to_owned();
        let gone = Gone {
            object: row.get(1)?,
            reason: DeletionReason::Trashed,
            evidence,
            walk: row.get(3)?,
            seen_at: row.get(2)?,
        };
        Ok((row.get(0)?, gone))
    })
}

/// What is held and lies outside of the settings, by stream, also where it was out of reach and its scope is seen again, or
/// was gone and a later answer has it. Where the settings let everything in that is held, nobody has to look at every
/// object.
pub fn outside(db: &Db, seen_at: NaiveDateTime) -> Result<Vec<(String, Gone)>> {
    let narrow: bool = db.query_value(
        "select has_named_scopes or is_bounded or selected_by is not null
            or exists (
                select 1 from held
                inner join facet on facet.stream = held.stream
                where facet.is_scoped and not facet.is_wanted
            )
         from setting",
        [],
    )?;
    if !narrow {
        return Ok(Vec::new());
    }
    db.query(
        "select stream, object_id, setting from outside
         where reason is null
            or (reason = 'no_access' and scope_id in (select scope_id from scope))
            or (reason in ('trashed', 'purged') and (stream, object_id) in (select (stream, object_id) from returned))
         order by stream, object_id",
        [],
        |row| {
            let evidence = format!("outside of {}", row.get::<_, String>(2)?);
            let gone = Gone { object: row.get(1)?, reason: DeletionReason::OutOfScope, evidence, walk: None, seen_at };
            Ok((row.get(0)?, gone))
        },
    )
}

/// Takes back the deletions of what a run has found there again.
pub fn restore(db: &Db, run: i64) -> Result<()> {
    let gone: i64 = db.query_value("select count(*) from sync.deletion where state = 'deleted'", [])?;
    if gone == 0 {
        return Ok(());
    }
    let restored = db.query(&format!("select deletion_id, object_id from ({})", text("restored")?), [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    db.transaction(|db| {
        for (id, object) in restored {
            db.execute(
                "update sync.deletion set state = 'restored', restored_run_id = $run, changed_at = $now
                 where deletion_id = $id",
                params! { run: run, now: clock::now(), id: id },
            )?;
            touch::touch(db, "sync.deletion", "object_id", &[&object])?;
        }
        Ok(())
    })
}

/// Makes containers of what is held that were never shown due by their ids; tells whether there are any.
pub fn see_containers(db: &Db, run: i64) -> Result<bool> {
    let seen = db.execute(
        &format!(
            "insert into land.sighting (walk_id, stream, object_id, answered_at, after_seq)
             select walk.walk_id, container.stream, container.object_id, walk.first_answered_at, last_response.seq
             from ({}) as container
             cross join (
                select walk_id, first_answered_at from sync.walk
                where run_id = ? and first_answered_at is not null order by walk_id desc limit 1
             ) as walk
             cross join (select coalesce(max(seq), 0) as seq from land.response) as last_response",
            text("container")?
        ),
        params![run],
    )?;
    Ok(seen > 0)
}
