-- One row per gap, which could not be read or staged, and its state, without who accepted it.
--
-- key      quarantine_id
-- numbers  12
-- column   1   exported_at
-- column   2   quarantine_id
-- column   3   run_id
-- column   4   stream
-- column   5   scope
-- column   6   kind
-- column   7   object
-- column   8   cause
-- column   9   landed_seq
-- column   10  state
-- column   11  found_at
-- column   12  changed_at
-- every run
select quarantine_id, run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at
from sync.quarantine
