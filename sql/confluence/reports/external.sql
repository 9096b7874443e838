-- Which external collaborators and guests are there, and what do they see?
-- One row per account that is in use and external, or of which the site does not tell it though it does of others: the
-- pages and blog posts that it can read as far as that was read. Whether it can read unknown_pages more is not known.
--
-- over   gate, unread_page, outsider, teller
-- notes  noted_rights, noted_pages, noted_accounts
-- only   deployment = "cloud"  Data Center does not tell which accounts are external collaborators or guests
-- needs  space_content
-- needs  effective_restriction by datasets = ["content_restriction"]
-- needs  user_account by datasets = ["user"]
-- bar    account_id, pages  pages that each external account can read
with

account as (
    select account.account_id, account.is_external, account.is_guest, len(account.group_ids) as groups
    from user_account as account
    cross join teller
    semi join outsider on outsider.account_id = account.account_id
    where teller.tells and coalesce(account.account_status, 'active') not in ('inactive', 'closed')
),

behind as (
    select
        page.space_id,
        page.space_key,
        restriction.restricted_ids,
        count(*)               as pages,
        count(unread.page_id)  as unread_pages
    from space_content as page
    inner join effective_restriction as restriction on restriction.page_id = page.page_id
    left join unread_page as unread on unread.page_id = page.page_id
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

summed as (
    select
        passed.account_id,
        sum(behind.pages)                                as pages,
        sum(behind.unread_pages)                         as unread_pages,
        list_sort(list(distinct behind.space_key))       as space_keys
    from passed
    inner join behind on behind.space_id = passed.space_id and behind.restricted_ids = passed.restricted_ids
    group by passed.account_id
),

unread as (
    select count(*) as pages from unread_page
)

select
    account.account_id,
    account.is_external,
    account.is_guest,
    account.groups,
    coalesce(summed.pages, 0)                       as pages,
    unread.pages - coalesce(summed.unread_pages, 0) as unknown_pages,
    coalesce(summed.space_keys, [])                 as space_keys
from account
cross join unread
left join summed on summed.account_id = account.account_id
order by pages desc, account.account_id
