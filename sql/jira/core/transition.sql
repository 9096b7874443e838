-- One row per change of an issue's status, with the categories of both and its place among those of the issue.
--
-- shares  gone
select
    held.issue_id,
    held.created_at   as changed_at,
    held.status_from,
    before.category   as category_from,
    after.category    as category_to,
    row_number() over (
        partition by held.issue_id order by held.created_at, try_cast(held.history_id as bigint), held.history_id
    )                 as place
from jira.changelog as held
anti join gone on gone.object_id = held.history_id and gone.stream = 'changelog'
left join jira.status as before on before.status_id = held.status_from
left join jira.status as after on after.status_id = held.status_to
where held.status_from is distinct from held.status_to
