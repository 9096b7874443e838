-- Data files are named by content and lie below their dataset, whatever generations hold them, so that nobody asks any more
-- which one a file was written for. An old generation is withdrawn (sync.export.state) before its files are removed.

alter table sync.export_file drop column written_in;
