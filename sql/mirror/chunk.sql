-- One row per piece of history and state of it.
--
-- key  chunk_id
select chunk_id, stream, space_id, from_time, to_time, state, attempts, objects, cause, changed_at
from sync.chunk
