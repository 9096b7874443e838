-- One row per comment on a page or blog post that exists, with the thread that it belongs to.
--
-- needs     footer_comment|inline_comment|footer_reply|inline_reply|content_comment
-- shares    gone, live_page
-- grain     comment_id
-- required  page_id, kind, root_id, depth, status, version_number, is_resolved
-- numbers   20
-- column    1   comment_id      key      The comment's id, unique on its site.
-- column    2   page_id         key      The page or blog post that it is on.
-- column    3   kind            plain    footer or inline; other for what is neither.
-- column    4   parent_id       key      The comment that it answers; null for the first of a thread.
-- column    5   root_id         key      The first comment of its thread, as far as that is held.
-- column    6   depth           plain    Number of known comments above it; 0 for the first of a thread.
-- column    7   title           text     Its title, redacted; null if there is none.
-- column    8   status          plain    current or archived.
-- column    9   author_id       person   Who wrote it: a pseudonym; null where no answer tells.
-- column    10  version_number  plain    The version, counted from 1.
-- column    11  modified_by     person   Who created the version: a pseudonym.
-- column    12  created_at      time     When it was written, UTC; null where no answer tells.
-- column    13  modified_at     time     When the version was created, UTC.
-- column    14  is_resolved     plain    Whether its thread is resolved.
-- column    15  resolution      plain    open, reopened, resolved, dangling or other, as the first of its thread says; null for footer comments.
-- column    16  resolved_by     person   Who changed that last: a pseudonym.
-- column    17  resolved_at     time     When it was changed last, UTC.
-- column    18  anchor_text     text     The text of the page that its thread is about, redacted; null for footer comments.
-- column    19  body_storage    storage  The body in storage format (XHTML), redacted.
-- column    20  body_text       body     The redacted body as plain text.
-- check     kind in ('footer', 'inline', 'other')
-- check     (depth = 0) = (root_id = comment_id)
with

held as (
    select comment.*
    from confluence.comment as comment
    anti join gone
        on gone.object_id = comment.comment_id
        and gone.stream in ('footer_comment', 'inline_comment', 'footer_reply', 'inline_reply', 'content_comment')
),

-- A comment that answers one which is not held is the first that is known of its thread.
first as (
    select held.*
    from held
    anti join held as above on above.comment_id = held.parent_id
),

-- An answer that was listed for a comment does not tell its page.
thread as (
    with recursive below as (
        select comment_id, page_id, comment_id as root_id, 0 as depth from first

        union all

        select held.comment_id, coalesce(held.page_id, below.page_id) as page_id, below.root_id, below.depth + 1 as depth
        from below
        inner join held on held.parent_id = below.comment_id
    )

    select * from below
),

joined as (
    select
        ---------- keys
        held.comment_id,
        thread.page_id,
        held.kind,
        held.parent_id,
        thread.root_id,
        thread.depth,

        ---------- people and versions
        nullif(held.title, '')                              as title,
        held.status,
        held.author_id,
        held.version_number,
        held.version_author_id                              as modified_by,
        held.created_at,
        held.version_created_at                             as modified_at,

        ---------- the thread
        coalesce(first.resolution = 'resolved', false)      as is_resolved,
        case when held.kind = 'inline' then first.resolution end  as resolution,
        case when held.kind = 'inline' then first.resolved_by end  as resolved_by,
        case when held.kind = 'inline' then first.resolved_at end  as resolved_at,
        case when held.kind = 'inline' then first.anchor_text end  as anchor_text,

        ---------- texts
        held.body_storage,
        plain_text(held.body_storage)                       as body_text
    from held
    inner join thread on thread.comment_id = held.comment_id
    inner join first on first.comment_id = thread.root_id
    semi join live_page on live_page.page_id = thread.page_id
)

select * from joined
