-- One row per relation: what made it, and up to which landed page.
--
-- key  relation
select relation, fingerprint, staged_to, built_at
from sync.relation
