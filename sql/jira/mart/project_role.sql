-- One row per project that is read and role that it has.
--
-- needs     project_role
-- shares    gone
-- grain     object_id
-- required  project_id, role_id
-- numbers   5
-- column    1  object_id    key   The project's id and the role's.
-- column    2  project_id   key   The project that has it: a row of project.
-- column    3  role_id      key   The role's id, unique on its site.
-- column    4  name         text  Its name, redacted.
-- column    5  description  text  What is said about it, redacted.
with

joined as (
    select
        held.object_id,
        held.project_id,
        held.role_id,
        held.name,
        nullif(held.description, '')  as description
    from jira.project_role as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'project_role'
    semi join mart.project as project on project.project_id = held.project_id
)

select * from joined
