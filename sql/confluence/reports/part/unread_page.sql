-- One row per page or blog post of which it is not known who may read it, with why.
-- why is node (it lies below a folder, whiteboard, database or embed, whose restrictions the API does not tell),
-- restriction (one of its own or of a page above it was not read since that changed), group (the members of a group that a
-- restriction lets in were not read) or space (of its space it is not known who may read it).
--
-- over   unread_group, unread_space
-- needs  space_content, containers
-- needs  effective_restriction, content_restriction by datasets = ["content_restriction"]
with

below_node as (
    select distinct below.page_id
    from (select page_id, unnest(path_ids) as container_id from space_content) as below
    inner join containers as container
        on container.container_id = below.container_id
        and container.container_type in ('folder', 'whiteboard', 'database', 'embed', 'other')
),

by_group as (
    select distinct restricted.page_id
    from (select page_id, unnest(restricted_ids) as content_id from effective_restriction) as restricted
    inner join content_restriction as restriction on restriction.content_id = restricted.content_id
    inner join unread_group on unread_group.group_id = restriction.group_id
    where restriction.operation = 'read'
),

judged as (
    select
        page.page_id,
        case
            when below_node.page_id is not null then 'node'
            when not restriction.is_known then 'restriction'
            when by_group.page_id is not null then 'group'
            when unread_space.space_id is not null then 'space'
        end as why
    from space_content as page
    inner join effective_restriction as restriction on restriction.page_id = page.page_id
    left join below_node on below_node.page_id = page.page_id
    left join by_group on by_group.page_id = page.page_id
    left join unread_space on unread_space.space_id = page.space_id
)

select page_id, why
from judged
where why is not null
