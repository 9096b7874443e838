-- What was uploaded, what failed, and what was too large?
-- One row per attempt to store a version of a file, latest first.
select
    stream,
    object_id,
    version_number,
    version_created_at,
    attempt,
    state,
    uri,
    bytes,
    sha256,
    size_limit,
    started_at,
    ended_at,
    due_at,
    cause,
    run_id
from sync.upload
order by upload_id desc
