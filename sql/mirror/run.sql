-- One row per run and its state.
--
-- key      run_id
-- log
-- numbers  15
-- column   1   exported_at
-- column   2   run_id
-- column   3   state
-- column   4   attempts
-- column   5   started_at
-- column   6   ended_at
-- column   7   version
-- column   8   cause
-- column   9   outcome
-- column   10  open
-- column   11  accepted
-- column   12  broken_checks
-- column   13  held
-- column   14  refused_deletions
-- column   15  consent
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
    array_to_string(broken_checks, '; ')           as broken_checks,
    array_to_string(held, ', ')                    as held,
    cast(to_json(refused_deletions) as varchar)    as refused_deletions,
    consent
from sync.run
