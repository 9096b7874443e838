-- One row per piece of history that is due, in the order in which it is wanted: attachments first, for they are listed once.
--
-- $order  desc for the newest first, asc for the oldest
select chunk.chunk_id, chunk.stream, chunk.space_id, chunk.from_time
from sync.chunk as chunk
left join confluence.space as space on space.space_id = chunk.space_id
where chunk.state in ('due', 'running', 'failed')
order by chunk.stream <> 'attachment', chunk.from_time $order, space.created_at $order, chunk.space_id, chunk.stream
