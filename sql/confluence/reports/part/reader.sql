-- One row per space and account that may read it; the account is null where anybody may, also without one.
-- A role is taken to allow reading, and a class of accounts to hold everybody: rather one reader too many than one too few.
--
-- needs  space_permission by datasets = ["space_permission"]
-- needs  user_account, group_member by datasets = ["user"]
with

granted as (
    select distinct space_id, subject_type, account_id, group_id, access_class
    from space_permission
    where kind = 'role' or (operation = 'read' and target_type = 'space')
),

closed as (
    select account_id from user_account where account_status in ('inactive', 'closed')
),

allowed as (
    select space_id, account_id from granted where subject_type = 'user'

    union

    select granted.space_id, member.account_id
    from granted
    inner join group_member as member on member.group_id = granted.group_id

    union

    select granted.space_id, account.account_id
    from granted
    cross join user_account as account
    where granted.subject_type = 'access_class'
)

select allowed.space_id, allowed.account_id
from allowed
anti join closed on closed.account_id = allowed.account_id
where allowed.account_id is not null

union

select space_id, null as account_id
from granted
where subject_type = 'anonymous' or contains(access_class, 'anonymous')
