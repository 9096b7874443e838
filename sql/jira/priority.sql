-- One row per priority of issues, as last seen.
--
-- grain   priority_id
-- newest  landed_seq
-- stream  priority
-- field   id varchar, name varchar, description varchar
-- column  priority_id  key   The priority's id, unique on its site.
-- column  name         text  Its name, redacted.
-- column  description  text  What is said about it, redacted.
with

source as (
    select
        ---------- keys
        id                   as priority_id,

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
