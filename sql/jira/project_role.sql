-- One row per project and role that it has, as last seen.
--
-- needs   project_role
-- grain   object_id
-- newest  landed_seq
-- stream  project_role
-- named   object_id
-- field   id varchar, name varchar, description varchar
-- column  object_id    key   The project's id and the role's.
-- column  project_id   key   The project that has it.
-- column  role_id      key   The role's id, unique on its site.
-- column  name         text  Its name, redacted.
-- column  description  text  What is said about it, redacted.
-- shown   container  project_id
-- shown   container_stream  'project'
with

source as (
    select
        ---------- keys
        object_id,
        scope                as project_id,
        id                   as role_id,

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
