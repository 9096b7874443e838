-- One row per pause.
--
-- key  run_id, walk_id, started_at, reason
-- log
select run_id, walk_id, reason, started_at, millis
from sync.wait
