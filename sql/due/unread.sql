-- One row per object that could not be read, accepted or not, with the reason.
select stream, object as object_id, arg_max(cause, changed_at) as cause
from sync.quarantine
where kind = 'object' and state <> 'resolved'
group by stream, object
