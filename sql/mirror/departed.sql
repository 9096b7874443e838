-- One row per stream and space that left the scope: to when it was followed before, unless it was listed since.
--
-- key  stream, space_id
select stream, space_id, complete_to
from sync.departed
