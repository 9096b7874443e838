-- One row per attempt to store a version of a file, the latest first.
select upload_id, version_number, attempt, state, uri, bytes, size_limit, started_at, due_at, cause, run_id
from sync.upload
where stream = $stream and object_id = $id
order by upload_id desc
limit 100
