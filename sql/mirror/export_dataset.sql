-- One row per generation and dataset.
--
-- key  generation, dataset
-- log
select generation, dataset, state, from_generation, columns, cause
from sync.export_dataset
