-- Which site and account are followed, where a file was asked for, which pieces of history are read again whole, and what
-- is not wanted.

-- The page that the attachment lay at; null in attempts of an older program.
alter table sync.upload add column page_id varchar;
-- Whether everything that it finds is fetched again, held or not; null where nobody asked for that.
alter table sync.chunk add column is_whole boolean;

-- The site that is followed; null in a database of an older program until its next sync.
alter table sync.identity add column site varchar;
-- The account that reads it, as a pseudonym, and since when by the clock of this machine, where there was another before.
alter table sync.identity add column account varchar;
alter table sync.identity add column account_since timestamp;

-- One row per object that the last census of its stream showed outside of what the settings ask for and that is not held.
create table sync.unwanted (
    stream varchar not null,
    object_id varchar not null,
    -- The space it is in.
    parent_id varchar,
    version_number integer,
    version_at timestamp,
    -- The setting that it lies outside of.
    setting varchar not null,
    -- The server's Date of the answer.
    answered_at timestamp not null,
    walk_id bigint not null
);
