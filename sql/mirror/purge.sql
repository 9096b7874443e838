-- One row per purge and state of it: what was taken out for good, and why.
--
-- key      purge_id
-- numbers  12
-- column   1   exported_at
-- column   2   purge_id
-- column   3   purged_at
-- column   4   kind
-- column   5   state
-- column   6   what
-- column   7   reason
-- column   8   responses
-- column   9   cuts
-- column   10  files
-- column   11  generations
-- column   12  current_generation
select purge_id, purged_at, kind, state, what, reason, responses, cuts, files, generations, current_generation
from sync.purge
