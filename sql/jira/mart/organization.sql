-- One row per organization of customers that exists.
--
-- needs     organization
-- shares    gone
-- grain     organization_id
-- numbers   4
-- column    1  organization_id  key    The organization's id, unique on its site.
-- column    2  name             text   Its name, redacted.
-- column    3  is_managed       plain  Whether a directory of the customer manages it; null on Data Center.
-- column    4  created_at       time   When it was made, UTC; null where the site does not tell.
with

joined as (
    select
        held.organization_id,
        held.name,
        held.is_managed,
        held.created_at
    from jira.organization as held
    anti join gone on gone.object_id = held.organization_id and gone.stream = 'organization'
)

select * from joined
