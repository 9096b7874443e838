-- One row per object that is gone, with the reason and what says so.
select object_id, stream, reason, evidence, seen_at
from sync.deletion
where state = 'deleted'
