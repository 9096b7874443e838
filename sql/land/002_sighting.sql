-- What listings without bodies showed.

-- One row per walk and object: an object as a listing without bodies showed it. A feed keeps a row only where
-- the object differs from what is held; a census keeps one of every object until it is settled.
create table land.sighting (
    walk_id bigint not null,
    stream varchar not null,
    object_id varchar not null,
    -- The space it is in; of an attachment the object it is attached to.
    parent_id varchar,
    status varchar,
    version_number integer,
    version_at timestamp,
    -- The server's Date of the answer.
    answered_at timestamp not null
);
