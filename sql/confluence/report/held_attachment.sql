-- One row: an attachment as it is held, and whether it is published.
--
-- reads  confluence.attachment, mart.page_attachments
with

published as (
    select attachment_id, upload_state from mart.page_attachments where attachment_id = $id
)

select
    attachment.status,
    attachment.version_number,
    attachment.version_created_at,
    attachment.page_id as parent_id,
    attachment.size_bytes,
    published.upload_state,
    attachment.answered_at,
    attachment.landed_seq,
    published.attachment_id is not null as is_published
from confluence.attachment as attachment
left join published on published.attachment_id = attachment.attachment_id
where attachment.attachment_id = $id
