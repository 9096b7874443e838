-- One row per permission or role that somebody has in a space that is read.
--
-- needs     space_permission|space_role
-- shares    gone
-- grain     permission_id
-- required  space_id, kind, subject_type
-- numbers   10
-- column    1   permission_id  key     The permission or the role in its space.
-- column    2   space_id       key     The space: a row of spaces.
-- column    3   kind           plain   permission or role.
-- column    4   subject_type   plain   Who has it: user, group, role, access_class, anonymous or other.
-- column    5   account_id     person  The user: a pseudonym.
-- column    6   group_id       key     The group.
-- column    7   access_class   key     The class of accounts, as the site calls it.
-- column    8   role_id        key     The role: the one that is given, or that has the permission.
-- column    9   operation      plain   What is permitted, a word such as read or administer, or other; null for a role.
-- column    10  target_type    plain   On what: space, page, comment and so on, or other; null for a role.
with

joined as (
    select
        held.permission_id,
        held.space_id,
        case held.listing when 'space_role' then 'role' else 'permission' end  as kind,
        held.subject_type,
        held.account_id,
        held.group_id,
        held.access_class,
        held.role_id,
        held.operation,
        held.target_type
    from confluence.space_permission as held
    anti join gone on gone.object_id = held.permission_id and gone.stream = held.listing
    semi join mart.spaces as space on space.space_id = held.space_id
)

select * from joined
