-- One row per run and state of it.
--
-- key  run_id
-- log
-- every run
select
    run_id,
    state,
    outcome,
    attempts,
    started_at,
    ended_at,
    version,
    cause,
    open,
    accepted,
    broken_checks,
    held,
    refused_deletions
from sync.run
