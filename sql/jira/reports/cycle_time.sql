-- How long do issues take, by project and type?
-- One row per project and type, of issues that are done. Days from the first status in progress (cycle) and from the creation
-- (lead) until it was done: the median, and what 85 of 100 do not exceed. An issue that began in a status in progress has the
-- same of both; issues that never were in progress have no cycle.
--
-- needs  issue, changelog, status by datasets = ["issue", "changelog", "status"]
-- bar    project_key, issue_type, median_cycle_days  median days from the first progress until done
select
    project_key,
    issue_type,
    count(*)                                                        as issues,
    round(median(cycle_seconds) / 86400, 2)                         as median_cycle_days,
    round(quantile_cont(cycle_seconds, 0.85) / 86400, 2)            as p85_cycle_days,
    round(median(lead_seconds) / 86400, 2)                          as median_lead_days,
    round(quantile_cont(lead_seconds, 0.85) / 86400, 2)             as p85_lead_days,
    max(done_at)                                                    as newest_done
from issue
where done_at is not null
group by project_key, issue_type
order by issues desc, project_key, issue_type
