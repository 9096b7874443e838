-- One row per stream: its last settled census.
--
-- key      stream
-- numbers  5
-- column   1  exported_at
-- column   2  stream
-- column   3  walk_id
-- column   4  complete_to
-- column   5  settled_at
select stream, walk_id, complete_to, settled_at
from sync.census
