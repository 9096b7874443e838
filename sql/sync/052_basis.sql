-- What complete listings rest on, where that is less than the records of the site.

-- One row per stream whose completeness has no other witness.
create table sync.basis (
    stream varchar primary key,
    -- What says that all was listed, as people call it: the search index.
    complete_by varchar not null
);
