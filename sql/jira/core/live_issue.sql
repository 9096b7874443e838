-- One row per issue that exists.
--
-- shares  gone
select held.*
from jira.issue as held
anti join gone on gone.object_id = held.issue_id and gone.stream = 'issue'
