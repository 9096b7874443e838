-- One row per page or blog post that exists and representation of its body: as stored, and as HTML.
--
-- needs     page_view_body|blogpost_view_body|page_export_view_body|blogpost_export_view_body
-- shares    gone, live_page
-- grain     page_id, representation
-- required  body
-- numbers   5
-- column    1  page_id         key      The page or blog post.
-- column    2  representation  plain    storage, view or export_view.
-- column    3  version_number  plain    The version that it is the body of; null where the answer does not tell.
-- column    4  body            storage  The body, redacted: XHTML as stored, or HTML.
-- column    5  body_text       body     The redacted body as plain text.
-- check     representation in ('storage', 'view', 'export_view')
with

rendered as (
    select object_id, stream, page_id, 'view' as representation, version_number, body
    from confluence.view_body
    union all
    select object_id, stream, page_id, 'export_view' as representation, version_number, body
    from confluence.export_view_body
),

united as (
    select page_id, 'storage' as representation, version_number, body_storage as body
    from live_page
    union all
    select rendered.page_id, rendered.representation, rendered.version_number, rendered.body
    from rendered
    anti join gone on gone.object_id = rendered.object_id and gone.stream = rendered.stream
    semi join live_page on live_page.page_id = rendered.page_id
),

joined as (
    select page_id, representation, version_number, body, plain_text(body) as body_text
    from united
)

select * from joined
