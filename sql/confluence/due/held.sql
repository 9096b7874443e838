-- One row per object that is held, of whichever stream: where it is and which version of it.
select
    content_type        as stream,
    page_id             as object_id,
    space_id            as scope_id,
    null                as container_stream,
    null                as container_id,
    parent_id           as above_id,
    null                as handle,
    status,
    version_number,
    version_created_at  as version_at,
    created_at,
    answered_at,
    landed_seq,
    object_hash
from confluence.page

union all

select
    'attachment'        as stream,
    attachment_id       as object_id,
    null                as scope_id,
    container_type      as container_stream,
    page_id             as container_id,
    null                as above_id,
    null                as handle,
    status,
    version_number,
    version_created_at  as version_at,
    created_at,
    answered_at,
    landed_seq,
    object_hash
from confluence.attachment

union all

select
    'space'             as stream,
    space_id            as object_id,
    null                as scope_id,
    null                as container_stream,
    null                as container_id,
    null                as above_id,
    space_key           as handle,
    status,
    null                as version_number,
    null                as version_at,
    created_at,
    answered_at,
    landed_seq,
    object_hash
from confluence.space
