-- One row per run and state of it.
--
-- key  run_id
-- log
select run_id, state, attempts, started_at, ended_at, version, cause
from sync.run
