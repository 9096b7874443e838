-- When was the key changed?
-- One row per change, the latest first, with the responses that were held then.
select rotated_at, former_key_id, key_id, responses
from sync.rotation
order by rotated_at desc
