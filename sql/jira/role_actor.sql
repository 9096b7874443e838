-- One row per user or group that has a role in a project, as last seen.
--
-- needs   role_actor
-- grain   actor_id
-- newest  landed_seq
-- stream  role_actor
-- named   object_id
-- field   type varchar, "actorUser" struct("accountId" varchar), "actorGroup" struct("groupId" varchar, name varchar)
-- column  actor_id         key     The actor in its role: a keyed hash.
-- column  project_role_id  key     The role of a project that it has: a row of project_role.
-- column  project_id       key     The project.
-- column  role_id          key     The role.
-- column  actor_type       plain   user, group or other.
-- column  account_id       person  The user: a pseudonym of the account id.
-- column  group_id         key     The group.
-- shown   container  project_role_id
-- shown   container_stream  'project_role'
with

source as (
    select
        ---------- keys
        object_id                  as actor_id,
        scope                      as project_role_id,
        split_part(scope, ':', 1)  as project_id,
        split_part(scope, ':', 2)  as role_id,
        coalesce("actorGroup"."groupId", "actorGroup".name)  as group_id,

        ---------- people
        pseudonym("actorUser"."accountId", 'account_id')     as account_id,

        ---------- state
        case
            when type = 'atlassian-user-role-actor' then 'user'
            when type = 'atlassian-group-role-actor' then 'group'
            when type is not null then 'other'
        end                        as actor_type,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
