-- One row per object that is gone, with the reason.
select stream, object_id, max(reason) as reason
from sync.deletion
where state = 'deleted'
group by stream, object_id
