-- One row per time that an object could not be read, the latest first.
select quarantine_id, state, cause, landed_seq, run_id, found_at, changed_at
from sync.quarantine
where kind = 'object' and stream = $stream and object = $id
order by quarantine_id desc
limit 100
