-- One row per scheme of security levels of issues, as last seen.
--
-- needs   security_scheme
-- grain   scheme_id
-- newest  landed_seq
-- stream  security_scheme
-- field   id varchar, name varchar, description varchar, "defaultSecurityLevelId" varchar
-- column  scheme_id         key   The scheme's id, unique on its site.
-- column  name              text  Its name, redacted.
-- column  description       text  What is said about it, redacted.
-- column  default_level_id  key   The level that issues get where nobody chooses one.
with

source as (
    select
        ---------- keys
        id                        as scheme_id,
        "defaultSecurityLevelId"  as default_level_id,

        ---------- texts
        redact(name)              as name,
        redact(description)       as description,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
