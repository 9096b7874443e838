-- One row per stream of which objects are new, changed or gone by some runs.
--
-- $runs  their numbers, with commas between them
with

brought as (
    select stream, sum(new_objects) as new, sum(changed_objects) as changed
    from sync.brought
    where run_id in ($runs)
    group by stream
),

gone as (
    select stream, count(*) as gone
    from sync.deletion
    where run_id in ($runs) and state = 'deleted'
    group by stream
)

select
    coalesce(brought.stream, gone.stream)          as stream,
    cast(coalesce(brought.new, 0) as ubigint)      as new,
    cast(coalesce(brought.changed, 0) as ubigint)  as changed,
    coalesce(gone.gone, 0)                         as gone
from brought
full outer join gone on gone.stream = brought.stream
order by 1
