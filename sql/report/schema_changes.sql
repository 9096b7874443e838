-- One row per change of the schema that holds a dataset, and per change of the last run that had one, for a week; of those that were
-- taken back, members that records have again.
select
    change_id,
    run_id,
    dataset,
    kind,
    level,
    column_name,
    former,
    present,
    origin,
    state,
    evidence,
    generation,
    accepted_by
from sync.schema_change
where state = 'held'
    or (run_id = (select max(run_id) from sync.schema_change) and noted_at > $now - interval 7 day and (state <> 'returned' or kind = 'emptied'))
order by state <> 'held', change_id
