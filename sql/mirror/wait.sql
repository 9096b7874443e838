-- One row per pause.
--
-- key      run_id, walk_id, started_at, reason
-- log
-- numbers  6
-- column   1  exported_at
-- column   2  run_id
-- column   3  walk_id
-- column   4  reason
-- column   5  started_at
-- column   6  millis
select run_id, walk_id, reason, started_at, millis
from sync.wait
