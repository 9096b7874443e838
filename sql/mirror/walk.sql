-- One row per walk and its state, without the address that it continues from.
--
-- key      walk_id
-- log
-- numbers  18
-- column   1   exported_at
-- column   2   walk_id
-- column   3   run_id
-- column   4   stream
-- column   5   scope
-- column   6   kind
-- column   7   chunk_id
-- column   8   state
-- column   9   top_time
-- column   10  top_id
-- column   11  floor_time
-- column   12  first_answered_at
-- column   13  pages
-- column   14  objects
-- column   15  started_at
-- column   16  changed_at
-- column   17  cause
-- column   18  is_exhausted
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
    cause,
    is_exhausted
from sync.walk
