-- Which source the database is of: two sources may have streams of one name.

-- Null in a database of an older program until its next sync.
alter table sync.identity add column source varchar;
