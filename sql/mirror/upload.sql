-- One row per attempt to store a version of a file, and its state.
--
-- key      upload_id
-- numbers  20
-- column   1   exported_at
-- column   2   upload_id
-- column   3   run_id
-- column   4   object_id
-- column   5   container_id
-- column   6   version_number
-- column   7   version_created_at
-- column   8   attempt
-- column   9   state
-- column   10  bucket
-- column   11  object_key
-- column   12  uri
-- column   13  bytes
-- column   14  sha256
-- column   15  size_limit
-- column   16  started_at
-- column   17  ended_at
-- column   18  due_at
-- column   19  cause
-- column   20  stream
select
    upload_id,
    run_id,
    object_id,
    container_id,
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
    cause,
    stream
from sync.upload
