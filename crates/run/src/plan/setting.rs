//! The settings, what the streams of the source can do, and what follows from both, as the tables, views and macros that the
//! queries below `sql/due/` read. They hold for one connection to the database.

use super::due::text;
use crate::connection::opened::Opened;
use crate::connection::scope;
use crate::schema::fields;
use catchment_base::error::Result;
use catchment_lake::db::{Db, params};
use catchment_source::config::Mode;
use catchment_source::{Absence, Changes, Source, Words};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// What the settings leave out. `in_time`: whether an object is of a time that they ask for, by the time that dates bound, or has
/// changed since increments began; where the time is not known nobody can say that it is not. `unwanted_by`: the setting that
/// an object lies outside of; null if it is wanted. In a scope that is not listed although every scope is asked for, it is
/// wanted: its scope is listed by the next run.
/// `is_selected`: whether an object is one of those that a selection lists, where there is one; `is_left_out`: whether a selection
/// that was listed lacks it.
const MACROS: &str = "create or replace temporary macro in_time(stream, dated_at, version_at, setting) as
    coalesce(dated_at >= setting.history_from[stream] and dated_at < setting.history_to[stream], true)
    or (
        version_at is not null
        and setting.mode <> 'historical'
        and coalesce(version_at > least(setting.begun_at[stream], setting.first_begun_at), true)
    );
create or replace temporary macro is_selected(stream, object_id, setting) as
    setting.selected_by[stream] is null
    or (stream, object_id) in (select (selected.stream, selected.object_id) from sync.selected as selected);
create or replace temporary macro is_left_out(stream, object_id, setting) as
    not is_selected(stream, object_id, setting)
    and stream in (select selection.stream from sync.selection as selection);
create or replace temporary macro unwanted_by(stream, object_id, scope_id, version_at, setting) as case
    when not list_contains(setting.streams, stream) then setting.streams_word
    when setting.has_named_scopes and scope_id not in (select scope.scope_id from scope) then setting.scopes_word
    when is_left_out(stream, object_id, setting) then setting.selected_by[stream]
    when in_time(stream, version_at, version_at, setting) then null
    when setting.mode = 'incremental' then 'mode'
    else 'start_date and end_date'
end";

/// The columns of the table `facet`, with their types: what tells a stream from others, as its source has it.
const FACETS: [(&str, &str); 28] = [
    ("stream", "varchar"),
    // The settings ask for it; scopes are read whatever they say.
    ("is_wanted", "boolean"),
    // Its objects are the scopes of others.
    ("is_scope", "boolean"),
    // Its objects are in scopes, and are listed by them.
    ("is_scoped", "boolean"),
    // Its listings can leave out bodies: what they show otherwise than it is held is fetched by its id.
    ("is_fetched", "boolean"),
    // The streams whose objects its own lie in and go with.
    ("containers", "varchar[]"),
    // The stream of what its own are about, by the last part of their ids: they go with that as well.
    ("about", "varchar"),
    // Streams whose objects may turn into each other.
    ("id_space", "varchar"),
    // Its objects have files.
    ("has_files", "boolean"),
    // The streams of which one has to hold what a file is attached to, where that is no container; else files are not stored.
    ("files_within", "varchar[]"),
    // What there was before increments is listed as history; else it comes with a complete listing.
    ("has_history", "boolean"),
    // How many seconds a piece of it has, where it is read in pieces of time: these go by when an object was made.
    ("piece_seconds", "bigint"),
    // The site counts how many objects a time has: its history is cut by that.
    ("is_counted", "boolean"),
    // Dates bound which of its objects are held.
    ("is_dated", "boolean"),
    // Its objects can be asked for by their ids.
    ("is_askable", "boolean"),
    // How many seconds may lie between two complete listings; null: as the connection says.
    ("listed_every", "bigint"),
    // After how many seconds all of its objects are asked for again by their ids, changed or not; null: never.
    ("reread_every", "bigint"),
    // After how many seconds what it is listed for is listed again while that is running; null: nothing is.
    ("running_every", "bigint"),
    // Its feed shows what changed since a time, and not everything.
    ("feed_is_since", "boolean"),
    // Its complete listings land nothing: they show ids and versions.
    ("has_lean_census", "boolean"),
    // Its complete listings show ids alone.
    ("lists_ids", "boolean"),
    // The stream for each object of which it is listed, and whether one that changed is listed again.
    ("parent", "varchar"),
    ("is_followed", "boolean"),
    // The statuses of the objects that it is listed for; empty: whatever they are.
    ("parent_statuses", "varchar[]"),
    // The stream that shows what it is listed for once it shows one object above another.
    ("unless_shown_by", "varchar"),
    // What the words of its statuses mean; without words it is there.
    ("here", "varchar[]"),
    ("binned", "varchar[]"),
    ("unasked", "varchar[]"),
];

/// The view of the files of a source of which none are known.
const NO_FILES: &str = "select cast(null as varchar) as stream, cast(null as varchar) as object_id,
    cast(null as varchar) as container_id, cast(null as integer) as version_number, cast(null as varchar) as media_type,
    cast(null as bigint) as size_bytes where false";

/// The view of the parents that are running of a source of which none are.
const NONE_RUNNING: &str = "select cast(null as varchar) as stream, cast(null as varchar) as parent_id where false";

/// Makes the table of what streams can do and the view of what is held, which the queries compare with.
pub fn see_held(db: &Db, settings: &Settings, source: &dyn Source) -> Result<()> {
    see_facets(db, settings, source)?;
    view(db, "gone", "gone")?;
    view(db, "held", "held")
}

/// One row per stream: what tells it from others, as its source's table has it.
fn see_facets(db: &Db, settings: &Settings, source: &dyn Source) -> Result<()> {
    let columns: Vec<String> = FACETS.iter().map(|(name, kind)| format!("{name} {kind}")).collect();
    db.execute_batch(&format!("create or replace temporary table facet ({})", columns.join(", ")))?;
    let scopes = catchment_source::scopes(source).map(|scopes| scopes.name);
    let row = |stream: &catchment_source::Stream| {
        json!({
            "stream": stream.name, "is_wanted": settings.streams.contains(&stream.name), "is_scope": Some(stream.name) == scopes,
            "is_scoped": stream.scope.is_some(), "is_fetched": stream.is_fetched(), "containers": stream.containers,
            "about": stream.about,
            "has_files": stream.has_files, "files_within": stream.file_members().map_or(&[][..], |file| file.within),
            "id_space": stream.id_space, "here": stream.statuses.here, "binned": stream.statuses.binned,
            "unasked": stream.statuses.unasked, "has_history": has_history(stream),
            "piece_seconds": stream.pieces.map(|pieces| pieces.step.num_seconds()), "is_dated": stream.is_dated,
            "is_counted": stream.pieces.is_some_and(|pieces| pieces.is_counted),
            "is_askable": stream.ids_at_once > 0, "listed_every": settings.listed_every(stream).map(|every| every.num_seconds()),
            "reread_every": settings.reread_every(stream).filter(|_| stream.is_fetched()).map(|every| every.num_seconds()),
            "running_every": stream.parent.and_then(|parent| parent.running_every).map(|every| every.num_seconds()),
            "feed_is_since": stream.feed_is_since, "has_lean_census": stream.has_lean_census, "lists_ids": stream.lists_ids,
            "parent": stream.parent.map(|parent| parent.stream), "is_followed": stream.parent.is_some_and(|parent| parent.is_followed),
            "parent_statuses": stream.parent.map_or(&[][..], |parent| parent.of_status),
            "unless_shown_by": stream.parent.and_then(|parent| parent.unless_shown_by),
        })
    };
    let rows: Vec<Value> = source.streams().iter().map(row).collect();
    let form = FACETS.iter().map(|(name, kind)| match kind.strip_suffix("[]") {
        Some(item) => ((*name).to_owned(), json!([item])),
        None => ((*name).to_owned(), json!(kind)),
    });
    let form = json!([Map::from_iter(form)]).to_string();
    let sql = "insert into facet by name select unnest(from_json($rows, $form), max_depth := 2)";
    db.execute(sql, params! { rows: json!(rows).to_string(), form: form }).map(drop)
}

/// Whether the settings ask for a stream; scopes are read whatever they say.
pub fn is_wanted(wanted: &[String], stream: &catchment_source::Stream) -> bool {
    stream.is_chosen && wanted.iter().any(|wanted| wanted == stream.name)
}

/// Whether what there was before increments is listed as history, by scope or in pieces of time. What is selected comes with
/// its complete listing, and so does what the whole site lists at once: that listing proves its end by itself. A listing of ids has
/// no history besides.
pub fn has_history(stream: &catchment_source::Stream) -> bool {
    let is_scoped = stream.changes == Changes::NewestFirst && stream.scope.is_some();
    (is_scoped || stream.pieces.is_some() || stream.has_lean_census) && stream.selection.is_none() && !stream.lists_ids
}

/// How long after a complete listing of a stream the next one is due, where the stream itself says.
fn own_clock(stream: &catchment_source::Stream) -> Option<TimeDelta> {
    if stream.selection.is_some() {
        return Some(TimeDelta::zero());
    }
    if let Some(parent) = stream.parent {
        return parent.relisted_every;
    }
    match stream.changes {
        Changes::NewestFirst => None,
        Changes::Since { relisted_every, .. } => relisted_every,
        Changes::Listing { every } => Some(every),
    }
}

/// Makes the views that follow from the settings and from the last listing of scopes, and keeps which scopes are there when
/// the censuses begin.
pub fn see_scope(db: &Db, settings: &Settings, source: &dyn Source) -> Result<()> {
    settings.write(db)?;
    ["listed_scope", "scope", "left_out"].iter().try_for_each(|name| view(db, name, name))?;
    db.execute_batch(MACROS)?;
    for (name, file) in [
        ("shown", "shown"),
        ("outside", "outside"),
        ("returned", "returned"),
        ("followed", "followed"),
        ("due_object", "object"),
        ("due_trashed", "trashed"),
        ("unwanted", "unwanted"),
        ("spared", "spared"),
        ("refused_scope", "refused_scope"),
        ("counted", "counted"),
        ("planned", "planned"),
        ("gap", "gap"),
    ] {
        view(db, name, file)?;
    }
    see_files(db, source)?;
    see_running(db, settings, source)?;
    db.execute_batch("create or replace temporary table begun as select scope_id from scope")
}

/// Makes the views of the files that are there and of what became of them, where the source has files. They are those of the
/// fields that are known now.
pub fn see_files(db: &Db, source: &dyn Source) -> Result<()> {
    if !source.streams().iter().any(|stream| stream.has_files) {
        return Ok(());
    }
    let of_source = catchment_lake::sql::find(&format!("{}/due/file.sql", source.name()));
    let mut files: Vec<String> = of_source.map(str::to_owned).into_iter().collect();
    for stream in source.streams().iter().filter(|stream| stream.has_files) {
        files.extend(fields::files(db, source, stream)?);
    }
    if files.is_empty() {
        files.push(NO_FILES.to_owned());
    }
    db.execute_batch(&format!("create or replace temporary view file as {}", files.join("\nunion all\n")))?;
    ["present", "tried", "unstored"].iter().try_for_each(|name| view(db, name, name))
}

/// Makes the view of the parents that are running, where a stream that is read is listed for some.
fn see_running(db: &Db, settings: &Settings, source: &dyn Source) -> Result<()> {
    let is_of_running = |stream: &catchment_source::Stream| {
        stream.parent.is_some_and(|parent| parent.running_every.is_some()) && settings.streams.contains(&stream.name)
    };
    let running = match source.streams().iter().any(is_of_running) {
        true => catchment_lake::sql::text(&format!("{}/due/running.sql", source.name()))?,
        false => NONE_RUNNING,
    };
    db.execute_batch(&format!("create or replace temporary view running as {running}"))
}

/// Makes the views of how each object ended, over those of [`see_scope`].
pub fn see_accounts(db: &Db) -> Result<()> {
    let names = ["excluded", "unread", "accounted_held", "accounted_inside", "accounted_other", "accounted"];
    names.iter().try_for_each(|name| view(db, name, name))
}

fn view(db: &Db, name: &str, file: &str) -> Result<()> {
    db.execute_batch(&format!("create or replace temporary view {name} as {}", text(file)?))
}

/// What a connection's settings ask for, as the queries read it.
pub struct Settings {
    words: Words,
    /// The streams that are asked for.
    streams: Vec<&'static str>,
    /// The scopes that are named; where a name is an account id, its pseudonym.
    scopes: Vec<String>,
    /// Whether scopes are asked for by more than their names.
    matches_scopes: bool,
    mode: Mode,
    /// How long after a complete listing the next one is due.
    census_every: TimeDelta,
    /// How long after everything was read it is read again.
    reread_every: Option<TimeDelta>,
    /// Every stream with the time of it that is asked for, and the settings that select of it.
    bounds: Vec<(&'static str, Dates, Option<&'static str>)>,
}

/// A setting's time as a difference of times.
fn span(every: Duration) -> TimeDelta {
    TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX)
}

/// A first moment, and the first one behind it.
type Dates = (Option<NaiveDateTime>, Option<NaiveDateTime>);

impl Settings {
    /// The settings of an opened connection.
    pub fn of(opened: &Opened) -> Result<Self> {
        let connection = &opened.connection;
        let source = catchment_source::of(connection)?;
        let words = source.wanted(connection);
        let wanted = source.streams().iter().filter(|stream| is_wanted(&words, stream));
        Ok(Self {
            words: source.words(),
            streams: wanted.map(|stream| stream.name).collect(),
            scopes: scope::handles(connection, &opened.keys)?,
            matches_scopes: source.matches_scopes(connection),
            mode: connection.mode,
            census_every: span(connection.census_every),
            reread_every: connection.reread_every.map(span),
            bounds: source
                .streams()
                .iter()
                .map(|stream| {
                    (stream.name, stream.dates(connection), stream.selection.map(|selection| selection.settings))
                })
                .collect(),
        })
    }

    /// How long after all objects of a stream were read they are read again. What happened once does not change.
    fn reread_every(&self, stream: &catchment_source::Stream) -> Option<TimeDelta> {
        let is_kept = stream.absence == Absence::Kept;
        stream.reread_every.into_iter().chain(self.reread_every).min().filter(|_| !is_kept)
    }

    /// How long after a complete listing of a stream, or of what is listed for an object, the next one is due, where it is not as long as
    /// the connection says. What reads its objects again is a listing, but for those that come by their ids or with their parents.
    fn listed_every(&self, stream: &catchment_source::Stream) -> Option<TimeDelta> {
        let own = own_clock(stream);
        let is_by_listing = !stream.is_fetched() && stream.carried.is_none();
        let again = self.reread_every(stream).filter(|_| is_by_listing);
        again.map_or(own, |again| Some(again.min(own.unwrap_or(self.census_every))))
    }

    /// Writes them as one row, beside what is known of where increments began.
    fn write(&self, db: &Db) -> Result<()> {
        db.execute_batch(
            "create or replace temporary table setting (streams varchar[], streams_word varchar, scope_handles varchar[],
                has_named_scopes boolean, matches_scopes boolean, scopes_word varchar, mode varchar, is_bounded boolean,
                history_from map(varchar, timestamp), history_to map(varchar, timestamp), begun_at map(varchar, timestamp),
                selected_by map(varchar, varchar), first_begun_at timestamp, account_since timestamp)",
        )?;
        let bounds = self.bounds.iter().map(|(stream, (start, end), selected_by)| {
            let text = |time: &Option<NaiveDateTime>| time.map(|time| time.to_string());
            json!({"stream": stream, "starts": text(start), "ends": text(end), "selected_by": selected_by})
        });
        let is_bounded =
            self.mode == Mode::Incremental || self.bounds.iter().any(|(_, dates, _)| *dates != (None, None));
        db.execute(
            "insert into setting (streams, streams_word, scope_handles, has_named_scopes, matches_scopes, scopes_word, mode, is_bounded,
                history_from, history_to, begun_at, selected_by, first_begun_at, account_since)
             with dates as (
                select unnest(from_json($bounds, '[{\"stream\": \"varchar\", \"starts\": \"varchar\", \"ends\": \"varchar\",
                    \"selected_by\": \"varchar\"}]'), recursive := true)
             )
             select from_json($streams, '[\"varchar\"]'), $streams_word, from_json($scopes, '[\"varchar\"]'),
                json_array_length($scopes) > 0 or $matches_scopes, $matches_scopes, $scopes_word, $mode, $is_bounded,
                (select map_from_entries(list(row(
                    stream,
                    case when $mode = 'incremental' then 'infinity'::timestamp else coalesce(cast(starts as timestamp), '-infinity') end
                ))) from dates),
                (select map_from_entries(list(row(stream, coalesce(cast(ends as timestamp), 'infinity')))) from dates),
                (select map_from_entries(list(row(stream, begun_at))) from sync.watermark
                    where kind = 'feed' and begun_at is not null),
                (select map_from_entries(list(row(stream, selected_by))) from dates where selected_by is not null),
                coalesce(begun_at, first_run_at), account_since
             from sync.identity",
            params! {
                streams: json!(self.streams).to_string(),
                streams_word: self.words.streams,
                scopes: json!(self.scopes).to_string(),
                matches_scopes: self.matches_scopes,
                scopes_word: self.words.scopes.map(|scopes| scopes.setting),
                mode: self.mode.as_str(),
                is_bounded: is_bounded,
                bounds: json!(bounds.collect::<Vec<_>>()).to_string(),
            },
        )?;
        Ok(())
    }
}

/// How much of an overlap is for changes that show later than they were made, at most.
const LATE: TimeDelta = TimeDelta::minutes(10);

/// To where the changes of a stream were followed.
#[derive(Clone, Copy)]
pub struct Watermark {
    /// The newest modification that was shown.
    pub newest: NaiveDateTime,
    /// When the last complete poll began, by the earlier of the site's clock and ours.
    pub polled_at: NaiveDateTime,
    /// Whether many objects changed last, in one second: these are not shown once more.
    pub has_burst: bool,
}

/// Objects that changed last, in one second, and are shown once more by each poll, at most.
const MOST_TWICE: i64 = 3;

impl Watermark {
    /// From where on changes are asked for that may show so much later than they were made. What was made that long before the last
    /// complete poll was shown by it, as far as the overlap is for what shows late and not for clocks of unknown zones. At the
    /// earliest from the second day of 1970, in every time zone: where nothing was ever shown the newest change is dated 1970, and a
    /// site may refuse a time before that or read it as another one.
    pub fn behind(self, overlap: TimeDelta) -> NaiveDateTime {
        let earliest = self.newest - overlap;
        // The newest change is shown once more: an answer without it tells that changes are not shown.
        let once_more = TimeDelta::seconds(if self.has_burst { -1 } else { 1 });
        let latest = (earliest + overlap.min(LATE) - once_more).max(earliest);
        let from = (self.polled_at - overlap).clamp(earliest, latest);
        from.max(NaiveDateTime::default() + TimeDelta::days(1))
    }
}

/// To where the changes of a stream were followed; `None` if they never were.
pub fn watermark(db: &Db, stream: &str) -> Result<Option<Watermark>> {
    let followed: Option<(NaiveDateTime, NaiveDateTime)> = db.query_first(
        "select newest_at, coalesce(polled_at, newest_at) from sync.watermark
         where stream = $stream and scope = '' and kind = 'feed'",
        params! { stream: stream },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((newest, polled_at)) = followed else { return Ok(None) };
    let has_burst = db.query_value(
        "select count(*) > $most from sync.object
         where stream = $stream and version_at >= date_trunc('second', cast($newest as timestamp))",
        params! { stream: stream, newest: newest, most: MOST_TWICE },
    )?;
    Ok(Some(Watermark { newest, polled_at, has_burst }))
}

/// From which change on increments of a stream hold; `None` if they have not begun.
pub fn begun_at(db: &Db, stream: &str) -> Result<Option<NaiveDateTime>> {
    let sql = "select begun_at from sync.watermark where stream = ? and scope = '' and kind = 'feed'";
    Ok(db.query_first(sql, params![stream], |row| row.get(0))?.flatten())
}

/// Notes from where changes are asked for of streams that were listed as a whole and whose changes were never asked for: from
/// the newest one that the listing has shown, or from its beginning where that is earlier: its first answer is dated by its second, and
/// what changes later in it is an increment. What a listing of a time alone has shown says nothing of what is newest.
pub fn begin_changes(db: &Db, source: &dyn Source) -> Result<()> {
    let asked = source.streams().iter().filter(|stream| matches!(stream.changes, Changes::Since { .. }));
    for stream in asked {
        db.execute(
            "insert into sync.watermark (stream, scope, kind, newest_at, seen_at, polled_at, begun_at)
             select stream, '', 'feed', begun_at, first_answered_at, least(first_answered_at, started_at), begun_at
             from (
                select
                    stream,
                    started_at,
                    first_answered_at,
                    first_answered_at - interval 1 microsecond as asked_at,
                    if(floor_time is null, least(top_time, asked_at), asked_at) as begun_at
                from sync.walk
                where stream = $stream and kind = 'census' and state = 'ended'
                order by walk_id desc
                limit 1
             )
             where not exists (select 1 from sync.watermark where stream = $stream and scope = '' and kind = 'feed')",
            params! { stream: stream.name },
        )?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_asked_for_from_the_last_poll_on_and_the_newest_change_twice_at_most() {
        let at = |minutes: i64| NaiveDateTime::default() + TimeDelta::days(9) + TimeDelta::minutes(minutes);
        let [ten, days] = [TimeDelta::minutes(10), TimeDelta::hours(26)];
        let mark = |newest, polled| Watermark { newest: at(newest), polled_at: at(polled), has_burst: false };
        let from = |newest, polled, overlap| mark(newest, polled).behind(overlap);
        // What shows late may come; ten minutes after the newest change nothing does any more.
        assert_eq!(from(100, 100, ten), at(90));
        assert_eq!(from(100, 104, ten), at(94));
        assert_eq!(from(100, 5000, ten), at(100) - TimeDelta::seconds(1));
        // A clock that is behind, or a poll before the newest change, proves nothing.
        assert_eq!(from(100, 20, ten), at(90));
        // An overlap for zones stays.
        assert_eq!(from(100, 9000, days), at(110) - days - TimeDelta::seconds(1));
        assert_eq!(from(100, 9000, TimeDelta::zero()), at(100));
        let unknown = Watermark { newest: NaiveDateTime::default(), ..mark(0, 0) };
        assert_eq!(unknown.behind(ten), at(-8 * 24 * 60));
        // Many that changed last are not shown once more, as soon as nothing shows late any more.
        let burst = |polled| Watermark { has_burst: true, ..mark(100, polled) }.behind(ten);
        assert_eq!((burst(100), burst(104), burst(5000)), (at(90), at(94), at(100) + TimeDelta::seconds(1)));
    }
}
