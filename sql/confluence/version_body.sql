-- One row per version of a page or blog post with the body that it had, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  page_version_body, blogpost_version_body
-- field   number integer, version struct(number integer), body struct(storage struct(value varchar))
-- field   page struct(body struct(storage struct(value varchar)))
-- field   blogpost struct(body struct(storage struct(value varchar)))
-- named   object_id
-- column  object_id       key      The id that the engine gives it: what it was asked for, and its own.
-- column  stream          plain    The stream that it came in.
-- column  parent_stream   plain    What it was asked for: a page or blogpost, on Data Center a version of it.
-- column  parent_id       key      The id of that.
-- column  page_id         key      The page or blog post that it is a version of.
-- column  version_number  plain    The version, counted from 1; another one where versions below it were deleted.
-- column  body_storage    storage  The body in storage format (XHTML), redacted.
-- required version_number, page_id
-- shown   stream            stream
-- shown   container_stream  parent_stream
-- shown   container         parent_id
-- check   version_number >= 1
with

source as (
    select
        ---------- keys
        object_id,
        stream,
        case
            when stream = 'page_version_body' and number is not null then 'page'
            when stream = 'page_version_body' then 'page_version'
            when stream = 'blogpost_version_body' and number is not null then 'blogpost'
            when stream = 'blogpost_version_body' then 'blogpost_version'
        end                               as parent_stream,
        scope                             as parent_id,
        split_part(scope, ':', 1)         as page_id,
        coalesce(number, version.number)  as version_number,

        ---------- texts
        redact_storage(
            coalesce(page.body.storage.value, blogpost.body.storage.value, body.storage.value)
        )                                 as body_storage,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
