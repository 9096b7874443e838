-- Which goals of service level agreements are missed, and how often?
-- One row per project and metric. A request has missed a goal if its clock ran out before it was stopped, now or once; running
-- counts those whose clock is set going. A clock that is not paused runs on after it was read: what it comes to counts as of the
-- publication.
--
-- needs  request, sla by datasets = ["request"]
-- needs  project
-- bar    project_key, metric, missed  requests that missed a goal, by project and metric
with

clock as (
    select
        issue_id,
        name,
        breached_cycles,
        is_ongoing,
        case when not coalesce(is_paused, false) then breaches_at end                    as runs_out_at,
        coalesce(is_breached, false) or coalesce(epoch_us(runs_out_at) <= $as_of, false)  as is_late
    from sla
)

select
    project.project_key,
    clock.name                                                               as metric,
    count(*)                                                                 as requests,
    count(*) filter (where clock.is_late or clock.breached_cycles > 0)       as missed,
    round(missed / count(*), 3)                                              as missed_share,
    count(*) filter (where clock.is_ongoing)                                 as running,
    count(*) filter (where clock.is_late)                                    as running_missed,
    min(clock.runs_out_at) filter (where not clock.is_late)                  as next_breach_at
from clock
inner join request on request.issue_id = clock.issue_id
left join project on project.project_id = request.project_id
group by project.project_key, clock.name
order by missed desc, project.project_key, clock.name
