-- One row: what keeps the connection from being complete: what is open and accepted now, and what held back the last run
-- that came to its end.
with

ended as (
    select broken_checks, held, refused_deletions
    from sync.run
    where state in ('done', 'incomplete')
    order by run_id desc
    limit 1
),

unread as (
    select
        count(*) filter (where state = 'open')          as open,
        count(*) filter (where state = 'acknowledged')  as accepted
    from sync.quarantine
)

select
    unread.open,
    unread.accepted,
    (select count(*) = 0 from ended)                           as never_ended,
    coalesce((select broken_checks from ended), [])            as broken_checks,
    coalesce((select held from ended), [])                     as held,
    coalesce((select refused_deletions from ended), [])        as refused_deletions,
    coalesce(
        (select list(dataset || ': ' || sentence order by dataset, kind) from sync.held_change), []
    )                                                          as held_changes
from unread
