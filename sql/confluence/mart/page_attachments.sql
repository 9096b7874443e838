-- One row per attachment that exists, with the location of its current version in the store.
--
-- needs     attachment
-- rows      attachment
-- shares    gone, live_page, live_attachment, stored_file
-- grain     attachment_id
-- each      attachment_id via confluence.attachment.attachment_id, sync.upload.object_id
-- look      confluence.page.page_id through confluence.attachment.page_id
-- look      sync.deletion.object_id through confluence.attachment.attachment_id
-- look      sync.deletion.object_id through confluence.attachment.page_id
-- required  page_id, status, upload_state
-- numbers   17
-- column    1   attachment_id    key     The attachment's id, unique on its site.
-- column    2   page_id          key     The page or blog post it is attached to.
-- column    3   title            text    Its file name, redacted.
-- column    4   media_type       text    The media type of its file as announced, redacted.
-- column    5   size_bytes       plain   Size of its file in bytes, as announced.
-- column    6   status           plain   current or archived.
-- column    7   comment          text    The comment on it, redacted; null if there is none.
-- column    8   version_number   plain   The version, counted from 1.
-- column    9   version_message  text    What the author of the version said about it, redacted; null if nothing.
-- column    10  modified_by      person  Who created the version: a pseudonym.
-- column    11  created_at       time    When the attachment was created, UTC.
-- column    12  modified_at      time    When the version was created, UTC.
-- column    13  upload_state     plain   stored, due, failed; too_large or skipped if only metadata is kept.
-- column    14  s3_bucket        key     The bucket of its current version; null until it is stored, and for a folder.
-- column    15  s3_key           key     The key of its current version in the bucket or folder; null until it is stored.
-- column    16  s3_uri           key     The address of its current version; null until it is stored.
-- column    17  object_uri       key     The same, relative to the root of the store; null until it is stored.
-- check     upload_state in ('stored', 'due', 'failed', 'too_large', 'skipped')
-- check     (upload_state = 'stored') = (s3_uri is not null)
-- check     (s3_key is null) = (s3_uri is null)
with

attachment as (
    select live_attachment.*
    from live_attachment
    semi join live_page on live_page.page_id = live_attachment.page_id
),

joined as (
    select
        ---------- keys
        attachment.attachment_id,
        attachment.page_id,

        ---------- the file
        attachment.title,
        attachment.media_type,
        attachment.size_bytes,
        attachment.status,
        nullif(attachment.comment, '') as comment,

        ---------- people and versions
        attachment.version_number,
        nullif(attachment.version_message, '') as version_message,
        attachment.version_author_id   as modified_by,

        ---------- times
        attachment.created_at,
        attachment.version_created_at  as modified_at,

        ---------- the store
        case when file.state <> 'begun' then file.state else 'due' end  as upload_state,
        case when file.state = 'stored' then file.bucket end             as s3_bucket,
        case when file.state = 'stored' then file.object_key end         as s3_key,
        case when file.state = 'stored' then file.uri end                as s3_uri,
        case when file.state = 'stored' then file.object_uri end         as object_uri
    from attachment
    left join stored_file as file on file.attachment_id = attachment.attachment_id and file.place = 1
)

select * from joined
