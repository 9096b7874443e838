-- One row per change of the schema of a dataset.
--
-- key      change_id
-- numbers  18
-- column   1   exported_at
-- column   2   change_id
-- column   3   run_id
-- column   4   dataset
-- column   5   kind
-- column   6   level
-- column   7   field
-- column   8   column_name
-- column   9   number
-- column   10  former
-- column   11  present
-- column   12  origin
-- column   13  seen_seq
-- column   14  seen_at
-- column   15  state
-- column   16  evidence
-- column   17  generation
-- column   18  noted_at
select
    change_id, run_id, dataset, kind, level, field, column_name, number, former, present, origin, seen_seq, seen_at, state,
    evidence, generation, noted_at
from sync.schema_change
