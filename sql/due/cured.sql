-- One row per listing or object that is open and cured by now, or that nothing asks for any more.
--
-- $run  the run
with

wanted as (
    select facet.stream, facet.is_scoped, facet.parent, setting.mode from facet cross join setting where facet.is_wanted
),

open as (
    select quarantine.quarantine_id, quarantine.kind, quarantine.stream, quarantine.scope, quarantine.object,
        quarantine.changed_at, wanted.mode, wanted.is_scoped, wanted.parent
    from sync.quarantine as quarantine
    left join wanted on wanted.stream = quarantine.stream
    where
        quarantine.state <> 'resolved'
        and quarantine.kind in ('listing', 'object')
        and quarantine.stream not in (select stream from facet where is_scope)
),

present_parent as (
    select held.stream, held.object_id
    from held
    where held.reason is null and held.stream in (select parent from facet)
),

chunk as (
    select stream, scope_id, from_time is not null as is_window, state in ('due', 'running', 'failed') as is_due
    from sync.chunk
    where state <> 'retired'
),

-- Looks that failed in this run, and censuses of which not everything was looked at.
unseen as (
    select walk.stream
    from sync.walk as walk
    left join sync.census as census on census.stream = walk.stream
    where
        (walk.kind = 'look' and walk.state = 'failed' and walk.run_id = $run)
        or (walk.kind = 'census' and walk.state = 'ended' and walk.walk_id > coalesce(census.walk_id, 0))
),

-- Complete listings that land nothing: what they show without an id is a row of their own.
listed as (
    select walk.stream, max(walk.started_at) as started_at
    from sync.walk as walk
    where
        walk.kind = 'census'
        and walk.state = 'ended'
        and walk.stream in (select facet.stream from facet where facet.has_lean_census)
    group by walk.stream
)

select quarantine_id
from open
cross join setting
where
    open.mode is null
    -- What a selection leaves out nobody asks for.
    or (
        kind = 'object'
        and is_left_out(stream, object, setting)
        and (stream, object) not in (select (stream, object_id) from held where reason is null)
    )
    or (kind = 'object' and is_scoped and scope <> '' and scope not in (select scope_id from scope))
    or (
        kind = 'object'
        and starts_with(object, 'without an id, ')
        and changed_at < (select started_at from listed where listed.stream = open.stream)
    )
    -- What is listed for a parent goes with it.
    or (parent is not null and scope <> '' and (parent, scope) not in (select (stream, object_id) from present_parent))
    or (
        kind = 'listing'
        and case object
            when stream then (stream, scope) not in (select (stream, scope_id) from chunk where not is_window)
            -- Windows of time were searched by older programs.
            when stream || ' search' then true
            when stream || ' history' then stream not in (select stream from chunk where is_window and is_due)
            when stream || ' piece' then stream not in (select stream from chunk where is_window and is_due)
            -- Whatever was listed for scopes failed.
            when stream || ' listings' then stream not in (select stream from chunk where is_due and not is_window)
            when stream || ' objects' then stream not in (select stream from due_object)
            when stream || ' look' then stream not in (select stream from unseen)
            when stream || ' tombstones'
                then open.mode = 'historical' or $run in (select run_id from sync.walk where kind = 'tombstones' and state = 'ended')
            when stream || ' feed' then open.mode = 'historical'
            when stream || ' trash' then open.mode = 'historical'
            else false
        end
    )
