-- What is old, archived or never viewed, and so a candidate for removal?
-- One row per page or blog post that did not change for two years, is archived, or whose views were counted as none.
--
-- over   aged
-- may    page_view (content_id varchar, view_count bigint) by datasets = ["page_view"]
with

viewed as (
    select content_id as page_id, sum(view_count) as views from page_view group by content_id
),

page as (
    select
        aged.space_key,
        aged.page_id,
        aged.title,
        aged.web_url,
        aged.owner_id,
        aged.days_unchanged,
        aged.status = 'archived'    as is_archived,
        viewed.views
    from aged
    left join viewed on viewed.page_id = aged.page_id
)

select *
from page
where days_unchanged > 730 or is_archived or views = 0
order by days_unchanged desc, page_id
