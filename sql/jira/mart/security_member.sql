-- One row per user, group or role that sees the issues of a security level.
--
-- needs     security_member
-- shares    gone
-- grain     object_id
-- required  scheme_id
-- numbers   10
-- column    1   object_id    key     The scheme's id and the member's.
-- column    2   member_id    key     The member's id.
-- column    3   scheme_id    key     The scheme: a row of security_scheme.
-- column    4   level_id     key     The security level that it sees: that of issue.
-- column    5   holder_type  plain   Who it is: user, group, project_role, project_lead, application_role, anyone, reporter, assignee, creator, user_field, group_field, customer or other.
-- column    6   account_id   person  The user: a pseudonym.
-- column    7   group_id     key     The group; on Data Center its name.
-- column    8   role_id      key     The role: of that name in each project.
-- column    9   field_id     key     The field that names who it is.
-- column    10  application  key     The application whose users it is; null where all applications' have.
with

joined as (
    select
        held.object_id,
        held.member_id,
        held.scheme_id,
        held.level_id,
        held.holder_type,
        held.account_id,
        held.group_id,
        held.role_id,
        held.field_id,
        held.application
    from jira.security_member as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'security_member'
    anti join gone as above on above.object_id = held.scheme_id and above.stream = 'security_scheme'
)

select * from joined
