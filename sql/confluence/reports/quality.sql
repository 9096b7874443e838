-- How good is the documentation, page by page?
-- One row per page or blog post that is current. score is the share of the marks that are known and met: at least 50 words,
-- a heading, a label, no broken link, changed within a year, owned by an account that is in use.
--
-- over   known_labels, link, aged
-- may    user_account (account_id varchar, account_status varchar) by datasets = ["user"]
with

broken as (
    select distinct page_id from link where state in ('gone', 'missing')
),

has as (
    select bool_or(dataset = 'user_account') as accounts from published
),

judged as (
    select
        page.space_key,
        page.page_id,
        page.title,
        page.web_url,
        page.word_count >= 50                                            as has_words,
        regexp_matches(page.body_storage, '<h[1-6][ >]')                 as has_heading,
        len(known.labels) > 0                                            as has_label,
        broken.page_id is null                                           as has_whole_links,
        page.days_unchanged <= 365                                       as is_kept_up,
        case when has.accounts then coalesce(owner.account_status, 'active') not in ('inactive', 'closed') end
            and page.owner_id is not null                                as has_owner
    from aged as page
    cross join has
    left join known_labels as known on known.page_id = page.page_id
    left join broken on broken.page_id = page.page_id
    left join user_account as owner on owner.account_id = page.owner_id
    where page.status = 'current'
),

scored as (
    select *, [has_words, has_heading, has_label, has_whole_links, is_kept_up, has_owner] as marks from judged
)

select
    * exclude (marks),
    round(len(list_filter(marks, lambda mark: mark)) / len(list_filter(marks, lambda mark: mark is not null)), 2) as score
from scored
order by score, page_id
