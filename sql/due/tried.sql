-- One row per version of a file that somebody tried to store: how often, what came of it, and when it is due again where that
-- failed.
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
    upload.stream,
    upload.object_id,
    upload.version_number,
    upload.version_created_at,
    count(*)                                                                       as attempts,
    count(*) filter (where upload.state = 'failed' and upload.due_at is not null)  as failures,
    bool_or(upload.state = 'stored')                                               as is_stored,
    last(upload.state order by upload.upload_id) = 'failed'                        as is_failed,
    max(upload.run_id)                                                             as last_run_id,
    -- What failed elsewhere, or before the file was too large or skipped, says nothing about the file as it lies now.
    last(upload.due_at order by upload.upload_id) filter (
        upload.state <> 'begun'
        and (upload.container_id is null or upload.container_id is not distinct from file.container_id)
        and upload.started_at >= coalesce(greatest(own.restored_at, above.restored_at), upload.started_at)
    ) as due_at
from sync.upload as upload
inner join file on file.stream = upload.stream and file.object_id = upload.object_id
left join restored as own on own.object_id = file.object_id
left join restored as above on above.object_id = file.container_id
group by upload.stream, upload.object_id, upload.version_number, upload.version_created_at
