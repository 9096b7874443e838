-- One row: a page or blog post as it is held, and whether it is published.
--
-- reads  confluence.page, confluence.space, mart.space_content
with

published as (
    select page_id from mart.space_content where page_id = $id
)

select
    page.status,
    page.version_number,
    page.version_created_at,
    page.space_id,
    space.space_key,
    page.parent_id,
    page.answered_at,
    page.landed_seq,
    published.page_id is not null as is_published
from confluence.page as page
left join confluence.space as space on space.space_id = page.space_id
left join published on published.page_id = page.page_id
where page.page_id = $id and page.content_type = $stream
