-- What was deleted, when, why, and on what evidence?
-- One row per object that is gone, or was gone for a time, latest first.
select seen_at, stream, object_id, reason, evidence, state, run_id, walk_id, changed_at
from sync.deletion
order by seen_at desc, deletion_id desc
