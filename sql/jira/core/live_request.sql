-- One row per request whose issue exists.
--
-- shares  gone, live_issue
select held.*
from jira.request as held
anti join gone on gone.object_id = held.issue_id and gone.stream = 'request'
semi join live_issue on live_issue.issue_id = held.issue_id
