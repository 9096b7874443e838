-- One row per stream and space that its last census covered.
--
-- key  stream, space_id
select stream, space_id
from sync.covered
