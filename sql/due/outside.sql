-- One row per object that is held and lies outside of what the settings ask for, with the setting.
with

-- The scopes that the settings ask for, as they are held. Where they say more than names, of one that is not seen any more nobody
-- knows that they leave it out.
place as (
    select held.object_id, held.handle
    from held
    inner join facet on facet.stream = held.stream and facet.is_scope
    cross join setting
    where
        case
            when setting.matches_scopes then held.object_id not in (select scope_id from left_out)
            else list_contains(setting.scope_handles, held.handle)
        end
)

select
    held.stream,
    held.object_id,
    held.scope_id,
    held.reason,
    case
        when facet.is_scope then setting.scopes_word
        when not facet.is_wanted then setting.streams_word
        when setting.has_named_scopes and place.handle is null then setting.scopes_word
        when is_left_out(held.stream, held.object_id, setting) then setting.selected_by[held.stream]
        when setting.mode = 'incremental' then 'mode'
        else 'start_date and end_date'
    end as setting
from held
inner join facet on facet.stream = held.stream and (facet.is_dated or facet.is_scope)
cross join setting
left join place on place.object_id = held.scope_id
where
    case
        when facet.is_scope
            then
                held.object_id in (select scope_id from left_out)
                -- Where the site is asked for the named ones alone, the listing does not show the others.
                or (
                    setting.has_named_scopes
                    and not setting.matches_scopes
                    and not list_contains(setting.scope_handles, held.handle)
                )
        else
            not facet.is_wanted
            or (setting.has_named_scopes and place.handle is null)
            or is_left_out(held.stream, held.object_id, setting)
            or not in_time(
                held.stream,
                case when facet.piece_seconds is null then held.version_at else held.created_at end,
                held.version_at,
                setting
            )
    end
