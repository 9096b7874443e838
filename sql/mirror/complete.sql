-- One row per stream and scope that something is proven of: complete to when.
--
-- key  stream, scope
-- every run
select stream, scope, complete_to
from sync.complete
