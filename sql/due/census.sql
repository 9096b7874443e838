-- One row per stream whose census is due: because its first history is not verified yet, by the clock, because everything is to be
-- read again, because one was begun and not ended, or because a scope came or went, or the stream was described otherwise, since the last one.
--
-- $now    the time
-- $every  how many seconds may lie between two
with

wanted as (
    select
        facet.stream,
        facet.is_scoped,
        facet.has_history,
        facet.listed_every,
        facet.reread_every,
        setting.mode,
        setting.account_since,
        setting.history_from[facet.stream] > '-infinity'::timestamp
            or setting.history_to[facet.stream] < 'infinity'::timestamp as is_bounded
    from facet
    cross join setting
    -- What is listed for parents is never listed as a whole.
    where facet.is_wanted and facet.parent is null
),

last_census as (
    select
        stream,
        max(walk_id) filter (state = 'ended')  as walk_id,
        max(started_at)                        as started_at,
        bool_or(state = 'open')                as is_open
    from sync.walk
    where kind = 'census' and state in ('ended', 'open')
    group by stream
),

-- The history of a scope is listed by itself, unless it is found by windows of time.
came as (
    select distinct stream.stream
    from wanted as stream
    cross join scope
    where
        (not stream.is_scoped or not stream.has_history or stream.mode = 'incremental' or stream.is_bounded)
        and (stream.stream, scope.scope_id) not in (select (stream, scope_id) from sync.covered)
),

-- What a listing could not read is tried again by the next run.
failed as (
    select stream
    from sync.quarantine
    where kind = 'listing' and state = 'open' and scope = '' and object = stream || ' census'
),

went as (
    select distinct held.stream
    from held
    inner join sync.covered as covered on covered.stream = held.stream and covered.scope_id = held.scope_id
    where held.reason is null and covered.scope_id not in (select scope_id from scope)
)

select stream.stream
from wanted as stream
left join last_census on last_census.stream = stream.stream
left join sync.census as settled on settled.stream = stream.stream
left join sync.described as described on described.stream = stream.stream
where
    -- History that is still to be listed would be fetched object by object.
    stream.stream not in (select stream from sync.chunk where state in ('due', 'running'))
    and stream.stream not in (select stream from gap)
    and (
        last_census.started_at is null
        or last_census.started_at + to_seconds(coalesce(stream.listed_every, $every)) <= $now
        or settled.reread_at + to_seconds(stream.reread_every) <= $now
        -- The clock was set back since.
        or last_census.started_at > $now
        -- Another account may see something else.
        or last_census.started_at < stream.account_since
        -- Another description may show something else.
        or last_census.started_at < described.since
        -- What it has shown grows old.
        or last_census.is_open
        or stream.stream in (select stream from failed)
        or (
            -- One that waits for consent is not made again before its time.
            coalesce(last_census.walk_id, 0) = coalesce(settled.walk_id, 0)
            and (stream.stream in (select stream from came) or stream.stream in (select stream from went))
        )
    )
order by stream.stream
