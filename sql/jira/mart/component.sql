-- One row per component of a project that is read.
--
-- needs     component
-- shares    gone
-- grain     component_id
-- required  project_id
-- numbers   6
-- column    1  component_id   key     The component's id, unique on its site.
-- column    2  project_id     key     The project that has it: a row of project.
-- column    3  name           text    Its name, redacted.
-- column    4  description    text    What is said about it, redacted.
-- column    5  lead_id        person  Who leads it: a pseudonym.
-- column    6  assignee_type  plain   Who gets its issues: project_default, component_lead, project_lead, unassigned or other.
with

joined as (
    select
        held.component_id,
        held.project_id,
        held.name,
        nullif(held.description, '')  as description,
        held.lead_id,
        held.assignee_type
    from jira.component as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'component'
    semi join mart.project as project on project.project_id = held.project_id
)

select * from joined
