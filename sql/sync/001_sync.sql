-- What a sync did and where it stands. Every row is written in the transaction of what it describes.
create schema sync;

create sequence sync.run_id;
create sequence sync.walk_id;
create sequence sync.quarantine_id;

-- One row: which database this is, and the key its pages are sealed with.
create table sync.identity (
    database_id varchar not null,
    key_id varchar not null
);

-- One row per run. A run that was stopped is continued by the next one, under the same id.
create table sync.run (
    run_id bigint not null default nextval('sync.run_id'),
    -- running, done, incomplete, failed, interrupted.
    state varchar not null,
    -- How often a process worked on it.
    attempts integer not null,
    started_at timestamp not null,
    ended_at timestamp,
    -- The version of the program.
    version varchar not null,
    cause varchar
);

-- One row per walk: one pass over one listing.
create table sync.walk (
    walk_id bigint not null default nextval('sync.walk_id'),
    run_id bigint not null,
    stream varchar not null,
    scope varchar not null,
    -- open, ended (its provable end was reached), failed.
    state varchar not null,
    -- Where it goes on; null before the first page and after the last.
    next_url varchar,
    -- The newest (time, id) on its first page.
    top_time timestamp,
    top_id varchar,
    -- Where it may stop; null for a full listing, which ends where next is missing.
    floor_time timestamp,
    first_answered_at timestamp,
    pages bigint not null,
    objects bigint not null,
    started_at timestamp not null,
    changed_at timestamp not null,
    cause varchar
);

-- One row per stream and scope: what is proven about it.
create table sync.stream (
    stream varchar not null,
    scope varchar not null,
    -- The Date of the first answer of the last walk that reached its end.
    complete_to timestamp not null,
    walk_id bigint not null,
    objects bigint not null
);

-- One row per request sent.
create table sync.request (
    run_id bigint not null,
    walk_id bigint not null,
    stream varchar not null,
    scope varchar not null,
    -- Path and query.
    target varchar not null,
    attempt integer not null,
    started_at timestamp not null,
    millis bigint not null,
    status integer,
    bytes bigint not null,
    -- Why the answer was not used; null where it was.
    cause varchar
);

-- One row per pause.
create table sync.wait (
    run_id bigint not null,
    walk_id bigint not null,
    reason varchar not null,
    started_at timestamp not null,
    millis bigint not null
);

-- One row per thing that could not be read or staged. It stays due until it is read or acknowledged.
create table sync.quarantine (
    quarantine_id bigint not null default nextval('sync.quarantine_id'),
    run_id bigint not null,
    stream varchar not null,
    scope varchar not null,
    -- object, listing, scope.
    kind varchar not null,
    object varchar not null,
    cause varchar not null,
    landed_seq bigint,
    -- open, acknowledged, resolved.
    state varchar not null,
    found_at timestamp not null,
    changed_at timestamp not null
);

-- One row per run, staged column, type, rule and version: what redaction found there.
create table sync.redaction (
    run_id bigint not null,
    relation varchar not null,
    column_name varchar not null,
    type varchar not null,
    rule varchar not null,
    version integer not null,
    findings bigint not null
);

-- One row per staged or mart relation: what made it, and up to which landed page.
create table sync.relation (
    relation varchar not null,
    fingerprint varchar not null,
    staged_to bigint not null,
    built_at timestamp not null
);

-- One row per generation that was begun.
create table sync.export (
    generation bigint not null,
    run_id bigint not null,
    -- reserved, published, abandoned, retired.
    state varchar not null,
    reserved_at timestamp not null,
    published_at timestamp,
    manifest_sha256 varchar
);

-- One row per generation and dataset.
create table sync.export_dataset (
    generation bigint not null,
    dataset varchar not null,
    -- published, or held where a check failed: then the files are those of from_generation.
    state varchar not null,
    from_generation bigint not null,
    -- The columns of its files, as the manifest states them.
    columns varchar not null,
    cause varchar
);

-- One row per generation and data file. Together the files of a dataset cover every possible key once.
create table sync.export_file (
    generation bigint not null,
    dataset varchar not null,
    file varchar not null,
    -- The keys it is responsible for: from key_from (null: from the first) to before key_to (null: to the last).
    key_from varchar,
    key_to varchar,
    row_count bigint not null,
    bytes bigint not null,
    sha256 varchar not null,
    -- Digest of its rows, independent of their order.
    digest varchar not null
);
