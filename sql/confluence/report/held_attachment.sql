-- One row: an attachment as it is held, whether it is published, and in which generation.
--
-- reads  confluence.attachment, mart.page_attachments
with

newest as (
    select max(generation) as generation from sync.export where state = 'published'
),

-- The newest generation, as far as it holds the dataset.
standing as (
    select dataset.generation
    from sync.export_dataset as dataset
    inner join newest on newest.generation = dataset.generation
    where dataset.dataset = 'page_attachments'
),

published as (
    select attachment_id, upload_state from mart.page_attachments where attachment_id = $id
),

gone as (
    select object_id, max(reason) as reason
    from sync.deletion
    where state = 'deleted' and stream in ('page', 'blogpost')
    group by object_id
),

unread as (
    select object as object_id, max(cause) as cause
    from sync.quarantine
    where kind = 'object' and state <> 'resolved' and stream in ('page', 'blogpost')
    group by object
)

select
    attachment.status,
    attachment.version_number,
    attachment.version_created_at,
    attachment.page_id as parent_id,
    gone.reason as parent_gone,
    unread.cause as parent_unread,
    attachment.size_bytes,
    published.upload_state,
    attachment.answered_at,
    attachment.landed_seq,
    published.attachment_id is not null as is_published,
    (select generation from standing) as generation
from confluence.attachment as attachment
left join gone on gone.object_id = attachment.page_id
left join unread on unread.object_id = attachment.page_id
left join published on published.attachment_id = attachment.attachment_id
where attachment.attachment_id = $id
