-- Which redaction policies were in force, and who accepted one that protects less.

-- One row per policy that came into force, the first one included.
create table sync.policy (
    policy_id bigint not null,
    since timestamp not null,
    -- Its name and version, as the manifest states them.
    policy varchar not null,
    -- What it protects, as JSON: parts, columns, classes.
    measure varchar not null,
    -- What it protects less than the one before, and what more; what cannot be compared is in both.
    weaker varchar[] not null,
    stricter varchar[] not null,
    -- The account on this machine that accepted what is weaker; null where nothing is.
    accepted_by varchar
);

-- The policy by which a generation was made; null in generations of an older program.
alter table sync.export add column policy_id bigint;
