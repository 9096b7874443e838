-- One row per object, listing or space that could not be read: open if still due, acknowledged if somebody accepted it.
select
    connection,
    stream,
    nullif(scope, '')  as scope,
    object,
    cause,
    state,
    found_at           as since
from sync.quarantine
where state <> 'resolved'
order by connection, state desc, stream, scope, object
