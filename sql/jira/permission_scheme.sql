-- One row per permission scheme, as last seen.
--
-- needs   permission_scheme
-- grain   scheme_id
-- newest  landed_seq
-- stream  permission_scheme
-- field   id varchar, name varchar, description varchar
-- column  scheme_id    key   The scheme's id, unique on its site.
-- column  name         text  Its name, redacted.
-- column  description  text  What is said about it, redacted.
with

source as (
    select
        ---------- keys
        id                   as scheme_id,

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
