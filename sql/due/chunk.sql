-- One row per piece of history that the settings ask for: a scope, or with dates the newest-first feed of a stream down to the
-- first of them, which costs in proportion to the objects however long the time is, and does not begin before the product
-- existed; or a piece of time, of so many seconds, the last of which is still going on, or as it was cut by what the site counts; or
-- the whole site at once, where no date bounds a stream without scopes.
--
-- $now  the present time
with

stream as (
    select
        facet.stream,
        facet.is_scoped,
        facet.piece_seconds,
        facet.is_counted,
        setting.history_from[facet.stream]  as history_from,
        setting.history_to[facet.stream]    as history_to
    from facet
    cross join setting
    where facet.is_wanted and facet.has_history and setting.history_from[facet.stream] < 'infinity'::timestamp
),

dated as (
    select *, history_from > '-infinity'::timestamp or history_to < 'infinity'::timestamp as is_bounded
    from stream
    where is_scoped
),

pieced as (
    select stream, history_from, least(history_to, timestamp '9999-12-31') as history_to, to_seconds(piece_seconds) as step
    from stream
    where piece_seconds is not null and not is_counted
),

-- Read by a listing of the whole site: no complete listing brings its objects, and no date cuts it in pieces.
whole as (
    select stream from stream where not is_scoped and piece_seconds is null
),

-- The piece that was still going on when it was planned: what comes after it is no history.
last_piece as (
    select pieced.stream, max(chunk.from_time) as from_time
    from pieced
    inner join sync.chunk as chunk on chunk.stream = pieced.stream and chunk.to_time = pieced.history_to
    where chunk.state <> 'retired'
    group by pieced.stream
),

piece as (
    select
        pieced.stream,
        pieced.history_to,
        pieced.step,
        unnest(range(
            pieced.history_from,
            least(pieced.history_to, coalesce(last_piece.from_time + interval 1 microsecond, $now)),
            pieced.step
        )) as from_time
    from pieced
    left join last_piece on last_piece.stream = pieced.stream
)

select
    stream,
    ''                                               as scope_id,
    greatest(history_from, timestamp '2003-01-01')   as from_time,
    least(history_to, timestamp '9999-12-31')        as to_time
from dated
where is_bounded

union all

select stream, '' as scope_id, null as from_time, null as to_time
from whole

union all

select dated.stream, scope.scope_id, null as from_time, null as to_time
from dated
cross join scope
where not dated.is_bounded

union all

select
    stream,
    '' as scope_id,
    from_time,
    case
        when row_number() over (partition by stream order by from_time desc) = 1 then history_to
        else from_time + step
    end as to_time
from piece

union all

select stream, '' as scope_id, from_time, to_time
from planned
