-- When did the syncs run, for how long, with how many requests, and how did they end?
-- One row per run, latest first: what it read and recorded as gone, and the generation that it published. A run that no
-- process works on any more is interrupted; the next sync continues it, and a failed one whose listings are under way.
with

requested as (
    select
        run_id,
        count(*)                                   as requests,
        count(*) filter (where cause is not null)  as failed,
        sum(bytes)                                 as bytes
    from sync.request
    group by run_id
),

pause as (
    select
        run_id,
        started_at,
        started_at + to_milliseconds(millis)  as ended_at,
        max(started_at + to_milliseconds(millis)) over (
            partition by run_id order by started_at, millis rows between unbounded preceding and 1 preceding
        )                                     as known_to
    from sync.wait
),

-- Pauses of requests that are under way at the same time count once.
waited as (
    select run_id, sum(date_diff('millisecond', greatest(started_at, known_to), ended_at)) as millis
    from pause
    where known_to is null or ended_at > known_to
    group by run_id
),

brought as (
    select run_id, sum(new_objects) as new_objects, sum(changed_objects) as changed_objects
    from sync.brought
    group by run_id
),

moved as (
    select
        run_id,
        sum(objects) filter (where reason is null)           as back_objects,
        sum(objects) filter (where reason is not null)       as gone_objects,
        sum(objects) filter (where reason = 'trashed')       as trashed_objects,
        sum(objects) filter (where reason = 'purged')        as purged_objects,
        sum(objects) filter (where reason = 'no_access')     as no_access_objects,
        sum(objects) filter (where reason = 'out_of_scope')  as out_of_scope_objects
    from sync.came_and_went
    group by run_id
),

published as (
    select run_id, max(generation) as generation
    from sync.export
    where state in ('published', 'withdrawn', 'retired')
    group by run_id
)

select
    run.run_id,
    run.started_at,
    run.ended_at,
    round(date_diff('millisecond', run.started_at, run.ended_at) / 1000, 1)  as seconds,
    case
        when run.state = 'interrupted' and run.cause is not null then 'failed'
        when run.state = 'running' and not getvariable('is_held') then 'interrupted'
        else run.state
    end                                                 as state,
    run.outcome,
    run.consent,
    coalesce(requested.requests, 0)                     as requests,
    coalesce(requested.failed, 0)                       as failed,
    coalesce(requested.bytes, 0)                        as bytes,
    round(coalesce(waited.millis, 0) / 1000, 1)         as waited_seconds,
    coalesce(brought.new_objects, 0)                    as new_objects,
    coalesce(brought.changed_objects, 0)                as changed_objects,
    coalesce(moved.back_objects, 0)                     as back_objects,
    coalesce(moved.gone_objects, 0)                     as gone_objects,
    coalesce(moved.trashed_objects, 0)                  as trashed_objects,
    coalesce(moved.purged_objects, 0)                   as purged_objects,
    coalesce(moved.no_access_objects, 0)                as no_access_objects,
    coalesce(moved.out_of_scope_objects, 0)             as out_of_scope_objects,
    published.generation,
    run.attempts,
    run.version,
    run.cause
from sync.run as run
left join requested on requested.run_id = run.run_id
left join waited on waited.run_id = run.run_id
left join brought on brought.run_id = run.run_id
left join moved on moved.run_id = run.run_id
left join published on published.run_id = run.run_id
order by run.run_id desc
