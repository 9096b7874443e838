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

-- Of walks that are alike, the last one is the one that had to show most.
ended as (
    select
        walk.stream,
        walk.kind = 'feed' and not facet.feed_is_since as is_of_everything,
        walk.objects,
        walk.floor_time,
        max(walk.after_seq) as after_seq
    from sync.walk as walk
    inner join facet on facet.stream = walk.stream
    left join last_census on last_census.stream = walk.stream
    where
        walk.state = 'ended' and walk.walk_id > coalesce(last_census.walk_id, 0)
        and case walk.kind
            when 'changes' then walk.objects = 0
            when 'feed' then walk.is_exhausted and walk.floor_time < $first_look
        end
    group by all
),

there as (
    select stream, version_at, landed_seq
    from held
    where reason is null and stream in (select stream from ended)
),

counted as (
    select stream, count(*) as objects from there group by stream
),

-- No walk had to show what is older than the first of their floors: that is most of what is held.
recent as (
    select there.*
    from there
    inner join (select stream, min(floor_time) as floor_time from ended group by stream) as walked
        on walked.stream = there.stream and walked.floor_time < there.version_at
),

-- A feed of everything shows all that is held before it ends; what is asked for since a time shows what is newer.
expected as (
    select ended.stream, ended.objects, counted.objects as objects_held
    from ended
    inner join counted on counted.stream = ended.stream
    where ended.is_of_everything

    union all

    select ended.stream, ended.objects, count(*) as objects_held
    from ended
    inner join recent
        on recent.stream = ended.stream
        and recent.version_at > ended.floor_time
        and recent.landed_seq <= ended.after_seq
    where not ended.is_of_everything
    group by ended.stream, ended.objects, ended.floor_time, ended.after_seq
)

select distinct stream
from expected
where objects < objects_held
