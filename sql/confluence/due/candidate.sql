-- One row per object that is held and that a complete census lacks: to be looked at, with whether it is gone already.
--
-- $stream  the stream
-- $walk    the census
with

census as (
    select walk_id, coalesce(after_seq, 0) as after_seq from sync.walk where walk_id = $walk
),

object as (
    select stream, object_id, parent_id, status, landed_seq, reason from held
),

-- What it showed where it is wanted: a walk over the whole site shows as well what was moved to a space that is not.
listed as (
    select sighting.object_id
    from land.sighting as sighting
    inner join census on census.walk_id = sighting.walk_id
    cross join setting
    where
        (sighting.status is null or sighting.status not in ('draft', 'historical'))
        and (
            sighting.stream = 'attachment'
            or len(setting.space_keys) = 0
            or sighting.parent_id in (select space_id from scope)
        )
),

-- What went with its page is not gone by itself.
container as (
    select object_id from object where stream in ('page', 'blogpost') and reason is null
),

-- Spaces that came into scope since the last census.
came as (
    select space_id
    from scope
    where ($stream, space_id) not in (select (stream, space_id) from sync.covered)
),

-- Gone for a reason that does not hold any more: the setting has changed, or its space is seen again. Of what was moved
-- to a space that was not wanted nobody knows to which.
outdated as (
    select deletion.object_id
    from sync.deletion as deletion
    inner join object on object.stream = deletion.stream and object.object_id = deletion.object_id
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
                deletion.reason = 'out_of_scope'
                and deletion.walk_id is not null
                and exists (select 1 from came)
            )
            or (
                deletion.reason = 'no_access'
                and object.parent_id in (select space_id from came)
            )
        )
)

select object.object_id, object.reason is not null as is_gone
from object
cross join census
where
    object.stream = $stream
    and (object.reason is null or object.object_id in (select object_id from outdated))
    and object.status in ('current', 'archived')
    -- What landed after the census had begun is there.
    and object.landed_seq <= census.after_seq
    and (object.stream <> 'attachment' or object.parent_id in (select object_id from container))
    and object.object_id not in (select object_id from listed)
order by object.object_id
