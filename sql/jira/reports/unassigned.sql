-- Which open issues has nobody taken?
-- One row per issue that is not done and is assigned to nobody, the oldest first. Days count from the creation to the publication.
--
-- needs  issue by datasets = ["issue"]
select
    project_key,
    issue_key,
    issue_type,
    status,
    priority,
    summary,
    reporter_id,
    created_at,
    ($as_of - epoch_us(created_at)) // 86400000000  as days_open
from issue
where assignee_id is null and status_category is distinct from 'done'
order by created_at, issue_key
