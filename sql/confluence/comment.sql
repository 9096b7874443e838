-- One row per comment on a page or blog post, as last seen.
--
-- grain   comment_id
-- newest  version_created_at, version_number
-- stream  footer_comment, inline_comment, footer_reply, inline_reply, content_comment
-- needs   footer_comment|inline_comment|footer_reply|inline_reply|content_comment
-- field   id varchar, status varchar, title varchar, "parentCommentId" varchar
-- field   "pageId" varchar, "blogPostId" varchar, "attachmentId" varchar, "customContentId" varchar
-- field   "resolutionStatus" varchar, "resolutionLastModifierId" varchar, "resolutionLastModifiedAt" varchar
-- field   properties struct("inlineMarkerRef" varchar, "inlineOriginalSelection" varchar)
-- field   version struct(number integer, message varchar, "minorEdit" boolean, "authorId" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar))
-- field   body struct(storage struct(value varchar))
-- field   container struct(id varchar, type varchar), ancestors struct(id varchar)[]
-- field   history struct("createdDate" varchar, "createdBy" struct("accountId" varchar, "userKey" varchar))
-- field   extensions struct(location varchar, "inlineProperties" struct("markerRef" varchar, "originalSelection" varchar), resolution struct(status varchar, "lastModifiedDate" varchar, "lastModifier" struct("accountId" varchar, "userKey" varchar)))
-- column  comment_id          key      The comment's id, unique on its site.
-- column  stream              plain    The stream that it came in.
-- column  kind                plain    footer or inline; other for what is neither.
-- column  page_id             key      The page or blog post that it is on; null where only the comment that it answers tells.
-- column  container_type      plain    What container_id is: page, blogpost, attachment, custom_content, other, or the stream of the comment that it answers.
-- column  container_id        key      What it lies in: what it is on, or the comment that it answers, where it was listed for that.
-- column  parent_id           key      The comment that it answers; null for the first of a thread.
-- column  status              plain    current or archived.
-- column  author_id           person   Who wrote it: a pseudonym of the account id; null where no answer tells.
-- column  version_number      plain    The version, counted from 1.
-- column  version_author_id   person   Who created the version: a pseudonym of the account id.
-- column  version_created_at  time     When the version was created, UTC.
-- column  created_at          time     When the comment was created, UTC; null where no answer tells.
-- column  resolution          plain    open, reopened, resolved, dangling or other; null for comments that are not resolved.
-- column  resolved_by         person   Who changed the resolution last: a pseudonym of the account id.
-- column  resolved_at         time     When the resolution was changed last, UTC.
-- column  marker_ref          key      The mark in the body of the page that an inline comment belongs to.
-- column  anchor_text         text     The text that an inline comment is about, redacted.
-- column  title               text     Its title, redacted.
-- column  body_storage        storage  The body in storage format (XHTML), redacted.
-- required version_number, version_created_at, body_storage
-- take    status  current, archived
-- leave   status  trashed, deleted, draft, historical
-- shown   stream            stream
-- shown   container_stream  container_type
-- shown   container         container_id
-- shown   above             parent_id
-- shown   status            status
-- shown   version           version_number
-- shown   changed           version_created_at
-- shown   created           created_at
-- check   version_number >= 1
with

source as (
    select
        ---------- keys
        id                                            as comment_id,
        stream,
        case
            when stream in ('footer_comment', 'footer_reply') or extensions.location = 'footer' then 'footer'
            -- Data Center lists inline comments that are resolved at a place of their own.
            when stream in ('inline_comment', 'inline_reply') or extensions.location in ('inline', 'resolved') then 'inline'
            else 'other'
        end                                           as kind,
        coalesce(
            "pageId", "blogPostId", case when container.type in ('page', 'blogpost') then container.id end
        )                                             as page_id,
        case
            when stream = 'footer_reply' then 'footer_comment'
            when stream = 'inline_reply' then 'inline_comment'
            when "pageId" is not null then 'page'
            when "blogPostId" is not null then 'blogpost'
            when "attachmentId" is not null then 'attachment'
            when "customContentId" is not null then 'custom_content'
            when container.type in ('page', 'blogpost', 'attachment') then container.type
            when container.id is not null then 'other'
        end                                           as container_type,
        case
            when stream in ('footer_reply', 'inline_reply') then scope
            else coalesce("pageId", "blogPostId", "attachmentId", "customContentId", container.id)
        end                                           as container_id,
        coalesce(
            "parentCommentId", case when stream in ('footer_reply', 'inline_reply') then scope end, ancestors[-1].id
        )                                             as parent_id,
        coalesce(properties."inlineMarkerRef", extensions."inlineProperties"."markerRef")  as marker_ref,

        ---------- people
        -- The first version is by whoever wrote the comment.
        pseudonym(
            coalesce(
                history."createdBy"."accountId",
                history."createdBy"."userKey",
                case when version.number = 1 then coalesce(version."authorId", version."by"."accountId", version."by"."userKey") end
            ),
            'account_id'
        )                                             as author_id,
        pseudonym(
            coalesce(version."authorId", version."by"."accountId", version."by"."userKey"), 'account_id'
        )                                             as version_author_id,
        pseudonym(
            coalesce(
                "resolutionLastModifierId",
                extensions.resolution."lastModifier"."accountId",
                extensions.resolution."lastModifier"."userKey"
            ),
            'account_id'
        )                                             as resolved_by,

        ---------- texts
        redact(title)                                 as title,
        redact(
            coalesce(properties."inlineOriginalSelection", extensions."inlineProperties"."originalSelection")
        )                                             as anchor_text,
        redact_storage(body.storage.value)            as body_storage,

        ---------- state
        case
            when status in ('current', 'archived', 'trashed', 'deleted', 'draft', 'historical') then status
            when status is not null then 'other'
        end                                           as status,
        version.number                                as version_number,
        case
            when coalesce("resolutionStatus", extensions.resolution.status) in ('open', 'reopened', 'resolved', 'dangling')
                then coalesce("resolutionStatus", extensions.resolution.status)
            when extensions.location = 'resolved' then 'resolved'
            when coalesce("resolutionStatus", extensions.resolution.status) is not null then 'other'
        end                                           as resolution,

        ---------- times
        make_timestamp(epoch_us(cast(coalesce(version."createdAt", version."when") as timestamptz)))  as version_created_at,
        make_timestamp(epoch_us(cast(coalesce(
            history."createdDate", case when version.number = 1 then coalesce(version."createdAt", version."when") end
        ) as timestamptz)))                           as created_at,
        make_timestamp(epoch_us(try_cast(coalesce(
            "resolutionLastModifiedAt", extensions.resolution."lastModifiedDate"
        ) as timestamptz)))                           as resolved_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
