-- One row per page or blog post that exists, with its body as Atlassian Document Format.
--
-- needs     page_adf_body|blogpost_adf_body
-- shares    gone, live_page
-- grain     page_id
-- required  body_adf
-- numbers   3
-- column    1  page_id         key    The page or blog post.
-- column    2  version_number  plain  The version that it is the body of; null where the answer does not tell.
-- column    3  body_adf        adf    The body as JSON, redacted.
with

joined as (
    select held.page_id, held.version_number, held.body as body_adf
    from confluence.adf_body as held
    anti join gone on gone.object_id = held.object_id and gone.stream = held.stream
    semi join live_page on live_page.page_id = held.page_id
)

select * from joined
