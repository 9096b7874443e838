-- One row per generation and dataset.
--
-- key      generation, dataset
-- log
-- numbers  7
-- column   1  exported_at
-- column   2  generation
-- column   3  dataset
-- column   4  state
-- column   5  from_generation
-- column   6  columns
-- column   7  cause
select generation, dataset, state, from_generation, columns, cause
from sync.export_dataset
