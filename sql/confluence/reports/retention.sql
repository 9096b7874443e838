-- What is old, archived or never viewed, and so a candidate for removal?
-- One row per page or blog post that did not change for two years, is archived, or whose views were counted as none.
--
-- needs  space_content
-- may    page_view (content_id varchar, view_count bigint) by datasets = ["page_view"]
with

viewed as (
    select content_id as page_id, sum(view_count) as views from page_view group by content_id
),

aged as (
    select
        page.space_key,
        page.page_id,
        page.title,
        page.web_url,
        coalesce(page.owner_id, page.author_id)                    as owner_id,
        ($as_of - epoch_us(page.modified_at)) // 86400000000       as days_unchanged,
        page.status = 'archived'                                   as is_archived,
        viewed.views
    from space_content as page
    left join viewed on viewed.page_id = page.page_id
)

select *
from aged
where days_unchanged > 730 or is_archived or views = 0
order by days_unchanged desc, page_id
