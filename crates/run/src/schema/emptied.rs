//! Members that have left all records: what settles that without a person.
//!
//! That no record has a member any more may be a fault of the site or of an account, and takes from readers what they have. It is
//! believed where the site's own description lacks the field, where two complete listings in a row show no record with it, or where
//! the settings leave it out. It is taken back where a record has it again.

use super::fields;
use catchment_base::error::Result;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::transform::generate::Member;
use catchment_source::{Source, Stream};

/// Complete listings in a row that are believed.
const LISTINGS: i32 = 2;

/// What says that nobody asks for it.
const LEFT_OUT: &str = "the settings leave it out";

/// A member that has left all records.
struct Left {
    change: i64,
    run: i64,
    dataset: String,
    path: String,
    column: String,
    seen_seq: i64,
    listings: i32,
    listed_walk: i64,
    /// Whether somebody has accepted it, and no generation shows it so far.
    is_accepted: bool,
}

/// What becomes of a change that was held.
enum End {
    /// It is applied: where it comes from, and what says so.
    Applied(&'static str, &'static str),
    /// Records have the member again.
    Returned,
}

/// Settles what there is evidence of by now. `wanted` are the streams that the settings ask for.
pub fn settle(db: &Db, source: &dyn Source, wanted: &[String], run: i64) -> Result<()> {
    let held = db.query(
        "select change_id, run_id, dataset, field, column_name, coalesce(seen_seq, 0), listings, coalesce(listed_walk, 0),
            state = 'accepted'
         from sync.waiting_change where kind = 'emptied' order by change_id",
        [],
        |row| {
            Ok(Left {
                change: row.get(0)?,
                run: row.get(1)?,
                dataset: row.get(2)?,
                path: row.get(3)?,
                column: row.get(4)?,
                seen_seq: row.get(5)?,
                listings: row.get(6)?,
                listed_walk: row.get(7)?,
                is_accepted: row.get(8)?,
            })
        },
    )?;
    for left in held {
        let stream = catchment_source::stream(source, &left.dataset);
        let stream = stream.filter(|stream| wanted.iter().any(|wanted| wanted == stream.name));
        let end = match stream {
            Some(stream) => end_of(db, source, stream, &left, run)?,
            None => Some(End::Applied("settings", LEFT_OUT)),
        };
        // What somebody has accepted needs no other evidence, and is nothing where records have the member again.
        if let Some(end) = end.filter(|end| !left.is_accepted || matches!(end, End::Returned)) {
            write(db, run, &left, &end)?;
        }
    }
    Ok(())
}

fn end_of(db: &Db, source: &dyn Source, stream: &Stream, left: &Left, run: i64) -> Result<Option<End>> {
    let is_column =
        |member: &Member| member.path == left.path && member.column == left.column && member.holds.has_column();
    let unnamed = "select field.unnamed_by
        from sync.field as field
        inner join sync.told as told on told.stream = field.stream and told.is_described
        where field.stream = $stream and field.path = $path and field.unnamed_at is not null";
    let unnamed: Option<Option<String>> =
        db.query_first(unnamed, params! { stream: stream.name, path: left.path }, |row| row.get(0))?;
    let by_settings = unnamed.as_ref().is_some_and(|by| by.as_deref() == Some("settings"));
    if by_settings || !fields::members(db, stream)?.iter().any(is_column) {
        return Ok(Some(End::Applied("settings", LEFT_OUT)));
    }
    if unnamed.is_some() {
        return Ok(Some(End::Applied("dictionary", "the site's description of its fields does not have it any more")));
    }
    let (again, all) = filled(db, source, stream, left)?;
    if again > 0 {
        return Ok(Some(End::Returned));
    }
    let listings = count_listing(db, stream, left)?;
    let two = "two complete listings in a row show no record with it";
    // A run that was killed has told nobody, and the one that goes on with it is no second one.
    let is_told = "select exists (
        from sync.run where run_id >= $noted and run_id < $run and state in ('done', 'incomplete') and purge_id is null)";
    let is_told: bool = db.query_value(is_told, params! { noted: left.run, run: run })?;
    Ok((all == 0 && listings >= LISTINGS && is_told).then_some(End::Applied("source", two)))
}

/// How many rows of records that are there have it: of those that came since it was missed, and of all.
fn filled(db: &Db, source: &dyn Source, stream: &Stream, left: &Left) -> Result<(i64, i64)> {
    let (column, model) = (identifier(&left.column), fields::staging(db, source, stream)?);
    let sql = format!(
        "select count(held.{column}) filter (held.landed_seq >= $seq), count(held.{column})
         from {} as held
         anti join sync.deletion as gone
            on gone.state = 'deleted' and gone.stream = $stream and gone.object_id = cast(held.{} as varchar)",
        model.relation(),
        identifier(&model.grain[0])
    );
    let counts = db
        .query_first(&sql, params! { seq: left.seen_seq, stream: stream.name }, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(counts.unwrap_or_default())
}

/// Counts the newest complete listing, if it was not counted; gives how many there are.
fn count_listing(db: &Db, stream: &Stream, left: &Left) -> Result<i32> {
    let sql = "select census.walk_id
        from sync.census as census
        inner join sync.walk as walk on walk.walk_id = census.walk_id
        where census.stream = $stream and census.walk_id > $counted and walk.run_id >= $run";
    let walk =
        db.query_first(sql, params! { stream: stream.name, counted: left.listed_walk, run: left.run }, |row| {
            row.get::<_, i64>(0)
        })?;
    let Some(walk) = walk else { return Ok(left.listings) };
    db.execute(
        "update sync.schema_change set listings = listings + 1, listed_walk = $walk where change_id = $change",
        params! { walk: walk, change: left.change },
    )?;
    Ok(left.listings + 1)
}

fn write(db: &Db, run: i64, left: &Left, end: &End) -> Result<()> {
    let (state, origin, evidence) = match end {
        End::Applied(origin, evidence) => ("applied", *origin, Some(*evidence)),
        End::Returned => ("returned", "source", None),
    };
    db.transaction(|db| {
        db.execute(
            "update sync.schema_change set state = $state, origin = $origin, evidence = $evidence, run_id = $run, accepted_by = null,
                accepted_at = null, reason = null
             where change_id = $change",
            params! { state: state, origin: origin, evidence: evidence, run: run, change: left.change },
        )?;
        match end {
            End::Applied(..) => forget_filled(db, &left.dataset, &left.path),
            // What was published of it counts on: it may leave again.
            End::Returned => Ok(()),
        }
    })
}

/// What was published of a member counts no more: it is told once that its column is empty.
pub fn forget_filled(db: &Db, stream: &str, path: &str) -> Result<()> {
    db.execute(
        "update sync.field set filled = null, held = null where stream = $stream and path = $path",
        params! { stream: stream, path: path },
    )
    .map(drop)
}
