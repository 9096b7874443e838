-- One row per category of a space: a label of the space itself, as last seen.
--
-- grain   category_id
-- newest  landed_seq
-- stream  space_category
-- needs   space_category
-- named   object_id
-- field   id varchar, name varchar, prefix varchar
-- column  category_id  key    The space and the label.
-- column  space_id     key    The space.
-- column  label_id     key    The label.
-- column  name         text   The name of the label, redacted.
-- column  prefix       plain  The kind of label: global, my, team, system or other.
-- required name
-- shown   container         space_id
-- shown   container_stream  'space'
with

source as (
    select
        ---------- keys
        object_id                         as category_id,
        scope                             as space_id,
        id                                as label_id,

        ---------- texts
        redact(name)                      as name,

        ---------- state
        case
            when prefix in ('global', 'my', 'team', 'system') then prefix
            when prefix is not null then 'other'
        end                               as prefix,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
