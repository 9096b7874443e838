-- One row per label and page, blog post or attachment that exists and has it.
--
-- needs     page_label|blogpost_label|attachment_label
-- shares    gone, live_page, live_attachment
-- grain     content_id, label_id
-- required  content_type, page_id, name
-- numbers   6
-- column    1  content_id    key    The id of what has the label.
-- column    2  content_type  plain  page, blogpost or attachment.
-- column    3  page_id       key    The page or blog post itself, or the one that the attachment is attached to.
-- column    4  label_id      key    The label's id: a row of label.
-- column    5  name          text   Its name, redacted.
-- column    6  prefix        plain  Whose it is: global, my, team, system or other.
-- check     content_type in ('page', 'blogpost', 'attachment')
with

content as (
    select page_id as content_id, page_id from live_page
    union all
    select live_attachment.attachment_id as content_id, live_attachment.page_id
    from live_attachment
    semi join live_page on live_page.page_id = live_attachment.page_id
),

joined as (
    select
        held.content_id,
        held.content_type,
        content.page_id,
        held.label_id,
        label.name,
        label.prefix
    from confluence.content_label as held
    anti join gone on gone.object_id = held.object_id and gone.stream = held.stream
    anti join gone as without on without.object_id = held.label_id and without.stream = 'label'
    inner join content on content.content_id = held.content_id
    inner join confluence.label as label on label.label_id = held.label_id
)

select * from joined
