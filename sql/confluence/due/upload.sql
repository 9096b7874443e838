-- One row per attachment version that is to be stored now, or whose size alone has to be noted.
--
-- $limit  bytes that a file may have
-- $now    the present time
-- $after  the id behind which it goes on
-- $most   rows, at most
-- $skipped  the media types that the policy does not store, as patterns with blanks between them
with

deleted as (
    select object_id, stream from sync.deletion where state = 'deleted'
),

page as (
    select page.page_id
    from confluence.page as page
    anti join deleted on deleted.object_id = page.page_id and deleted.stream in ('page', 'blogpost')
    where page.status in ('current', 'archived')
),

attachment as (
    select attachment.*
    from confluence.attachment as attachment
    semi join page on page.page_id = attachment.page_id
    anti join deleted on deleted.object_id = attachment.attachment_id and deleted.stream = 'attachment'
    where attachment.status in ('current', 'archived') and attachment.version_number is not null
),

skipped as (
    select attachment_id
    from attachment
    where exists (
        select 1 from unnest(string_split($skipped, ' ')) as pattern (media_type)
        where lower(coalesce(attachment.media_type, 'unknown/unknown')) glob pattern.media_type
    )
),

-- What was too large is looked at again when the limit has risen or another size is announced, what was skipped when the
-- policy stores it.
refused as (
    select distinct upload.attachment_id, upload.version_number, upload.version_created_at, upload.bytes
    from sync.upload as upload
    left join skipped on skipped.attachment_id = upload.attachment_id
    where (upload.state = 'too_large' and upload.size_limit >= $limit)
        or (upload.state = 'skipped' and skipped.attachment_id is not null)
)

select
    attachment.attachment_id,
    attachment.page_id,
    attachment.version_number,
    attachment.version_created_at,
    attachment.media_type,
    attachment.size_bytes,
    coalesce(attachment.size_bytes > $limit, false)  as is_too_large,
    skipped.attachment_id is not null                as is_skipped,
    coalesce(tried.attempts, 0) + 1                  as attempt,
    -- The pause after a failure doubles from a minute to a day.
    cast(least(power(2, least(coalesce(tried.failures, 0), 11)), 1440) as bigint) as pause_minutes
from attachment
left join tried
    on tried.attachment_id = attachment.attachment_id
    and tried.version_number = attachment.version_number
    and tried.version_created_at is not distinct from attachment.version_created_at
left join skipped on skipped.attachment_id = attachment.attachment_id
anti join refused
    on refused.attachment_id = attachment.attachment_id
    and refused.version_number = attachment.version_number
    and refused.version_created_at is not distinct from attachment.version_created_at
    and refused.bytes is not distinct from attachment.size_bytes
where attachment.attachment_id > $after
    and not coalesce(tried.is_stored, false)
    and (
        tried.due_at is null
        or tried.due_at <= $now
        -- No pause is longer than a day: the clock was set back since.
        or tried.due_at - interval 2 days > $now
        or attachment.size_bytes > $limit
        or skipped.attachment_id is not null
    )
order by attachment.attachment_id
limit $most
