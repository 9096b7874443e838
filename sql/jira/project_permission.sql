-- One row per project, with the permission scheme that holds in it, as last seen.
--
-- needs   project_permission
-- grain   object_id
-- newest  landed_seq
-- stream  project_permission
-- named   object_id
-- field   id varchar, name varchar
-- column  object_id   key   The project's id and the scheme's.
-- column  project_id  key   The project.
-- column  scheme_id   key   The permission scheme that holds in it.
-- column  name        text  The name of that, redacted.
-- shown   container  project_id
-- shown   container_stream  'project'
with

source as (
    select
        ---------- keys
        object_id,
        scope         as project_id,
        id            as scheme_id,

        ---------- texts
        redact(name)  as name,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
