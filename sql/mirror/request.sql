-- One row per request sent; a cursor in its address is shown only as present.
--
-- key      run_id, walk_id, started_at, attempt, target
-- log
-- numbers  12
-- column   1   exported_at
-- column   2   run_id
-- column   3   walk_id
-- column   4   stream
-- column   5   scope
-- column   6   target
-- column   7   attempt
-- column   8   started_at
-- column   9   millis
-- column   10  status
-- column   11  bytes
-- column   12  cause
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
