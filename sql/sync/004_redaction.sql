-- What redaction did, so that it can be proven without seeing a value.

-- How sure the findings are, what was done with them under which policy, and in how many texts they were.
alter table sync.redaction add column confidence varchar;
alter table sync.redaction add column action varchar;
alter table sync.redaction add column policy varchar;
alter table sync.redaction add column texts bigint;

-- One row per object and staged column in which something was found: keyed hash of the text as it came, hash of the
-- text as it is kept.
create table sync.redacted (
    relation varchar not null,
    column_name varchar not null,
    object_id varchar not null,
    run_id bigint not null,
    policy varchar not null,
    findings bigint not null,
    input_hmac blob not null,
    output_sha256 blob not null
);
