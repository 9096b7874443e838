-- One row per piece of history that is due, in the order in which it is wanted: first what lies in no scope; what failed before does not
-- keep the others from being read.
--
-- $order  desc for the newest first, asc for the oldest
with

scope_held as (
    select held.object_id, held.created_at
    from held
    inner join facet on facet.stream = held.stream and facet.is_scope
)

select chunk.chunk_id, chunk.stream, chunk.scope_id, chunk.from_time, chunk.to_time
from sync.chunk as chunk
inner join facet on facet.stream = chunk.stream
left join scope_held on scope_held.object_id = chunk.scope_id
where chunk.state in ('due', 'running', 'failed')
order by chunk.state = 'failed', facet.is_scoped, chunk.from_time $order, scope_held.created_at $order, chunk.scope_id, chunk.stream
