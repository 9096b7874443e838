-- Changes of the key, and looks for the value behind a pseudonym.

-- One row per change of the key: what was sealed with the former one is sealed with the other since.
create table sync.rotation (
    former_key_id varchar not null,
    key_id varchar not null,
    -- Landed pages that were held then.
    pages bigint not null,
    rotated_at timestamp not null
);

-- The pseudonym whose value was looked for; null where a page was looked at.
alter table sync.disclosure add column token varchar;
