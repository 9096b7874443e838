-- One row per object that is held and lies in no other, of the streams that are read, and of others what waits for consent to leave:
-- how it ended and why, and whether it is a row of its dataset.
select
    held.stream,
    held.object_id,
    case
        when unread.object_id is not null then 'open'
        when held.reason is not null then 'deleted'
        else 'published'
    end as state,
    coalesce(unread.cause, held.reason) as cause,
    held.reason is null as is_row
from held
inner join facet on facet.stream = held.stream
left join unread on unread.stream = held.stream and unread.object_id = held.object_id
where
    (facet.is_wanted or facet.is_scope or (facet.is_dated and held.reason is null))
    and len(facet.containers) = 0
