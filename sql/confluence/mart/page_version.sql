-- One row per version of a page or blog post that exists.
--
-- needs     page_version|blogpost_version
-- shares    gone, live_page
-- grain     page_id, version_number
-- required  created_at, is_current
-- numbers   7
-- column    1  page_id          key     The page or blog post that it is a version of.
-- column    2  version_number   plain   The version, counted from 1; another one where versions below it were deleted.
-- column    3  version_message  text    What its author said about it, redacted; null if nothing.
-- column    4  version_minor    plain   Whether it was marked as a minor edit.
-- column    5  author_id        person  Who created it: a pseudonym.
-- column    6  created_at       time    When it was created, UTC.
-- column    7  is_current       plain   Whether it is the version in space_content.
with

joined as (
    select
        held.page_id,
        held.version_number,
        nullif(held.version_message, '')                      as version_message,
        held.version_minor,
        held.version_author_id                                as author_id,
        held.version_created_at                               as created_at,
        held.version_number = live_page.version_number        as is_current
    from confluence.content_version as held
    anti join gone on gone.object_id = held.object_id and gone.stream = held.stream
    inner join live_page on live_page.page_id = held.page_id
)

select * from joined
