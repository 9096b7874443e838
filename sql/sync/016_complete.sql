-- What was listed is not proven before a census has verified it: what moves while a site is listed is on no page of the
-- listing.

-- One row per stream and scope that something is known of: complete to when; to no time where its history is not verified.
create or replace view sync.complete as
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

-- History that is read over all spaces at once.
windows as (
    select distinct stream, space_id as scope
    from sync.chunk
    where space_id = '' and state <> 'retired'
),

-- Streams whose history no census has verified.
unverified as (
    select distinct stream
    from sync.chunk
    where state <> 'retired' and stream not in (select stream from sync.census)
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
        when unverified.stream is not null then null
        -- A space that left the scope was followed until then.
        when listed.complete_to <= departed.complete_to then departed.complete_to
        else greatest(listed.complete_to, site.complete_to)
    end as complete_to
from listed
left join site on site.stream = listed.stream
left join unverified on unverified.stream = listed.stream
left join sync.departed as departed on departed.stream = listed.stream and departed.space_id = listed.scope;
