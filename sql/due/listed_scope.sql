-- One row per scope that the last complete listing of scopes showed as one that is there, with whether the settings ask for it.
with

newest as (
    select max(walk.walk_id) as walk_id
    from sync.walk as walk
    inner join facet on facet.stream = walk.stream and facet.is_scope
    where walk.kind = 'census' and walk.state = 'ended'
)

select
    sighting.object_id                                                   as scope_id,
    not coalesce(list_contains(facet.unasked, sighting.status), false)   as is_asked
from land.sighting as sighting
inner join facet on facet.stream = sighting.stream and facet.is_scope
inner join newest on newest.walk_id = sighting.walk_id
where not coalesce(list_contains(facet.binned, sighting.status), false)
