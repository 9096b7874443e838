-- One row per page or blog post to be fetched: a listing without bodies showed it otherwise than it is held, or it is not
-- held and in scope; or it could not be read so far. What is held has to be as it is on the site whatever its date: whether
-- it is still in scope then, its new version tells.
with

-- The last word of the listings on each object.
shown as (
    select
        sighting.stream,
        sighting.object_id,
        arg_max(sighting.parent_id, row(sighting.answered_at, sighting.walk_id))       as parent_id,
        arg_max(sighting.above_id, row(sighting.answered_at, sighting.walk_id))        as above_id,
        arg_max(sighting.status, row(sighting.answered_at, sighting.walk_id))          as status,
        arg_max(sighting.version_number, row(sighting.answered_at, sighting.walk_id))  as version_number,
        arg_max(sighting.version_at, row(sighting.answered_at, sighting.walk_id))      as version_at,
        max(sighting.answered_at)                                                      as answered_at
    from land.sighting as sighting
    inner join sync.walk as walk on walk.walk_id = sighting.walk_id
    where sighting.stream in ('page', 'blogpost') and (walk.kind <> 'census' or walk.state = 'ended')
    group by sighting.stream, sighting.object_id
),

wanted as (
    select
        shown.*,
        (shown.version_at >= setting.history_from and shown.version_at < setting.history_to)
            or shown.version_at >= setting.increments_from as is_in_time
    from shown
    inner join scope on scope.space_id = shown.parent_id
    cross join setting
    where
        shown.status in ('current', 'archived')
        and list_contains(setting.content_types, shown.stream)
),

differing as (
    select wanted.stream, wanted.object_id
    from wanted
    left join held on held.stream = wanted.stream and held.object_id = wanted.object_id
    where
        (held.object_id is null and wanted.is_in_time)
        or (held.reason is not null and wanted.is_in_time and held.answered_at <= wanted.answered_at)
        or (
            held.object_id is not null
            and held.reason is null
            and held.answered_at <= wanted.answered_at
            and (
                held.version_number is distinct from wanted.version_number
                or held.version_at is distinct from wanted.version_at
                or held.parent_id is distinct from wanted.parent_id
                or held.status is distinct from wanted.status
                -- Nothing follows where the listing does not tell.
                or coalesce(held.above_id, '') <> wanted.above_id
            )
        )
),

-- What has no id of its own can only come with a listing.
unreadable as (
    select quarantine.stream, quarantine.object as object_id
    from sync.quarantine as quarantine
    cross join setting
    where
        quarantine.kind = 'object'
        and quarantine.state = 'open'
        and quarantine.stream in ('page', 'blogpost')
        and list_contains(setting.content_types, quarantine.stream)
        and regexp_full_match(quarantine.object, '[0-9]+')
)

select stream, object_id from differing
union
select stream, object_id from unreadable
order by stream, object_id
