-- One row per stream of which objects are new or changed by some runs.
-- What the settings leave out of what came before the first publication is not new: no reader ever saw it.
--
-- $runs  their numbers, with commas between them
with

began as (
    select
        min(seq)  as seq,
        min(run_id) <= coalesce((select min(run_id) from sync.export where published_at is not null), min(run_id))
            as is_unpublished
    from land.response
    where run_id in ($runs)
),

brought as (
    select stream, sum(new_objects) as new, sum(changed_objects) as changed
    from sync.brought
    where run_id in ($runs)
    group by stream
),

left_out as (
    select deletion.stream, count(*) as left_out
    from sync.deletion as deletion
    cross join began
    semi join sync.object as object
        on object.stream = deletion.stream and object.object_id = deletion.object_id and object.changed_seq >= began.seq
    where
        deletion.run_id in ($runs)
        and deletion.state = 'deleted'
        and deletion.reason = 'out_of_scope'
        and began.is_unpublished
    group by deletion.stream
),

-- What lies in an object that a selection left out.
unplaced as (
    select object.stream, count(*) as unplaced
    from sync.object as object
    cross join began
    semi join (select distinct stream from sync.object where scope_id is not null) as scoped
        on scoped.stream = object.container_stream
    anti join sync.object as container
        on container.stream = object.container_stream and container.object_id = object.container_id
    where
        began.is_unpublished and object.changed_seq >= began.seq
    group by object.stream
),

counted as (
    select
        brought.stream,
        greatest(brought.new - coalesce(left_out.left_out, 0) - coalesce(unplaced.unplaced, 0), 0) as new,
        brought.changed
    from brought
    left join left_out on left_out.stream = brought.stream
    left join unplaced on unplaced.stream = brought.stream
)

select stream, cast(new as ubigint) as new, cast(changed as ubigint) as changed
from counted
where new + changed > 0
order by stream
