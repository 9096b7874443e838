-- One row per stream and space that a census covered.
--
-- key      stream, space_id
-- numbers  3
-- column   1  exported_at
-- column   2  stream
-- column   3  space_id
select stream, space_id
from sync.covered
