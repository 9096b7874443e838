-- One row per run and stream from which it read changes: how many objects were new and how many changed.
--
-- key      run_id, stream
-- log
-- numbers  5
-- column   1  exported_at
-- column   2  run_id
-- column   3  stream
-- column   4  new_objects
-- column   5  changed_objects
select
    run_id,
    stream,
    cast(sum(new_objects) as bigint)      as new_objects,
    cast(sum(changed_objects) as bigint)  as changed_objects
from sync.brought
group by run_id, stream
