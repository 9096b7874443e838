-- What an API answered is a response: a page is one of a wiki, or of a listing.

-- Its sequence keeps the name page_seq: DuckDB renames no sequence.
alter table land.page rename to response;
