-- One row per type of issues, as last seen.
--
-- grain   issue_type_id
-- newest  landed_seq
-- stream  issue_type
-- whole   object
-- field   id varchar, name varchar, description varchar, subtask boolean, "hierarchyLevel" bigint
-- column  issue_type_id    key    The type's id, unique on its site.
-- column  project_id       key    The project that alone has it; null where all may.
-- column  name             text   Its name, redacted; two projects may have types of one name.
-- column  description      text   What is said about it, redacted.
-- column  is_subtask       plain  Whether it is a type of subtasks.
-- column  hierarchy_level  plain  Its level: -1 of subtasks, 0, 1 of epics and so on; null on Data Center.
with

source as (
    select
        ---------- keys
        id                   as issue_type_id,
        -- The record has a scope of its own.
        json_extract_string(object, '$.scope.project.id')  as project_id,

        ---------- texts
        redact(name)         as name,
        redact(description)  as description,

        ---------- state
        subtask              as is_subtask,
        "hierarchyLevel"     as hierarchy_level,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
