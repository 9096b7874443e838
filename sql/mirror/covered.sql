-- One row per stream and space that a census covered.
--
-- key  stream, space_id
select stream, space_id
from sync.covered
