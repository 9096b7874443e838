-- Which goals of service level agreements are missed, and how often?
-- One row per project and metric. A request has missed a goal if its clock ran out before it was stopped, now or once; running
-- counts those whose clock is set going.
--
-- needs  request, sla by datasets = ["request"]
-- needs  project
-- bar    project_key, metric, missed  requests that missed a goal, by project and metric
select
    project.project_key,
    sla.name                                                            as metric,
    count(*)                                                            as requests,
    count(*) filter (where sla.is_breached or sla.breached_cycles > 0)  as missed,
    round(missed / count(*), 3)                                         as missed_share,
    count(*) filter (where sla.is_ongoing)                              as running,
    count(*) filter (where sla.is_ongoing and sla.is_breached)          as running_missed,
    min(sla.breaches_at) filter (where not sla.is_breached and not sla.is_paused)  as next_breach_at
from sla
inner join request on request.issue_id = sla.issue_id
left join project on project.project_id = request.project_id
group by project.project_key, sla.name
order by missed desc, project.project_key, sla.name
