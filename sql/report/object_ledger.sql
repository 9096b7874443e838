-- One row: an object as the ledger has it, where no dataset has a row by its id.
with

gone as (
    select stream, object_id, max(reason) as reason
    from sync.deletion
    where state = 'deleted'
    group by stream, object_id
)

select
    object.status,
    object.version_number,
    object.version_at          as version_created_at,
    object.container_id        as parent_id,
    gone.reason                as parent_gone,
    object.answered_at,
    object.landed_seq,
    cast(null as boolean)      as is_published
from sync.object as object
left join gone on gone.stream = object.container_stream and gone.object_id = object.container_id
where object.stream = $stream and object.object_id = $id
