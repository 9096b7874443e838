//! How many rows have a value in the column of each member: which members no record has any more, and which have left all records at
//! once, so that readers would find an empty column.

use super::fields;
use catchment_base::clock;
use catchment_base::error::Result;
use catchment_base::state::FieldState;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::transform::generate::Member;
use catchment_source::{Columns, Source, Stream};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The rows of a stream, and how many of them have each member that has a column.
struct Filled {
    /// All that are held.
    rows: i64,
    /// Those that came in this run.
    came: i64,
    /// Those of records that are there.
    live: i64,
    /// The members, each with how many of all and of those that came have it.
    members: Vec<(Member, i64, i64)>,
}

/// A column that would be empty for readers.
struct Emptied {
    path: String,
    column: String,
    number: i32,
    /// The rows that had a value.
    filled: i64,
}

/// What of a run is looked at.
#[derive(Clone, Copy)]
pub struct Since {
    /// The run.
    pub run: i64,
    /// The newest response that had landed before it.
    pub before: i64,
}

/// Notes which fields some record has and which none has any more, by the rows that are held; and which members have left all records.
/// `shows` gives those of some members that a record of this run has, whatever it holds.
pub fn note(
    db: &Db,
    source: &dyn Source,
    stream: &Stream,
    since: Since,
    shows: &dyn Fn(&[String]) -> Result<BTreeSet<String>>,
) -> Result<()> {
    let Columns::Generated { .. } = stream.columns else { return Ok(()) };
    let Some(filled) = count(db, source, stream, since)? else { return Ok(()) };
    let mut emptied = emptied(db, stream, &filled)?;
    if !emptied.is_empty() {
        let paths: Vec<String> = emptied.iter().map(|emptied| emptied.path.clone()).collect();
        let shown = shows(&paths)?;
        emptied.retain(|emptied| !shown.contains(&emptied.path));
    }
    db.transaction(|db| {
        emptied.iter().try_for_each(|emptied| hold(db, source, stream, since, emptied))?;
        note_states(db, stream, &filled)
    })
}

fn count(db: &Db, source: &dyn Source, stream: &Stream, since: Since) -> Result<Option<Filled>> {
    let mut members = fields::members(db, stream)?;
    members.retain(|member| member.holds.has_column());
    if members.is_empty() {
        return Ok(None);
    }
    let counts = members.iter().flat_map(|member| {
        let column = identifier(&member.column);
        [format!("count({column})"), format!("count({column}) filter (is_new)")]
    });
    let counts: Vec<String> = counts.collect();
    let sql = format!(
        "select count(*), count(*) filter (is_new), {}
         from (select *, landed_seq > ? as is_new from {}.{})",
        counts.join(", "),
        source.name(),
        identifier(stream.name)
    );
    let mut counted = Vec::new();
    db.query(&sql, params![since.before], |row| {
        (0..counts.len() + 2).try_for_each(|at| row.get::<_, i64>(at).map(|count| counted.push(count)))
    })?;
    let live = "select count(*) from sync.object as held
        anti join sync.deletion as gone on gone.state = 'deleted' and gone.stream = held.stream and gone.object_id = held.object_id
        where held.stream = ?";
    let mut counted = counted.into_iter();
    let (rows, came) = (counted.next().unwrap_or_default(), counted.next().unwrap_or_default());
    let members = members.into_iter().map(|member| {
        let (all, new) = (counted.next().unwrap_or_default(), counted.next().unwrap_or_default());
        (member, all, new)
    });
    let members = members.collect();
    let live = if came > 0 { db.query_value(live, params![stream.name])? } else { rows };
    Ok(Some(Filled { rows, came, live, members }))
}

/// The columns that nearly all rows had, that many have lost since rows came with them last, and that no row of this run has.
fn emptied(db: &Db, stream: &Stream, filled: &Filled) -> Result<Vec<Emptied>> {
    let unseen = filled.members.iter().filter(|(_, _, new)| *new == 0);
    let unseen: Vec<Value> = unseen.map(|(member, all, _)| json!({"path": member.path, "filled": all})).collect();
    if filled.came == 0 || unseen.is_empty() {
        return Ok(Vec::new());
    }
    db.query(
        catchment_lake::sql::text("report/emptying.sql")?,
        params! { stream: stream.name, came: filled.came, live: filled.live, seen: Value::from(unseen).to_string() },
        |row| Ok(Emptied { path: row.get(0)?, column: row.get(1)?, number: row.get(2)?, filled: row.get(3)? }),
    )
}

/// Holds the dataset of a stream because of a column that would be empty.
fn hold(db: &Db, source: &dyn Source, stream: &Stream, since: Since, emptied: &Emptied) -> Result<()> {
    let first = format!(
        "select min(landed_seq) as seq, min_by(answered_at, landed_seq) as answered_at from {}.{} where landed_seq > $before",
        source.name(),
        identifier(stream.name)
    );
    db.execute(
        &format!(
            "insert into sync.schema_change (run_id, dataset, kind, level, field, column_name, number, origin, seen_seq, seen_at,
                state, row_count, noted_at)
             select $run, $dataset, 'emptied', 'breaking', $field, $column, $number, 'source', shown.seq, shown.answered_at, 'held', $rows,
                $now
             from ({first}) as shown"
        ),
        params! {
            run: since.run,
            dataset: stream.name,
            field: emptied.path,
            column: emptied.column,
            number: emptied.number,
            rows: emptied.filled,
            before: since.before,
            now: clock::now(),
        },
    )
    .map(drop)
}

/// Notes how it stands with each member, and how many rows have it. For as long as one is held, what was published last counts.
fn note_states(db: &Db, stream: &Stream, filled: &Filled) -> Result<()> {
    let state = |count: i64| if count > 0 { FieldState::Present } else { FieldState::Vanished };
    // Of a member that no row of this run has, what it had before counts until a row has it again: it may be lost little by little.
    let row = |(member, all, new): &(Member, i64, i64)| {
        let is_losing = filled.came > 0 && *new == 0;
        json!({"path": member.path, "state": state(*all), "filled": all, "is_losing": is_losing})
    };
    db.execute(
        r#"update sync.field as field set
                changed_at = if(field.state = seen.state, field.changed_at, $now),
                state = seen.state,
                held = if(seen.is_held, field.held, $rows),
                filled = if(seen.is_held, field.filled, seen.filled)
           from (
                select
                    told.path,
                    if(field.state = 'declared' and told.state = 'vanished', 'declared', told.state) as state,
                    told.filled,
                    exists (
                        select 1 from sync.schema_change as open
                        where open.dataset = $stream and open.field = told.path and open.state = 'held'
                    ) or (told.is_losing and field.filled > told.filled) as is_held
                from (
                    select unnest(
                        from_json($seen, '[{"path": "varchar", "state": "varchar", "filled": "bigint", "is_losing": "boolean"}]'),
                        max_depth := 2
                    )
                ) as told
                inner join sync.field as field on field.stream = $stream and field.path = told.path
           ) as seen
           where field.stream = $stream
               and field.path = seen.path
               and (field.state <> seen.state
                   or not seen.is_held and (field.held is distinct from $rows or field.filled is distinct from seen.filled))"#,
        params! {
            seen: Value::from_iter(filled.members.iter().map(row)).to_string(),
            rows: filled.rows,
            now: clock::now(),
            stream: stream.name,
        },
    )
    .map(drop)
}
