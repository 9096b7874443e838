-- One row per object that is held as if it existed and that the site shows in its bin.
with

-- What went with its container is not gone by itself.
container as (
    select object_id
    from held
    where reason is null and stream in (select unnest(containers) from facet)
)

select
    sighting.stream,
    sighting.object_id,
    max(sighting.answered_at)  as seen_at,
    max(sighting.walk_id)      as walk_id
from land.sighting as sighting
inner join facet on facet.stream = sighting.stream
inner join held on held.stream = sighting.stream and held.object_id = sighting.object_id
where
    list_contains(facet.binned, sighting.status)
    and held.reason is null
    and held.landed_seq <= coalesce(sighting.after_seq, 0)
    and (len(facet.containers) = 0 or held.container_id in (select object_id from container))
group by sighting.stream, sighting.object_id
order by sighting.stream, sighting.object_id
