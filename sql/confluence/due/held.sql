-- One row per object that is held, of whichever stream, as it is compared with what listings show.
with

object as (
    select
        content_type        as stream,
        page_id             as object_id,
        'space'             as parent_stream,
        space_id            as parent_id,
        parent_id           as above_id,
        status,
        version_number,
        version_created_at  as version_at,
        answered_at,
        landed_seq,
        object_hash
    from confluence.page

    union all

    select
        'attachment'        as stream,
        attachment_id       as object_id,
        container_type      as parent_stream,
        page_id             as parent_id,
        null                as above_id,
        status,
        version_number,
        version_created_at  as version_at,
        answered_at,
        landed_seq,
        object_hash
    from confluence.attachment

    union all

    select
        'space'             as stream,
        space_id            as object_id,
        null                as parent_stream,
        null                as parent_id,
        null                as above_id,
        status,
        null                as version_number,
        null                as version_at,
        answered_at,
        landed_seq,
        object_hash
    from confluence.space
)

select object.*, gone.reason
from object
left join gone on gone.stream = object.stream and gone.object_id = object.object_id
