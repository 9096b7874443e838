-- Who can effectively read each page, and which pages are too open or too closed?
-- One row per page or blog post: how many accounts are readers of its space and pass its restrictions and those above it.
-- finding is too open where anybody or an external account may read it, too closed where at most one account may, and
-- unknown where a restriction was not read: take such a page for unreadable.
--
-- over   gate
-- needs  space_content
-- needs  effective_restriction by datasets = ["content_restriction"]
-- needs  user_account by datasets = ["user"]
with

external as (
    select account_id from user_account where is_external or is_guest
),

counted as (
    select
        gate.space_id,
        gate.restricted_ids,
        count(gate.account_id)                          as readers,
        count(external.account_id)                      as external_readers,
        count(*) filter (where gate.account_id is null)  > 0 as is_public
    from gate
    left join external on external.account_id = gate.account_id
    group by gate.space_id, gate.restricted_ids
),

judged as (
    select
        page.page_id,
        page.space_key,
        page.title,
        page.web_url,
        len(restriction.restricted_ids)                                                  as restrictions,
        case when restriction.is_known then coalesce(counted.readers, 0) end             as readers,
        case when restriction.is_known then coalesce(counted.external_readers, 0) end    as external_readers,
        case when restriction.is_known then coalesce(counted.is_public, false) end       as is_public
    from space_content as page
    inner join effective_restriction as restriction on restriction.page_id = page.page_id
    left join counted
        on counted.space_id = page.space_id
        and counted.restricted_ids = restriction.restricted_ids
)

select
    *,
    case
        when readers is null then 'unknown'
        when is_public or external_readers > 0 then 'too open'
        when readers <= 1 then 'too closed'
    end as finding
from judged
order by finding is null, finding, space_key, page_id
