-- One row per purge and state of it, without what was purged, by whom and why.
--
-- key      purge_id
-- numbers  10
-- column   1   exported_at
-- column   2   purge_id
-- column   3   purged_at
-- column   4   kind
-- column   5   state
-- column   6   responses
-- column   7   cuts
-- column   8   files
-- column   9   generations
-- column   10  current_generation
select purge_id, purged_at, kind, state, responses, cuts, files, generations, current_generation
from sync.purge
