-- One row per stream and scope that the settings or the site no longer include: followed until when, unless listed since.
--
-- key      stream, scope_id
-- numbers  4
-- column   1  exported_at
-- column   2  stream
-- column   3  scope_id
-- column   4  complete_to
select stream, scope_id, complete_to
from sync.departed
