-- One row per stream: its last census that was settled.
--
-- key  stream
select stream, walk_id, complete_to, settled_at
from sync.census
