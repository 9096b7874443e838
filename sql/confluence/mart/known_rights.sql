-- One row per space whose permissions, and group whose members, were read with no gap.
--
-- needs     space_permission|space_role|group_member
-- shares    gone
-- grain     object_id, kind
-- numbers   2
-- column    1  object_id  key    The space, a row of spaces, or the group, a row of user_group. Of one without a row, take for unknown who has a right by it.
-- column    2  kind       plain  space or group.
-- check     kind in ('space', 'group')
with

-- What is open or accepted as lacking was not read.
listed as (
    select
        case children.stream when 'group_member' then 'group' else 'space' end  as kind,
        children.parent_id                                                     as object_id,
        children.stream
    from sync.children as children
    anti join sync.quarantine as open
        on open.stream = children.stream
        and open.scope in (children.parent_id, '')
        and open.state <> 'resolved'
    where children.stream in ('space_permission', 'space_role', 'group_member')
),

-- A site may have permissions and roles, which are listed each by themselves.
asked as (
    select stream from sync.children
    union
    select stream from sync.quarantine where state <> 'resolved'
),

needed as (
    select
        case stream when 'group_member' then 'group' else 'space' end  as kind,
        count(*)                                                       as listings
    from asked
    where stream in ('space_permission', 'space_role', 'group_member')
    group by 1
),

known as (
    select listed.object_id, listed.kind
    from listed
    inner join needed on needed.kind = listed.kind
    anti join gone
        on gone.object_id = listed.object_id
        and gone.stream = case listed.kind when 'group' then 'user_group' else 'space' end
    group by listed.object_id, listed.kind, needed.listings
    having count(*) = needed.listings
)

select * from known
