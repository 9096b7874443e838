-- One row per object that is held as if it existed and that the site shows in its bin: a listing does, or what is held itself.
with

-- What went with its container is not gone by itself.
container as (
    select object_id
    from held
    where reason is null and stream in (select unnest(containers) from facet)
),

listed as (
    select sighting.stream, sighting.object_id, sighting.answered_at as seen_at, sighting.walk_id
    from land.sighting as sighting
    inner join facet on facet.stream = sighting.stream
    inner join held on held.stream = sighting.stream and held.object_id = sighting.object_id
    where
        list_contains(facet.binned, sighting.status)
        and held.reason is null
        and held.landed_seq <= coalesce(sighting.after_seq, 0)
        and (len(facet.containers) = 0 or held.container_id in (select object_id from container))
),

told as (
    select held.stream, held.object_id, held.answered_at as seen_at, response.walk_id
    from held
    inner join facet on facet.stream = held.stream
    inner join land.response as response on response.seq = held.landed_seq
    where
        held.standing = 'binned'
        and held.reason is null
        and (len(facet.containers) = 0 or held.container_id in (select object_id from container))
),

binned as (
    select * from listed
    union all
    select * from told
)

select stream, object_id, max(seen_at) as seen_at, max(walk_id) as walk_id
from binned
group by stream, object_id
order by stream, object_id
