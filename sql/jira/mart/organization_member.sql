-- One row per account and organization that it is in.
--
-- needs     organization_member
-- shares    gone
-- grain     member_id
-- required  organization_id
-- numbers   4
-- column    1  member_id        key     The account in it: a keyed hash.
-- column    2  organization_id  key     The organization: a row of organization.
-- column    3  account_id       person  Who it is: a pseudonym.
-- column    4  is_active        plain   Whether the account is in use.
with

joined as (
    select
        held.member_id,
        held.organization_id,
        held.account_id,
        held.is_active
    from jira.organization_member as held
    anti join gone on gone.object_id = held.member_id and gone.stream = 'organization_member'
    anti join gone as above on above.object_id = held.organization_id and above.stream = 'organization'
)

select * from joined
