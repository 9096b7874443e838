-- What operators ask: what a run brought, why something was accepted, when old responses were removed, which store is meant.

-- One row per batch that brought something new, by run and stream.
create table sync.brought (
    run_id bigint not null,
    stream varchar not null,
    -- Objects that were not held before, and that were held otherwise.
    new_objects bigint not null,
    changed_objects bigint not null
);

-- Whether it may be acknowledged: not where the login or the connection failed, which says nothing of what is there.
alter table sync.quarantine add column can_be_accepted boolean default true;
-- Why it was acknowledged, in the words of who did.
alter table sync.quarantine add column acknowledged_because varchar;

-- When superseded responses were removed last.
alter table sync.identity add column vacuumed_at timestamp;
-- The mark in the store of attachments; null before the first file is stored.
alter table sync.identity add column store_id varchar;

-- How much was found of each type in a text, as EMAIL_ADDRESS:3,CREDIT_CARD:1; null in rows of an older program.
alter table sync.redacted add column types varchar;

-- One row per purge: what was taken out for good, by whom and why.
create table sync.purge (
    purge_id bigint not null,
    -- When it was begun; what was published before by then is withdrawn with the next publication.
    purged_at timestamp not null,
    -- generations, object or person.
    kind varchar not null,
    -- begun, or done when it was proven that nothing is left; one that was stopped goes on when it is asked for again.
    state varchar not null,
    account varchar not null,
    reason varchar not null,
    what varchar not null,
    -- Sealed responses that it was cut out of, objects or values cut, and stored files deleted.
    responses bigint not null default 0,
    cuts bigint not null default 0,
    files bigint not null default 0,
    -- Generations withdrawn, with commas between them, and the one that is current since.
    generations varchar not null default '',
    current_generation bigint
);
