-- What came back and what was gone by each run: one row per run, stream and reason, which what came back has none of.
create view sync.came_and_went as
with

began as (
    select response.run_id, min(response.seq) as seq
    from land.response as response
    where response.run_id <= (select min(run_id) from sync.export where published_at is not null)
    group by response.run_id
),

-- What the settings leave out of what came before the first publication is not gone: no reader ever saw it.
left_out as (
    select deletion.run_id, deletion.stream, deletion.object_id
    from sync.deletion as deletion
    inner join began on began.run_id = deletion.run_id
    semi join sync.object as object
        on object.stream = deletion.stream and object.object_id = deletion.object_id and object.changed_seq >= began.seq
    where deletion.reason = 'out_of_scope'
),

moved as (
    select deletion.run_id, deletion.stream, deletion.object_id, deletion.reason
    from sync.deletion as deletion
    anti join left_out
        on left_out.run_id = deletion.run_id
        and left_out.stream = deletion.stream
        and left_out.object_id = deletion.object_id
    union all
    select restored_run_id, stream, object_id, null
    from sync.deletion
    where restored_run_id is not null
),

-- What lies in something goes and comes back with it, unless it was gone by itself then.
moved_along as (
    select run_id, stream, object_id, reason from moved
    union
    select moved.run_id, object.stream, object.object_id, moved.reason
    from sync.object as object
    inner join moved on moved.stream = object.container_stream and moved.object_id = object.container_id
    anti join sync.deletion as own
        on own.stream = object.stream
        and own.object_id = object.object_id
        and own.run_id <= moved.run_id
        and coalesce(own.restored_run_id > moved.run_id, true)
)

select run_id, stream, reason, count(*) as objects
from moved_along
group by run_id, stream, reason;
