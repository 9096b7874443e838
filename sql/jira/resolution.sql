-- One row per resolution of issues, as last seen.
--
-- grain   resolution_id
-- newest  landed_seq
-- stream  resolution
-- field   id varchar, name varchar, description varchar
-- column  resolution_id  key   The resolution's id, unique on its site.
-- column  name           text  Its name, redacted.
-- column  description    text  What is said about it, redacted.
with

source as (
    select
        ---------- keys
        id                   as resolution_id,

        ---------- texts
        redact(name)         as name,
        redact(description)  as description,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
