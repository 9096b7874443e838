-- One row per stream and scope that the site refused to list, as long as that is open or accepted.
select distinct stream, object as scope_id
from sync.quarantine
where kind = 'scope' and state <> 'resolved'
