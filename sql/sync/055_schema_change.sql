-- What changes in the schema of datasets: columns, their types, keys, and members that leave all records.

create sequence sync.change_id;

-- One row per change: names and types, and never a value.
create table sync.schema_change (
    change_id bigint not null default nextval('sync.change_id'),
    -- The run that noted it, or in which it was settled.
    run_id bigint not null,
    dataset varchar not null,
    -- added, gone, renamed, type, class, nullable, required, emptied, key.
    kind varchar not null,
    -- additive, values, breaking.
    level varchar not null,
    -- Of a column of a member: the path of the member.
    field varchar,
    -- The column and its number for life; null where the key is another one.
    column_name varchar,
    number integer,
    -- What it was and what it is: a type, a name, a class, the members of a key; of a column that begins or ends its type.
    former varchar,
    present varchar,
    -- source, dictionary, settings, program.
    origin varchar not null,
    -- The first response that showed it and its Date, where a response did.
    seen_seq bigint,
    seen_at timestamp,
    -- applied, held (the dataset stays as it is), accepted (somebody agreed), returned (it was taken back before it was applied).
    state varchar not null,
    -- What settled a change that was held, where nobody accepted it.
    evidence varchar,
    -- The first generation that shows it; null where none does.
    generation bigint,
    -- The rows that it concerns.
    row_count bigint not null,
    noted_at timestamp not null,
    accepted_by varchar,
    accepted_at timestamp,
    reason varchar,
    -- Of a member that left: complete listings in a row that showed no record with it, and the walk of the last of them.
    listings integer not null default 0,
    listed_walk bigint
);

-- One row per change that waits: it holds its dataset, or was accepted and no generation shows it so far.
create view sync.waiting_change as
from sync.schema_change
where state = 'held' or (state = 'accepted' and generation is null);

-- One row per dataset and kind of change that holds it.
create view sync.held_change as
select
    dataset,
    kind,
    case kind
        when 'emptied' then 'no record has ' || string_agg(column_name, ', ' order by number) || ' any more'
        else 'its key would be ' || any_value(present) || ' and was ' || any_value(former)
    end as sentence
from sync.schema_change
where state = 'held'
group by dataset, kind;

-- How many rows were held when the dataset was built last, and how many of them had a value in the column.
alter table sync.field add column held bigint;
alter table sync.field add column filled bigint;
-- Since when the site's description of the stream does not name the field any more; null where it does, or never did.
alter table sync.field add column unnamed_at timestamp;
-- Who left it out: dictionary, or settings that ask for other fields.
alter table sync.field add column unnamed_by varchar;

-- One row per stream whose columns are the members of its records: the members of its key.
create table sync.keyed (
    stream varchar not null,
    members varchar[] not null,
    -- The key before; null where it was no other.
    former varchar[]
);

-- One row per object under the former key of a stream: gone once the other key is accepted.
create table sync.former_object (
    stream varchar not null,
    object_id varchar not null
);

-- One row per record that lacks the key in its newest response: its id under the former key, and what its gap is called.
create table sync.keyless (
    stream varchar not null,
    former_id varchar not null,
    object varchar not null
);
