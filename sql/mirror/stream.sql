-- One row per stream and scope: what is proven about it.
--
-- key  stream, scope
select stream, scope, complete_to, walk_id, objects
from sync.stream
