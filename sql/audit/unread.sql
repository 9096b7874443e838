-- What could not be read, why, and who accepted it?
-- One row per object, listing or space, open ones first.
select
    quarantine_id as id,
    state,
    kind,
    stream,
    scope,
    object,
    cause,
    landed_seq,
    run_id as last_run,
    found_at,
    changed_at,
    acknowledged_by,
    acknowledged_at,
    acknowledged_because
from sync.quarantine
order by case state when 'open' then 1 when 'acknowledged' then 2 else 3 end, quarantine_id
