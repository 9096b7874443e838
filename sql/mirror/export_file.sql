-- One row per generation and data file.
--
-- key      generation, dataset, file
-- log
-- numbers  9
-- column   1  exported_at
-- column   2  generation
-- column   3  dataset
-- column   4  file
-- column   5  key_from
-- column   6  key_to
-- column   7  row_count
-- column   8  bytes
-- column   9  sha256
select generation, dataset, file, key_from, key_to, row_count, bytes, sha256
from sync.export_file
