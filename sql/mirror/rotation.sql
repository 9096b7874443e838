-- One row per change of the key.
--
-- key      key_id
-- log
-- numbers  5
-- column   1  exported_at
-- column   2  former_key_id
-- column   3  key_id
-- column   4  responses
-- column   5  rotated_at
select former_key_id, key_id, responses, rotated_at
from sync.rotation
