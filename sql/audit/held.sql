-- Which deletions wait for consent, and on what evidence?
-- One row per object that the last finished run held back because more would be gone than `max_deleted_share` allows.
-- `sync --allow-deletions` applies to these alone. The reason is null where an object was not asked for by its id yet: that is done
-- before it is deleted.
--
-- needs  settings, titles
select
    waiting.stream,
    waiting.object_id,
    scope.handle  as scope,
    title.title,
    waiting.reason,
    waiting.evidence,
    waiting.seen_at,
    waiting.run_id
from sync.held_back as waiting
left join held on held.stream = waiting.stream and held.object_id = waiting.object_id
left join held as scope
    on scope.object_id = held.scope_id
    and scope.stream in (select facet.stream from facet where facet.is_scope)
left join title on title.stream = waiting.stream and title.object_id = waiting.object_id
order by waiting.stream, scope.handle, waiting.object_id
