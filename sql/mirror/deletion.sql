-- One row per deletion of an object, in force or withdrawn.
--
-- key      deletion_id
-- numbers  12
-- column   1   exported_at
-- column   2   deletion_id
-- column   3   run_id
-- column   4   stream
-- column   5   object_id
-- column   6   reason
-- column   7   evidence
-- column   8   walk_id
-- column   9   seen_at
-- column   10  state
-- column   11  changed_at
-- column   12  restored_run_id
select deletion_id, run_id, stream, object_id, reason, evidence, walk_id, seen_at, state, changed_at, restored_run_id
from sync.deletion
