-- One row per permission that a scheme grants to somebody.
--
-- needs     permission_grant
-- shares    gone
-- grain     object_id
-- required  scheme_id
-- numbers   10
-- column    1   object_id    key     The scheme's id and the grant's.
-- column    2   grant_id     key     The grant's id, unique on its site.
-- column    3   scheme_id    key     The scheme that grants it: a row of permission_scheme.
-- column    4   permission   key     What is granted, as BROWSE_PROJECTS.
-- column    5   holder_type  plain   Who has it: user, group, project_role, project_lead, application_role, anyone, reporter, assignee, creator, user_field, group_field, customer or other.
-- column    6   account_id   person  The user: a pseudonym.
-- column    7   group_id     key     The group; on Data Center its name.
-- column    8   role_id      key     The role: of that name in each project.
-- column    9   field_id     key     The field that names who has it.
-- column    10  application  key     The application whose users have it; null where all applications' have.
with

joined as (
    select
        held.object_id,
        held.grant_id,
        held.scheme_id,
        held.permission,
        held.holder_type,
        held.account_id,
        held.group_id,
        held.role_id,
        held.field_id,
        held.application
    from jira.permission_grant as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'permission_grant'
    anti join gone as above on above.object_id = held.scheme_id and above.stream = 'permission_scheme'
)

select * from joined
