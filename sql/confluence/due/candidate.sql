-- One row per object that is held and that a complete census lacks: to be looked at, with whether it is gone already.
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
),

-- Gone for a reason that does not hold any more: the setting has changed, or its space is seen again.
outdated as (
    select deletion.object_id
    from sync.deletion as deletion
    inner join held on held.stream = deletion.stream and held.object_id = deletion.object_id
    where
        deletion.state = 'deleted'
        and deletion.stream = $stream
        and (
            (
                deletion.reason = 'out_of_scope'
                and deletion.walk_id is null
                and (deletion.stream, deletion.object_id) not in (select (stream, object_id) from outside)
            )
            or (
                deletion.reason = 'no_access'
                and held.parent_id in (select space_id from scope)
                and (deletion.stream, held.parent_id) not in (select (stream, space_id) from sync.covered)
            )
        )
)

select held.object_id, held.reason is not null as is_gone
from held
cross join census
where
    held.stream = $stream
    and (held.reason is null or held.object_id in (select object_id from outdated))
    and held.status in ('current', 'archived')
    and held.answered_at < census.first_answered_at
    and (held.stream <> 'attachment' or held.parent_id in (select object_id from container))
    and held.object_id not in (select object_id from land.sighting where walk_id = census.walk_id)
order by held.object_id
