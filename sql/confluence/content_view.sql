-- One row per page or blog post whose views were counted, as last seen.
--
-- grain   count_id
-- newest  landed_seq
-- stream  page_views, blogpost_views
-- needs   page_views|blogpost_views
-- named   object_id
-- field   count bigint
-- column  count_id      key    The count: the page or blog post, and the id that the answer has.
-- column  listing       plain  page_views or blogpost_views.
-- column  content_id    key    The page or blog post.
-- column  content_type  plain  page or blogpost.
-- column  view_count    plain  How often it was viewed.
-- required view_count
-- shown   stream            listing
-- shown   container         content_id
-- shown   container_stream  content_type
-- check   view_count >= 0
with

source as (
    select
        ---------- keys
        object_id                                                         as count_id,
        stream                                                            as listing,
        scope                                                             as content_id,
        case stream when 'page_views' then 'page' else 'blogpost' end     as content_type,

        ---------- state
        count                                                             as view_count,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
