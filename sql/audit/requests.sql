-- Which requests failed or were retried?
-- One row per request that was not the first attempt or whose response was not used, latest first.
select run_id, walk_id, started_at, stream, scope, attempt, status, millis, bytes, cause, target
from sync.request
where attempt > 1 or cause is not null
order by started_at desc, attempt desc
