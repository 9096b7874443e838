-- How long did we wait, and why?
-- One row per run and reason.
select
    run_id,
    reason,
    count(*)          as waits,
    sum(millis)       as total_ms,
    max(millis)       as longest_ms,
    min(started_at)   as first_at,
    max(started_at)   as last_at
from sync.wait
group by run_id, reason
order by run_id desc, reason
