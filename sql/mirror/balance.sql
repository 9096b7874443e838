-- One row per stream: how many objects the site showed, and how they ended.
--
-- key  stream
select stream, shown, published, deleted, unwanted, open, missing, in_datasets, run_id
from sync.balance
