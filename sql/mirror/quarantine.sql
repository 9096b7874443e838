-- One row per thing that could not be read or staged, and state of it, without who accepted it.
--
-- key  quarantine_id
-- every run
select quarantine_id, run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at
from sync.quarantine
