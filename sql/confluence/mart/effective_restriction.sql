-- One row per page or blog post that exists, with everything whose view restrictions a reader has to pass.
--
-- needs     page_restriction|blogpost_restriction
-- shares    gone, live_page
-- grain     page_id
-- required  is_known, restricted_ids
-- numbers   6
-- column    1    page_id             key    The page or blog post: a row of space_content.
-- column    2    is_known            plain  Whether its restrictions and those of everything above it were read since each changed, with no gap; never below a folder or other node, whose restrictions the API does not tell. Where not, take it for unreadable.
-- column    6    read_at             time   The oldest of these readings, UTC: from then on, what was restricted later may be lacking; null where it is not known.
-- column    3,4  restricted_ids      key    The restricted ones among it and the pages above it, sorted: a reader has to pass the restrictions of each in content_restriction.
-- column    5    is_edit_restricted  plain  Whether only some may change it; null where its own restrictions were not read.
with

page as (
    select page_id, parent_id from live_page
),

-- What was listed before its object changed last, or of which something is open or accepted as lacking, was not read.
listed as (
    select children.parent_id as content_id, children.complete_to as read_at
    from sync.children as children
    inner join sync.object as object
        on object.object_id = children.parent_id
        and object.stream || '_restriction' = children.stream
        and object.changed_seq <= children.followed_seq
    anti join sync.quarantine as open
        on open.stream = children.stream and open.scope = children.parent_id and open.state <> 'resolved'
    where children.stream in ('page_restriction', 'blogpost_restriction')
),

restricted as (
    select content_id, bool_or(operation = 'read') as is_read, bool_or(operation = 'update') as is_update
    from mart.content_restriction
    group by content_id
),

-- The page itself and everything above it. A union ends where a page was read while its parent was moved below it.
above as (
    with recursive climbed as (
        select page_id, page_id as above_id from page

        union

        select climbed.page_id, page.parent_id as above_id
        from climbed
        inner join page on page.page_id = climbed.above_id
        where page.parent_id is not null
    )

    select * from climbed
),

-- What is above and no page that exists has restrictions that were not read; without a top the way up is not known.
judged as (
    select
        above.page_id,
        bool_and(listed.content_id is not null and node.page_id is not null)
            and bool_or(node.page_id is not null and node.parent_id is null)                  as is_known,
        case when is_known then min(listed.read_at) end                                       as read_at,
        coalesce(list(above.above_id order by above.above_id) filter (restricted.is_read), [])  as restricted_ids,
        bool_or(coalesce(restricted.is_update, false)) filter (listed.content_id = above.page_id)  as is_edit_restricted
    from above
    left join page as node on node.page_id = above.above_id
    left join listed on listed.content_id = above.above_id
    left join restricted on restricted.content_id = above.above_id
    group by above.page_id
)

select * from judged
