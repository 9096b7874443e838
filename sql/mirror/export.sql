-- One row per generation and state of it.
--
-- key  generation
-- log
select generation, run_id, state, reserved_at, published_at, manifest_sha256
from sync.export
