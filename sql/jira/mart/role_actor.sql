-- One row per user or group that has a role in a project that is read.
--
-- needs     role_actor
-- shares    gone
-- grain     actor_id
-- required  project_role_id, project_id, role_id
-- numbers   7
-- column    1  actor_id         key     The actor in its role: a keyed hash.
-- column    2  project_role_id  key     The role of a project that it has: a row of project_role.
-- column    3  project_id       key     The project.
-- column    4  role_id          key     The role.
-- column    5  actor_type       plain   user, group or other.
-- column    6  account_id       person  The user: a pseudonym of the account id.
-- column    7  group_id         key     The group.
with

joined as (
    select
        held.actor_id,
        held.project_role_id,
        held.project_id,
        held.role_id,
        held.actor_type,
        held.account_id,
        held.group_id
    from jira.role_actor as held
    anti join gone on gone.object_id = held.actor_id and gone.stream = 'role_actor'
    semi join mart.project_role as role on role.object_id = held.project_role_id
)

select * from joined
