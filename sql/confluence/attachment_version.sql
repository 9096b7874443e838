-- One row per version of an attachment, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  attachment_version
-- needs   attachment_version
-- field   number integer, message varchar, "minorEdit" boolean, attachment struct(title varchar)
-- field   "authorId" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar)
-- named   object_id
-- column  object_id           key     The id and the number together.
-- column  attachment_id       key     The attachment that it is a version of.
-- column  version_number      plain   The version, counted from 1; another one where versions below it were deleted.
-- column  version_message     text    What its author said about it, redacted.
-- column  version_minor       plain   Whether it was marked as a minor edit.
-- column  version_author_id   person  Who created it: a pseudonym of the account id.
-- column  version_created_at  time    When it was created, UTC.
-- column  title               text    The file name that it had, redacted.
-- required version_number, version_created_at
-- shown   container_stream  'attachment'
-- shown   container         attachment_id
-- check   version_number >= 1
with

source as (
    select
        ---------- keys
        object_id,
        scope                                         as attachment_id,

        ---------- people
        pseudonym(coalesce("authorId", "by"."accountId", "by"."userKey"), 'account_id')  as version_author_id,

        ---------- texts
        redact(message)                               as version_message,
        redact(attachment.title)                      as title,

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
