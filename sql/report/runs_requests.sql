-- One row: what some runs asked for, how long they paused, and how many generations they published. Pauses of requests that are
-- under way at the same time count once.
--
-- $runs  their numbers, with commas between them
with

pause as (
    select
        started_at,
        started_at + to_milliseconds(millis)  as ended_at,
        max(started_at + to_milliseconds(millis)) over (
            partition by run_id order by started_at, millis rows between unbounded preceding and 1 preceding
        )                                     as known_to
    from sync.wait
    where run_id in ($runs)
),

waited as (
    select coalesce(sum(date_diff('millisecond', greatest(started_at, known_to), ended_at)), 0) as millis
    from pause
    where known_to is null or ended_at > known_to
)

select
    count(*)                                   as requests,
    count(*) filter (where cause is not null)  as failed,
    coalesce(sum(bytes), 0)                    as bytes,
    (select millis from waited)                as waited_ms,
    (select count(*) from sync.export where run_id in ($runs) and state in ('published', 'retired', 'withdrawn'))  as generations
from sync.request
where run_id in ($runs)
