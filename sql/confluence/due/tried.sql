-- One row per version of an attachment that somebody tried to store: how often, and when it is due again where that failed.
with

-- What failed before something was there again says nothing about it.
restored as (
    select object_id, max(changed_at) as restored_at
    from sync.deletion
    where state = 'restored'
    group by object_id
)

-- A number alone does not tell a version: one that was taken back leaves its number to the next.
select
    upload.attachment_id,
    upload.version_number,
    upload.version_created_at,
    count(*)                                                                       as attempts,
    count(*) filter (where upload.state = 'failed' and upload.due_at is not null)  as failures,
    bool_or(upload.state = 'stored')                                               as is_stored,
    -- What failed elsewhere, or before the file was too large or skipped, says nothing about the file as it lies now.
    last(upload.due_at order by upload.upload_id) filter (
        upload.state <> 'begun'
        and coalesce(upload.page_id, attachment.page_id) = attachment.page_id
        and upload.started_at >= coalesce(greatest(own.restored_at, above.restored_at), upload.started_at)
    ) as due_at
from sync.upload as upload
inner join confluence.attachment as attachment on attachment.attachment_id = upload.attachment_id
left join restored as own on own.object_id = attachment.attachment_id
left join restored as above on above.object_id = attachment.page_id
group by upload.attachment_id, upload.version_number, upload.version_created_at
