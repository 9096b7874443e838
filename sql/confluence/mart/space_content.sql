-- One row per page or blog post that exists, current or archived.
--
-- needs     attachment  attachment_count, attachment_s3_uris, attachment_object_uris
-- rows      page, blogpost
-- shares    gone, live_page, live_attachment, stored_file, site, named_space
-- grain     page_id
-- each      page_id via confluence.page.page_id, confluence.attachment.page_id
-- look      confluence.space.space_id through confluence.page.space_id
-- look      mart.page_tree.page_id through confluence.page.page_id
-- look      sync.upload.object_id through confluence.attachment.attachment_id
-- look      sync.deletion.object_id through confluence.page.page_id
-- look      sync.deletion.object_id through confluence.attachment.attachment_id
-- look      sync.identity
-- required  content_type, status, attachment_count, attachment_s3_uris, attachment_object_uris
-- numbers   37
-- column    1      page_id                 key            The object's id, unique on its site.
-- column    2      content_type            plain          page or blogpost.
-- column    3      space_id                key            The id of its space.
-- column    4      space_key               key_or_person  The key of its space; a pseudonym for a personal space.
-- column    20     space_name              text           The name of its space, redacted; null for a personal space, which is named after its owner.
-- column    21     space_type              plain          global, personal, collaboration, knowledge_base, onboarding, xflow_sample_space, system, service or other.
-- column    5      parent_id               key            The object above it in the tree, null at the top: a row here or of containers.
-- column    6      parent_type             plain          The type of the object above: page, folder, whiteboard, database, embed or other.
-- column    22     position                plain          Its position among its siblings, as of when the page was last read.
-- column    7      title                   text           Its title, redacted.
-- column    23     web_url                 key            Its address in a browser, made from its id; null behind a gateway.
-- column    8      status                  plain          current or archived.
-- column    9      author_id               person         Who created it: a pseudonym.
-- column    10     owner_id                person         Who owns it: a pseudonym.
-- column    11     version_number          plain          The version, counted from 1.
-- column    12     version_message         text           What the author of the version said about it, redacted; null if nothing.
-- column    24     version_minor           plain          Whether the version was marked as a minor edit.
-- column    13     modified_by             person         Who created the version: a pseudonym.
-- column    14     created_at              time           When it was created, UTC.
-- column    15     modified_at             time           When the version was created, UTC.
-- column    16     body_storage            storage        The body in storage format (XHTML), redacted.
-- column    27     body_text               body           The redacted body as plain text: one line per block, cells separated by bars.
-- column    17     attachment_count        plain          Number of its attachments whose current version is stored.
-- column    18,19  attachment_s3_uris      key            Their addresses, sorted; an empty list if there are none.
-- column    25,26  attachment_object_uris  key            The same, relative to the root of the store.
-- column    28,29  labels                  text           Its labels, redacted and sorted, on Data Center, as of when the page was last read; null where an answer may lack some, and on Cloud, where content_label has them.
-- column    30     is_live                 plain          Whether it is a live document; null on Data Center, which has none.
-- column    31     word_count              plain          Number of words of body_text.
-- column    32     links_out               plain          Number of links in the stored body.
-- column    33     depth                   plain          Number of known objects above it, 0 at the top; null for a blog post.
-- column    34,35  path_ids                key            Their ids from the top down to its parent: rows here and of containers; null for a blog post.
-- column    36,37  path_titles             text           Their titles in the same order, redacted; null if unread.
-- check     content_type in ('page', 'blogpost')
-- check     len(attachment_s3_uris) = attachment_count
with

-- However often a version was stored, it is one reference of its page and attachment.
referenced as (
    select
        page_id,
        count(*)                                   as attachment_count,
        array_agg(uri order by uri)                as attachment_s3_uris,
        array_agg(object_uri order by object_uri)  as attachment_object_uris
    from stored_file
    where place = 1 and state = 'stored'
    group by page_id
),

-- Without bodies: DuckDB may keep all rows of either side of a left join in memory.
placed as (
    select live_page.page_id, tree.depth, tree.path_ids, tree.path_titles
    from live_page
    left join mart.page_tree as tree on tree.page_id = live_page.page_id
),

joined as (
    select
        ---------- keys
        page.page_id,
        page.content_type,
        page.space_id,
        space.space_key,
        space.shown_name                                 as space_name,
        space.type                                       as space_type,
        page.parent_id,
        page.parent_type,
        page.position,

        ---------- texts
        page.title,
        site.address || '/pages/viewpage.action?pageId=' || page.page_id  as web_url,
        page.status,

        ---------- people and versions
        page.author_id,
        page.owner_id,
        page.version_number,
        nullif(page.version_message, '')                 as version_message,
        page.version_minor,
        page.version_author_id                           as modified_by,

        ---------- times
        page.created_at,
        page.version_created_at                          as modified_at,

        page.body_storage,
        plain_text(page.body_storage)                    as body_text,
        coalesce(referenced.attachment_count, 0)         as attachment_count,
        coalesce(referenced.attachment_s3_uris, [])      as attachment_s3_uris,
        coalesce(referenced.attachment_object_uris, [])  as attachment_object_uris,
        case when json_valid(page.labels) then list_sort(from_json(page.labels, '["varchar"]')) end  as labels,
        page.is_live,
        cast(word_count(plain_text(page.body_storage)) as bigint)  as word_count,
        cast(link_count(page.body_storage) as bigint)              as links_out,

        ---------- what is above it
        placed.depth,
        placed.path_ids,
        placed.path_titles
    from live_page as page
    cross join site
    left join named_space as space on space.space_id = page.space_id
    left join referenced on referenced.page_id = page.page_id
    left join placed on placed.page_id = page.page_id
)

select * from joined
