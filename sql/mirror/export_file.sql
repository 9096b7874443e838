-- One row per generation and data file.
--
-- key  generation, dataset, file
-- log
select generation, dataset, file, key_from, key_to, row_count, bytes, sha256
from sync.export_file
