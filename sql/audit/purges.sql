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
    -- An audit also reads a database of before that was on record.
    to_json(purge) ->> 'left_in' as left_in,
    generations,
    current_generation,
    account,
    reason
from sync.purge as purge
order by purged_at desc
