-- One row: the last run of a sync.
select
    run_id,
    -- The next sync continues a run that failed within its listings.
    case when state = 'interrupted' and cause is not null then 'failed' else state end as state,
    outcome,
    attempts,
    strftime(started_at, '%Y-%m-%dT%H:%M:%S.%fZ') as started_at,
    strftime(ended_at, '%Y-%m-%dT%H:%M:%S.%fZ')   as ended_at,
    version,
    cause
from sync.run
where purge_id is null
order by run_id desc
limit 1
