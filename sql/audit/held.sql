-- Which deletions wait for consent, and on what evidence?
-- One row per object that the last finished run held back because more would be gone than `max_deleted_share` allows, with how many
-- objects lie in it and go with it.
-- `sync --allow-deletions` applies to these alone. The reason is null where an object was not asked for by its id yet: that is done
-- before it is deleted.
--
-- needs  settings, titles
with

inside as (
    select
        coalesce(container_stream, stream)  as stream,
        container_id                        as object_id,
        count(*)                            as objects
    from held
    where reason is null and container_id is not null
    group by all
)

select
    waiting.stream,
    waiting.object_id,
    scope.handle  as scope,
    title.title,
    coalesce(inside.objects, 0)  as objects_inside,
    waiting.reason,
    waiting.evidence,
    waiting.seen_at,
    waiting.run_id
from sync.held_back as waiting
left join held on held.stream = waiting.stream and held.object_id = waiting.object_id
left join inside on inside.stream = waiting.stream and inside.object_id = waiting.object_id
left join held as scope
    on scope.object_id = held.scope_id
    and scope.stream in (select facet.stream from facet where facet.is_scope)
left join title on title.stream = waiting.stream and title.object_id = waiting.object_id
order by waiting.stream, scope.handle, waiting.object_id
