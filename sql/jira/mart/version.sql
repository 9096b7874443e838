-- One row per version of a project that is read.
--
-- needs     version
-- shares    gone
-- grain     version_id
-- required  project_id
-- numbers   8
-- column    1  version_id   key    The version's id, unique on its site.
-- column    2  project_id   key    The project that has it: a row of project.
-- column    3  name         text   Its name, redacted.
-- column    4  description  text   What is said about it, redacted.
-- column    5  is_released  plain  Whether it is released.
-- column    6  is_archived  plain  Whether it is archived.
-- column    7  starts_on    plain  The day on which it begins.
-- column    8  released_on  plain  The day on which it is, or was, released.
with

joined as (
    select
        held.version_id,
        held.project_id,
        held.name,
        nullif(held.description, '')  as description,
        held.is_released,
        held.is_archived,
        held.starts_on,
        held.released_on
    from jira.version as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'version'
    semi join mart.project as project on project.project_id = held.project_id
)

select * from joined
