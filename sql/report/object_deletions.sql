-- One row per time that an object was gone, the latest first.
select deletion_id, state, reason, evidence, seen_at, run_id, walk_id, changed_at
from sync.deletion
where stream = $stream and object_id = $id
order by deletion_id desc
limit 100
