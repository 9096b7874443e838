-- One row per object that is held as if it existed and that the trash shows.
with

-- What went with its page is not gone by itself.
container as (
    select object_id from held where stream in ('page', 'blogpost') and reason is null
)

select
    sighting.stream,
    sighting.object_id,
    max(sighting.answered_at)  as seen_at,
    max(sighting.walk_id)      as walk_id
from land.sighting as sighting
inner join sync.walk as walk on walk.walk_id = sighting.walk_id and walk.kind = 'trash'
inner join held on held.stream = sighting.stream and held.object_id = sighting.object_id
where
    held.reason is null
    and held.answered_at <= sighting.answered_at
    and (held.stream <> 'attachment' or held.parent_id in (select object_id from container))
group by sighting.stream, sighting.object_id
order by sighting.stream, sighting.object_id
