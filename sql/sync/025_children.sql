-- Streams that are listed for each object of another one: how far each of these listings is.

-- One row per stream and parent whose listing was walked to its end.
create table sync.children (
    stream varchar not null,
    parent_id varchar not null,
    walk_id bigint not null,
    -- What had landed when its walk began: a parent that changed later is listed again.
    followed_seq bigint not null,
    -- The server's Date of the first answer.
    complete_to timestamp not null,
    objects bigint not null,
    -- What it lacks was recorded as gone.
    is_settled boolean not null
);
