-- One row per stream and scope that was followed until now and that the settings, or the site, leave out now: to when.
select complete.stream, complete.scope as scope_id, complete.complete_to
from sync.complete as complete
left join sync.departed as departed on departed.stream = complete.stream and departed.scope_id = complete.scope
where
    complete.scope <> ''
    and complete.scope not in (select scope_id from scope)
    -- What left before was not followed since, unless it was listed again.
    and (departed.complete_to is null or departed.complete_to < complete.complete_to)
