-- One row per stream and state: how many pieces of history there are.
select stream, state, count(*) as chunks, sum(objects) as objects
from sync.chunk
where state <> 'retired'
group by stream, state
order by stream, state
