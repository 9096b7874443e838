-- One row per stream and scope that a census covered.
--
-- key      stream, scope_id
-- numbers  3
-- column   1  exported_at
-- column   2  stream
-- column   3  scope_id
select stream, scope_id
from sync.covered
