-- One row per scope that was followed, that the settings ask for and that the site does not list any more, with whether the last run
-- still followed it. What the settings name and the account does not see is told by its name.
select
    held.handle,
    departed.scope_id is null as is_new
from held
inner join facet on facet.stream = held.stream and facet.is_scope
cross join setting
left join (select distinct scope_id from sync.departed) as departed on departed.scope_id = held.object_id
where
    coalesce(held.reason, 'no_access') = 'no_access'
    and (not setting.has_named_scopes or setting.matches_scopes)
    and held.object_id not in (select scope_id from listed_scope)
    -- What the settings left out before was not followed.
    and held.object_id in (
        select scope from sync.followed
        union all
        select scope_id from sync.covered
        union all
        select scope_id from sync.departed
    )
order by held.handle
