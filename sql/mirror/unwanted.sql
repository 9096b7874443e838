-- One row per object that a census showed outside of what the settings ask for.
--
-- key  stream, object_id
select stream, object_id, parent_id, version_number, version_at, setting, answered_at, walk_id
from sync.unwanted
