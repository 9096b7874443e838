-- One row per stream, kind and state: how many pieces of history there are, spaces or windows of time.
select
    stream,
    case when from_time is not null then 'window' when space_id = '' then 'site' else 'space' end as kind,
    state,
    count(*)      as chunks,
    sum(objects)  as objects
from sync.chunk
where state <> 'retired'
group by stream, kind, state
order by stream, kind, state
