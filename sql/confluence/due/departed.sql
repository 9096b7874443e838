-- One row per stream and space that was followed until now and is not in scope any more: to when.
with

-- What holds for all spaces that were in scope.
site as (
    select stream, max(complete_to) as complete_to
    from (
        select stream, seen_at as complete_to from sync.watermark where kind = 'feed'
        union all
        select stream, complete_to from sync.census
    )
    group by stream
)

select listed.stream, listed.scope as space_id, greatest(listed.complete_to, site.complete_to) as complete_to
from sync.stream as listed
left join site on site.stream = listed.stream
left join sync.departed as departed on departed.stream = listed.stream and departed.space_id = listed.scope
where
    listed.scope <> ''
    and listed.scope not in (select space_id from scope)
    -- What left before was not followed since, unless it was listed again.
    and (departed.complete_to is null or departed.complete_to < listed.complete_to)
