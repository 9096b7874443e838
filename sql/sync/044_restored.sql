-- Which run found something there again.

-- Null where the object is gone, and where an older program found it.
alter table sync.deletion add column restored_run_id bigint;
