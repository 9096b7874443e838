-- One row: what the last run asked for and how long it paused.
with

newest as (
    select max(run_id) as run_id from sync.run
)

select
    count(*)                                            as requests,
    count(*) filter (where cause is not null)           as not_used,
    coalesce(sum(bytes), 0)                             as bytes,
    (
        select coalesce(sum(wait.millis), 0)
        from sync.wait as wait
        where wait.run_id = (select run_id from newest)
    )                                                   as waited_ms
from sync.request
where run_id = (select run_id from newest)
