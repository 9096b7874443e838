-- One row per walk and state of it, without the address it goes on from.
--
-- key  walk_id
-- log
select
    walk_id,
    run_id,
    stream,
    scope,
    kind,
    chunk_id,
    state,
    top_time,
    top_id,
    floor_time,
    first_answered_at,
    pages,
    objects,
    started_at,
    changed_at,
    cause
from sync.walk
