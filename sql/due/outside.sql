-- One row per object that is held and lies outside of what the settings ask for, with the setting.
with

-- The scopes that the settings name, as they are held.
place as (
    select held.object_id, held.handle
    from held
    inner join facet on facet.stream = held.stream and facet.is_scope
    cross join setting
    where list_contains(setting.scope_handles, held.handle)
)

select
    held.stream,
    held.object_id,
    held.scope_id,
    held.reason,
    case
        when not facet.is_wanted then setting.streams_word
        when setting.has_named_scopes and place.handle is null then setting.scopes_word
        when setting.mode = 'incremental' then 'mode'
        else 'start_date and end_date'
    end as setting
from held
inner join facet on facet.stream = held.stream and facet.is_dated
cross join setting
left join place on place.object_id = held.scope_id
where
    not facet.is_wanted
    or (setting.has_named_scopes and place.handle is null)
    or not in_time(
        held.stream,
        case when facet.piece_seconds is null then held.version_at else held.created_at end,
        held.version_at,
        setting
    )
