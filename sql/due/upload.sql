-- One row per version of a file that is to be stored now, or whose size alone has to be noted.
--
-- $limit  bytes that a file may have
-- $now    the present time
-- $after  the id behind which it goes on
-- $is_again  whether the versions that an earlier run tried are meant, or the others; both where it is null
-- $run  the run that tries
-- $most   rows, at most
-- $stored   the streams whose files are stored, with blanks between them
-- $skipped  the media types that the policy does not store, as patterns with blanks between them
with

skipped as (
    select stream, object_id
    from present
    where not list_contains(string_split($stored, ' '), present.stream)
        or not present.is_within
        or exists (
            select 1 from unnest(string_split($skipped, ' ')) as pattern (media_type)
            where lower(coalesce(present.media_type, 'unknown/unknown')) glob pattern.media_type
        )
),

-- What was too large is looked at again when the limit has risen or another size is announced, what was skipped when the
-- policy stores it and what it is attached to is held.
refused as (
    select distinct upload.stream, upload.object_id, upload.version_number, upload.version_created_at, upload.bytes
    from sync.upload as upload
    left join skipped on skipped.stream = upload.stream and skipped.object_id = upload.object_id
    where (upload.state = 'too_large' and upload.size_limit >= $limit)
        or (upload.state = 'skipped' and skipped.object_id is not null)
)

select
    present.stream,
    present.object_id,
    present.container_id,
    present.version_number,
    present.version_at,
    present.media_type,
    present.size_bytes,
    coalesce(present.size_bytes > $limit, false)  as is_too_large,
    skipped.object_id is not null                 as is_skipped,
    coalesce(tried.attempts, 0) + 1               as attempt,
    -- The next run tries again; the pause after a further failure doubles from a minute to a day.
    cast(if(coalesce(tried.failures, 0) = 0, 0, least(power(2, least(tried.failures - 1, 11)), 1440)) as bigint)
        as pause_minutes
from present
left join tried
    on tried.stream = present.stream
    and tried.object_id = present.object_id
    and tried.version_number = present.version_number
    and tried.version_created_at is not distinct from present.version_at
left join skipped on skipped.stream = present.stream and skipped.object_id = present.object_id
anti join refused
    on refused.stream = present.stream
    and refused.object_id = present.object_id
    and refused.version_number = present.version_number
    and refused.version_created_at is not distinct from present.version_at
    and refused.bytes is not distinct from present.size_bytes
where present.object_id > $after
    and ($is_again is null or (tried.attempts is not null) = $is_again)
    and tried.last_run_id is distinct from $run
    and not coalesce(tried.is_stored, false)
    and (
        tried.due_at is null
        or tried.due_at <= $now
        -- No pause is longer than a day: the clock was set back since.
        or tried.due_at - interval 2 days > $now
        or present.size_bytes > $limit
        or skipped.object_id is not null
    )
order by present.object_id, present.stream
limit $most
