-- Which external collaborators and guests are there, and what do they see?
-- One row per external account that is in use: the pages and blog posts that it can read. Pages whose restrictions were not
-- read do not count.
--
-- over   gate
-- needs  space_content
-- needs  effective_restriction by datasets = ["content_restriction"]
-- needs  user_account by datasets = ["user"]
-- bar    account_id, pages
with

account as (
    select account_id, is_external, is_guest, len(group_ids) as groups
    from user_account
    where (is_external or is_guest) and coalesce(account_status, 'active') not in ('inactive', 'closed')
),

behind as (
    select page.space_id, page.space_key, restriction.restricted_ids, count(*) as pages
    from space_content as page
    inner join effective_restriction as restriction on restriction.page_id = page.page_id
    where restriction.is_known
    group by page.space_id, page.space_key, restriction.restricted_ids
),

-- What anybody may read, an external account may as well.
passed as (
    select account.account_id, gate.space_id, gate.restricted_ids
    from account
    inner join gate on gate.account_id = account.account_id

    union

    select account.account_id, gate.space_id, gate.restricted_ids
    from account
    cross join gate
    where gate.account_id is null
),

seen as (
    select passed.account_id, behind.space_key, behind.pages
    from passed
    inner join behind on behind.space_id = passed.space_id and behind.restricted_ids = passed.restricted_ids
),

summed as (
    select account_id, sum(pages) as pages, list_sort(list(distinct space_key)) as space_keys
    from seen
    group by account_id
)

select
    account.account_id,
    account.is_external,
    account.is_guest,
    account.groups,
    coalesce(summed.pages, 0)         as pages,
    coalesce(summed.space_keys, [])   as space_keys
from account
left join summed on summed.account_id = account.account_id
order by pages desc, account.account_id
