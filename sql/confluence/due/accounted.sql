-- One row per object that the site showed, of the streams that are read: how it ended (published, deleted, unwanted or open)
-- and why, and whether it is a row of its dataset, as an open one is whose former version is held. Without a state nobody
-- knows where it is.
with

read as (
    select unnest(content_types) as stream from setting
),

unread as (
    select stream, object as object_id, arg_max(cause, changed_at) as cause
    from sync.quarantine
    where kind = 'object' and state <> 'resolved'
    group by stream, object
),

gone as (
    select stream, object_id, max(reason) as reason
    from sync.deletion
    where state = 'deleted'
    group by stream, object_id
),

-- What the settings left out when it was noted and leave out now.
excluded as (
    select
        noted.stream,
        noted.object_id,
        case
            when noted.setting = 'status' then noted.setting
            when noted.stream = 'attachment' then unwanted_by(noted.stream, null, null, asked)
            else unwanted_by(noted.stream, noted.parent_id, noted.version_at, asked)
        end as excluded_by
    from sync.unwanted as noted
    cross join setting as asked
),

-- Listings that could not be followed to their ends, and objects that could not be asked for.
unfollowed as (
    select stream, min(cause) as cause
    from sync.quarantine
    where kind = 'listing' and state <> 'resolved'
    group by stream
),

kept as (
    select held.stream, held.object_id, held.parent_stream, held.parent_id, held.reason, container.object_id as container_id
    from held
    left join held as container
        on container.object_id = held.parent_id and container.stream = held.parent_stream and container.reason is null
    semi join read on read.stream = held.stream
),

of_kept as (
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
),

-- What was shown and is not held.
other as (
    select stream, object_id from land.sighting where stream <> 'space'
    union
    select stream, object_id from unread
    union
    select stream, object_id from gone
    union
    select stream, object_id from excluded
),

of_other as (
    select
        other.stream,
        other.object_id,
        case
            when unread.object_id is not null then 'open'
            when gone.object_id is not null then 'deleted'
            when excluded.excluded_by is not null then 'unwanted'
            when unfollowed.stream is not null then 'open'
        end as state,
        coalesce(unread.cause, gone.reason, 'outside of ' || excluded.excluded_by, unfollowed.cause) as cause,
        false as is_row
    from other
    semi join read on read.stream = other.stream
    anti join held on held.stream = other.stream and held.object_id = other.object_id
    left join unread on unread.stream = other.stream and unread.object_id = other.object_id
    left join gone on gone.stream = other.stream and gone.object_id = other.object_id
    left join excluded on excluded.stream = other.stream and excluded.object_id = other.object_id
    left join unfollowed on unfollowed.stream = other.stream
)

select stream, object_id, state, cause, is_row from of_kept
union all
select stream, object_id, state, cause, is_row from of_other
