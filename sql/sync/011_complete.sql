-- To when what was read is complete: one answer for the manifest, the status, the questions and the lake.

-- One row per stream and scope that something is proven of: complete to when; to no time where history is still to be read.
create view sync.complete as
with

-- The feed and the census of the whole site hold for each of its spaces.
site as (
    select stream, max(complete_to) as complete_to
    from (
        select stream, seen_at as complete_to from sync.watermark where kind = 'feed'
        union all
        select stream, complete_to from sync.census
    )
    group by stream
),

-- History that is read over all spaces at once, and whether some of it was not read that no census has brought either.
windows as (
    select stream, space_id as scope, bool_or(state <> 'done') and stream not in (select stream from sync.census) as is_open
    from sync.chunk
    where space_id = '' and state <> 'retired'
    group by stream, space_id
),

proven as (
    select stream, scope, complete_to from sync.stream
    union all
    -- What comes later is followed from the first run on.
    select windows.stream, windows.scope, site.complete_to
    from windows
    inner join site on site.stream = windows.stream
),

listed as (
    select stream, scope, max(complete_to) as complete_to
    from proven
    group by stream, scope
)

select
    listed.stream,
    listed.scope,
    case
        when windows.is_open then null
        -- A space that left the scope was followed until then.
        when listed.complete_to <= departed.complete_to then departed.complete_to
        else greatest(listed.complete_to, site.complete_to)
    end as complete_to
from listed
left join site on site.stream = listed.stream
left join windows on windows.stream = listed.stream and windows.scope = listed.scope
left join sync.departed as departed on departed.stream = listed.stream and departed.space_id = listed.scope;
