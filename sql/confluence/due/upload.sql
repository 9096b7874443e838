-- One row per attachment version that is to be stored now, or whose size alone has to be noted.
--
-- $limit  bytes that a file may have
-- $now    the present time
-- $after  the id behind which it goes on
-- $most   rows, at most
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
    select
        attachment.attachment_id,
        attachment.page_id,
        attachment.version_number,
        attachment.version_created_at,
        attachment.media_type,
        attachment.size_bytes
    from confluence.attachment as attachment
    semi join page on page.page_id = attachment.page_id
    anti join deleted on deleted.object_id = attachment.attachment_id and deleted.stream = 'attachment'
    where attachment.status in ('current', 'archived') and attachment.version_number is not null
),

-- A number alone does not tell a version: one that was taken back leaves its number to the next.
tried as (
    select
        attachment_id,
        version_number,
        version_created_at,
        count(*)                                                         as attempts,
        count(*) filter (where state = 'failed' and due_at is not null)  as failures,
        bool_or(state = 'stored')                                        as is_stored,
        max(due_at)                                                      as due_at
    from sync.upload
    group by attachment_id, version_number, version_created_at
),

-- What was too large is looked at again when the limit has risen or another size is announced.
refused as (
    select distinct attachment_id, version_number, version_created_at, bytes
    from sync.upload
    where state = 'too_large' and size_limit >= $limit
)

select
    attachment.attachment_id,
    attachment.page_id,
    attachment.version_number,
    attachment.version_created_at,
    attachment.media_type,
    attachment.size_bytes,
    coalesce(attachment.size_bytes > $limit, false)  as is_too_large,
    coalesce(tried.attempts, 0) + 1                  as attempt,
    -- The pause after a failure doubles from a minute to a day.
    cast(least(power(2, least(coalesce(tried.failures, 0), 11)), 1440) as bigint) as pause_minutes
from attachment
left join tried
    on tried.attachment_id = attachment.attachment_id
    and tried.version_number = attachment.version_number
    and tried.version_created_at is not distinct from attachment.version_created_at
anti join refused
    on refused.attachment_id = attachment.attachment_id
    and refused.version_number = attachment.version_number
    and refused.version_created_at is not distinct from attachment.version_created_at
    and refused.bytes is not distinct from attachment.size_bytes
where attachment.attachment_id > $after
    and not coalesce(tried.is_stored, false)
    and (tried.due_at is null or tried.due_at <= $now or attachment.size_bytes > $limit)
order by attachment.attachment_id
limit $most
