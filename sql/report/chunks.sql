-- One row per stream, kind and state: how many pieces of history there are, scopes or windows of time.
select
    stream,
    case when from_time is not null then 'window' when scope_id = '' then 'site' else 'scope' end as kind,
    state,
    count(*)      as chunks,
    sum(objects)  as objects
from sync.chunk
where state <> 'retired'
group by stream, kind, state
order by stream, kind, state
