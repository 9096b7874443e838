-- One row: the last run.
select run_id, state, outcome, attempts, started_at, ended_at, version, cause
from sync.run
order by run_id desc
limit 1
