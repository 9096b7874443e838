-- Who can effectively read each page, and which pages are too open or too closed?
-- One row per page or blog post: how many accounts are readers of its space and pass its restrictions and those above it.
-- finding is too open where anybody or an external account may read it, too closed where at most one account may, and
-- unknown where something was not read that decides it: take such a page for unreadable. unknown_by says what: the
-- restrictions of a node (it lies below a folder or the like) or of a page (restriction), the members of a group, the
-- space, or whether an account is external. A number is null where it is not known.
--
-- over   gate, unread_page, outsider, teller
-- notes  noted_rights, noted_pages, noted_accounts
-- needs  space_content
-- needs  effective_restriction by datasets = ["content_restriction"]
with

counted as (
    select
        gate.space_id,
        gate.restricted_ids,
        count(gate.account_id)                               as readers,
        count(*) filter (where outsider.is_told)             as external_readers,
        count(*) filter (where not outsider.is_told)         as untold,
        count(*) filter (where gate.account_id is null) > 0  as is_public
    from gate
    left join outsider on outsider.account_id = gate.account_id
    group by gate.space_id, gate.restricted_ids
),

judged as (
    select
        page.page_id,
        page.space_key,
        page.title,
        page.web_url,
        len(restriction.restricted_ids)                                        as restrictions,
        coalesce(counted.readers, 0)                                           as readers,
        coalesce(counted.external_readers, 0)                                  as external_readers,
        restriction.is_known and coalesce(counted.is_public, false)            as is_public,
        restriction.is_known and coalesce(counted.external_readers, 0) > 0     as is_external,
        coalesce(counted.untold, 0) > 0                                        as has_untold,
        coalesce(unread.why, case when has_untold and teller.tells then 'account' end)  as unknown_by
    from space_content as page
    cross join teller
    inner join effective_restriction as restriction on restriction.page_id = page.page_id
    left join unread_page as unread on unread.page_id = page.page_id
    left join counted
        on counted.space_id = page.space_id
        and counted.restricted_ids = restriction.restricted_ids
)

select
    page_id,
    space_key,
    title,
    web_url,
    restrictions,
    case when coalesce(unknown_by, 'account') = 'account' then readers end  as readers,
    case when unknown_by is null and not has_untold then external_readers end  as external_readers,
    case when is_public or coalesce(unknown_by, 'account') = 'account' then is_public end  as is_public,
    case
        when is_public or is_external then 'too open'
        when unknown_by is not null then 'unknown'
        when readers <= 1 then 'too closed'
    end                                                                     as finding,
    unknown_by
from judged
order by finding is null, finding, space_key, page_id
