-- Which pages can nobody get to?
-- One row per page that no other page links to and that hangs below nothing that is there: at the top of its space without
-- being its home page, or below what is gone. children counts the pages right below it.
--
-- over   link
-- needs  space_content, spaces, containers
with

linked as (
    select distinct target_id as page_id from link where state = 'there' and page_id <> target_id
),

below as (
    select parent_id as page_id, count(*) as children from space_content group by parent_id
),

placed as (
    select
        page.*,
        case
            when page.parent_id is null then 'at the top'
            when container.state not in ('unread', 'current', 'archived') then 'below what is gone'
        end as place
    from space_content as page
    left join containers as container on container.container_id = page.parent_id
    anti join spaces as space on space.homepage_id = page.page_id
    anti join linked on linked.page_id = page.page_id
    where page.content_type = 'page' and page.status = 'current'
)

select
    placed.space_key,
    placed.page_id,
    placed.title,
    placed.web_url,
    placed.place,
    coalesce(below.children, 0) as children,
    placed.modified_at
from placed
left join below on below.page_id = placed.page_id
where placed.place is not null
order by placed.space_key, children, placed.page_id
