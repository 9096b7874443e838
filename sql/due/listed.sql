-- One row per object, of some of a stream, that a listing of a run shows as being there.
--
-- $stream  the stream
-- $ids     the ids of the objects
-- $run     the run
select distinct sighting.object_id
from land.sighting as sighting
inner join sync.walk as walk on walk.walk_id = sighting.walk_id
inner join facet on facet.stream = sighting.stream
where
    sighting.stream = $stream
    and sighting.object_id in (select unnest(from_json($ids, '["varchar"]')))
    and walk.run_id = $run
    and walk.kind in ('feed', 'history', 'census')
    -- A later complete listing without it is the last word.
    and walk.walk_id >= coalesce(
        (select max(walk_id) from sync.walk where stream = $stream and kind = 'census' and state = 'ended'), 0
    )
    -- What it showed of a scope that is not seen any more says nothing.
    and (not facet.is_scoped or sighting.scope_id is null or sighting.scope_id in (select scope_id from scope))
    and not coalesce(list_contains(facet.unasked || facet.binned, sighting.status), false)
