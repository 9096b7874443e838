-- How long did syncs wait, and why?
-- One row per run and reason; until_at is the end of a wait in progress, which counts in full.
with

-- What is under way is known to the process that waits alone.
pause as (
    select run_id, reason, started_at, millis, cast(null as timestamp) as until_at
    from sync.wait
    union all
    select
        (select max(run_id) from sync.run)                       as run_id,
        reason,
        started_at,
        date_diff('millisecond', started_at, until_at)           as millis,
        until_at
    from waiting
)

select
    run_id,
    reason,
    count(*)          as waits,
    sum(millis)       as total_ms,
    max(millis)       as longest_ms,
    min(started_at)   as first_at,
    max(started_at)   as last_at,
    max(until_at)     as until_at
from pause
group by run_id, reason
order by run_id desc, reason
