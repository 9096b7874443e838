-- One row per stream and scope with proven completeness: complete to when.
--
-- key      stream, scope
-- numbers  4
-- column   1  exported_at
-- column   2  stream
-- column   3  scope
-- column   4  complete_to
-- every run
select stream, scope, complete_to
from sync.complete
