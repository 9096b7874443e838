-- One row per group that has a right in a space and whose members were not read.
-- A restriction that lets a group in gives it a right, too; where rights are given to a class of accounts, every group
-- counts, because accounts are known by their groups.
--
-- needs  space_permission by datasets = ["space_permission"]
-- needs  known_rights by datasets = ["space_permission", "user"]
-- may    content_restriction (operation varchar, group_id varchar) by datasets = ["content_restriction"]
-- may    user_group (group_id varchar, name varchar) by datasets = ["user"]
with

involved as (
    select group_id from space_permission

    union

    select group_id from content_restriction where operation = 'read'

    union

    select user_group.group_id
    from user_group
    where exists (select 1 from space_permission where access_class is not null)
)

select involved.group_id, coalesce(user_group.name, involved.group_id) as name
from involved
left join user_group on user_group.group_id = involved.group_id
anti join known_rights as known on known.object_id = involved.group_id and known.kind = 'group'
where involved.group_id is not null
