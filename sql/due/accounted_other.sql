-- One row per object that was shown and is not held, of the streams that are read: how it ended and why.
with

-- Listings that could not be followed to their ends, and objects that could not be asked for. Who accepts such a gap has not
-- accepted what was shown before it.
unfollowed as (
    select stream, min(cause) as cause
    from sync.quarantine
    where kind = 'listing' and state = 'open'
    group by stream
),

other as (
    select stream, object_id from land.sighting
    union
    select stream, object_id from unread
    union
    select stream, object_id from gone
    union
    select stream, object_id from excluded
),

-- The few of them that are held, found by reading what is held once.
known as (
    select held.stream, held.object_id
    from held
    semi join other on other.stream = held.stream and other.object_id = held.object_id
)

select
    other.stream,
    other.object_id,
    case
        when unread.object_id is not null then 'open'
        when gone.object_id is not null then 'deleted'
        when excluded.excluded_by is not null then 'unwanted'
        when unfollowed.stream is not null then 'open'
    end as state,
    coalesce(unread.cause, gone.reason, 'outside of ' || excluded.excluded_by, unfollowed.cause) as cause,
    false as is_row
from other
inner join facet on facet.stream = other.stream and (facet.is_wanted or facet.is_scope)
anti join known on known.stream = other.stream and known.object_id = other.object_id
left join unread on unread.stream = other.stream and unread.object_id = other.object_id
left join gone on gone.stream = other.stream and gone.object_id = other.object_id
left join excluded on excluded.stream = other.stream and excluded.object_id = other.object_id
left join unfollowed on unfollowed.stream = other.stream
