-- What was published under _sync/ is known by hashes of 64 bits: a digest of every row's text cost a fifth of a sync that
-- follows a large site. Every row is appended once more.

drop table sync.mirrored;

-- One row per state of a row that was published under _sync/, so that it is appended once.
create table sync.mirrored (
    table_name varchar not null,
    -- The hash of the columns that the row is known by.
    row_key ubigint not null,
    -- The hash of the whole row.
    digest ubigint not null,
    exported_at timestamp not null
);
