-- What a site says of the fields of its streams, where it describes them.

-- What the member holds by the word of the site, in the words of the settings; null where it says nothing. What it said last
-- holds, also of a field that it does not name any more.
alter table sync.field add column told varchar;

-- One row per stream whose site was asked for its fields.
create table sync.told (
    stream varchar not null,
    -- The settings of the stream that it was asked for, as a fingerprint.
    description varchar not null,
    told_at timestamp not null,
    -- The account may read the description.
    is_described boolean not null
);
