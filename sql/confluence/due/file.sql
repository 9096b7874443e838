-- One row per object that has a file: what it lies in, the version, and what was announced of it.
select
    'attachment'   as stream,
    attachment_id  as object_id,
    page_id        as container_id,
    version_number,
    media_type,
    size_bytes
from confluence.attachment

union all

select
    'space_icon'  as stream,
    object_id,
    space_id      as container_id,
    version_number,
    null          as media_type,
    null          as size_bytes
from confluence.space_icon
where has_file
