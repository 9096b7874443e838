-- One row per object, listing or space that could not be read and is still due.
select quarantine_id as id, kind, stream, scope, object, cause, state, can_be_accepted
from sync.quarantine
where state <> 'resolved'
order by quarantine_id
