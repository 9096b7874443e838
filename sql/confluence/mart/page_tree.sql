-- One row per page that exists, with its ancestors in the tree.
--
-- shares    gone, live_page
-- grain     page_id
-- required  depth, path_ids, path_titles, is_rooted
-- numbers   7
-- column    1    page_id      key    The page's id, unique on its site.
-- column    2    depth        plain  Number of known objects above it; 0 at the top.
-- column    3,4  path_ids     key    Their ids from the top down to its parent: rows of space_content and containers.
-- column    5,6  path_titles  text   Their titles in the same order, redacted; null if unread.
-- column    7    is_rooted    plain  Whether the first of them, or the page itself, is known to be at the top.
-- check     len(path_ids) = depth
-- check     len(path_titles) = depth
with

page as (
    select page_id, parent_id, title from live_page where content_type = 'page'
),

node as (
    select page_id as node_id, parent_id, title, true as is_read from page
    union all
    select container_id as node_id, parent_id, title, state <> 'unread' as is_read from mart.containers
),

placed as (
    with recursive below as (
        select
            node_id,
            title,
            cast([] as varchar[])  as path_ids,
            cast([] as varchar[])  as path_titles,
            is_read                as is_rooted
        from node
        where parent_id is null

        union all

        select
            node.node_id,
            node.title,
            list_append(below.path_ids, below.node_id)   as path_ids,
            list_append(below.path_titles, below.title)  as path_titles,
            below.is_rooted
        from below
        inner join node on node.parent_id = below.node_id
    )

    select * from below
),

-- A page that was read while its parent was moved below it has nothing above it until the next census.
joined as (
    select
        page.page_id,
        cast(coalesce(len(placed.path_ids), 0) as integer)  as depth,
        coalesce(placed.path_ids, [])                       as path_ids,
        coalesce(placed.path_titles, [])                    as path_titles,
        coalesce(placed.is_rooted, false)                   as is_rooted
    from page
    left join placed on placed.node_id = page.page_id
)

select * from joined
