-- One row per piece of history that the settings ask for: a scope, or with start_date or end_date the newest-first feed of a
-- stream down to the start, which costs in proportion to the objects however long the time is. It does not begin before the
-- product existed.
with

stream as (
    select facet.stream, facet.is_scoped, setting.*
    from facet
    cross join setting
    where facet.is_wanted and facet.has_history and setting.history_from < 'infinity'::timestamp
)

select
    stream,
    ''                                                      as scope_id,
    greatest(start_date, timestamp '2003-01-01')            as from_time,
    coalesce(end_date, timestamp '9999-12-31')              as to_time
from stream
where is_scoped and (start_date is not null or end_date is not null)

union all

select stream.stream, scope.scope_id, null as from_time, null as to_time
from stream
cross join scope
where stream.is_scoped and stream.start_date is null and stream.end_date is null

union all

-- What lies in containers is wanted when its container is, whatever its own date: it is listed as a whole.
select stream.stream, '' as scope_id, null as from_time, null as to_time
from stream
where not stream.is_scoped
