-- One row per change of the schema that waits: it holds its dataset, or was accepted and is not published yet.
select change_id, dataset, kind, column_name, former, present, origin, state, row_count, noted_at
from sync.waiting_change
order by dataset, change_id
