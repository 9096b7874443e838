-- One row per object that is gone.
select object_id, stream
from sync.deletion
where state = 'deleted'
