-- One row per stream, scope and reason of the deletions that wait for consent.
select
    waiting.stream,
    coalesce(object.scope_id, '')  as scope,
    waiting.reason,
    count(*)                       as objects
from sync.held_back as waiting
left join sync.object as object on object.stream = waiting.stream and object.object_id = waiting.object_id
group by all
order by waiting.stream, objects desc, scope, waiting.reason
