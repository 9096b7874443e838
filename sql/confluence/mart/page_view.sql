-- One row per page or blog post that exists and whose views were counted.
--
-- needs     page_views|blogpost_views
-- shares    gone, live_page
-- grain     count_id
-- required  content_id, content_type, view_count
-- numbers   4
-- column    1  count_id      key    The count: the page or blog post, and the id that the answer has.
-- column    2  content_id    key    The page or blog post: a row of space_content.
-- column    3  content_type  plain  page or blogpost.
-- column    4  view_count    plain  How often it was viewed.
-- check     view_count >= 0
with

joined as (
    select held.count_id, held.content_id, held.content_type, held.view_count
    from confluence.content_view as held
    semi join live_page on live_page.page_id = held.content_id
    anti join gone on gone.object_id = held.count_id and gone.stream = held.listing
)

select * from joined
