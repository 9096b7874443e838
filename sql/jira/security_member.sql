-- One row per user, group or role that sees the issues of a security level, as last seen.
--
-- needs   security_member
-- grain   object_id
-- newest  landed_seq
-- stream  security_member
-- named   object_id
-- field   id varchar, "issueSecurityLevelId" varchar
-- field   holder struct(type varchar, parameter varchar, value varchar)
-- column  object_id    key     The scheme's id and the member's.
-- column  member_id    key     The member's id.
-- column  scheme_id    key     The scheme.
-- column  level_id     key     The security level that it sees: that of issue.
-- column  holder_type  plain   Who it is: user, group, project_role, project_lead, application_role, anyone, reporter, assignee, creator, user_field, group_field, customer or other.
-- column  account_id   person  The user: a pseudonym of the account id, on Data Center of the user key.
-- column  group_id     key     The group; on Data Center its name.
-- column  role_id      key     The role: of that name in each project.
-- column  field_id     key     The field that names who it is.
-- column  application  key     The application whose users it is; null where all applications' have.
-- shown   container  scheme_id
-- shown   container_stream  'security_scheme'
with

told as (
    select
        object_id,
        id,
        scope,
        "issueSecurityLevelId" as level,
        case
            when holder.type in ('user', 'group', 'anyone', 'reporter', 'assignee', 'creator') then holder.type
            when holder.type in ('projectRole', 'projectrole') then 'project_role'
            when holder.type in ('projectLead', 'lead') then 'project_lead'
            when holder.type = 'applicationRole' then 'application_role'
            when holder.type = 'userCustomField' then 'user_field'
            when holder.type = 'groupCustomField' then 'group_field'
            when holder.type = 'sd.customer.portal.only' then 'customer'
            when holder.type is not null then 'other'
        end as holder_type,
        -- Names of groups change, and a value does not.
        coalesce(holder.value, holder.parameter)  as held_by,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

source as (
    select
        ---------- keys
        object_id,
        id     as member_id,
        scope  as scheme_id,
        level  as level_id,
        case when holder_type = 'group' then held_by end         as group_id,
        case when holder_type = 'project_role' then held_by end  as role_id,
        case when holder_type in ('user_field', 'group_field') then held_by end  as field_id,
        case when holder_type = 'application_role' then held_by end              as application,

        ---------- people
        pseudonym(case when holder_type = 'user' then held_by end, 'account_id')  as account_id,

        ---------- state
        holder_type,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from told
)

select * from source
