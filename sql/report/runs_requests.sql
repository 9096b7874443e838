-- One row: what some runs asked for, how long they paused, and how many generations they published.
--
-- $runs  their numbers, with commas between them
select
    count(*)                                   as requests,
    count(*) filter (where cause is not null)  as failed,
    coalesce(sum(bytes), 0)                    as bytes,
    (select coalesce(sum(millis), 0) from sync.wait where run_id in ($runs))                                   as waited_ms,
    (select count(*) from sync.export where run_id in ($runs) and state in ('published', 'retired', 'withdrawn'))  as generations
from sync.request
where run_id in ($runs)
