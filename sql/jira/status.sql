-- One row per status of issues, as last seen.
--
-- grain   status_id
-- newest  landed_seq
-- stream  status
-- whole   object
-- field   id varchar, name varchar, description varchar, "statusCategory" struct(key varchar)
-- column  status_id    key    The status's id, unique on its site.
-- column  project_id   key    The project that alone has it; null where all may.
-- column  name         text   Its name, redacted.
-- column  description  text   What is said about it, redacted.
-- column  category     plain  Its category: new, indeterminate (in progress), done, undefined or other.
with

source as (
    select
        ---------- keys
        id                   as status_id,
        -- The record has a scope of its own.
        json_extract_string(object, '$.scope.project.id')  as project_id,

        ---------- texts
        redact(name)         as name,
        redact(description)  as description,

        ---------- state
        case
            when "statusCategory".key in ('new', 'indeterminate', 'done', 'undefined') then "statusCategory".key
            when "statusCategory".key is not null then 'other'
        end                  as category,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
