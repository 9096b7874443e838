-- One row per type of links between issues, as last seen.
--
-- grain   link_type_id
-- newest  landed_seq
-- stream  link_type
-- field   id varchar, name varchar, inward varchar, outward varchar
-- column  link_type_id  key   The type's id, unique on its site.
-- column  name          text  Its name, redacted.
-- column  inward        text  How it reads from the issue that it leads to, redacted: is blocked by.
-- column  outward       text  How it reads from the issue that it leads from, redacted: blocks.
with

source as (
    select
        ---------- keys
        id               as link_type_id,

        ---------- texts
        redact(name)     as name,
        redact(inward)   as inward,
        redact(outward)  as outward,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
