-- What settings select of the objects of a stream, where they select.

-- One row per stream whose selection was listed to its end.
create table sync.selection (
    stream varchar not null,
    -- The walk that listed it last.
    walk_id bigint not null
);

-- One row per object that is selected, by the last complete listing of its stream's selection.
create table sync.selected (
    stream varchar not null,
    object_id varchar not null
);
