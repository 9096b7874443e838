-- One row per attachment, as last seen.
--
-- grain   attachment_id
-- newest  version_created_at, version_number
-- stream  attachment
-- field   id varchar, status varchar, title varchar, "pageId" varchar, "blogPostId" varchar, "customContentId" varchar
-- field   "createdAt" varchar
-- field   "mediaType" varchar, "fileSize" bigint, comment varchar, "fileId" varchar
-- field   version struct(number integer, message varchar, "authorId" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar))
-- field   container struct(id varchar, type varchar)
-- field   extensions struct("mediaType" varchar, "fileSize" bigint, comment varchar)
-- field   history struct("createdDate" varchar)
-- column  attachment_id       key     The attachment's id, unique on its site.
-- column  page_id             key     The page or blog post it is attached to; null for one of custom content.
-- column  container_type      plain   What it is attached to: page, blogpost, custom_content or other.
-- column  file_id             key     The id of its file in the site's media store.
-- column  title               text    Its file name, redacted.
-- column  comment             text    The comment on it, redacted.
-- column  media_type          text    The media type of its file as announced, redacted.
-- column  status              plain   current, archived or trashed.
-- column  size_bytes          plain   Size of its file in bytes, as announced.
-- column  version_number      plain   The version, counted from 1.
-- column  version_message     text    What the author of the version said about it, redacted.
-- column  version_author_id   person  Who created the version: a pseudonym of the account id.
-- column  version_created_at  time    When the version was created, UTC.
-- column  created_at          time    When the attachment was created, UTC.
-- required title, version_number, version_created_at, container_type
-- take    status  current, archived
-- leave   status  trashed, deleted, draft, historical
-- shown   container_stream  container_type
-- shown   container         page_id
-- shown   status            status
-- shown   version           version_number
-- shown   changed           version_created_at
-- shown   created           created_at
-- check   version_number >= 1
-- check   size_bytes >= 0
with

source as (
    select
        ---------- keys
        id                                            as attachment_id,
        coalesce(
            "pageId", "blogPostId", case when container.type in ('page', 'blogpost') then container.id end
        )                                             as page_id,
        case
            when "pageId" is not null then 'page'
            when "blogPostId" is not null then 'blogpost'
            when "customContentId" is not null then 'custom_content'
            when container.type in ('page', 'blogpost') then container.type
            when container.id is not null then 'other'
        end                                           as container_type,
        "fileId"                                      as file_id,

        ---------- people
        pseudonym(
            coalesce(version."authorId", version."by"."accountId", version."by"."userKey"), 'account_id'
        )                                             as version_author_id,

        ---------- texts
        redact(title)                                 as title,
        redact(coalesce(comment, extensions.comment))  as comment,
        redact(coalesce("mediaType", extensions."mediaType"))  as media_type,
        redact(version.message)                       as version_message,

        ---------- state
        case
            when status in ('current', 'archived', 'trashed', 'deleted', 'draft', 'historical') then status
            when status is not null then 'other'
        end                                           as status,
        coalesce("fileSize", extensions."fileSize")   as size_bytes,
        version.number                                as version_number,

        ---------- times
        make_timestamp(epoch_us(cast(coalesce(version."createdAt", version."when") as timestamptz)))  as version_created_at,
        make_timestamp(epoch_us(cast(coalesce("createdAt", history."createdDate") as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
