-- One row per project that is read, including empty ones.
--
-- rows      project
-- shares    gone
-- grain     project_id
-- required  project_key
-- numbers   12
-- column    1   project_id    key     The project's id, unique on its site.
-- column    2   project_key   key     Its key, which stands in front of the numbers of its issues.
-- column    3   name          text    Its name, redacted.
-- column    4   description   text    What is said about it, redacted.
-- column    5   project_type  key     Its type, as software or service_desk.
-- column    6   style         plain   classic, next-gen (team-managed) or other; null on Data Center.
-- column    7   is_private    plain   Whether only its members see it; null on Data Center.
-- column    8   status        plain   live or archived.
-- column    9   lead_id       person  Who leads it: a pseudonym.
-- column    10  category_id   key     The id of its category.
-- column    11  category      text    The name of its category, redacted.
-- column    12  archived_at   time    When it was archived, UTC; null where the site does not tell.
with

joined as (
    select
        held.project_id,
        held.project_key,
        held.name,
        nullif(held.description, '')  as description,
        held.project_type,
        held.style,
        held.is_private,
        held.status,
        held.lead_id,
        held.category_id,
        held.category,
        held.archived_at
    from jira.project as held
    anti join gone on gone.object_id = held.project_id and gone.stream = 'project'
)

select * from joined
