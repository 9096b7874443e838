-- One row per state of the pieces of history of an object's stream that are not read to their end.
select state, count(*) as chunks, max(cause) as cause
from sync.chunk
where stream = $stream and state in ('due', 'running', 'failed')
group by state
order by state
