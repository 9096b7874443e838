-- When was the key changed?
-- One row per change, latest first, with the number of responses held at the time.
select rotated_at, former_key_id, key_id, responses
from sync.rotation
order by rotated_at desc
