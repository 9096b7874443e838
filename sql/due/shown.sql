-- One row per object that listings without bodies showed: the last word on each, by the order in which they landed. A draft
-- or an old version is no word on the object whose id it has.
with

sighting as (
    select
        sighting.*,
        coalesce(list_contains(facet.binned, sighting.status), false) as is_binned,
        row(coalesce(sighting.after_seq, 0), sighting.walk_id) as place
    from land.sighting as sighting
    inner join facet on facet.stream = sighting.stream and not facet.is_scope
    inner join sync.walk as walk on walk.walk_id = sighting.walk_id
    where
        (walk.kind <> 'census' or walk.state = 'ended')
        and not coalesce(list_contains(facet.unasked, sighting.status), false)
)

-- Together they are of one sighting: what the last one does not tell is null.
select
    stream,
    object_id,
    arg_max_null(scope_id, place)        as scope_id,
    arg_max_null(container_id, place)    as container_id,
    arg_max_null(above_id, place)        as above_id,
    arg_max_null(status, place)          as status,
    arg_max(is_binned, place)            as is_binned,
    arg_max_null(version_number, place)  as version_number,
    arg_max_null(version_at, place)      as version_at,
    max(answered_at)                     as answered_at,
    max(coalesce(after_seq, 0))          as after_seq,
    max(walk_id)                         as walk_id
from sighting
group by stream, object_id
