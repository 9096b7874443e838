-- One row per page, blog post or attachment that was held and is gone, itself or with its page: why, and on what evidence.
--
-- shares    gone, live_attachment
-- grain     object_id
-- required  content_type, page_id, reason, evidence, seen_at
-- numbers   11
-- column    1   object_id       key            The object's id, unique on its site.
-- column    2   content_type    plain          page, blogpost or attachment.
-- column    3   page_id         key            For an attachment, the page or blog post it was attached to; otherwise the object itself.
-- column    4   space_id        key            The id of the space it was in.
-- column    5   space_key       key_or_person  The key of that space; a pseudonym for a personal space.
-- column    6   title           text           Its last title, redacted.
-- column    7   version_number  plain          The last version that was held.
-- column    8   modified_at     time           When that version was created, UTC.
-- column    9   reason          plain          trashed, purged, no_access or out_of_scope.
-- column    10  evidence        plain          The evidence: a listing, the response to its id, or a setting.
-- column    11  seen_at         time           The site's time of the response that shows it, UTC.
-- check     reason in ('trashed', 'purged', 'no_access', 'out_of_scope')
with

lost as (
    select stream, object_id, reason, evidence, seen_at
    from gone
    -- Other streams have ids of their own.
    where stream in ('page', 'blogpost', 'attachment')

    union all

    select
        'attachment'                   as stream,
        live_attachment.attachment_id  as object_id,
        gone.reason,
        'with its ' || gone.stream || ': ' || gone.evidence  as evidence,
        gone.seen_at
    from live_attachment
    inner join gone on gone.stream in ('page', 'blogpost') and gone.object_id = live_attachment.page_id
),

object as (
    select
        lost.object_id,
        lost.stream                                              as content_type,
        coalesce(attachment.page_id, lost.object_id)             as page_id,
        coalesce(attachment.title, page.title)                   as title,
        coalesce(attachment.version_number, page.version_number) as version_number,
        coalesce(attachment.version_created_at, page.version_created_at) as modified_at,
        lost.reason,
        lost.evidence,
        lost.seen_at
    from lost
    left join confluence.page as page on lost.stream <> 'attachment' and page.page_id = lost.object_id
    left join confluence.attachment as attachment
        on lost.stream = 'attachment' and attachment.attachment_id = lost.object_id
    where coalesce(attachment.attachment_id, page.page_id) is not null
),

placed as (
    select
        object.object_id,
        object.content_type,
        object.page_id,
        page.space_id,
        space.space_key,
        object.title,
        object.version_number,
        object.modified_at,
        object.reason,
        object.evidence,
        object.seen_at
    from object
    left join confluence.page as page on page.page_id = object.page_id
    left join confluence.space as space on space.space_id = page.space_id
)

select * from placed
