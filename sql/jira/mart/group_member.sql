-- One row per account and group that it is in.
--
-- needs     group_member
-- shares    gone
-- grain     member_id
-- required  group_id
-- numbers   3
-- column    1  member_id   key     The account in its group: a keyed hash.
-- column    2  group_id    key     The group: a row of user_group.
-- column    3  account_id  person  The account: a pseudonym, as in user_account.
with

joined as (
    select held.listed_id as member_id, held.group_id, held.account_id
    from jira.user_account as held
    anti join gone on gone.object_id = held.listed_id and gone.stream = 'group_member'
    anti join gone as above on above.object_id = held.group_id and above.stream = 'user_group'
    where held.listing = 'group_member'
)

select * from joined
