-- One row per project: its key, for whoever reads an id in a report.
--
-- reads   jira.project
select project_id as scope, project_key as name
from jira.project
