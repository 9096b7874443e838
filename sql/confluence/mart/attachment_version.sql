-- One row per version of an attachment that exists.
--
-- needs     attachment_version
-- shares    gone, live_page, live_attachment
-- grain     attachment_id, version_number
-- required  page_id, created_at, is_current
-- numbers   9
-- column    1  attachment_id    key     The attachment that it is a version of.
-- column    2  version_number   plain   The version, counted from 1; another one where versions below it were deleted.
-- column    3  page_id          key     The page or blog post that the attachment is attached to.
-- column    4  title            text    The file name that it had, redacted; null where no answer tells.
-- column    5  version_message  text    What its author said about it, redacted; null if nothing.
-- column    6  version_minor    plain   Whether it was marked as a minor edit.
-- column    7  author_id        person  Who created it: a pseudonym.
-- column    8  created_at       time    When it was created, UTC.
-- column    9  is_current       plain   Whether it is the version in page_attachments.
with

joined as (
    select
        held.attachment_id,
        held.version_number,
        live_attachment.page_id,
        held.title,
        nullif(held.version_message, '')                      as version_message,
        held.version_minor,
        held.version_author_id                                as author_id,
        held.version_created_at                               as created_at,
        held.version_number = live_attachment.version_number  as is_current
    from confluence.attachment_version as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'attachment_version'
    inner join live_attachment on live_attachment.attachment_id = held.attachment_id
    semi join live_page on live_page.page_id = live_attachment.page_id
)

select * from joined
