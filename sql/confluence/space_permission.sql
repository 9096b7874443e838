-- One row per permission or role that somebody has in a space, as last seen.
--
-- grain   permission_id
-- newest  landed_seq
-- stream  space_permission, space_role
-- needs   space_permission|space_role
-- named   object_id
-- field   principal struct(type varchar, id varchar, "principalType" varchar, "principalId" varchar), "roleId" varchar
-- field   operation struct(key varchar, "operationKey" varchar, "targetType" varchar)
-- field   subject struct(type varchar, name varchar, "userKey" varchar)
-- field   type varchar, "userName" varchar, "groupName" varchar
-- column  permission_id  key     The permission or the role in its space: a keyed hash, on Cloud the space and its id.
-- column  listing        plain   space_permission or space_role.
-- column  space_id       key     The space.
-- column  subject_type   plain   Who has it: user, group, role, access_class, anonymous or other.
-- column  account_id     person  The user: a pseudonym of the account id, on Data Center of the user key, before 9.1 of the user name.
-- column  group_id       key     The group's id, on Data Center its name.
-- column  access_class   key     The class of accounts, as the site calls it.
-- column  role_id        key     The role: the one that is given, or that has the permission.
-- column  operation      plain   What is permitted, a word such as read or administer, or other; null for a role.
-- column  target_type    plain   On what: space, page, comment and so on, or other; null for a role.
-- required subject_type
-- shown   stream            listing
-- shown   container         space_id
-- shown   container_stream  'space'
with

told as (
    select
        object_id,
        stream,
        scope,
        case
            when subject."userKey" is not null or "userName" is not null then 'user'
            when "groupName" is not null then 'group'
            -- Data Center names nobody where anybody may.
            when subject is null and (operation."operationKey" is not null or type is not null) then 'anonymous'
            else replace(lower(coalesce(principal.type, principal."principalType", subject.type, '')), '-', '_')
        end                                                           as subject_type,
        coalesce(principal.id, principal."principalId")               as principal_id,
        coalesce(principal.id, principal."principalId", subject."userKey", "userName")  as user_id,
        coalesce(principal.id, principal."principalId", subject.name, "groupName")      as named_id,
        "roleId"                                                      as role_id,
        coalesce(
            operation.key,
            operation."operationKey",
            -- The words of older versions of Data Center.
            case
                when type = 'VIEWSPACE' then 'read'
                when type = 'SETSPACEPERMISSIONS' then 'administer'
                when type = 'EXPORTSPACE' then 'export'
                when type = 'SETPAGEPERMISSIONS' then 'restrict_content'
                when type in ('EDITSPACE', 'EDITBLOG', 'COMMENT', 'CREATEATTACHMENT') then 'create'
                when type in ('REMOVEPAGE', 'REMOVEBLOG', 'REMOVECOMMENT', 'REMOVEATTACHMENT') then 'delete'
                else type
            end
        )                                                             as operation,
        coalesce(
            operation."targetType",
            case
                when type in ('VIEWSPACE', 'SETSPACEPERMISSIONS', 'EXPORTSPACE', 'SETPAGEPERMISSIONS') then 'space'
                when type in ('EDITSPACE', 'REMOVEPAGE') then 'page'
                when type in ('EDITBLOG', 'REMOVEBLOG') then 'blogpost'
                when type in ('COMMENT', 'REMOVECOMMENT') then 'comment'
                when type in ('CREATEATTACHMENT', 'REMOVEATTACHMENT') then 'attachment'
                else type
            end
        )                                                             as target_type,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

-- An id of a subject that is not known may be a person's and is left out.
source as (
    select
        ---------- keys
        object_id                                                         as permission_id,
        stream                                                            as listing,
        scope                                                             as space_id,
        case when subject_type = 'group' then named_id end                as group_id,
        case when subject_type = 'access_class' then principal_id end     as access_class,
        case when subject_type = 'role' then principal_id else role_id end  as role_id,

        ---------- people
        pseudonym(case when subject_type = 'user' then user_id end, 'account_id')  as account_id,

        ---------- state
        case
            when subject_type in ('user', 'group', 'role', 'access_class', 'anonymous') then subject_type
            else 'other'
        end                                                               as subject_type,
        case
            when operation in (
                'use', 'create', 'read', 'update', 'delete', 'copy', 'move', 'export', 'purge', 'purge_version', 'administer',
                'restore', 'create_space', 'restrict_content', 'archive'
            ) then operation
            when operation is not null then 'other'
        end                                                               as operation,
        case
            when target_type in (
                'page', 'blogpost', 'comment', 'attachment', 'whiteboard', 'database', 'embed', 'folder', 'space', 'application'
            ) then target_type
            when target_type = 'userProfile' then 'user_profile'
            when target_type is not null then 'other'
        end                                                               as target_type,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from told
)

select * from source
