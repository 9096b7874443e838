-- One row per stream and space that left the scope: to when it was followed before, unless it was listed since.
--
-- key      stream, space_id
-- numbers  4
-- column   1  exported_at
-- column   2  stream
-- column   3  space_id
-- column   4  complete_to
select stream, space_id, complete_to
from sync.departed
