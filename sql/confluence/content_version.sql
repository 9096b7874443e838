-- One row per version of a page or blog post, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  page_version, blogpost_version
-- needs   page_version|blogpost_version
-- field   number integer, message varchar, "minorEdit" boolean
-- field   "authorId" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar)
-- named   object_id
-- column  object_id           key     The id and the number together.
-- column  stream              plain   The stream that it came in.
-- column  container_type      plain   What the version is of: page or blogpost.
-- column  page_id             key     The page or blog post that it is a version of.
-- column  version_number      plain   The version, counted from 1; another one where versions below it were deleted.
-- column  version_message     text    What its author said about it, redacted.
-- column  version_minor       plain   Whether it was marked as a minor edit.
-- column  version_author_id   person  Who created it: a pseudonym of the account id.
-- column  version_created_at  time    When it was created, UTC.
-- required version_number, version_created_at
-- shown   stream            stream
-- shown   container_stream  container_type
-- shown   container         page_id
-- check   version_number >= 1
with

source as (
    select
        ---------- keys
        object_id,
        stream,
        case stream
            when 'page_version' then 'page'
            when 'blogpost_version' then 'blogpost'
        end                                           as container_type,
        scope                                         as page_id,

        ---------- people
        pseudonym(coalesce("authorId", "by"."accountId", "by"."userKey"), 'account_id')  as version_author_id,

        ---------- texts
        redact(message)                               as version_message,

        ---------- state
        number                                        as version_number,
        "minorEdit"                                   as version_minor,

        ---------- times
        make_timestamp(epoch_us(cast(coalesce("createdAt", "when") as timestamptz)))  as version_created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
