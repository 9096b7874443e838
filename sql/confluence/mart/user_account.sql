-- One row per account that a group or the site lists, with its groups; none where people are dropped.
--
-- needs     group_member|user
-- shares    gone
-- grain     account_id
-- required  group_ids
-- numbers   12
-- column    1      account_id      person  Who it is: a pseudonym of the account id, on Data Center of the user key.
-- column    2      user_type       plain   known, unknown (a deleted account), anonymous, user or other.
-- column    3      account_type    plain   atlassian, app, customer, unknown or other; null on Data Center.
-- column    4      account_status  plain   active, inactive, closed, unknown or other; null where it is not said.
-- column    5      email           person  Its address: a pseudonym; null where the site hides it, and on Data Center.
-- column    6      display_name    person  Its name; null unless the policy keeps people.
-- column    7      public_name     person  The name that others see; null unless the policy keeps people, and on Data Center.
-- column    8      is_external     plain   Whether it is an external collaborator; null on Data Center.
-- column    9      is_guest        plain   Whether it is a guest; null on Data Center.
-- column    12     has_picture     plain   Whether it has a picture of its own; null where the site does not tell.
-- column    10,11  group_ids       key     The groups that it is in, sorted: rows of user_group.
with

listed as (
    select held.*
    from confluence.user_account as held
    anti join gone on gone.object_id = held.listed_id and gone.stream = held.listing
    anti join gone as above on above.object_id = held.group_id and above.stream = 'user_group'
    where held.account_id is not null
),

grouped as (
    select account_id, coalesce(list(distinct group_id order by group_id) filter (group_id is not null), [])  as group_ids
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
        newest.user_type,
        newest.account_type,
        newest.account_status,
        newest.email,
        case when not starts_with(newest.display_name, '[PERSON_') then newest.display_name end  as display_name,
        case when not starts_with(newest.public_name, '[PERSON_') then newest.public_name end    as public_name,
        newest.is_external,
        newest.is_guest,
        newest.has_picture,
        grouped.group_ids
    from newest
    inner join grouped on grouped.account_id = newest.account_id
)

select * from joined
