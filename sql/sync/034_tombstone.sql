-- What a site says of deletions, and what a source keeps of its description from run to run.

-- One row per feed of tombstones that was asked.
create table sync.tombstone (
    feed varchar not null,
    -- The listing of it that is followed; null where the account reads none.
    listing varchar,
    -- When it was tried which listing the account reads.
    told_at timestamp not null,
    -- The Date of the first answer of the last listing of which everything is settled: the next one begins there. Null where
    -- none is followed.
    mark timestamp
);

-- What the source knows of the stream beside its fields, in a form of its own.
alter table sync.told add column noted varchar;
