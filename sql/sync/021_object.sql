-- The ledger: what is held, whatever stream and source it is of.

-- One row per object that is held, written in the transaction of its relation's row.
create table sync.object (
    stream varchar not null,
    object_id varchar not null,
    -- The scope that it is in, as a listing is restricted to one.
    scope_id varchar,
    -- What it lies in and goes with, and of which stream that is.
    container_stream varchar,
    container_id varchar,
    -- What is above it in the tree.
    above_id varchar,
    -- Of a scope: what the settings call it; a pseudonym where that names a person.
    handle varchar,
    status varchar,
    version_number integer,
    version_at timestamp,
    created_at timestamp,
    -- The server's Date of the answer that it is held from.
    answered_at timestamp not null,
    landed_seq bigint not null,
    object_hash blob not null,
    -- The landed page that changed it last.
    changed_seq bigint not null
);
