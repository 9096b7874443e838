-- One row per attempt to store a version of an attachment, and state of it.
--
-- key  upload_id
select
    upload_id,
    run_id,
    attachment_id,
    page_id,
    version_number,
    version_created_at,
    attempt,
    state,
    bucket,
    object_key,
    uri,
    bytes,
    sha256,
    size_limit,
    started_at,
    ended_at,
    due_at,
    cause
from sync.upload
