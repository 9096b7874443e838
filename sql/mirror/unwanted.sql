-- One row per object that a census showed but the settings do not ask for.
--
-- key      stream, object_id
-- numbers  10
-- column   1   exported_at
-- column   2   stream
-- column   3   object_id
-- column   4   scope_id
-- column   5   version_number
-- column   6   version_at
-- column   7   setting
-- column   8   answered_at
-- column   9   walk_id
-- column   10  container_id
select stream, object_id, scope_id, version_number, version_at, setting, answered_at, walk_id, container_id
from sync.unwanted
