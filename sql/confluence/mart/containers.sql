-- One row per object above an existing page that is not in space_content: a folder, a whiteboard, a page that is gone.
--
-- shares    gone, live_page
-- adds      confluence.node
-- grain     container_id
-- required  container_type, state
-- numbers   8
-- column    1  container_id    key            The object's id, unique on its site.
-- column    2  container_type  plain          page, folder, whiteboard, database, embed or other; as those below it say if it is unread.
-- column    3  state           plain          unread if nothing of it has been read; current or archived, as last read, of what hierarchy_node holds; otherwise why it is gone, as in deleted_content.
-- column    4  space_id        key            The id of its space.
-- column    5  space_key       key_or_person  The key of its space; a pseudonym for a personal space.
-- column    6  title           text           Its last title, redacted; null if it is unread.
-- column    7  parent_id       key            The object above it, null at the top and if it is unread.
-- column    8  parent_type     plain          The type of that object: page, folder, whiteboard, database, embed or other.
-- check     state in ('unread', 'current', 'archived', 'trashed', 'purged', 'no_access', 'out_of_scope')
with

page as (
    select page_id, space_id, parent_id, parent_type from live_page
),

-- Pages that are gone as they were last, and what else stands in the tree where that is read.
held as (
    select
        held.page_id                             as container_id,
        'page'                                   as stream,
        held.content_type                        as container_type,
        cast(null as varchar)                    as status,
        held.space_id,
        held.title,
        held.parent_id,
        held.parent_type
    from confluence.page as held
    anti join page on page.page_id = held.page_id

    union all

    select node_id, stream, node_type, status, space_id, title, parent_id, parent_type
    from confluence.node
),

-- What is above something that is no page that exists is a row too.
lacking as (
    with recursive above as (
        select page.parent_id as container_id
        from page
        anti join page as known on known.page_id = page.parent_id
        where page.parent_id is not null

        union

        select held.parent_id as container_id
        from above
        inner join held on held.container_id = above.container_id
        anti join page as known on known.page_id = held.parent_id
        where held.parent_id is not null
    )

    select container_id from above
),

child as (
    select parent_id, parent_type, space_id from page
    union all
    select held.parent_id, held.parent_type, held.space_id
    from held
    semi join lacking on lacking.container_id = held.container_id
),

told as (
    select parent_id, min(parent_type) as container_type, min(space_id) as space_id
    from child
    group by parent_id
),

-- Pages and blog posts may turn into each other.
lost as (
    select object_id, case stream when 'blogpost' then 'page' else stream end as lost_stream, min(reason) as reason
    from gone
    group by object_id, lost_stream
),

joined as (
    select
        lacking.container_id,
        coalesce(held.container_type, told.container_type, 'other')  as container_type,
        coalesce(lost.reason, held.status, 'unread')                 as state,
        coalesce(held.space_id, told.space_id)                       as space_id,
        space.space_key,
        held.title,
        held.parent_id,
        held.parent_type
    from lacking
    left join held on held.container_id = lacking.container_id
    left join told on told.parent_id = lacking.container_id
    left join lost on lost.object_id = held.container_id and lost.lost_stream = held.stream
    left join confluence.space as space on space.space_id = coalesce(held.space_id, told.space_id)
)

select * from joined
