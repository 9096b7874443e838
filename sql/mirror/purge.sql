-- One row per purge: what was taken out for good, and why.
--
-- key      purged_at
-- log
-- numbers  9
-- column   1  exported_at
-- column   2  purged_at
-- column   3  what
-- column   4  reason
-- column   5  responses
-- column   6  cuts
-- column   7  files
-- column   8  generations
-- column   9  current_generation
select purged_at, what, reason, responses, cuts, files, generations, current_generation
from sync.purge
