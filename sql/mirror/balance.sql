-- One row per stream: how many objects the site showed, and what became of them.
--
-- key      stream
-- numbers  10
-- column   1   exported_at
-- column   2   stream
-- column   3   shown
-- column   4   published
-- column   5   deleted
-- column   6   unwanted
-- column   7   open
-- column   8   missing
-- column   9   in_datasets
-- column   10  run_id
select stream, shown, published, deleted, unwanted, open, missing, in_datasets, run_id
from sync.balance
