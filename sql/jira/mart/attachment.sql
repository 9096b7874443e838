-- One row per attachment of an issue that exists, with the location of its file in the store.
--
-- needs     attachment
-- rows      attachment
-- shares    gone, live_issue, stored_file
-- grain     attachment_id
-- each      attachment_id via jira.attachment.attachment_id, sync.upload.object_id
-- look      jira.issue.issue_id through jira.attachment.issue_id
-- look      sync.deletion.object_id through jira.attachment.attachment_id
-- look      sync.deletion.object_id through jira.attachment.issue_id
-- required  issue_id, created_at, upload_state
-- numbers   12
-- column    1   attachment_id  key     The attachment's id, unique on its site.
-- column    2   issue_id       key     The issue it is attached to: a row of issue.
-- column    3   title          text    Its file name, redacted.
-- column    4   media_type     text    The media type of its file as announced, redacted.
-- column    5   size_bytes     plain   Size of its file in bytes, as announced.
-- column    6   author_id      person  Who attached it: a pseudonym.
-- column    7   created_at     time    When it was attached, UTC: it never changes.
-- column    8   upload_state   plain   stored, due, failed; too_large or skipped if only metadata is kept.
-- column    9   s3_bucket      key     The bucket of its file; null until it is stored, and for a folder.
-- column    10  s3_key         key     The key of its file in the bucket or folder; null until it is stored.
-- column    11  s3_uri         key     The address of its file; null until it is stored.
-- column    12  object_uri     key     The same, relative to the root of the store; null until it is stored.
-- check     upload_state in ('stored', 'due', 'failed', 'too_large', 'skipped')
-- check     (upload_state = 'stored') = (s3_uri is not null)
-- check     (s3_key is null) = (s3_uri is null)
with

joined as (
    select
        held.attachment_id,
        held.issue_id,
        held.title,
        held.media_type,
        held.size_bytes,
        held.author_id,
        held.created_at,

        ---------- the store
        case when file.state <> 'begun' then file.state else 'due' end  as upload_state,
        case when file.state = 'stored' then file.bucket end             as s3_bucket,
        case when file.state = 'stored' then file.object_key end         as s3_key,
        case when file.state = 'stored' then file.uri end                as s3_uri,
        case when file.state = 'stored' then file.object_uri end         as object_uri
    from jira.attachment as held
    anti join gone on gone.object_id = held.attachment_id and gone.stream = 'attachment'
    semi join live_issue on live_issue.issue_id = held.issue_id
    left join stored_file as file on file.attachment_id = held.attachment_id and file.place = 1
)

select * from joined
