-- Increments, history in chunks, deletions and uploads.

create sequence sync.chunk_id;
create sequence sync.deletion_id;
create sequence sync.upload_id;

-- What a walk is for: listing (bodies are landed), feed (newest first, without bodies, down to its floor),
-- trash (a feed of what was thrown away), census (everything, without bodies), search (ids of a window of time),
-- objects (asked for by their ids), look (whether an object that was not listed is still there), upload.
alter table sync.walk add column kind varchar default 'listing';
-- The chunk it works on; null for others.
alter table sync.walk add column chunk_id bigint;

-- One row per stream and scope: how far the newest-first feed was followed. It moves when a walk met its floor.
create table sync.watermark (
    stream varchar not null,
    scope varchar not null,
    -- feed or trash.
    kind varchar not null,
    newest_at timestamp not null,
    -- The server's Date of the first answer of the walk that moved it last.
    seen_at timestamp not null
);

-- One row per stream: the last census that was followed to its end and settled.
create table sync.census (
    stream varchar not null,
    walk_id bigint not null,
    -- The server's Date of its first answer.
    complete_to timestamp not null,
    settled_at timestamp not null
);

-- One row per stream and space that its last census, or the first look at it, covered.
create table sync.covered (
    stream varchar not null,
    space_id varchar not null
);

-- The server's Date of the very first answer: increments begin there.
alter table sync.identity add column first_run_at timestamp;
-- When that was by the clock of this machine: the clock of the census begins there.
alter table sync.identity add column first_run_started_at timestamp;

-- One row per piece of history: a space, or a window of days of last modification.
create table sync.chunk (
    chunk_id bigint not null default nextval('sync.chunk_id'),
    stream varchar not null,
    -- The space; empty for a window over all of them.
    space_id varchar not null,
    -- From this time on; null without a window.
    from_time timestamp,
    -- Until before this time; null without a window.
    to_time timestamp,
    -- due, running, done, failed, retired (it left the scope).
    state varchar not null,
    attempts integer not null,
    objects bigint not null,
    cause varchar,
    changed_at timestamp not null
);

-- One row per object that is gone, in force or taken back.
create table sync.deletion (
    deletion_id bigint not null default nextval('sync.deletion_id'),
    run_id bigint not null,
    stream varchar not null,
    object_id varchar not null,
    -- trashed, purged, no_access, out_of_scope.
    reason varchar not null,
    -- What says so: the trash listing, the census that lacks it and what the site answered to its id, or a setting.
    evidence varchar not null,
    -- The walk that says so; null where a setting does.
    walk_id bigint,
    -- The server's Date of the answer that says so.
    seen_at timestamp not null,
    -- The newest landed page at that time; only a later one can take it back.
    after_seq bigint not null default 0,
    -- deleted, or restored where a later answer has the object again.
    state varchar not null,
    changed_at timestamp not null
);

-- One row per attempt to store a version of an attachment.
create table sync.upload (
    upload_id bigint not null default nextval('sync.upload_id'),
    run_id bigint not null,
    attachment_id varchar not null,
    version_number integer not null,
    -- Which attempt at this version it is, from 1.
    attempt integer not null,
    -- begun, stored, failed, too_large.
    state varchar not null,
    -- The bucket, null for a folder.
    bucket varchar,
    object_key varchar,
    uri varchar,
    bytes bigint,
    sha256 varchar,
    -- An upload in parts that was begun and neither completed nor aborted.
    multipart_id varchar,
    -- The limit in force where it is too large.
    size_limit bigint,
    started_at timestamp not null,
    ended_at timestamp,
    -- When a failed one is due again.
    due_at timestamp,
    cause varchar
);

-- One row per key that has changed since the last publication, for the marts that follow changes.
create table sync.touched (
    relation varchar not null,
    column_name varchar not null,
    value varchar not null
);

-- One row per time that somebody looked at a sealed page in clear.
create table sync.disclosure (
    seq bigint not null,
    -- The account on this machine.
    account varchar not null,
    reason varchar,
    disclosed_at timestamp not null
);

-- One row per state of a row that was published under _sync/: its digest, so that it is appended once.
create table sync.mirrored (
    table_name varchar not null,
    digest varchar not null,
    exported_at timestamp not null
);
