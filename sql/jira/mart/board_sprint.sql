-- One row per board and sprint that it shows.
--
-- needs     sprint
-- shares    gone
-- grain     board_id, sprint_id
-- numbers   2
-- column    1  board_id   key  The board: a row of board.
-- column    2  sprint_id  key  The sprint: a row of sprint.
with

joined as (
    select held.board_id, held.sprint_id
    from jira.sprint as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'sprint'
    anti join gone as above on above.object_id = held.board_id and above.stream = 'board'
)

select * from joined
