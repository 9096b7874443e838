-- One row per board, as last seen.
--
-- needs   board
-- grain   board_id
-- newest  landed_seq
-- stream  board
-- field   id varchar, name varchar, type varchar, "isPrivate" boolean, location struct("projectId" varchar)
-- column  board_id    key    The board's id, unique on its site.
-- column  name        text   Its name, redacted.
-- column  board_type  plain  scrum, kanban, simple or other.
-- column  project_id  key    The project that it belongs to; null where it belongs to a person.
-- column  is_private  plain  Whether not everybody sees it; null on Data Center.
with

source as (
    select
        ---------- keys
        id                    as board_id,
        location."projectId"  as project_id,

        ---------- texts
        redact(name)          as name,

        ---------- state
        case
            when type in ('scrum', 'kanban', 'simple') then type
            when type is not null then 'other'
        end                   as board_type,
        "isPrivate"           as is_private,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
