-- One row per request with a clock that is set going: its issue, and the stream that is listed for that.
select distinct 'request' as stream, issue_id as parent_id
from jira.sla
where is_ongoing
