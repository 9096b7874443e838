-- One row per stream whose changes only a census can show: its feed ended before its floor and showed less than is held, or
-- nothing was shown since a time after which a held object has changed.
--
-- $first_look  the floor of a first look at a feed
with

last_census as (
    select stream, max(walk_id) as walk_id
    from sync.walk
    where kind = 'census' and state in ('ended', 'open')
    group by stream
),

-- Quiet walks are alike.
ended as (
    select distinct walk.stream, walk.kind, walk.objects, walk.floor_time, walk.after_seq, walk.is_exhausted
    from sync.walk as walk
    left join last_census on last_census.stream = walk.stream
    where walk.kind in ('feed', 'changes') and walk.state = 'ended' and walk.walk_id > coalesce(last_census.walk_id, 0)
),

there as (
    select stream, version_at, landed_seq
    from held
    where reason is null
),

-- A feed of everything shows all that is held before it ends; one of what changed since a time shows what is newer.
expected as (
    select
        ended.*,
        count(*) filter (
            ended.kind = 'feed' and not facet.feed_is_since
            or there.version_at > ended.floor_time and there.landed_seq <= ended.after_seq
        ) as objects_held
    from ended
    inner join facet on facet.stream = ended.stream
    inner join there on there.stream = ended.stream
    where ended.kind = 'changes' or (ended.is_exhausted and ended.floor_time < $first_look)
    group by all
)

select distinct stream
from expected
where
    case kind
        when 'changes' then objects = 0 and objects_held > 0
        else objects < objects_held
    end
