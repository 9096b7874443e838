-- One row per change of the key.
--
-- key  key_id
-- log
select former_key_id, key_id, pages, rotated_at
from sync.rotation
