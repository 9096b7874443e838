-- One row per object that was shown, is not held and lies outside of what the settings ask for, with the setting.
with

-- What lies in a container is wanted when its container is, whatever its own date. The time that pieces go by no listing shows.
listed as (
    select
        shown.*,
        case when facet.is_scoped then shown.scope_id end    as place_id,
        case when facet.is_dated and facet.piece_seconds is null then shown.version_at end as dated_at
    from shown
    inner join facet on facet.stream = shown.stream
    where not shown.is_binned and not shown.is_carried
),

excluded as (
    select
        listed.stream,
        listed.object_id,
        listed.scope_id,
        listed.container_id,
        listed.version_number,
        listed.version_at,
        unwanted_by(listed.stream, listed.object_id, listed.place_id, listed.dated_at, setting) as excluded_by,
        listed.answered_at,
        listed.walk_id
    from listed
    cross join setting
),

-- Nobody asks for drafts and old versions, nor for what lay in the bin before it was held.
unasked as (
    select
        sighting.stream,
        sighting.object_id,
        max(sighting.scope_id)        as scope_id,
        max(sighting.container_id)    as container_id,
        max(sighting.version_number)  as version_number,
        max(sighting.version_at)      as version_at,
        'status'                      as excluded_by,
        max(sighting.answered_at)     as answered_at,
        max(sighting.walk_id)         as walk_id
    from land.sighting as sighting
    inner join facet on facet.stream = sighting.stream
    where list_contains(facet.unasked || facet.binned, sighting.status)
        and (sighting.stream, sighting.object_id) not in (select (stream, object_id) from listed)
    group by sighting.stream, sighting.object_id
),

together as (
    select * from excluded where excluded_by is not null
    union all
    select * from unasked
)

select
    together.stream,
    together.object_id,
    together.scope_id,
    together.container_id,
    together.version_number,
    together.version_at,
    together.excluded_by as setting,
    together.answered_at,
    together.walk_id
from together
anti join held on held.stream = together.stream and held.object_id = together.object_id
