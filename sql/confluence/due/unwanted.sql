-- One row per object that was shown, is not held and lies outside of what the settings ask for, with the setting.
with

-- An attachment is wanted when its page is, whatever its own date.
listed as (
    select
        shown.*,
        case when shown.stream <> 'attachment' then shown.parent_id end   as space_id,
        case when shown.stream <> 'attachment' then shown.version_at end  as dated_at
    from shown
    where status is null or status not in ('trashed', 'deleted')
),

excluded as (
    select
        listed.stream,
        listed.object_id,
        listed.parent_id,
        listed.version_number,
        listed.version_at,
        unwanted_by(listed.stream, listed.space_id, listed.dated_at, setting)  as excluded_by,
        listed.answered_at,
        listed.walk_id
    from listed
    cross join setting
),

-- Nobody asks for drafts and old versions, nor for what lay in the trash before it was held.
unasked as (
    select
        stream,
        object_id,
        max(parent_id)       as parent_id,
        max(version_number)  as version_number,
        max(version_at)      as version_at,
        'status'             as excluded_by,
        max(answered_at)     as answered_at,
        max(walk_id)         as walk_id
    from land.sighting
    where status in ('draft', 'historical', 'trashed', 'deleted')
        and (stream, object_id) not in (select (stream, object_id) from listed)
    group by stream, object_id
),

together as (
    select * from excluded where excluded_by is not null
    union all
    select * from unasked
)

select
    together.stream,
    together.object_id,
    together.parent_id,
    together.version_number,
    together.version_at,
    together.excluded_by as setting,
    together.answered_at,
    together.walk_id
from together
anti join held on held.stream = together.stream and held.object_id = together.object_id
