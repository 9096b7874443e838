-- One row per space of which it is not known who may read it, with whether its permissions themselves were not read.
-- Otherwise the members of a group that may read it were not read.
--
-- over   unread_group
-- needs  spaces
-- needs  space_permission by datasets = ["space_permission"]
-- needs  known_rights by datasets = ["space_permission", "user"]
with

silent as (
    select space.space_id, true as is_silent
    from spaces as space
    anti join known_rights as known on known.object_id = space.space_id and known.kind = 'space'
),

by_group as (
    select permission.space_id, false as is_silent
    from space_permission as permission
    inner join unread_group
        on unread_group.group_id = permission.group_id or permission.access_class is not null
    where permission.kind = 'role' or (permission.operation = 'read' and permission.target_type = 'space')
),

either as (
    select * from silent
    union all
    select * from by_group
)

select space_id, bool_or(is_silent) as is_silent
from either
group by space_id
