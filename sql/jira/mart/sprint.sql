-- One row per sprint that a board shows.
--
-- needs     sprint
-- shares    gone
-- grain     sprint_id
-- numbers   9
-- column    1  sprint_id        key    The sprint's id, unique on its site.
-- column    2  origin_board_id  key    The board that it was made on.
-- column    3  name             text   Its name, redacted.
-- column    4  goal             text   What it is to reach, redacted.
-- column    5  state            plain  future, active, closed or other.
-- column    6  starts_at        time   When it begins, or began, UTC.
-- column    7  ends_at          time   When it is to end, UTC.
-- column    8  completed_at     time   When it was ended, UTC.
-- column    9  created_at       time   When it was made, UTC; null where the site does not tell.
with

newest as (
    select held.*
    from jira.sprint as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'sprint'
    anti join gone as above on above.object_id = held.board_id and above.stream = 'board'
    qualify row_number() over (partition by held.sprint_id order by held.landed_seq desc, held.object_id) = 1
),

joined as (
    select
        sprint_id,
        origin_board_id,
        name,
        nullif(goal, '')  as goal,
        state,
        starts_at,
        ends_at,
        completed_at,
        created_at
    from newest
)

select * from joined
