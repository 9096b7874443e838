-- One row per page or blog post that a census showed outside of what the settings ask for and that is not held, with the
-- setting.
--
-- $walk  the census
with

shown as (
    select
        sighting.*,
        sighting.parent_id in (select space_id from scope)  as is_in_space,
        in_time(sighting.version_at, setting)               as is_in_time,
        setting.mode
    from land.sighting as sighting
    cross join setting
    where
        sighting.walk_id = $walk
        and sighting.stream in ('page', 'blogpost')
        and sighting.status in ('current', 'archived')
)

select
    shown.stream,
    shown.object_id,
    shown.parent_id,
    shown.version_number,
    shown.version_at,
    case
        when not shown.is_in_space then 'space_keys'
        when shown.mode = 'incremental' then 'mode'
        else 'start_date and end_date'
    end as setting,
    shown.answered_at,
    shown.walk_id
from shown
anti join held on held.stream = shown.stream and held.object_id = shown.object_id
where not (shown.is_in_space and shown.is_in_time)
