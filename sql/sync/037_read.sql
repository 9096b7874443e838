-- When a feed of tombstones was read last: one that tells little besides is not read in each run.
alter table sync.tombstone add column read_at timestamp;
