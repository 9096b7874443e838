-- Where a data file lies in a lake that knows no links: the generation that wrote it.

-- Null for files of an older program: then it is the generation of the row.
alter table sync.export_file add column written_in bigint;
