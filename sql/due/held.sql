-- One row per object that is held, with its standing (here, binned, unasked; nothing where its status is no known word; here
-- where it has none, or its stream has no statuses) and the reason where it is gone.
select
    object.*,
    case
        when len(facet.here) = 0 or object.status is null or list_contains(facet.here, object.status) then 'here'
        when list_contains(facet.binned, object.status) then 'binned'
        when list_contains(facet.unasked, object.status) then 'unasked'
    end as standing,
    gone.reason
from sync.object as object
inner join facet on facet.stream = object.stream
left join gone on gone.stream = object.stream and gone.object_id = object.object_id
