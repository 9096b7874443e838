-- One row per object that is gone, in force or taken back.
--
-- key  deletion_id
select deletion_id, run_id, stream, object_id, reason, evidence, walk_id, seen_at, state, changed_at
from sync.deletion
