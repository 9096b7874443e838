-- One row per stream and scope: what is proven about it.
--
-- key      stream, scope
-- numbers  6
-- column   1  exported_at
-- column   2  stream
-- column   3  scope
-- column   4  complete_to
-- column   5  walk_id
-- column   6  objects
select stream, scope, complete_to, walk_id, objects
from sync.stream
