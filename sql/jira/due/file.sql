-- One row per attachment: the issue it lies in, and what was announced of its file; a file never changes.
select
    'attachment'   as stream,
    attachment_id  as object_id,
    issue_id       as container_id,
    1              as version_number,
    media_type,
    size_bytes
from jira.attachment
