-- One row: the database, the key its pages are sealed with now, and when its first run was.
--
-- key  database_id
select database_id, key_id, first_run_at, first_run_started_at
from sync.identity
