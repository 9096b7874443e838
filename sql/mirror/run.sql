-- One row per run and state of it.
--
-- key      run_id
-- log
-- numbers  8
-- column   1  exported_at
-- column   2  run_id
-- column   3  state
-- column   4  attempts
-- column   5  started_at
-- column   6  ended_at
-- column   7  version
-- column   8  cause
select run_id, state, attempts, started_at, ended_at, version, cause
from sync.run
