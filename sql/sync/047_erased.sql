-- What an erasure needs to know: what it looks for until it is proven, where it still found that, and the backups that were made.

-- What is known of the person, sealed; none once nothing is left of it.
alter table sync.purge add column sought blob;
-- The places in which it was still found, a line each.
alter table sync.purge add column left_in varchar default '';

create table sync.backup (
    -- The folder that it was made in.
    folder varchar not null,
    taken_at timestamp not null
);
