-- Which projects does nobody work in any more?
-- One row per project that is not archived, the one whose issues were changed longest ago first. Days count to the publication; a
-- project without issues has none.
--
-- needs  issue by datasets = ["issue"]
-- needs  project
-- bar    project_key, days_unchanged  days since an issue of a project was changed
select
    project.project_key,
    project.name,
    project.project_type,
    project.lead_id,
    count(issue.issue_id)                                                             as issues,
    count(issue.issue_id) filter (where issue.status_category is distinct from 'done')  as open,
    max(issue.updated_at)                                                             as newest_change,
    ($as_of - epoch_us(max(issue.updated_at))) // 86400000000                         as days_unchanged
from project
left join issue on issue.project_id = project.project_id
where project.status = 'live'
group by project.project_key, project.name, project.project_type, project.lead_id
order by days_unchanged desc nulls first, project.project_key
