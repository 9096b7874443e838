-- One row per chunk of history and its state.
--
-- key      chunk_id
-- numbers  11
-- column   1   exported_at
-- column   2   chunk_id
-- column   3   stream
-- column   4   scope_id
-- column   5   from_time
-- column   6   to_time
-- column   7   state
-- column   8   attempts
-- column   9   objects
-- column   10  cause
-- column   11  changed_at
select chunk_id, stream, scope_id, from_time, to_time, state, attempts, objects, cause, changed_at
from sync.chunk
