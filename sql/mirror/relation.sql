-- One row per relation: what it was built from, and up to which landed response.
--
-- key      relation
-- numbers  5
-- column   1  exported_at
-- column   2  relation
-- column   3  fingerprint
-- column   4  staged_to
-- column   5  built_at
select relation, fingerprint, staged_to, built_at
from sync.relation
