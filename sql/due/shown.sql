-- One row per object that listings without bodies showed: the last word on each, by the order in which they landed. A draft
-- or an old version is no word on the object whose id it has.
with

begun as (
    select run_id, min(coalesce(after_seq, 0)) as begun_seq from sync.walk group by run_id
),

sighting as (
    select
        sighting.rowid as sighting_id,
        sighting.*,
        coalesce(list_contains(facet.binned, sighting.status), false) as is_binned,
        -- By the page that had landed before, then by the walk: of a fixed width, so that groups of it go to disk.
        cast(coalesce(sighting.after_seq, 0) as hugeint) * 4294967296 + sighting.walk_id as place,
        walk.is_whole,
        begun.begun_seq,
        walk.kind = 'census' and walk.stream <> sighting.stream as is_carried
    from land.sighting as sighting
    inner join facet on facet.stream = sighting.stream and not facet.is_scope
    inner join sync.walk as walk on walk.walk_id = sighting.walk_id
    inner join begun on begun.run_id = walk.run_id
    where
        (walk.kind <> 'census' or walk.state = 'ended')
        and not coalesce(list_contains(facet.unasked, sighting.status), false)
),

last_word as (
    select
        arg_max(sighting_id, place)  as sighting_id,
        max(answered_at)             as answered_at,
        max(coalesce(after_seq, 0)) filter (is_whole) as whole_seq,
        max(walk_id)                 as walk_id,
        -- What only objects of another stream show of it says that it is there, and no more.
        bool_and(is_carried)         as is_carried
    from sighting
    group by stream, object_id
)

-- What the last one does not tell is null.
select
    sighting.stream,
    sighting.object_id,
    sighting.scope_id,
    sighting.container_id,
    sighting.above_id,
    sighting.status,
    sighting.is_binned,
    sighting.version_number,
    sighting.version_at,
    sighting.mark,
    -- What landed later was read by the run that showed it.
    sighting.begun_seq,
    last_word.is_carried,
    last_word.answered_at,
    coalesce(sighting.after_seq, 0) as after_seq,
    -- What landed before that is read again.
    last_word.whole_seq,
    last_word.walk_id
from sighting
inner join last_word on last_word.sighting_id = sighting.sighting_id
