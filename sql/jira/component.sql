-- One row per component of a project, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  component
-- named   object_id
-- field   id varchar, name varchar, description varchar, "assigneeType" varchar
-- field   lead struct("accountId" varchar, key varchar, name varchar)
-- column  object_id      key     The id that the engine gives it: the project's and the component's.
-- column  component_id   key     The component's id, unique on its site.
-- column  project_id     key     The project that has it.
-- column  name           text    Its name, redacted.
-- column  description    text    What is said about it, redacted.
-- column  lead_id        person  Who leads it: a pseudonym of the account id, on Data Center of the user key.
-- column  assignee_type  plain   Who gets its issues: project_default, component_lead, project_lead, unassigned or other.
-- shown   container  project_id
-- shown   container_stream  'project'
with

source as (
    select
        ---------- keys
        object_id,
        id                   as component_id,
        scope                as project_id,

        ---------- people
        pseudonym(coalesce(nullif(lead."accountId", ''), nullif(lead.key, ''), lead.name), 'account_id') as lead_id,

        ---------- texts
        redact(name)         as name,
        redact(description)  as description,

        ---------- state
        case
            when "assigneeType" in ('PROJECT_DEFAULT', 'COMPONENT_LEAD', 'PROJECT_LEAD', 'UNASSIGNED')
                then lower("assigneeType")
            when "assigneeType" is not null then 'other'
        end                  as assignee_type,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
