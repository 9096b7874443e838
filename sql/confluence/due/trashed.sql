-- One row per object that is held as if it existed and that the site shows as trashed.
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
inner join held on held.stream = sighting.stream and held.object_id = sighting.object_id
where
    sighting.status in ('trashed', 'deleted')
    and held.reason is null
    and held.landed_seq <= coalesce(sighting.after_seq, 0)
    and (held.stream <> 'attachment' or held.parent_id in (select object_id from container))
group by sighting.stream, sighting.object_id
order by sighting.stream, sighting.object_id
