-- Which requests failed or were asked again?
-- One row per request that was not the first of its kind or whose answer was not used, the latest first.
select run_id, walk_id, started_at, stream, scope, attempt, status, millis, bytes, cause, target
from sync.request
where attempt > 1 or cause is not null
order by started_at desc, attempt desc
