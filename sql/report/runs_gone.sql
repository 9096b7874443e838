-- One row per stream of which objects are back or gone by some runs, those that are gone also by their reasons.
-- What the settings leave out of what came before the first publication is not gone: no reader ever saw it.
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

lost as (
    select
        deletion.stream,
        deletion.object_id,
        deletion.reason,
        began.is_unpublished and deletion.reason = 'out_of_scope' and object.changed_seq >= began.seq as is_left_out
    from sync.deletion as deletion
    cross join began
    left join sync.object as object on object.stream = deletion.stream and object.object_id = deletion.object_id
    where deletion.run_id in ($runs) and deletion.state = 'deleted'
),

back as (
    select stream, object_id from sync.deletion where restored_run_id in ($runs)
),

-- What lies in something goes and comes back with it.
within as (
    select object.stream, object.object_id, object.container_stream, object.container_id
    from sync.object as object
    semi join (select stream, object_id from lost union all select stream, object_id from back) as container
        on container.stream = object.container_stream and container.object_id = object.container_id
    anti join (select stream, object_id from sync.deletion where state = 'deleted') as own
        on own.stream = object.stream and own.object_id = object.object_id
),

gone as (
    select stream, object_id, reason from lost where not coalesce(is_left_out, false)
    union
    select within.stream, within.object_id, lost.reason
    from within
    inner join lost on lost.stream = within.container_stream and lost.object_id = within.container_id
    where not coalesce(lost.is_left_out, false)
),

returned as (
    select stream, object_id from back
    union
    select within.stream, within.object_id
    from within
    inner join back on back.stream = within.container_stream and back.object_id = within.container_id
),

told as (
    select stream, null as reason, count(*) as objects from returned group by stream
    union all
    select stream, reason, count(*) from gone group by stream, reason
)

select
    stream,
    cast(coalesce(sum(objects) filter (where reason is null), 0) as ubigint)            as back,
    cast(coalesce(sum(objects) filter (where reason is not null), 0) as ubigint)        as gone,
    cast(coalesce(sum(objects) filter (where reason = 'trashed'), 0) as ubigint)        as trashed,
    cast(coalesce(sum(objects) filter (where reason = 'purged'), 0) as ubigint)         as purged,
    cast(coalesce(sum(objects) filter (where reason = 'no_access'), 0) as ubigint)      as no_access,
    cast(coalesce(sum(objects) filter (where reason = 'out_of_scope'), 0) as ubigint)   as out_of_scope
from told
group by stream
order by stream
