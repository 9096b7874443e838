-- The list to which consent to deletions applies, and what was consented to.

-- What the last finished run held back because more would be gone than may be without consent. The reason is null where an object
-- was not asked for by its id yet.
create table sync.held_back (
    run_id bigint not null,
    stream varchar not null,
    object_id varchar not null,
    reason varchar,
    evidence varchar not null,
    seen_at timestamp not null
);
alter table sync.run add column consent varchar;
