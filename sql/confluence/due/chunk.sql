-- One row per piece of history that the settings ask for: a space, or with start_date or end_date a window of time.
-- Windows are days; before a given end without a start they are years. None begins before the product existed, and none
-- reaches further than a day behind the first run: what is modified later belongs to increments.
with

stream as (
    select unnest(content_types) as stream, setting.*
    from setting
    where history_from < 'infinity'::timestamp
),

windows as (
    select
        stream.stream,
        ''                                                                          as space_id,
        unnest(range(greatest(start_date, timestamp '2003-01-01'), window_end, step)) as from_time,
        step,
        window_end
    from (
        select
            *,
            -- Of a date that is not given nothing is the least.
            least(end_date, first_run_at + interval 1 day)                               as window_end,
            case when start_date is null then interval 365 days else interval 1 day end  as step
        from stream
        where stream <> 'attachment' and (start_date is not null or end_date is not null)
    ) as stream
)

select stream, space_id, from_time, least(from_time + step, window_end) as to_time
from windows

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
