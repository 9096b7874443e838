-- One row per version of a project, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  version
-- named   object_id
-- field   id varchar, name varchar, description varchar, released boolean, archived boolean
-- field   "startDate" varchar, "releaseDate" varchar
-- column  object_id    key    The id that the engine gives it: the project's and the version's.
-- column  version_id   key    The version's id, unique on its site.
-- column  project_id   key    The project that has it.
-- column  name         text   Its name, redacted.
-- column  description  text   What is said about it, redacted.
-- column  is_released  plain  Whether it is released.
-- column  is_archived  plain  Whether it is archived.
-- column  starts_on    plain  The day on which it begins.
-- column  released_on  plain  The day on which it is, or was, released.
-- shown   container  project_id
-- shown   container_stream  'project'
with

source as (
    select
        ---------- keys
        object_id,
        id                               as version_id,
        scope                            as project_id,

        ---------- texts
        redact(name)                     as name,
        redact(description)              as description,

        ---------- state
        released                         as is_released,
        archived                         as is_archived,
        try_cast("startDate" as date)    as starts_on,
        try_cast("releaseDate" as date)  as released_on,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
