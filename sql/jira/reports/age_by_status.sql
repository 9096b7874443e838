-- How long have open issues been in their status?
-- One row per project and status, of issues that are not done. Days count from when an issue came into its status to the
-- publication.
--
-- needs  issue, changelog by datasets = ["issue", "changelog"]
-- bar    project_key, status, median_days  median days that open issues have been in their status
with

aged as (
    select
        project_key,
        status,
        status_category,
        issue_key,
        ($as_of - epoch_us(status_since)) // 86400000000 as days
    from issue
    where status_category is distinct from 'done'
)

select
    project_key,
    status,
    status_category,
    count(*)                                as issues,
    cast(median(days) as bigint)            as median_days,
    count(*) filter (where days > 30)       as over_30_days,
    max(days)                               as oldest_days,
    arg_max(issue_key, days)                as oldest_issue
from aged
group by project_key, status, status_category
order by issues desc, project_key, status
