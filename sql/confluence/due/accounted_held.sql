-- One row per object that is held, of the streams that are read: how it ended and why, and whether it is a row of its dataset.
with

-- An attachment is a row where its page is one.
attached as (
    select held.*
    from held
    semi join read on read.stream = held.stream
    where held.stream = 'attachment'
),

container as (
    select held.stream, held.object_id
    from held
    semi join attached on attached.parent_stream = held.stream and attached.parent_id = held.object_id
    where held.reason is null
),

kept as (
    select attached.*, container.object_id is not null as has_container
    from attached
    left join container
        on container.stream = attached.parent_stream and container.object_id = attached.parent_id
)

select
    held.stream,
    held.object_id,
    case
        when unread.object_id is not null then 'open'
        when held.reason is not null then 'deleted'
        else 'published'
    end as state,
    coalesce(unread.cause, held.reason) as cause,
    held.reason is null as is_row
from held
semi join read on read.stream = held.stream
left join unread on unread.stream = held.stream and unread.object_id = held.object_id
where held.stream <> 'attachment'

union all

select
    kept.stream,
    kept.object_id,
    case
        when unread.object_id is not null then 'open'
        when kept.reason is not null then 'deleted'
        when kept.has_container then 'published'
        when gone.object_id is not null then 'deleted'
        when above.object_id is not null then 'open'
        when excluded.excluded_by is not null or kept.parent_stream not in (select stream from read) then 'unwanted'
        -- Attachments are listed for the whole site.
        when len(setting.space_keys) > 0 then 'unwanted'
    end as state,
    case
        when unread.object_id is not null then unread.cause
        when kept.reason is not null then kept.reason
        when kept.has_container then null
        when gone.object_id is not null then 'with its page: ' || gone.reason
        when above.object_id is not null then 'its page: ' || above.cause
        when excluded.excluded_by is not null then 'its page lies outside of ' || excluded.excluded_by
        when kept.parent_stream not in (select stream from read) then 'it is attached to a ' || kept.parent_stream
        when len(setting.space_keys) > 0 then 'its page lies outside of space_keys'
    end as cause,
    kept.reason is null and kept.has_container as is_row
from kept
cross join setting
left join unread on unread.stream = kept.stream and unread.object_id = kept.object_id
left join gone on gone.stream = kept.parent_stream and gone.object_id = kept.parent_id
left join unread as above on above.stream = kept.parent_stream and above.object_id = kept.parent_id
left join excluded
    on excluded.stream = kept.parent_stream and excluded.object_id = kept.parent_id and excluded.excluded_by is not null
