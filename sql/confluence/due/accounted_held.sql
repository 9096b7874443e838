-- One row per object that is held, of the streams that are read: how it ended and why, and whether it is a row of its dataset.
with

kept as (
    select held.stream, held.object_id, held.parent_stream, held.parent_id, held.reason, container.object_id as container_id
    from held
    left join held as container
        on container.object_id = held.parent_id and container.stream = held.parent_stream and container.reason is null
    semi join read on read.stream = held.stream
)

select
    kept.stream,
    kept.object_id,
    case
        when unread.object_id is not null then 'open'
        when kept.reason is not null then 'deleted'
        when kept.container_id is not null or kept.stream <> 'attachment' then 'published'
        when gone.object_id is not null then 'deleted'
        when above.object_id is not null then 'open'
        when excluded.excluded_by is not null or kept.parent_stream not in (select stream from read) then 'unwanted'
        -- Attachments are listed for the whole site.
        when len(setting.space_keys) > 0 then 'unwanted'
    end as state,
    case
        when unread.object_id is not null then unread.cause
        when kept.reason is not null then kept.reason
        when kept.container_id is not null or kept.stream <> 'attachment' then null
        when gone.object_id is not null then 'with its page: ' || gone.reason
        when above.object_id is not null then 'its page: ' || above.cause
        when excluded.excluded_by is not null then 'its page lies outside of ' || excluded.excluded_by
        when kept.parent_stream not in (select stream from read) then 'it is attached to a ' || kept.parent_stream
        when len(setting.space_keys) > 0 then 'its page lies outside of space_keys'
    end as cause,
    kept.reason is null and (kept.container_id is not null or kept.stream <> 'attachment') as is_row
from kept
cross join setting
left join unread on unread.stream = kept.stream and unread.object_id = kept.object_id
left join gone on kept.stream = 'attachment' and gone.stream = kept.parent_stream and gone.object_id = kept.parent_id
left join unread as above
    on kept.stream = 'attachment' and above.stream = kept.parent_stream and above.object_id = kept.parent_id
left join excluded
    on kept.stream = 'attachment' and excluded.stream = kept.parent_stream and excluded.object_id = kept.parent_id
    and excluded.excluded_by is not null
