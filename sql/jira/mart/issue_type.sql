-- One row per type of issues that exists.
--
-- needs     issue_type
-- shares    gone
-- grain     issue_type_id
-- numbers   6
-- column    1  issue_type_id    key    The type's id, unique on its site.
-- column    2  project_id       key    The project that alone has it; null where all may.
-- column    3  name             text   Its name, redacted; two projects may have types of one name.
-- column    4  description      text   What is said about it, redacted.
-- column    5  is_subtask       plain  Whether it is a type of subtasks.
-- column    6  hierarchy_level  plain  Its level: -1 of subtasks, 0, 1 of epics and so on; null on Data Center.
with

joined as (
    select
        held.issue_type_id,
        held.project_id,
        held.name,
        nullif(held.description, '')  as description,
        held.is_subtask,
        held.hierarchy_level
    from jira.issue_type as held
    anti join gone on gone.object_id = held.issue_type_id and gone.stream = 'issue_type'
)

select * from joined
