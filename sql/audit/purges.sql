-- What was permanently erased, by whom, and why?
-- One row per purge, latest first.
select
    purged_at,
    kind,
    state,
    what,
    responses,
    cuts,
    unsearched,
    files,
    generations,
    current_generation,
    account,
    reason
from sync.purge
order by purged_at desc
