-- One row per attachment of an issue, as last seen.
--
-- grain   attachment_id
-- newest  created_at
-- stream  attachment
-- field   id varchar, filename varchar, "mimeType" varchar, size bigint, created varchar
-- field   author struct("accountId" varchar, key varchar, name varchar)
-- column  attachment_id  key     The attachment's id, unique on its site.
-- column  issue_id       key     The issue it is attached to.
-- column  title          text    Its file name, redacted.
-- column  media_type     text    The media type of its file as announced, redacted.
-- column  size_bytes     plain   Size of its file in bytes, as announced.
-- column  author_id      person  Who attached it: a pseudonym of the account id, on Data Center of the user key.
-- column  created_at     time    When it was attached, UTC: it never changes.
-- required title, created_at
-- shown   container  issue_id
-- shown   container_stream  'issue'
-- shown   changed  created_at
-- shown   created  created_at
-- check   size_bytes >= 0
with

source as (
    select
        ---------- keys
        id                    as attachment_id,
        scope                 as issue_id,

        ---------- people
        pseudonym(
            coalesce(nullif(author."accountId", ''), nullif(author.key, ''), author.name), 'account_id'
        ) as author_id,

        ---------- texts
        redact(filename)      as title,
        redact("mimeType")    as media_type,

        ---------- state
        size                  as size_bytes,

        ---------- times
        make_timestamp(epoch_us(try_cast(created as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
