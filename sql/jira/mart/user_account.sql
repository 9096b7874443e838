-- One row per account that a group or the site lists, with its groups; none where people are dropped.
--
-- needs     group_member|user
-- shares    gone
-- grain     account_id
-- required  group_ids
-- numbers   8
-- column    1    account_id    person  Who it is: a pseudonym of the account id, on Data Center of the user key.
-- column    2    account_type  plain   atlassian, app, customer, unknown or other; null on Data Center.
-- column    3    is_active     plain   Whether it is in use; null where the site does not tell.
-- column    4    is_deleted    plain   Whether it was deleted; null on Cloud.
-- column    5    email         person  Its address: a pseudonym; null where the site hides it.
-- column    6    display_name  person  Its name; null unless the policy keeps people.
-- column    7,8  group_ids     key     The groups that it is in, sorted: rows of user_group.
with

listed as (
    select held.*
    from jira.user_account as held
    anti join gone on gone.object_id = held.listed_id and gone.stream = held.listing
    anti join gone as above on above.object_id = held.group_id and above.stream = 'user_group'
    where held.account_id is not null
),

grouped as (
    select
        account_id,
        coalesce(list(distinct group_id order by group_id) filter (where group_id is not null), [])  as group_ids
    from listed
    group by account_id
),

newest as (
    select *
    from listed
    qualify row_number() over (partition by account_id order by landed_seq desc, listed_id) = 1
),

-- The pseudonym of a name says nothing that the account's does not.
joined as (
    select
        newest.account_id,
        newest.account_type,
        newest.is_active,
        newest.is_deleted,
        newest.email,
        case when not starts_with(newest.display_name, '[PERSON_') then newest.display_name end  as display_name,
        grouped.group_ids
    from newest
    inner join grouped on grouped.account_id = newest.account_id
)

select * from joined
