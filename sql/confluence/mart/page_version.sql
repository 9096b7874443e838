-- One row per version of a page or blog post that exists.
--
-- needs     page_version|blogpost_version
-- shares    gone, live_page
-- grain     page_id, version_number
-- required  created_at, is_current
-- numbers   9
-- column    1  page_id          key      The page or blog post that it is a version of.
-- column    2  version_number   plain    The version, counted from 1; another one where versions below it were deleted.
-- column    3  version_message  text     What its author said about it, redacted; null if nothing.
-- column    4  version_minor    plain    Whether it was marked as a minor edit.
-- column    5  author_id        person   Who created it: a pseudonym.
-- column    6  created_at       time     When it was created, UTC.
-- column    7  is_current       plain    Whether it is the version in space_content.
-- column    8  body             storage  The body that it had, in storage format (XHTML), redacted; null where it was not read.
-- column    9  body_text        body     The redacted body as plain text; null where it was not read.
with

-- The bodies that were read.
body as (
    select held.page_id, held.version_number, held.body_storage
    from confluence.version_body as held
    anti join gone on gone.object_id = held.object_id and gone.stream = held.stream
),

joined as (
    select
        held.page_id,
        held.version_number,
        nullif(held.version_message, '')                      as version_message,
        held.version_minor,
        held.version_author_id                                as author_id,
        held.version_created_at                               as created_at,
        held.version_number = live_page.version_number        as is_current,
        body.body_storage                                     as body,
        plain_text(body.body_storage)                         as body_text
    from confluence.content_version as held
    anti join gone on gone.object_id = held.object_id and gone.stream = held.stream
    inner join live_page on live_page.page_id = held.page_id
    left join body on body.page_id = held.page_id and body.version_number = held.version_number
)

select * from joined
