-- One row per stream and scope that was followed until now and that the settings, or the site, leave out now: to when.
with

followed as (
    select stream, scope as scope_id, listed_to, followed_to
    from sync.followed
    where scope <> ''
    union all
    -- What is listed over all scopes at once holds for each that it covered.
    select covered.stream, covered.scope_id, site.listed_to, site.followed_to
    from sync.covered as covered
    inner join sync.followed as site on site.stream = covered.stream and site.scope = ''
    anti join sync.followed as own on own.stream = covered.stream and own.scope = covered.scope_id
)

select followed.stream, followed.scope_id, followed.followed_to as complete_to
from followed
left join sync.departed as departed using (stream, scope_id)
where
    followed.scope_id not in (select scope_id from scope)
    -- What left before was not followed since, unless it was listed again.
    and (departed.complete_to is null or departed.complete_to < followed.listed_to)
