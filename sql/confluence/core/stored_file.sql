-- One row per attachment that exists and attempt to store its current version; in the first place the one that counts: the last
-- that stored it, else the last.
--
-- shares  live_attachment
select
    live_attachment.page_id,
    live_attachment.attachment_id,
    upload.state,
    upload.bucket,
    upload.object_key,
    upload.uri,
    regexp_extract(upload.object_key, '[^/]+/[^/]+/[^/]+$')  as object_uri,
    row_number() over (
        partition by live_attachment.page_id, live_attachment.attachment_id
        order by case when upload.state = 'stored' then 1 else 2 end, upload.upload_id desc
    ) as place
from live_attachment
inner join sync.upload as upload
    on upload.object_id = live_attachment.attachment_id
    and upload.stream = 'attachment'
    and upload.version_number = live_attachment.version_number
    and upload.version_created_at is not distinct from live_attachment.version_created_at
