-- One row per object that is held and that a complete census lacks: to be looked at, with whether it is gone already.
--
-- $stream  the stream
-- $walk    the census
with

census as (
    select walk_id, run_id, coalesce(after_seq, 0) as after_seq from sync.walk where walk_id = $walk
),

object as (
    select stream, object_id, scope_id, container_id, standing, landed_seq, reason, created_at from held
),

-- What it showed where it is wanted: a walk over the whole site shows as well what was moved to a scope that is not.
listed as (
    select sighting.object_id
    from land.sighting as sighting
    inner join sync.walk as walk on walk.walk_id = sighting.walk_id
    -- Or what a listing of what it lies in showed of it by the way.
    inner join census
        on census.walk_id = walk.walk_id
        or (census.run_id <= walk.run_id and walk.kind = 'census' and walk.stream <> sighting.stream)
    inner join facet on facet.stream = sighting.stream
    cross join setting
    where
        sighting.stream = $stream
        and not coalesce(list_contains(facet.unasked, sighting.status), false)
        and (
            not facet.is_scoped
            or not setting.has_named_scopes
            -- A search for these scopes alone shows nothing else, and need not tell which.
            or sighting.scope_id is null
            or sighting.scope_id in (select scope_id from scope)
        )
),

-- What went with its container is not gone by itself.
container as (
    select object.object_id
    from object
    inner join facet on list_contains(facet.containers, object.stream)
    where facet.stream = $stream and object.reason is null
),

-- Scopes that came since the last census.
came as (
    select scope_id from scope where ($stream, scope_id) not in (select (stream, scope_id) from sync.covered)
),

-- Gone for a reason that does not hold any more: the setting has changed, or its scope is seen again. Of what was moved
-- to a scope that was not wanted nobody knows to which.
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
            or (deletion.reason = 'out_of_scope' and deletion.walk_id is not null and exists (select 1 from came))
            or (deletion.reason = 'no_access' and object.scope_id in (select scope_id from came))
        )
)

select object.object_id, object.reason is not null as is_gone
from object
inner join facet on facet.stream = object.stream
cross join census
cross join setting
where
    object.stream = $stream
    -- What a selection lacks is there, and nobody asks for it.
    and setting.selected_by[object.stream] is null
    and (object.reason is null or object.object_id in (select object_id from outdated))
    and object.standing = 'here'
    -- What landed after the census had begun is there.
    and object.landed_seq <= census.after_seq
    and (len(facet.containers) = 0 or object.container_id in (select object_id from container))
    and object.object_id not in (select object_id from listed)
    -- Of a scope that the site refused to list it shows nothing.
    and (object.stream, coalesce(object.scope_id, '')) not in (select (stream, scope_id) from refused_scope)
    -- A listing in pieces shows only what lies in its time: what changed later and does not is gone by its own answer alone.
    and (
        facet.piece_seconds is null
        or facet.is_askable
        or setting.mode = 'incremental'
        or (
            object.created_at >= setting.history_from[object.stream]
            and object.created_at < setting.history_to[object.stream]
        )
    )
order by object.object_id
