-- One row per attachment that exists and attempt to store its file; in the first place the one that counts: the last that stored it, else the last.
--
-- shares  gone
select
    held.attachment_id,
    upload.state,
    upload.bucket,
    upload.object_key,
    upload.uri,
    regexp_extract(upload.object_key, '[^/]+/[^/]+/[^/]+$')  as object_uri,
    row_number() over (
        partition by held.attachment_id
        order by case when upload.state = 'stored' then 1 else 2 end, upload.upload_id desc
    ) as place
from jira.attachment as held
anti join gone on gone.object_id = held.attachment_id and gone.stream = 'attachment'
inner join sync.upload as upload
    on upload.object_id = held.attachment_id
    and upload.stream = 'attachment'
    and upload.version_created_at is not distinct from held.created_at
