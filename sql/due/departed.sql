-- One row per stream and scope that was followed until now and that the settings, or the site, leave out now: to when.
select followed.stream, followed.scope as scope_id, followed.followed_to as complete_to
from sync.followed as followed
left join sync.departed as departed on departed.stream = followed.stream and departed.scope_id = followed.scope
where
    followed.scope <> ''
    and followed.scope not in (select scope_id from scope)
    -- What left before was not followed since, unless it was listed again.
    and (departed.complete_to is null or departed.complete_to < followed.listed_to)
