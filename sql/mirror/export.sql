-- One row per generation and its state.
--
-- key      generation
-- log
-- numbers  7
-- column   1  exported_at
-- column   2  generation
-- column   3  run_id
-- column   4  state
-- column   5  reserved_at
-- column   6  published_at
-- column   7  manifest_sha256
select generation, run_id, state, reserved_at, published_at, manifest_sha256
from sync.export
