-- One row per page or blog post that exists and person who likes it.
--
-- needs     page_like|blogpost_like
-- shares    gone, live_page
-- grain     page_id, account_id
-- numbers   2
-- column    1  page_id     key     The page or blog post that is liked.
-- column    2  account_id  person  Who likes it: a pseudonym.
with

joined as (
    select held.page_id, held.account_id
    from confluence.content_like as held
    anti join gone on gone.object_id = held.object_id and gone.stream = held.stream
    semi join live_page on live_page.page_id = held.page_id
)

select * from joined
