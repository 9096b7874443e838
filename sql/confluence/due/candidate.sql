-- One row per object that is held and that a complete census lacks: to be looked at.
--
-- $stream  the stream
-- $walk    the census
with

census as (
    select walk_id, first_answered_at from sync.walk where walk_id = $walk
),

-- What went with its page is not gone by itself.
container as (
    select object_id from held where stream in ('page', 'blogpost') and reason is null
)

select held.object_id, held.parent_id
from held
cross join census
where
    held.stream = $stream
    and held.reason is null
    and held.status in ('current', 'archived')
    and held.answered_at < census.first_answered_at
    and (held.stream <> 'attachment' or held.parent_id in (select object_id from container))
    and held.object_id not in (select object_id from land.sighting where walk_id = census.walk_id)
order by held.object_id
