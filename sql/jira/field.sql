-- One row per field of issues, as last seen.
--
-- grain   field_id
-- newest  landed_seq
-- stream  field
-- whole   object
-- field   id varchar, name varchar, custom boolean
-- field   "schema" struct(type varchar, items varchar, custom varchar)
-- column  field_id    key    The field's id, as summary or customfield_10016.
-- column  project_id  key    The project that alone has it; null where all may.
-- column  name        text   Its name, redacted; two fields may have one name.
-- column  is_custom   plain  Whether it is a custom field.
-- column  value_type  key    What it holds, as string or array.
-- column  item_type   key    What the items of a list are; null where it is none.
-- column  kind        key    The kind of a custom field, as the program or the app calls it; null for others.
with

source as (
    select
        ---------- keys
        id               as field_id,
        -- The record has a scope of its own.
        json_extract_string(object, '$.scope.project.id')  as project_id,
        "schema".type    as value_type,
        "schema".items   as item_type,
        "schema".custom  as kind,

        ---------- texts
        redact(name)     as name,

        ---------- state
        custom           as is_custom,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
