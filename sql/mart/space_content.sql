-- One row per page or blog post that exists, current or archived.
--
-- grain   page_id
-- each    page_id via confluence.page.page_id
-- look    confluence.space.space_id through confluence.page.space_id
-- look    sync.deletion.object_id through confluence.page.page_id
-- column  page_id          key            The object's id, unique on its site.
-- column  content_type     plain          page or blogpost.
-- column  space_id         key            The id of its space.
-- column  space_key        key_or_person  The key of its space; of a personal space a pseudonym.
-- column  parent_id        key            The object above it in the tree, null at the top.
-- column  parent_type      plain          What the object above is: page, folder, whiteboard, database or embed.
-- column  title            text           What it is called, redacted.
-- column  status           plain          current or archived.
-- column  author_id        person         Who made it: a pseudonym.
-- column  owner_id         person         Who owns it: a pseudonym.
-- column  version_number   plain          The version, counted from 1.
-- column  version_message  text           What the author of the version said about it, redacted.
-- column  modified_by      person         Who made the version: a pseudonym.
-- column  created_at       time           When it was made, UTC.
-- column  modified_at      time           When the version was made, UTC.
-- column  body_storage     storage        The body in storage format (XHTML), redacted.
-- check   content_type in ('page', 'blogpost')
-- check   modified_at >= created_at
with

deleted as (
    select object_id from sync.deletion where state = 'deleted' and stream in ('page', 'blogpost')
),

page as (
    select held.*
    from confluence.page as held
    anti join deleted on deleted.object_id = held.page_id
    where held.status in ('current', 'archived')
),

space as (
    select * from confluence.space
),

joined as (
    select
        ---------- keys
        page.page_id,
        page.content_type,
        page.space_id,
        space.space_key,
        page.parent_id,
        page.parent_type,

        ---------- texts
        page.title,
        page.status,

        ---------- people and versions
        page.author_id,
        page.owner_id,
        page.version_number,
        page.version_message,
        page.version_author_id   as modified_by,

        ---------- times
        page.created_at,
        page.version_created_at  as modified_at,

        ---------- body
        page.body_storage
    from page
    left join space on space.space_id = page.space_id
)

select * from joined
