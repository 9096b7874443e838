-- One row per time that a listing without bodies showed an object, the latest first.
select
    walk.run_id,
    sighting.walk_id,
    walk.kind,
    sighting.status,
    sighting.version_number,
    sighting.version_at,
    sighting.scope_id,
    sighting.container_id,
    sighting.answered_at
from land.sighting as sighting
left join sync.walk as walk on walk.walk_id = sighting.walk_id
where sighting.stream = $stream and sighting.object_id = $id
order by sighting.answered_at desc, sighting.walk_id desc
limit 100
