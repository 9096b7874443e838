-- One row per request sent; of a cursor in its address nothing is told but that there was one.
--
-- key  run_id, walk_id, started_at, attempt, target
-- log
select
    run_id,
    walk_id,
    stream,
    scope,
    regexp_replace(target, '(cursor=)[^&]*', '\1...', 'g')  as target,
    attempt,
    started_at,
    millis,
    status,
    bytes,
    cause
from sync.request
