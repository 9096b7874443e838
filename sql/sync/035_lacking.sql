-- What objects carry of other streams: what is held that the last answer about its parent has not shown.

-- One row per object that an answer about its parent lacks, until that is settled.
create table sync.lacking (
    stream varchar not null,
    object_id varchar not null,
    parent_id varchar not null,
    -- The answer that lacks it: what landed later is there.
    seen_seq bigint not null,
    -- The server's Date of it.
    seen_at timestamp not null
);
