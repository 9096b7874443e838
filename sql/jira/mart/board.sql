-- One row per board that exists.
--
-- needs     board
-- shares    gone
-- grain     board_id
-- numbers   5
-- column    1  board_id    key    The board's id, unique on its site.
-- column    2  name        text   Its name, redacted.
-- column    3  board_type  plain  scrum, kanban, simple or other.
-- column    4  project_id  key    The project that it belongs to; null where it belongs to a person.
-- column    5  is_private  plain  Whether not everybody sees it; null on Data Center.
with

joined as (
    select
        held.board_id,
        held.name,
        held.board_type,
        held.project_id,
        held.is_private
    from jira.board as held
    anti join gone on gone.object_id = held.board_id and gone.stream = 'board'
)

select * from joined
