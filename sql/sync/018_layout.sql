-- Data files are named by content and lie below their dataset, whatever generations hold them, so that nobody asks any more
-- which one a file was written for. An old generation is withdrawn (sync.export.state) before its files are removed.

alter table sync.export_file drop column written_in;

-- Whether the catalog of a bucket shows the generation; null where it never was asked for.
alter table sync.export add column shown boolean;
