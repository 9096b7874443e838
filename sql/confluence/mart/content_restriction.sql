-- One row per restriction of a page or blog post that exists, without those of the pages above it: who may read or change it.
--
-- needs     page_restriction|blogpost_restriction
-- shares    gone, live_page
-- grain     restriction_id
-- required  content_id, content_type, operation, subject_type
-- numbers   8
-- column    1  restriction_id  key     The restriction: a keyed hash.
-- column    2  content_id      key     The page or blog post: a row of space_content.
-- column    3  content_type    plain   page or blogpost.
-- column    4  operation       plain   What is restricted: read or update.
-- column    5  subject_type    plain   Who may: a user or a group.
-- column    6  account_id      person  The user: a pseudonym; null for a group.
-- column    7  group_id        key     The group; null for a user.
-- column    8  group_name      text    The name of the group, redacted; null for a user.
with

joined as (
    select
        held.restriction_id,
        held.content_id,
        held.content_type,
        held.operation,
        held.subject_type,
        held.account_id,
        held.group_id,
        held.group_name
    from confluence.content_restriction as held
    semi join live_page on live_page.page_id = held.content_id
    anti join gone on gone.object_id = held.restriction_id and gone.stream = held.listing
)

select * from joined
