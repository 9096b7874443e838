-- One row per entry of the changelog: of each field what it was and is, as an object, so that a change to nothing is told from none.
--
-- shares  gone
select
    held.issue_id,
    held.history_id,
    held.created_at as valid_from,
    case when held.status_from is distinct from held.status_to
        then {'old': held.status_from, 'new': held.status_to} end          as status,
    case when held.assignee_from is distinct from held.assignee_to
        then {'old': held.assignee_from, 'new': held.assignee_to} end      as assignee,
    case when held.priority_from is distinct from held.priority_to
        then {'old': held.priority_from, 'new': held.priority_to} end      as priority,
    case when held.resolution_from is distinct from held.resolution_to
        then {'old': held.resolution_from, 'new': held.resolution_to} end  as resolution,
    case when held.issue_type_from is distinct from held.issue_type_to
        then {'old': held.issue_type_from, 'new': held.issue_type_to} end  as issue_type,
    case when held.project_from is distinct from held.project_to
        then {'old': held.project_from, 'new': held.project_to} end        as project
from jira.changelog as held
anti join gone on gone.object_id = held.history_id and gone.stream = 'changelog'
