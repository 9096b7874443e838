-- The members of records that no model describes, and the columns that they became.

-- One row per member of a stream's records that was ever seen or that the settings name.
create table sync.field (
    stream varchar not null,
    -- The names from the record to the member, with dots between them.
    path varchar not null,
    column_name varchar not null,
    -- The column's number for life in the files of the dataset, from 2 on.
    number integer not null,
    -- What it holds, in the words of the settings.
    holds varchar not null,
    -- present, vanished (no record has it any more) or declared (no record has had it yet).
    state varchar not null,
    found_at timestamp not null,
    changed_at timestamp not null
);
