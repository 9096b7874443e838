-- One row per object that has a file: what was announced of it.
select
    'attachment'   as stream,
    attachment_id  as object_id,
    media_type,
    size_bytes
from confluence.attachment
