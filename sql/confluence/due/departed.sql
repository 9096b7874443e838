-- One row per stream and space that was followed until now and is not in scope any more: to when.
select complete.stream, complete.scope as space_id, complete.complete_to
from sync.complete as complete
left join sync.departed as departed on departed.stream = complete.stream and departed.space_id = complete.scope
where
    complete.scope <> ''
    and complete.scope not in (select space_id from scope)
    -- What left before was not followed since, unless it was listed again.
    and (departed.complete_to is null or departed.complete_to < complete.complete_to)
