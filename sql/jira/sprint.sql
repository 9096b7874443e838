-- One row per board and sprint that it shows, as last seen.
--
-- needs   sprint
-- grain   object_id
-- newest  landed_seq
-- stream  sprint
-- named   object_id
-- field   id varchar, name varchar, goal varchar, state varchar, "originBoardId" varchar
-- field   "startDate" varchar, "endDate" varchar, "completeDate" varchar, "createdDate" varchar
-- column  object_id        key    The board's id and the sprint's.
-- column  sprint_id        key    The sprint's id, unique on its site.
-- column  board_id         key    The board that shows it.
-- column  origin_board_id  key    The board that it was made on.
-- column  name             text   Its name, redacted.
-- column  goal             text   What it is to reach, redacted.
-- column  state            plain  future, active, closed or other.
-- column  starts_at        time   When it begins, or began, UTC.
-- column  ends_at          time   When it is to end, UTC.
-- column  completed_at     time   When it was ended, UTC.
-- column  created_at       time   When it was made, UTC; null where the site does not tell.
-- shown   container  board_id
-- shown   container_stream  'board'
with

source as (
    select
        ---------- keys
        object_id,
        id               as sprint_id,
        scope            as board_id,
        "originBoardId"  as origin_board_id,

        ---------- texts
        redact(name)     as name,
        redact(goal)     as goal,

        ---------- state
        case
            when lower(state) in ('future', 'active', 'closed') then lower(state)
            when state is not null then 'other'
        end              as state,

        ---------- times
        make_timestamp(epoch_us(try_cast("startDate" as timestamptz)))  as starts_at,
        make_timestamp(epoch_us(try_cast("endDate" as timestamptz)))  as ends_at,
        make_timestamp(epoch_us(try_cast("completeDate" as timestamptz)))  as completed_at,
        make_timestamp(epoch_us(try_cast("createdDate" as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
