-- One row per object that listings showed and that is fetched by its id where it is held otherwise. What a listing does not tell, or
-- not so that it can be read, the object itself has to, as where its status is no known word.
select
    shown.*,
    facet.lists_ids and shown.version_at is null                              as is_id_alone,
    in_time(shown.stream, shown.version_at, shown.version_at, setting)        as is_in_time
from shown
inner join facet on facet.stream = shown.stream
left join held as container
    on shown.is_carried and container.object_id = shown.container_id and container.reason is null
cross join setting
where
    facet.is_wanted
    -- What has no listing without bodies is fetched where only what it lies in shows it, and that is held.
    and (facet.is_fetched or list_contains(facet.containers, container.stream))
    -- Where every scope is asked for, also what lies in one that the listing of scopes does not show.
    and (
        shown.scope_id is null or not setting.has_named_scopes or shown.scope_id in (select scope_id from scope)
    )
    and not shown.is_binned
