//! The settings and what follows from them, as the views and macros that the queries below `sql/<source>/due/` read. They hold
//! for one connection to the database.

use super::due::text;
use super::opened::Opened;
use crate::edge::db::{Db, params};
use crate::error::Result;
use crate::redact;
use crate::source::Source;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// What the settings leave out. `in_time`: whether a version is of a time that they ask for; of one whose time is not known
/// nobody can say that it is not. `unwanted_by`: the setting that an object lies outside of; nothing where it is wanted. In a
/// space that is not listed although every space is asked for, it is wanted: its space is listed by the next run.
const MACROS: &str = "create or replace temporary macro in_time(stream, version_at, setting) as coalesce(
    (version_at >= setting.history_from and version_at < setting.history_to)
        or (version_at > least(setting.begun_at[stream], setting.first_begun_at) and setting.mode <> 'historical'),
    true
);
create or replace temporary macro unwanted_by(stream, space_id, version_at, setting) as case
    when not list_contains(setting.content_types, stream) then 'content_types'
    when len(setting.space_keys) > 0 and space_id not in (select scope.space_id from scope) then 'space_keys'
    when in_time(stream, version_at, setting) then null
    when setting.mode = 'incremental' then 'mode'
    else 'start_date and end_date'
end";

/// Makes the view of what is held, which the queries compare with.
pub fn see_held(db: &Db, source: &dyn Source) -> Result<()> {
    view(db, source, "gone", "gone")?;
    view(db, source, "held", "held")
}

/// Makes the views that follow from the settings and from the last listing of spaces, and keeps which spaces are in scope
/// when the censuses begin.
pub fn see_scope(db: &Db, settings: &Settings, source: &dyn Source) -> Result<()> {
    settings.write(db)?;
    view(db, source, "scope", "scope")?;
    db.execute_batch(MACROS)?;
    for (name, file) in [
        ("shown", "shown"),
        ("outside", "outside"),
        ("returned", "returned"),
        ("due_object", "object"),
        ("due_trashed", "trashed"),
        ("unwanted", "unwanted"),
        ("tried", "tried"),
    ] {
        view(db, source, name, file)?;
    }
    db.execute_batch("create or replace temporary table begun as select space_id from scope")
}

/// Makes the views of how each object ended, over those of [`see_scope`].
pub fn see_accounts(db: &Db, source: &dyn Source) -> Result<()> {
    let names = ["excluded", "unread", "read", "accounted_held", "accounted_other", "accounted"];
    names.iter().try_for_each(|name| view(db, source, name, name))
}

fn view(db: &Db, source: &dyn Source, name: &str, file: &str) -> Result<()> {
    db.execute_batch(&format!("create or replace temporary view {name} as {}", text(source, file)?))
}

/// What a connection's settings ask for, as the queries read it.
pub struct Settings {
    content_types: String,
    mode: String,
    /// Of a space key that is an account id the pseudonym stands here, as in every relation.
    space_keys: String,
    start: Option<NaiveDateTime>,
    end: Option<NaiveDateTime>,
}

impl Settings {
    /// The settings of an opened connection.
    pub fn of(opened: &Opened) -> Result<Self> {
        let connection = &opened.connection;
        let redactor = redact::redactor(&opened.keys, connection.redaction.of_column("confluence.space", "space_key"))?;
        let pseudonym = |key: &String| redactor.space_key(key, &mut redact::Tally::default());
        let keys = connection.space_keys.iter().map(pseudonym).collect::<Result<Vec<_>>>()?;
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        Ok(Self {
            content_types: connection.content_types.join(","),
            mode: connection.mode.clone(),
            space_keys: keys.join(","),
            start: connection.start_date.map(midnight),
            // The day itself still counts.
            end: connection.end_date.map(|day| midnight(day) + TimeDelta::days(1)),
        })
    }

    /// Writes them as one row, beside what is known of where increments began.
    fn write(&self, db: &Db) -> Result<()> {
        db.execute_batch(
            "create or replace temporary table setting (content_types varchar[], mode varchar, space_keys varchar[],
                start_date timestamp, end_date timestamp, history_from timestamp, history_to timestamp,
                begun_at map(varchar, timestamp), first_begun_at timestamp, account_since timestamp)",
        )?;
        db.execute(
            "insert into setting
             select string_split($1, ','), $2, case when $3 = '' then [] else string_split($3, ',') end, $4, $5,
                case when $2 = 'incremental' then 'infinity'::timestamp else coalesce($4, '-infinity'::timestamp) end,
                coalesce($5, 'infinity'::timestamp),
                (select map_from_entries(list(row(stream, begun_at))) from sync.watermark
                    where kind = 'feed' and begun_at is not null),
                coalesce(begun_at, first_run_at), account_since
             from sync.identity",
            params![self.content_types, self.mode, self.space_keys, self.start, self.end],
        )?;
        Ok(())
    }
}

/// The newest modification that the feed of a stream has shown; nothing where it was never looked at.
pub fn watermark(db: &Db, stream: &str) -> Result<Option<NaiveDateTime>> {
    db.query_first(
        "select newest_at from sync.watermark where stream = ? and scope = '' and kind = 'feed'",
        params![stream],
        |row| row.get(0),
    )
}

/// Notes where increments begin, once every feed of the first run was looked at, and has the settings know it; `has_looked`
/// says whether this run had a first look at one. Feeds of an older program began elsewhere.
pub fn begin_increments(opened: &Opened, has_looked: bool) -> Result<()> {
    let is_known: bool = opened.db.query_value("select begun_at is not null from sync.identity", [])?;
    if is_known && !has_looked {
        return Ok(());
    }
    let noted = opened.db.execute(
        "update sync.identity set begun_at = (select max(begun_at) from sync.watermark where kind = 'feed')
         where begun_at is null
            and not exists (select 1 from sync.watermark where kind = 'feed' and begun_at is null)
            and exists (select 1 from sync.watermark where kind = 'feed')",
        [],
    )?;
    let unknown: bool = opened.db.query_value(
        "select exists (select 1 from sync.watermark where kind = 'feed' and begun_at is not null
            and begun_at is distinct from (select begun_at[stream] from setting))",
        [],
    )?;
    if noted > 0 || unknown { Settings::of(opened)?.write(&opened.db) } else { Ok(()) }
}
