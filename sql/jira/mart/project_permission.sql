-- One row per project that is read, with the permission scheme that holds in it.
--
-- needs     project_permission
-- shares    gone
-- grain     project_id
-- required  scheme_id
-- numbers   3
-- column    1  project_id  key   The project: a row of project.
-- column    2  scheme_id   key   The permission scheme that holds in it: a row of permission_scheme.
-- column    3  name        text  The name of that, redacted.
with

joined as (
    select
        held.project_id,
        held.scheme_id,
        held.name
    from jira.project_permission as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'project_permission'
    semi join mart.project as project on project.project_id = held.project_id
)

select * from joined
