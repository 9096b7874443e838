-- What listings have shown of objects that are held that changes without a new version.

-- One row per object: what was shown when it was held as it was shown.
create table sync.mark (
    stream varchar not null,
    object_id varchar not null,
    -- A keyed hash of it.
    mark varchar not null
);
