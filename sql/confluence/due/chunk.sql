-- One row per piece of history that the settings ask for: a space, or with start_date or end_date the newest-first feed of a
-- stream down to the start, which costs in proportion to the objects however long the time is. It does not begin before the
-- product existed.
with

stream as (
    select unnest(content_types) as stream, setting.*
    from setting
    where history_from < 'infinity'::timestamp
)

select
    stream,
    ''                                                      as space_id,
    greatest(start_date, timestamp '2003-01-01')            as from_time,
    coalesce(end_date, timestamp '9999-12-31')              as to_time
from stream
where stream <> 'attachment' and (start_date is not null or end_date is not null)

union all

select stream.stream, scope.space_id, null as from_time, null as to_time
from stream
cross join scope
where stream.stream <> 'attachment' and stream.start_date is null and stream.end_date is null

union all

-- An attachment is in scope when its page is, whatever its own date: they are listed as a whole.
select stream.stream, '' as space_id, null as from_time, null as to_time
from stream
where stream.stream = 'attachment'
