-- One row: the database, the key that its responses are sealed with now, and the time of its first run.
--
-- key      database_id
-- numbers  5
-- column   1  exported_at
-- column   2  database_id
-- column   3  key_id
-- column   4  first_run_at
-- column   5  first_run_started_at
select database_id, key_id, first_run_at, first_run_started_at
from sync.identity
