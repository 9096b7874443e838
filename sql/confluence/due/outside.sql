-- One row per page or blog post that is held and lies outside of what the settings ask for, with the setting.
select
    held.stream,
    held.object_id,
    held.parent_id,
    held.reason,
    case
        when not list_contains(setting.content_types, held.stream) then 'content_types'
        when len(setting.space_keys) > 0 and not coalesce(list_contains(setting.space_keys, space.space_key), false)
            then 'space_keys'
        when setting.mode = 'incremental' then 'mode'
        else 'start_date and end_date'
    end as setting
from held
cross join setting
left join confluence.space as space on space.space_id = held.parent_id
where
    held.stream in ('page', 'blogpost')
    and (
        not list_contains(setting.content_types, held.stream)
        or (len(setting.space_keys) > 0 and not coalesce(list_contains(setting.space_keys, space.space_key), false))
        or not in_time(held.stream, held.version_at, setting)
    )
